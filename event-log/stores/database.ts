// The one place that imports node:sqlite (newer Node renames it) and sets how files are opened.
import { chmodSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { lazy } from "../../caching/cache.ts";
import { assertUsableDatabase } from "./usable-file.ts";

type Columns = Record<string, SQLOutputValue>;
/** Rows have the caller's type, unchecked. `get` may give undefined; leave it out of the type where there always is a row. */
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

/** The one place where rows get types. */
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

/** How long a write waits for a lock, and how often it is retried. */
export const WAIT_MS = 10_000;
export const RETRY_MS = 10;
// For each connection, of which a hub has some fifteen. Three times as much made lists and commands no faster at 100,000 concerns.
export const CACHE_KB = 8_000;
/**
 * SQLite truncates the write-ahead log of a read model to this size when it starts again, so a longer one has pages that are not yet in the file. The longer it
 * may be, the fewer pages are copied twice, and the less often the disk is waited for (`command_http`).
 */
export const WAL_BYTES = 32_000_000;
/** The pages of a write-ahead log at which a commit copies it. Of a read model these are four times `WAL_BYTES`, because usually another thread copies it. */
const WAL_PAGES = { durable: 4_000, rebuildable: 16_000 } as const;
const BUILDING_CACHE_KB = 64_000;

/**
 * `durable`: a commit is on disk when it returns. `rebuildable`: power loss may cost the newest commits. `building`: a crash
 * leaves nothing of use. `read-only`: SQLite may make files beside it; read-only.ts makes none. `lock`: see hub/folder/lock.ts.
 * Throws UnusableFile.
 */
export function openDatabase(path: string, kind: "durable" | "rebuildable" | "building" | "read-only" | "lock"): Database {
  const isOnDisk = path !== ":memory:" && path !== "";
  if (isOnDisk) assertUsableDatabase(path, kind === "read-only" ? "read" : "write");
  // `defensive`, SQLite would not go without a journal.
  const db = withTypedRows(new DatabaseSync(path, { readOnly: kind === "read-only", defensive: kind !== "building" }));
  // Another process may hold the lock for a group commit. A read model is written by one thread alone.
  const waitMs = kind === "rebuildable" ? 0 : WAIT_MS;
  db.exec(`PRAGMA busy_timeout = ${waitMs}`);
  if (kind === "read-only") return db;
  if (isOnDisk) chmodSync(path, 0o600);
  if (kind === "lock") return db;
  // For a new file: rows of read models are wide, and pages of 4,096 bytes would hold one and leave much empty.
  if (kind !== "durable") db.exec("PRAGMA page_size = 8192");
  if (kind === "building") {
    db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -${BUILDING_CACHE_KB}`);
    return db;
  }
  turnToWal(db, waitMs);
  if (kind === "rebuildable") db.exec(`PRAGMA journal_size_limit = ${WAL_BYTES}`);
  db.exec(`PRAGMA synchronous = ${kind === "durable" ? "FULL" : "NORMAL"}; PRAGMA foreign_keys = ON`);
  // Random pages (streams, command ids) are rewritten less often: twice as fast under many writers once the log is large.
  db.exec(`PRAGMA wal_autocheckpoint = ${WAL_PAGES[kind]}`);
  // SQLite's own two megabytes hold less than the inner pages of a large file's indexes.
  db.exec(`PRAGMA cache_size = -${CACHE_KB}`);
  return kind === "durable" && isOnDisk ? keepingWalInUse(db, path) : db;
}

/**
 * SQLite removes the write-ahead log when the last connection closes that can write. A store that says that a hub writes it, and has no such log, is taken for
 * one that lost data. So if a store still says so when it is closed, a connection that cannot write is open meanwhile.
 */
function keepingWalInUse(db: Database, path: string): Database {
  function close(): void {
    using _ = isInUse(db) ? openReaderIfPossible(path) : undefined;
    DatabaseSync.prototype.close.call(db);
  }
  return Object.assign(db, {
    close,
    [Symbol.dispose]() {
      if (db.isOpen) close();
    },
  });
}

/** See identity.ts. Also true for a file that cannot be read. */
function isInUse(db: Database): boolean {
  try {
    const hasIdentity = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'identity'").get();
    return hasIdentity !== undefined && db.prepare("SELECT 1 FROM identity WHERE in_use = 1").get() !== undefined;
  } catch {
    return db.isOpen;
  }
}

/** Undefined if the file cannot be read or is gone. */
function openReaderIfPossible(path: string): Database | undefined {
  try {
    return openReader(path);
  } catch {
    return undefined;
  }
}

/**
 * Opens a file for reading alone, and reads from it: SQLite counts a connection from its first read on, and then does not remove the write-ahead log when
 * another connection closes. Throws UnusableFile, and errors of SQLite.
 */
export function openReader(path: string): Database {
  const db = openDatabase(path, "read-only");
  try {
    db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite does not wait here, where two processes make a file at the same time. */
function turnToWal(db: Database, waitMs: number): void {
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      waitInThread(20);
    }
  }
}

const waitInThread = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/**
 * Copies into a file what its write-ahead log has of it, as far as no reader needs the older pages. Others read and write the file meanwhile, in this
 * process or another. Throws if there is no such file.
 */
export function copyWal(path: string): void {
  const url = pathToFileURL(path);
  url.search = "mode=rw";
  const db = new DatabaseSync(url);
  try {
    db.exec("PRAGMA wal_checkpoint(PASSIVE)");
  } finally {
    db.close();
  }
}

/** A copy that is under way takes less. A program that reads for longer is not waited for, because nobody is served meanwhile. */
const EMPTYING_MS = 1_000;

/**
 * Empties a write-ahead log, so that no deleted data is left in it. Blocks this thread while other connections read or copy the log, because SQLite itself
 * waits for readers only. Throws if they do not finish in time.
 */
export function emptyWal(db: Database, waitMs = EMPTYING_MS): void {
  const deadline = performance.now() + waitMs;
  while (db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get<{ busy: number }>().busy) {
    if (performance.now() > deadline) throw new Error("A reader keeps deleted rows in a write-ahead log: delete them again.");
    waitInThread(5);
  }
}

const SQLITE_BUSY = 5;
/** Another connection holds the lock: a retry may help. */
export const isBusy = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "errcode" in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;

/** Retries from a timer while another connection holds the lock. Throws SQLite's error when it lasts. */
export async function retryWhileLocked<T>(work: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await pause(RETRY_MS);
  }
}
