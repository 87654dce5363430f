// Prepares a data folder for a hub: locks it, checks it, and creates or refuses it. A damaged folder is not changed.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { storeFaultOf } from "../../event-log/faults.ts";
import { isEarlierState, isEmptyKeyring } from "../../event-log/keys/move-keyring.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import { openUntouched } from "../../event-log/stores/read-only.ts";
import { UnusableFile } from "../../event-log/stores/usable-file.ts";
import type { Config } from "../config.ts";
import { ConfigInvalid, NeedsOperator } from "../exit-codes.ts";
import type { Logger } from "../observability/logger.ts";
import { verifyStores } from "../verification/verify.ts";
import { type Acceptance, AcceptanceInterrupted, readAcceptance } from "./acceptance.ts";
import {
  assertFolderUsable,
  type DataFolder,
  type DataPaths,
  dataPaths,
  findDataFolder,
  isShared,
  makeFolder,
  openDataFolder,
} from "./data-folder.ts";
import { type FoundStores, findStores } from "./found-stores.ts";
import { assertInitDone } from "./init-file.ts";
import { FOLDER_IN_USE, lockFolder } from "./lock.ts";
import { lossInWords, remediesFor } from "./loss-words.ts";
import { compareStores, type Loss, type StoreComparison } from "./losses.ts";
import type { NodeLogs } from "./node-logs.ts";

/** The hub does not serve until the data is restored or the loss accepted. */
export class StoresLost extends NeedsOperator {
  override name = "StoresLost";
  readonly losses: readonly Loss[];
  constructor(losses: readonly Loss[], paths: DataPaths) {
    super(
      [
        "The hub does not start, because some of its data is lost:",
        ...losses.map((loss) => `- ${lossInWords(loss, paths)}`),
        ...remediesFor(losses, paths),
      ].join("\n"),
    );
    this.losses = losses;
  }
}

/** A folder of an earlier release has flaws. It gets no identity. */
class FolderFlawed extends NeedsOperator {
  override name = "FolderFlawed";
}

export type Taken = {
  readonly paths: DataPaths;
  /** Set if an acceptance of a loss was interrupted. */
  readonly acceptance: Acceptance | undefined;
  readonly found: FoundStores;
  readonly comparison: StoreComparison;
  unlock(): void;
};

type TakeOptions = {
  /** Whether a missing folder is made. */
  readonly isMade?: boolean;
};

/**
 * `remoteKeys`: see findRemoteKeys. Throws UnusableFile, and ConfigInvalid if there is no folder, or if it is locked or temporarily unreadable.
 */
export function takeFolder(config: Config, remoteKeys?: Database, { isMade = false }: TakeOptions = {}): Taken {
  assertFolderUsable(config);
  if (isMade) makeFolder(config);
  else if (!existsSync(config.dataDir)) throw new ConfigInvalid(NO_HUB);
  const paths = dataPaths(config);
  let unlock = () => {};
  try {
    unlock = lockFolder(paths);
    const found = findStores(paths, config.masterKey !== undefined, undefined, remoteKeys);
    // The lock file may have been removed while a hub holds the lock.
    if (found.isOwned) throw new ConfigInvalid(FOLDER_IN_USE);
    return { paths, acceptance: readAcceptance(paths), found, comparison: compareStores(found), unlock };
  } catch (error) {
    unlock();
    const fault = storeFaultOf(error);
    if (error instanceof UnusableFile || fault?.kind !== "passing") throw error;
    throw new ConfigInvalid(
      `CANDOUR_DATA_DIR: the files in ${config.dataDir} cannot be read at the moment (${fault.code}). Check the disk, and that the hub may read them, and start again. Nothing was changed.`,
    );
  }
}

/** The identity and marks in a PostgreSQL keyring; undefined if the keyring is a file. Throws PostgresUnusable, ConfigInvalid. */
export async function findRemoteKeys({ keyring, dataDir }: Pick<Config, "keyring" | "dataDir">): Promise<Database | undefined> {
  if (keyring.kind !== "postgres") return undefined;
  const { keysFile } = dataPaths({ dataDir });
  const { copyKeyring } = await import("../../event-log/keys/copy-keyring.ts");
  const remoteKeys = await copyKeyring(keyring, { all: false });
  if (!existsSync(keysFile) || isLeftBehind(keysFile, remoteKeys)) return remoteKeys;
  remoteKeys.close();
  throw new ConfigInvalid(
    `CANDOUR_KEYRING: this hub's keyring is the file ${keysFile}, and what is sealed under it cannot be read with another one. Set CANDOUR_KEYRING=sqlite, or move the keyring: candour migrate --keyring postgres.`,
  );
}

/** Whether a key file is the source of an earlier move, or the rest of an interrupted move to a file. */
function isLeftBehind(keysFile: string, remoteKeys: Database): boolean {
  using file = openUntouched(keysFile);
  return isEmptyKeyring(file) || isEarlierState(file, remoteKeys);
}

function takenFor(config: Config, logger: Logger, remoteKeys: Database | undefined): Taken {
  try {
    // A new node that joins a log in a cluster has no folder yet. Elsewhere in production, a missing folder may be a disk that is not mounted.
    return takeFolder(config, remoteKeys, { isMade: config.development || isShared(dataPaths(config), "log") });
  } catch (error) {
    if (error instanceof UnusableFile)
      logger.error(
        { code: "FILE_UNUSABLE", file: error.path, problem: error.code },
        "a file of the hub cannot be used, and it does not start",
      );
    throw error;
  }
}

type PreparedFolder = {
  readonly folder: DataFolder;
  readonly identity: Identity;
  /** Set if the logs are in a cluster. The caller closes them. */
  readonly nodeLogs?: NodeLogs | undefined;
  unlock(): void;
};

/** Throws ConfigInvalid, UnusableFile, StoresLost, AcceptanceInterrupted or FolderFlawed. */
export async function prepareFolder(
  config: Config,
  logger: Logger,
  now: Date,
  isClockBelieved: () => boolean = () => false,
): Promise<PreparedFolder> {
  const nodeLogs = await openLogsInCluster(config, isClockBelieved);
  try {
    return await prepareFiles(config, logger, now, nodeLogs);
  } catch (error) {
    await nodeLogs?.close();
    throw error;
  }
}

/** Undefined if the logs are files. Throws ConfigInvalid. */
export async function openLogsInCluster(
  { eventLog, node }: Pick<Config, "eventLog" | "node">,
  isBelieved: () => boolean,
): Promise<NodeLogs | undefined> {
  if (eventLog.kind === "sqlite") return undefined;
  return (await inCluster()).openNodeLogs(eventLog.address, { node, isBelieved });
}

type OutsideFolder = { readonly nodeLogs: NodeLogs | undefined; readonly remoteKeys: Database | undefined };

/** All stores of the hub: those of the folder, and those that it shares. */
export const findAllStores = async (config: Config, { paths, found }: Taken, { nodeLogs, remoteKeys }: OutsideFolder) =>
  nodeLogs ? (await inCluster()).findNodeStores(paths, config.masterKey !== undefined, nodeLogs, remoteKeys) : found;

/** Loaded only when needed, so that a hub with its logs in files does not load the client of the cluster. */
export const inCluster = () => import("./node-logs.ts");

async function prepareFiles(config: Config, logger: Logger, now: Date, nodeLogs?: NodeLogs): Promise<PreparedFolder> {
  using remoteKeys = await findRemoteKeys(config);
  const { keysFile } = dataPaths({ dataDir: config.dataDir });
  if (remoteKeys && existsSync(keysFile))
    logger.warn(
      { code: "KEYRING_FILE_LEFT", file: keysFile },
      "the file that the keyring was moved from is still there: keys that are destroyed live on in it until it is deleted",
    );
  const taken = takenFor(config, logger, remoteKeys);
  const { paths, acceptance, unlock } = taken;
  try {
    assertInitDone(paths);
    const found = await findAllStores(config, taken, { nodeLogs, remoteKeys });
    if (nodeLogs) (await inCluster()).assertSameHub(found);
    const comparison = nodeLogs ? compareStores(found) : taken.comparison;
    if (acceptance) {
      logger.error(
        { code: "ACCEPTANCE_INTERRUPTED" },
        "a loss was being accepted, and the hub does not start before that is done",
      );
      throw new AcceptanceInterrupted();
    }
    if (found.highWater.kind === "unreadable")
      logger.warn(
        { code: "MARKS_UNREADABLE", file: paths.highWaterFile },
        "the file of the newest marks cannot be read, and says nothing",
      );
    if (comparison.kind === "lost") {
      logger.error({ code: "STORES_LOST", losses: comparison.losses }, "some of the hub's data is lost, and it does not start");
      throw new StoresLost(comparison.losses, paths);
    }
    if (comparison.kind === "new" && !comparison.identity && !config.development) throw new ConfigInvalid(NO_HUB);
    const identity = comparison.identity ?? newIdentity();
    const folder = openDataFolder(config);
    if (comparison.kind === "former") {
      await assertVerified(config, now);
      logger.info({ code: "FOLDER_UPGRADED" }, "every store of a former release was verified and gets its identity");
    }
    if (nodeLogs && comparison.kind === "new") await (await inCluster()).identifyLogs(nodeLogs, identity, now);
    return { folder, identity, nodeLogs, unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}

export const newIdentity = (): Identity => ({ hub: randomUUID(), epoch: 1 });

export const NO_HUB =
  "CANDOUR_DATA_DIR: there is no hub in this folder. If it should be there, look whether the disk is mounted. To make a new hub, run: candour init.";

/** Stores of an earlier release have no marks to compare, so each is verified on its own. Its read models are rebuilt. */
async function assertVerified(config: Config, now: Date): Promise<void> {
  const { flaws, unchecked } = await verifyStores(findDataFolder(config), { now });
  const { readModels } = dataPaths(config);
  const ofStores = <T extends { readonly file: string }>(found: readonly T[]) =>
    found.filter(({ file }) => !file.startsWith(relative(config.dataDir, readModels)));
  const problems = [
    ...ofStores(flaws).map(({ file, stream, position, what }) => `${file}: ${stream} at ${position || "no position"}: ${what}`),
    ...ofStores(unchecked).map(({ file, why }) => `${file}: ${why}`),
  ];
  if (problems.length > 0)
    throw new FolderFlawed(
      ["The hub does not start: its data is of a former release, and is not whole.", ...problems.map((one) => `- ${one}`)].join(
        "\n",
      ),
    );
}
