// The data folder: its files, and the master key that a development hub creates.
import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { KeyringLocation } from "../../event-log/keys/location.ts";
import type { LogLocation } from "../../event-log/location.ts";
import type { StoreName } from "../../event-log/store-names.ts";
import { assertUsable, assertUsableDatabase, readTextFile } from "../../event-log/stores/usable-file.ts";
import type { Config } from "../config.ts";
import { ConfigInvalid } from "../exit-codes.ts";

export type DataPaths = ReturnType<typeof dataPaths>;
export type DataFolder = DataPaths & {
  readonly masterKey: Buffer;
  readonly keyring: KeyringLocation;
  readonly logs: Readonly<Record<LogName, LogLocation>>;
};

/** The keyring's name in messages if it is not a file: no file has this name. */
const IN_POSTGRES = "keyring in PostgreSQL";
/** The logs' names in messages if they are not files. */
const IN_CLUSTER = { log: "log in the cluster", disclosures: "record of disclosures in the cluster" };
type Located = Pick<Config, "dataDir"> & Partial<Pick<Config, "keyring" | "eventLog">>;

export const dataPaths = ({ dataDir, keyring, eventLog }: Located) => ({
  logFile: eventLog?.kind === "kurrentdb" ? join(dataDir, IN_CLUSTER.log) : join(dataDir, "log", "events.sqlite"),
  /** The record of disclosures: a separate log with its own retention. */
  disclosuresFile:
    eventLog?.kind === "kurrentdb" ? join(dataDir, IN_CLUSTER.disclosures) : join(dataDir, "log", "disclosures.sqlite"),
  /** Separate from the log, so that a copy of one without the other is useless. */
  keysFile: keyring?.kind === "postgres" ? join(dataDir, IN_POSTGRES) : join(dataDir, "keys", "keys.sqlite"),
  /** The newest mark of each store, beside the folders of the stores. */
  highWaterFile: join(dataDir, "high-water.json"),
  readModels: join(dataDir, "read-models"),
  issuerKeyFile: join(dataDir, "keys", "development-issuer.json"),
  /** Created in development if no master key is set. */
  masterKeyFile: join(dataDir, "keys", "development-master.key"),
  /** See acceptance.ts. */
  acceptanceFile: join(dataDir, "accept-loss.json"),
  /** See lock.ts. */
  lockFile: join(dataDir, "lock.sqlite"),
});

/** The location of the keyring that a folder's logs are sealed under. */
export const keyringOf = (config: Located): KeyringLocation =>
  config.keyring?.kind === "postgres" ? config.keyring : { kind: "sqlite", file: dataPaths(config).keysFile };

export type LogName = Exclude<StoreName, "keys">;
export const LOG_NAMES = ["log", "disclosures"] as const satisfies readonly LogName[];
/** The prefixes of stream names of each log in a cluster. */
export const PREFIXES: Readonly<Record<LogName, string>> = { log: "candour.log.", disclosures: "candour.disclosures." };

/** Where the logs are: in files of the folder, or in a cluster. */
function logLocations(config: Located): Readonly<Record<LogName, LogLocation>> {
  const files = storeFiles(dataPaths(config));
  const { eventLog } = config;
  const locationOf = (name: LogName): LogLocation =>
    eventLog?.kind === "kurrentdb"
      ? { kind: "kurrentdb", address: eventLog.address, prefix: PREFIXES[name] }
      : { kind: "sqlite", file: files[name] };
  return { log: locationOf("log"), disclosures: locationOf("disclosures") };
}

/** The durable stores, each in its own file, unless the logs are in a cluster or the keyring is in PostgreSQL. */
export const storeFiles = (
  paths: Pick<DataPaths, "logFile" | "disclosuresFile" | "keysFile">,
): Readonly<Record<StoreName, string>> => ({
  log: paths.logFile,
  disclosures: paths.disclosuresFile,
  keys: paths.keysFile,
});

/** Used by commands that work only on log files. Throws ConfigInvalid. */
export function assertLogsInFiles({ eventLog }: Pick<Config, "eventLog">, command: string): void {
  if (eventLog.kind === "kurrentdb")
    throw new ConfigInvalid(
      `candour ${command} is for logs in files. For a log in a cluster see the operations page, "Several hubs over one log".`,
    );
}

/** Called before a hub opens the folder. Throws UnusableFile. */
export function assertFolderUsable(config: Located): void {
  const paths = dataPaths(config);
  assertFoldersUsable(config, "write");
  for (const file of [paths.highWaterFile, paths.acceptanceFile, paths.masterKeyFile, paths.issuerKeyFile]) assertUsable(file);
  for (const file of [...Object.values(storeFiles(paths)), paths.lockFile]) assertUsableDatabase(file, "write");
}

function assertFoldersUsable({ dataDir }: Pick<Config, "dataDir">, use: "read" | "write"): void {
  const { logFile, keysFile, readModels } = dataPaths({ dataDir });
  for (const folder of [dataDir, dirname(logFile), dirname(keysFile), readModels]) assertUsable(folder, "folder", use);
}

/** Whether there is any durable file of a hub. Commands that only read call this first and create nothing. Throws UnusableFile. */
export function hasHub(config: Located): boolean {
  assertFoldersUsable(config, "read");
  // Whether a cluster has a log is known only after reading it.
  if (config.eventLog?.kind === "kurrentdb") return true;
  return Object.values(storeFiles(dataPaths(config))).some((file) => existsSync(file));
}

export const noHubIn = ({ dataDir }: Pick<Config, "dataDir">): string =>
  `CANDOUR_DATA_DIR: there is no event log in ${dataDir}. Name the data folder of a hub, or start one first.`;

/** Creates missing folders, and in development a missing master key. Throws ConfigInvalid. */
export function openDataFolder(config: Config): DataFolder {
  const paths = dataPaths(config);
  for (const folder of [dirname(paths.logFile), dirname(paths.masterKeyFile), paths.readModels]) makeFolder(config, folder);
  return {
    ...paths,
    logs: logLocations(config),
    keyring: keyringOf(config),
    masterKey: config.masterKey ?? developmentMasterKey(paths.masterKeyFile),
  };
}

/** Throws ConfigInvalid. */
export function makeFolder({ dataDir }: Pick<Config, "dataDir">, path = dataDir): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch {
    throw new ConfigInvalid(`CANDOUR_DATA_DIR: the folder ${dataDir} cannot be made or written.`);
  }
}

/** A data folder for reading: nothing is created. */
export type FoundFolder = Pick<DataPaths, "logFile" | "disclosuresFile" | "keysFile" | "readModels"> & {
  readonly dataDir: string;
  readonly masterKey: Buffer | undefined;
  readonly keyring: KeyringLocation;
  readonly logs: Readonly<Record<LogName, LogLocation>>;
};

/** Throws UnusableFile for the folders and the master key; stores are checked when they are opened. */
export function findDataFolder({ masterKey, ...located }: Located & Pick<Config, "masterKey">): FoundFolder {
  const { dataDir } = located;
  assertFoldersUsable({ dataDir }, "read");
  const paths = dataPaths(located);
  const made = masterKey ? undefined : readTextFile(paths.masterKeyFile);
  return {
    ...paths,
    dataDir,
    logs: logLocations(located),
    keyring: keyringOf(located),
    masterKey: masterKey ?? (made === undefined ? undefined : Buffer.from(made, "base64")),
  };
}

function developmentMasterKey(file: string): Buffer {
  const key = Buffer.from(
    makeOnce(file, () => randomBytes(32).toString("base64")),
    "base64",
  );
  if (key.length !== 32)
    throw new ConfigInvalid(`CANDOUR_DATA_DIR: ${file} does not hold a master key. Without it nothing sealed can be read.`);
  return key;
}

/** Reads a file, and creates it if it is missing: atomically, and once even if two processes do so together. Throws UnusableFile. */
export function makeOnce(file: string, make: () => string): string {
  const found = readTextFile(file);
  if (found !== undefined) return found;
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, make(), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, "utf8");
}
