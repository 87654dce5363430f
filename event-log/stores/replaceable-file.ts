// A database file of the hub that is no part of the record: if it is damaged it is made anew, and what it held is gone.
import { rmSync } from "node:fs";
import { LogUnavailable } from "../port.ts";
import { type Database, openDatabase } from "./database.ts";
import { isDamage } from "./read-only.ts";

/** `schema` creates its tables where they are missing. Calls `onReplaced` if the file was damaged. A commit is on disk when it returns. Throws UnusableFile. */
export function openReplaceableFile(path: string, schema: string, onReplaced: () => void): Database {
  try {
    return open(path, schema);
  } catch (error) {
    if (!isDamage(error)) throw error;
    for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(path + suffix, { force: true });
    const db = open(path, schema);
    onReplaced();
    return db;
  }
}

function open(path: string, schema: string): Database {
  const db = openDatabase(path, "durable");
  try {
    db.exec(schema);
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all<{ name: string }>();
    // Damage shows only when a table is read.
    for (const { name } of tables) db.prepare(`SELECT count(*) FROM ${name}`).get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Runs work on such a file. `message`: of LogUnavailable, which is thrown if the work fails. */
export const orUnavailable =
  (message: string) =>
  <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw new LogUnavailable(message, { cause });
    }
  };
