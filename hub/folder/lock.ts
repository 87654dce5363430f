// Only one hub may use a data folder: two would each apply every event to the same read models.
import { isBusy, openDatabase } from "../../event-log/stores/database.ts";
import { ConfigInvalid } from "../exit-codes.ts";
import type { DataPaths } from "./data-folder.ts";

export const FOLDER_IN_USE =
  "CANDOUR_DATA_DIR: another hub is using this data folder. Stop it first, or give this one a folder of its own.";

/** Locks the folder until the returned function is called or the process ends. Throws ConfigInvalid if the folder is in use. */
export function lockFolder({ lockFile }: Pick<DataPaths, "lockFile">): () => void {
  const db = openDatabase(lockFile, "lock");
  try {
    // Uses SQLite's file lock: the system releases it when the process ends, so no stale lock remains.
    db.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    if (!isBusy(error)) throw error;
    throw new ConfigInvalid(FOLDER_IN_USE);
  }
  return () => db.close();
}
