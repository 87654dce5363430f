// The data folder: which file is what, and the master key that development makes for itself.
import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Config, ConfigInvalid } from "./config.ts";

export type DataFolder = {
  readonly logFile: string;
  /** What left the hub, to whom: a log apart, kept as its own schedule says. */
  readonly disclosuresFile: string;
  /** Apart from the log: a copy of one without the other tells nothing. */
  readonly keysFile: string;
  /** The newest mark of each store, beside the folders of the stores. */
  readonly highWaterFile: string;
  readonly readModels: string;
  readonly issuerKeyFile: string;
  readonly masterKey: Buffer;
};

export function openDataFolder(config: Config): DataFolder {
  const folder = (name: string) => {
    const path = join(config.dataDir, name);
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
    } catch {
      throw new ConfigInvalid(`CANDOUR_DATA_DIR: the folder ${config.dataDir} cannot be made or written.`);
    }
    return path;
  };
  return {
    logFile: logFileIn(folder("log")),
    disclosuresFile: disclosuresFileIn(folder("log")),
    keysFile: join(folder("keys"), "keys.sqlite"),
    highWaterFile: join(config.dataDir, "high-water.json"),
    readModels: folder("read-models"),
    issuerKeyFile: join(folder("keys"), "development-issuer.json"),
    masterKey: config.masterKey ?? developmentMasterKey(join(folder("keys"), "development-master.key")),
  };
}

const logFileIn = (folder: string): string => join(folder, "events.sqlite");
const disclosuresFileIn = (folder: string): string => join(folder, "disclosures.sqlite");

/** A data folder as whoever only reads it finds it: nothing is made, and what is missing is undefined or for the reader to find out. */
export type FoundFolder = Pick<DataFolder, "logFile" | "disclosuresFile" | "keysFile" | "readModels"> & {
  readonly dataDir: string;
  readonly masterKey: Buffer | undefined;
};

export function findDataFolder({ dataDir, masterKey }: Pick<Config, "dataDir" | "masterKey">): FoundFolder {
  const made = join(dataDir, "keys", "development-master.key");
  return {
    dataDir,
    logFile: logFileIn(join(dataDir, "log")),
    disclosuresFile: disclosuresFileIn(join(dataDir, "log")),
    keysFile: join(dataDir, "keys", "keys.sqlite"),
    readModels: join(dataDir, "read-models"),
    masterKey: masterKey ?? (existsSync(made) ? Buffer.from(readFileSync(made, "utf8"), "base64") : undefined),
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

/** What a file holds, made first if it is not there. Whole or not at all, and once, though two processes come at the same moment. */
export function makeOnce(file: string, make: () => string): string {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
    writeFileSync(draft, make(), { mode: 0o600, flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(file, "utf8");
}
