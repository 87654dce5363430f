// The one place that imports node:sqlite (newer Node renames it) and sets how files are opened.
import { chmodSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { lazy } from "../../caching/cache.ts";
import { assertUsableDatabase } from "./usable-file.ts";

type Columns = Record<string, SQLOutputValue>;
/**
 * What a statement gives, as rows of the caller's type: the text of the statement says which columns there are, and nothing checks it. `get`
 * gives a row or undefined; who knows that there is one leaves undefined out of the type.
 */
export type Statement = Omit<StatementSync, "all" | "get" | "iterate"> & {
  all<Row = Columns>(...values: Values): Row[];
  get<Row = Columns | undefined>(...values: Values): Row;
  iterate<Row = Columns>(...values: Values): IteratorObject<Row, undefined>;
};
type Values = readonly SQLInputValue[] | readonly [Record<string, SQLInputValue>, ...SQLInputValue[]];
export type Database = Omit<DatabaseSync, "prepare"> & {
  prepare(text: string): Statement;
  /** Runs `work` in one transaction, rolled back when it throws. */
  transaction<T>(work: () => T): T;
};

/** The one place where what SQLite gives gets the types of rows. */
export function withTypedRows(sqlite: DatabaseSync): Database {
  // Prepared once a database: parsing them again is a twentieth of what a single append takes.
  const bracket = lazy(() => ({ begin: sqlite.prepare("BEGIN IMMEDIATE"), commit: sqlite.prepare("COMMIT") }));
  return Object.assign(sqlite, {
    transaction<T>(work: () => T): T {
      const { begin, commit } = bracket();
      begin.run();
      try {
        const result = work();
        commit.run();
        return result;
      } catch (error) {
        if (sqlite.isTransaction) sqlite.exec("ROLLBACK");
        throw error;
      }
    },
  }) as unknown as Database;
}

/** How long a write waits for a lock that another holds, and how often it is tried meanwhile. */
export const WAIT_MS = 10_000;
export const RETRY_MS = 10;
const CACHE_KB = 24_000;
const BUILDING_CACHE_KB = 64_000;

/**
 * `durable`: the log and the keys; a commit is on disk when it returns.
 * `lock`: nothing is kept in it; see hub/folder/lock.ts.
 * `rebuildable`: read models; power loss may cost the newest commits, which the log gives back.
 * `read-only`: for whoever has the folder, or reads beside the hub that has it. SQLite may make files beside it: read-only.ts makes none.
 * `building`: a read model that nobody reads before it is whole and flushed; a crash leaves nothing of use.
 * Throws UnusableFile.
 */
export function openDatabase(path: string, kind: "durable" | "rebuildable" | "building" | "read-only" | "lock"): Database {
  const isOnDisk = path !== ":memory:" && path !== "";
  if (isOnDisk) assertUsableDatabase(path, kind === "read-only" ? "read" : "write");
  // Guarded as SQLite is here by default, it would not go without a journal.
  const db = withTypedRows(new DatabaseSync(path, { readOnly: kind === "read-only", defensive: kind !== "building" }));
  // Another process of ours may hold the write lock for a group commit: wait rather than fail.
  // A read model is opened, read and written in the thread that serves: whoever waits for its lock tries again later.
  const waitMs = kind === "rebuildable" ? 0 : WAIT_MS;
  db.exec(`PRAGMA busy_timeout = ${waitMs}`);
  if (kind === "read-only") return db;
  if (isOnDisk) chmodSync(path, 0o600);
  if (kind === "lock") return db;
  // For a file that is new: rows of read models are wide, and pages of four thousand bytes would hold one and leave much empty.
  if (kind !== "durable") db.exec("PRAGMA page_size = 8192");
  if (kind === "building") {
    db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -${BUILDING_CACHE_KB}`);
    return db;
  }
  turnToWal(db, waitMs);
  db.exec(`PRAGMA synchronous = ${kind === "durable" ? "FULL" : "NORMAL"}; PRAGMA foreign_keys = ON`);
  // Random pages (streams, command ids) are rewritten less often: twice as fast under many writers once the log is large.
  db.exec("PRAGMA wal_autocheckpoint = 4000");
  // SQLite's own two megabytes hold less than the inner pages of a large file's indexes: every look-up would read some of them again.
  db.exec(`PRAGMA cache_size = -${CACHE_KB}`);
  return db;
}

/** Two processes that make a file at the same moment get in each other's way here, the one place where SQLite does not wait. */
function turnToWal(db: Database, waitMs: number): void {
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

const SQLITE_BUSY = 5;
/** Another connection holds the lock: the same may be tried again. */
export const isBusy = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "errcode" in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;

/** Tries again from a timer while another connection holds the lock. Throws what is not that, and SQLite's own error when it lasts. */
export async function withoutWaiting<T>(work: () => T): Promise<T> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await pause(RETRY_MS);
  }
}
