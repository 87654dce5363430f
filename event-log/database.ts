// The one place that imports node:sqlite (newer Node renames it) and sets how files are opened.
import { chmodSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";

export type { DatabaseSync as Database, StatementSync as Statement };

/**
 * `durable`: the log and the keys; a commit is on disk when it returns.
 * `rebuildable`: read models; power loss may cost the newest commits, which the log gives back.
 */
export function openDatabase(path: string, kind: "durable" | "rebuildable" | "read-only"): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: kind === "read-only" });
  // Another process of ours may hold the write lock for a group commit: wait rather than fail.
  db.exec("PRAGMA busy_timeout = 10000");
  if (kind === "read-only") return db;
  if (path !== ":memory:") chmodSync(path, 0o600);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${kind === "durable" ? "FULL" : "NORMAL"}; PRAGMA foreign_keys = ON`);
  return db;
}

/** Runs `work` in one transaction, rolled back when it throws. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
