// The data folder: which file is what, and the master key that development makes for itself.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./config.ts";

export type DataFolder = {
  readonly logFile: string;
  /** Apart from the log: a copy of one without the other tells nothing. */
  readonly keysFile: string;
  readonly readModels: string;
  readonly issuerKeyFile: string;
  readonly masterKey: Buffer;
};

export function openDataFolder(config: Config): DataFolder {
  const folder = (name: string) => {
    const path = join(config.dataDir, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  return {
    logFile: logFileIn(folder("log")),
    keysFile: join(folder("keys"), "keys.sqlite"),
    readModels: folder("read-models"),
    issuerKeyFile: join(folder("keys"), "development-issuer.json"),
    masterKey: config.masterKey ?? developmentMasterKey(join(folder("keys"), "development-master.key")),
  };
}

const logFileIn = (folder: string): string => join(folder, "events.sqlite");

/** The log's file, if the data folder has one. Makes nothing. */
export function existingLogFile(config: Config): string | undefined {
  const file = logFileIn(join(config.dataDir, "log"));
  return existsSync(file) ? file : undefined;
}

function developmentMasterKey(file: string): Buffer {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600, flag: "wx" });
  return Buffer.from(readFileSync(file, "utf8"), "base64");
}
