// Moves the logs of a stopped hub from the files of its data folder into a cluster, or back. Data that depends on positions is deleted and built again:
// read models, and the marks that stores keep of each other. The source is not changed.
import { existsSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { openConnection } from "../../event-log/kurrentdb/connection.ts";
import type { ServerAddress } from "../../event-log/kurrentdb/connection-string.ts";
import { openRawKurrentLog } from "../../event-log/kurrentdb/raw-log.ts";
import { MoveRefused, moveLog } from "../../event-log/move-log.ts";
import { openRawSqliteLog } from "../../event-log/sqlite/raw-log.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { forgetMarks, type Identity, readIdentity } from "../../event-log/stores/identity.ts";
import { openUntouched } from "../../event-log/stores/read-only.ts";
import { IDENTITY_STREAM } from "../../services/hub-record/events.ts";
import type { Config } from "../config.ts";
import { ConfigInvalid, NeedsOperator } from "../exit-codes.ts";
import { AcceptanceInterrupted, readAcceptance } from "./acceptance.ts";
import { assertFolderUsable, type DataPaths, dataPaths, LOG_NAMES, makeFolder, PREFIXES, storeFiles } from "./data-folder.ts";
import { type FoundStores, findStores } from "./found-stores.ts";
import { assertInitDone } from "./init-file.ts";
import { lockFolder } from "./lock.ts";
import { compareStores } from "./losses.ts";
import { findNodeStores, identifyLogs, identityOf, openNodeLogs } from "./node-logs.ts";
import { findRemoteKeys, NO_HUB, StoresLost } from "./prepare-folder.ts";

export type Direction = "to-cluster" | "to-files";
type Moved = { readonly log: string; readonly already: number; readonly written: number };

/** Continues an interrupted run. Throws ConfigInvalid while the hub runs, StoresLost, and NeedsOperator if the source and target do not belong together. */
export async function migrate(
  config: Config & { readonly eventLog: { readonly kind: "kurrentdb"; readonly address: ServerAddress } },
  direction: Direction,
  { now, progress }: { readonly now: Date; readonly progress: (log: string, events: number) => void },
): Promise<readonly Moved[]> {
  const { dataDir, keyring } = config;
  if (!existsSync(dataDir)) throw new ConfigInvalid(NO_HUB);
  assertFolderUsable({ dataDir, keyring });
  const paths = dataPaths({ dataDir, keyring });
  const files = storeFiles(paths);
  const { address } = config.eventLog;
  await using closing = new AsyncDisposableStack();
  closing.defer(lockFolder(paths));
  const nodeLogs = await openNodeLogs(address, { node: config.node, isBelieved: () => true });
  closing.defer(nodeLogs.close);
  const connection = openConnection(address);
  closing.defer(() => connection.close());
  try {
    assertInitDone(paths);
    if (readAcceptance(paths)) throw new AcceptanceInterrupted();
    if (keyring.kind === "postgres") await (await inPostgres()).waitUntilNoHubConnected(keyring);
    using remoteKeys = await findRemoteKeys(config);
    const identity = identityIn(files.keys, remoteKeys);
    const isKeyGiven = config.masterKey !== undefined;
    const inCluster = await identityOf(nodeLogs.log);
    if (inCluster && inCluster.hub !== identity.hub)
      throw new NeedsOperator("The cluster holds the log of another hub. Nothing was changed.");
    if (direction === "to-files" && !inCluster)
      throw new NeedsOperator("The cluster holds no log of a hub. Nothing was changed.");
    // Files that an earlier run began to copy were compared by that run.
    if (direction === "to-files")
      assertNothingLost(await findNodeStores(dataPaths(config), isKeyGiven, nodeLogs, remoteKeys), dataPaths(config));
    else if (!inCluster) assertNothingLost(findStores(paths, isKeyGiven, undefined, remoteKeys), paths);
    if (direction === "to-cluster") await identifyLogs(nodeLogs, identity, now);
    // A hub that began in the cluster has no folder for the files of logs.
    else makeFolder({ dataDir }, dirname(files.log));
    const moved: Moved[] = [];
    for (const log of LOG_NAMES) {
      const atServer = openRawKurrentLog(connection, PREFIXES[log]);
      if (direction === "to-cluster" && !existsSync(files[log]))
        throw new ConfigInvalid(`CANDOUR_DATA_DIR: ${files[log]} is not there.`);
      const inFile = openRawSqliteLog(files[log], direction === "to-files" ? identity : undefined);
      const [from, to] = direction === "to-cluster" ? [inFile, atServer] : [atServer, inFile];
      try {
        const isLeftOut = (stream: string) => stream === IDENTITY_STREAM;
        moved.push({ log, ...(await moveLog(from, to, { isLeftOut, progress: (events) => progress(log, events) })) });
      } finally {
        await inFile.close();
      }
    }
    await forgetMarksOf(keyring, files.keys);
    for (const path of [paths.highWaterFile, paths.readModels]) rmSync(path, { recursive: true, force: true });
    return moved;
  } catch (error) {
    throw error instanceof MoveRefused ? new NeedsOperator(error.message) : error;
  }
}

/** Loaded only when needed, so that a hub with its keyring in a file does not load the client of PostgreSQL. */
const inPostgres = () => import("../../event-log/keys/keyring-in-postgres.ts");

/** The move drops the marks by which a loss is found. Throws StoresLost. */
function assertNothingLost(found: FoundStores, paths: DataPaths): void {
  const comparison = compareStores(found);
  if (comparison.kind === "lost") throw new StoresLost(comparison.losses, paths);
}

/** Reads the hub's identity from its keyring, under which both logs are sealed. */
function identityIn(keysFile: string, remoteKeys: Database | undefined): Identity {
  if (remoteKeys) return identityOfKeyring(remoteKeys, NO_KEYRING);
  using file = openKeyFile(keysFile);
  return identityOfKeyring(file, OF_EARLIER_RELEASE);
}

function identityOfKeyring(db: Database, otherwise: string): Identity {
  const identity = readIdentity(db);
  if (!identity) throw new NeedsOperator(otherwise);
  return { hub: identity.hub, epoch: identity.epoch };
}

const NO_KEYRING =
  "CANDOUR_KEYRING_URL: the database holds no keyring. Name the database of this hub's keyring, or move it there first: candour migrate --keyring postgres.";
const OF_EARLIER_RELEASE = "The keyring is of an earlier release: start the hub once with its logs in files, and stop it.";

function openKeyFile(keysFile: string): Database {
  if (!existsSync(keysFile))
    throw new ConfigInvalid(`CANDOUR_DATA_DIR: ${keysFile} is not there: name the data folder of the hub.`);
  return openUntouched(keysFile);
}

/** Deletes marks, because they name positions in the former store of the logs. */
async function forgetMarksOf(keyring: Config["keyring"], keysFile: string): Promise<void> {
  if (keyring.kind === "postgres") return (await inPostgres()).forgetMarksInPostgres(keyring);
  using db = openDatabase(keysFile, "durable");
  forgetMarks(db);
}
