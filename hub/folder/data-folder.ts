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
export type DataFolder = DataPaths & { readonly masterKey: Buffer };

/** The names of shared stores in messages: no file has them. */
export const SHARED: Readonly<Record<StoreName, string>> = {
  log: "log in the cluster",
  disclosures: "record of disclosures in the cluster",
  keys: "keyring in PostgreSQL",
};
type Located = Pick<Config, "dataDir"> & Partial<Pick<Config, "keyring" | "eventLog">>;
type StoreLocations = {
  readonly logs: Readonly<Record<LogName, LogLocation>>;
  readonly keyring: KeyringLocation;
};

/** Whether several hubs share the store. It is then at a server, and not a file of this folder, which one hub owns. */
export const isShared = ({ logs, keyring }: StoreLocations, store: StoreName): boolean =>
  (store === "keys" ? keyring : logs[store]).kind !== "sqlite";

function storeLocations({ dataDir, keyring, eventLog }: Located): StoreLocations {
  const locationOf = (log: LogName, file: string): LogLocation =>
    eventLog?.kind === "kurrentdb"
      ? { kind: "kurrentdb", address: eventLog.address, prefix: PREFIXES[log] }
      : { kind: "sqlite", file: join(dataDir, "log", file) };
  return {
    logs: {
      log: locationOf("log", "events.sqlite"),
      /** The record of disclosures: a separate log with its own retention. */
      disclosures: locationOf("disclosures", "disclosures.sqlite"),
    },
    /** Separate from the log, so that a copy of one without the other is useless. */
    keyring: keyring?.kind === "postgres" ? keyring : { kind: "sqlite", file: join(dataDir, "keys", "keys.sqlite") },
  };
}

export function dataPaths(config: Located) {
  const { dataDir } = config;
  const locations = storeLocations(config);
  const { logs, keyring } = locations;
  const fileOf = (store: StoreName, location: LogLocation | KeyringLocation): string =>
    location.kind === "sqlite" ? location.file : join(dataDir, SHARED[store]);
  return {
    ...locations,
    logFile: fileOf("log", logs.log),
    disclosuresFile: fileOf("disclosures", logs.disclosures),
    keysFile: fileOf("keys", keyring),
    ...filesBeside(dataDir),
  };
}

const filesBeside = (dataDir: string) => ({
  /** The newest mark of each store, beside the folders of the stores. */
  highWaterFile: join(dataDir, "high-water.json"),
  readModels: join(dataDir, "read-models"),
  issuerKeyFile: join(dataDir, "keys", "development-issuer.json"),
  /** Sessions of people who are signed in, if the keyring is in a file. Losing it signs everybody out. */
  sessionsFile: join(dataDir, "keys", "sessions.sqlite"),
  /** Drafts that people have begun to write, if the keyring is in a file. */
  draftsFile: join(dataDir, "keys", "drafts.sqlite"),
  /** Uploads, and attachments of concerns, if the keyring is in a file. Attachments are part of the record. */
  attachmentsFile: join(dataDir, "keys", "attachments.sqlite"),
  /** Created in development if no master key is set. */
  masterKeyFile: join(dataDir, "keys", "development-master.key"),
  /** See acceptance.ts. */
  acceptanceFile: join(dataDir, "accept-loss.json"),
  /** See init-file.ts. */
  initFile: join(dataDir, "init.json"),
  /** See lock.ts. */
  lockFile: join(dataDir, "lock.sqlite"),
});

export type LogName = Exclude<StoreName, "keys">;
export const LOG_NAMES = ["log", "disclosures"] as const satisfies readonly LogName[];
/** The prefixes of stream names of each log in a cluster. */
export const PREFIXES: Readonly<Record<LogName, string>> = { log: "candour.log.", disclosures: "candour.disclosures." };

/** The durable stores, each in its own file, unless the logs are in a cluster or the keyring is in PostgreSQL. */
export const storeFiles = (
  paths: Pick<DataPaths, "logFile" | "disclosuresFile" | "keysFile">,
): Readonly<Record<StoreName, string>> => ({
  log: paths.logFile,
  disclosures: paths.disclosuresFile,
  keys: paths.keysFile,
});

/** Used by commands that work only on log files. Throws ConfigInvalid. */
export function assertLogsAreFiles(config: Located, command: string): void {
  if (isShared(dataPaths(config), "log"))
    throw new ConfigInvalid(
      `candour ${command} is for logs in files. For a log in a cluster see the operations page, "Several hubs over one log".`,
    );
}

/** Called before a hub opens the folder. Throws UnusableFile. */
export function assertFolderUsable(config: Located): void {
  const paths = dataPaths(config);
  assertFoldersUsable(config, "write");
  const { highWaterFile, acceptanceFile, initFile, masterKeyFile, issuerKeyFile } = paths;
  for (const file of [highWaterFile, acceptanceFile, initFile, masterKeyFile, issuerKeyFile]) assertUsable(file);
  for (const file of [
    ...Object.values(storeFiles(paths)),
    paths.sessionsFile,
    paths.draftsFile,
    paths.attachmentsFile,
    paths.lockFile,
  ])
    assertUsableDatabase(file, "write");
}

function assertFoldersUsable({ dataDir }: Pick<Config, "dataDir">, use: "read" | "write"): void {
  const { logFile, keysFile, readModels } = dataPaths({ dataDir });
  for (const folder of [dataDir, dirname(logFile), dirname(keysFile), readModels]) assertUsable(folder, "folder", use);
}

/** Whether there is any durable file of a hub. Commands that only read call this first and create nothing. Throws UnusableFile. */
export function hasHub(config: Located): boolean {
  assertFoldersUsable(config, "read");
  const paths = dataPaths(config);
  // Whether a cluster has a log is known only after reading it.
  return isShared(paths, "log") || Object.values(storeFiles(paths)).some((file) => existsSync(file));
}

export const noHubIn = ({ dataDir }: Pick<Config, "dataDir">): string =>
  `CANDOUR_DATA_DIR: there is no event log in ${dataDir}. Name the data folder of a hub, or start one first.`;

/** Creates missing folders, and in development a missing master key. Throws ConfigInvalid. */
export function openDataFolder(config: Config): DataFolder {
  const paths = dataPaths(config);
  for (const folder of [dirname(paths.logFile), dirname(paths.masterKeyFile), paths.readModels]) makeFolder(config, folder);
  return {
    ...paths,
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
export type FoundFolder = Pick<
  DataPaths,
  "logFile" | "disclosuresFile" | "keysFile" | "attachmentsFile" | "readModels" | "logs" | "keyring"
> & {
  readonly dataDir: string;
  readonly masterKey: Buffer | undefined;
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
