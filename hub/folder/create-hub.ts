// Makes a new hub: its data folder, and its stores in a cluster and in PostgreSQL. Every step can be repeated, and init-file.ts keeps the identity:
// after an interruption the same command continues. It never takes over a hub that another folder began.
import { existsSync } from "node:fs";
import { STORE_NAMES } from "../../event-log/store-names.ts";
import { namesIn } from "../../event-log/stores/usable-file.ts";
import type { Config } from "../config.ts";
import { ConfigInvalid } from "../exit-codes.ts";
import type { Logger } from "../observability/logger.ts";
import { isShared, LOG_NAMES, openDataFolder, storeFiles } from "./data-folder.ts";
import type { FoundStores } from "./found-stores.ts";
import { readInitFile, removeInitFile, writeInitFile } from "./init-file.ts";
import {
  findAllStores,
  findRemoteKeys,
  inCluster,
  newIdentity,
  openLogsInCluster,
  type Taken,
  takeFolder,
} from "./prepare-folder.ts";
import { openStores } from "./stores.ts";

/** Throws ConfigInvalid if there is a hub already, UnusableFile, PostgresUnusable and WrongMasterKey. */
export async function createHub(config: Config, logger: Logger, now: Date): Promise<void> {
  for await (const _ of createHubInSteps(config, logger, now));
}

/** The same step by step, so that a test can stop between any two. Before the first step only an empty folder is made. */
export async function* createHubInSteps(config: Config, logger: Logger, now: Date): AsyncGenerator<string> {
  await using opened = new AsyncDisposableStack();
  // No event gets a date here: the clock is checked when the hub serves for the first time.
  const clock = { lastBelieved: () => undefined, isBelieved: () => true };
  const nodeLogs = await openLogsInCluster(config, clock.isBelieved);
  if (nodeLogs) opened.defer(nodeLogs.close);
  using remoteKeys = await findRemoteKeys(config);
  const taken = takeFolder(config, remoteKeys, { isMade: true });
  opened.defer(taken.unlock);
  const { paths } = taken;
  const begun = readInitFile(paths);
  if (!begun) assertNoFileOfHub(config, taken);
  const identity = begun ?? newIdentity();
  assertNoOtherHub(config, taken, await findAllStores(config, taken, { nodeLogs, remoteKeys }), identity.hub);

  writeInitFile(paths, identity);
  yield "identity written down";
  const folder = openDataFolder(config);
  yield "folders and master key made";
  if (nodeLogs) {
    const { identifyLog } = await inCluster();
    for (const name of LOG_NAMES) {
      await identifyLog(nodeLogs[name], identity, now);
      yield `${name} in the cluster identified`;
    }
  }
  const stores = await openStores(folder, { identity, nodeLogs, clock, logger, health: { set: () => {} } });
  await stores.close();
  yield "stores made";
  removeInitFile(paths);
}

function assertNoFileOfHub({ dataDir }: Config, { paths }: Taken): void {
  const present = [
    ...Object.values(storeFiles(paths)).flatMap((file) => [file, `${file}-wal`]),
    ...[paths.highWaterFile, paths.acceptanceFile, paths.masterKeyFile],
  ].find((file) => existsSync(file));
  if (present || namesIn(paths.readModels).length > 0) throw folderInUse(dataDir, present ?? paths.readModels);
}

/** A store with this identity got it from the interrupted run. */
function assertNoOtherHub({ dataDir }: Config, { paths }: Taken, { stores }: FoundStores, hub: string): void {
  for (const name of STORE_NAMES) {
    const store = stores[name];
    if (store.kind !== "readable" || !store.identity || store.identity.hub === hub) continue;
    if (!isShared(paths, name)) throw folderInUse(dataDir, storeFiles(paths)[name]);
    throw new ConfigInvalid(name === "keys" ? KEYRING_IN_USE : LOG_IN_USE);
  }
}

const folderInUse = (dataDir: string, file: string) =>
  new ConfigInvalid(`CANDOUR_DATA_DIR: ${dataDir} holds something of a hub (${file}). Name an empty folder for a new hub.`);
const KEYRING_IN_USE =
  "CANDOUR_KEYRING_URL: this database holds the keyring of a hub. For a new hub name an empty one. To add a hub to those that share it, run: candour serve.";
const LOG_IN_USE =
  "CANDOUR_KURRENTDB_URL: this cluster holds the log of a hub. For a new hub name an empty one. To add a hub to those that share it, run: candour serve.";
