// Opens a SQLite file for reading without creating or changing any file: that of a running or stopped hub, one that a crash left, a copy, or one
// on a read-only disk. Reads of a live file hold up no writer as long as each transaction is short.
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { codeOf, faultOf, isPassing, sqliteInWords } from "../faults.ts";
import { type Database, withTypedRows } from "./database.ts";
import { assertUsableDatabase, UnusableFile } from "./usable-file.ts";

export type ReadOnlyFile = {
  readonly db: Database;
  /** The file was read as one that nobody writes, and somebody has written it since: what was read may be of two times. */
  wasWritten(): boolean;
  close(): void;
};

/** The file is not there. */
export class FileMissing extends Error {
  override name = "FileMissing";
}

const TRIES = 5;

/**
 * Throws FileMissing, UnusableFile, or what SQLite or the file system says. A file that has a write-ahead log and no index of it is read from a private copy in
 * the temporary folder, which needs the room for it and goes when it is closed.
 */
export function openReadOnly(path: string): ReadOnlyFile {
  for (let left = TRIES; ; left -= 1) {
    assertUsableDatabase(path, "read");
    if (!existsSync(path)) throw new FileMissing(`The file ${path} is missing.`);
    try {
      return open(path, left === 1);
    } catch (error) {
      // A hub may have stopped or started between the look and the opening: then the files are others now.
      if (left === 1 || !isCannotOpen(error)) throw error;
    }
  }
}

/**
 * The same for the hub that has the folder to itself. A write-ahead log without an index is given one, and no copy is made of a file however long.
 * Throws UnusableFile and what SQLite says.
 */
export function openUntouched(path: string): Database {
  assertUsableDatabase(path, "read");
  const lacksIndex = !!sizeOf(`${path}-wal`) && sizeOf(`${path}-shm`) === undefined;
  return lacksIndex ? connect(path, "mode=ro") : openReadOnly(path).db;
}

const WAL_HEADER_BYTES = 32;
const WAL_MAGIC = 0x377f0682;

/**
 * Whether a write-ahead log has a header and something after it. SQLite passes over any other; but where no process keeps its index, it waits ten
 * seconds for one that is only to be read, and then says that the file is locked.
 */
function holdsFrames(wal: string): boolean {
  const header = Buffer.alloc(12);
  const handle = openSync(wal, "r");
  try {
    if (fstatSync(handle).size <= WAL_HEADER_BYTES || readSync(handle, header, 0, header.length, 0) < header.length) return false;
  } finally {
    closeSync(handle);
  }
  const pageSize = header.readUInt32BE(8);
  const isPageSize = pageSize >= 512 && pageSize <= 65_536 && (pageSize & (pageSize - 1)) === 0;
  // The last bit says in which order checksums have their bytes.
  return header.readUInt32BE(0) >>> 1 === WAL_MAGIC >>> 1 && isPageSize;
}

function open(path: string, last: boolean): ReadOnlyFile {
  const found = sizeOf(`${path}-wal`);
  const wal = found && !holdsFrames(`${path}-wal`) ? undefined : found;
  const hasIndex = sizeOf(`${path}-shm`) !== undefined;
  // The index of the write-ahead log is only read: where no process keeps it, SQLite makes one in memory.
  if (wal !== undefined && hasIndex && !last) {
    const db = connect(path, "mode=ro&readonly_shm=1");
    return { db, wasWritten: () => false, close: () => db.close() };
  }
  const before = stateOf(path);
  const wasWritten = () => stateOf(path) !== before;
  if (!wal) {
    const db = connect(path, "immutable=1");
    return { db, wasWritten, close: () => db.close() };
  }
  const folder = mkdtempSync(join(tmpdir(), "candour-read-"));
  try {
    const copy = join(folder, basename(path));
    for (const suffix of ["", "-wal"]) copyFileSync(path + suffix, copy + suffix, constants.COPYFILE_FICLONE);
    const db = connect(copy, "mode=ro");
    return {
      db,
      wasWritten,
      close() {
        if (db.isOpen) db.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function connect(path: string, how: string): Database {
  const url = pathToFileURL(path);
  url.search = how;
  const db = withTypedRows(new DatabaseSync(url, { readOnly: true }));
  try {
    db.exec("PRAGMA busy_timeout = 2000; PRAGMA cache_size = -8000");
    db.prepare("SELECT count(*) FROM sqlite_schema").get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const sizeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size;
const stateOf = (path: string): string =>
  JSON.stringify(
    ["", "-wal"].map((suffix) => {
      const stat = statSync(path + suffix, { throwIfNoEntry: false, bigint: true });
      return stat && stat.size > 0n ? [stat.ino, stat.size, stat.mtimeNs].map(String) : [];
    }),
  );

/** A hub that stops or starts makes and removes files: what cannot be opened for that reason can be a moment later. */
const isCannotOpen = (error: unknown): boolean =>
  ["SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_BUSY"].includes(faultOf(error)?.code ?? "");

const isOfSqlite = (error: unknown): error is { readonly errcode: number } => "errcode" in Object(error);

/** Whether the file, or what was found in it, is the cause: SQLite, Node or the system has a word for it. */
export const isOfFile = (error: unknown): boolean => error instanceof FileMissing || isOfSqlite(error) || "code" in Object(error);

/** What kept a file from being read, for people; never a library's sentence, which may hold what stands in the file. */
export function readingProblem(error: unknown): string {
  if (error instanceof FileMissing || (error as { code?: unknown }).code === "ENOENT") return "the file is missing";
  if (error instanceof UnusableFile) return error.why;
  const known = isOfSqlite(error) ? sqliteInWords(error.errcode) : faultOf(error) && `the file cannot be read (${codeOf(error)})`;
  return known ?? "the file cannot be read: its tables are not as they should be";
}

/** Whether it says that the file is damaged, and not that it cannot be read from here. Statements that fail for what no table names find other tables. */
export const isDamage = (error: unknown): boolean => isOfSqlite(error) && !isPassing(error);

/** Whether it was met at one place of the file, so that what stands elsewhere in it may be read. */
export const isOfOnePlace = (error: unknown): boolean => isDamage(error) || faultOf(error)?.code === "SQLITE_IOERR";

/**
 * Whether SQLite finds anything wrong with the pages, the indexes and the constraints of a file: one sentence, without anything of its contents.
 * Throws what says nothing of the file.
 */
export function pageFlaw(db: Database): string | undefined {
  try {
    const [row = {}] = db.prepare("PRAGMA integrity_check(1)").all();
    return Object.values(row)[0] === "ok" ? undefined : "pages of the file are damaged: SQLite's integrity check does not pass";
  } catch (error) {
    if (!isOfOnePlace(error)) throw error;
    return readingProblem(error);
  }
}
