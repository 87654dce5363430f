// Opens a SQLite file for reading without creating or changing any file: of a running or stopped hub, after a crash, a copy, or
// on a read-only disk. Reads of a live file block no writer as long as each transaction is short.
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

export type ReadOnlyFile = ReturnType<typeof openReadOnly>;

export class FileMissing extends Error {
  override name = "FileMissing";
}

const TRIES = 5;

/** A write-ahead log without an index is read from a temporary copy. Throws FileMissing, UnusableFile and I/O errors. */
export function openReadOnly(path: string) {
  for (let left = TRIES; ; left -= 1) {
    assertUsableDatabase(path, "read");
    if (!existsSync(path)) throw new FileMissing(`The file ${path} is missing.`);
    try {
      return open(path, left === 1);
    } catch (error) {
      // A hub may have stopped or started meanwhile: then the files are others now.
      if (left === 1 || !isCannotOpen(error)) throw error;
    }
  }
}

/** For the hub that has the folder to itself: a missing index is made, and no file is copied. Throws UnusableFile. */
export function openUntouched(path: string): Database {
  assertUsableDatabase(path, "read");
  const lacksIndex = !!sizeOf(`${path}-wal`) && sizeOf(`${path}-shm`) === undefined;
  return lacksIndex ? connect(path, "mode=ro") : openReadOnly(path).db;
}

const WAL_HEADER_BYTES = 32;
const WAL_MAGIC = 0x377f0682;

/** Where SQLite may not write the index, a write-ahead log without frames makes it wait ten seconds and report a lock. */
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
  // The last bit is the byte order of checksums.
  return header.readUInt32BE(0) >>> 1 === WAL_MAGIC >>> 1 && isPageSize;
}

function open(path: string, last: boolean) {
  const found = sizeOf(`${path}-wal`);
  const wal = found && !holdsFrames(`${path}-wal`) ? undefined : found;
  const hasIndex = sizeOf(`${path}-shm`) !== undefined;
  // The index is only read: where no process keeps it, SQLite makes one in memory.
  if (wal !== undefined && hasIndex && !last) return opened(connect(path, "mode=ro&readonly_shm=1"), () => false);
  const before = stateOf(path);
  const wasWritten = () => stateOf(path) !== before;
  if (!wal) return opened(connect(path, "immutable=1"), wasWritten);
  const folder = mkdtempSync(join(tmpdir(), "candour-read-"));
  const removeCopy = () => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, basename(path));
    for (const suffix of ["", "-wal"]) copyFileSync(path + suffix, copy + suffix, constants.COPYFILE_FICLONE);
    return opened(connect(copy, "mode=ro"), wasWritten, removeCopy);
  } catch (error) {
    removeCopy();
    throw error;
  }
}

function opened(db: Database, wasWritten: () => boolean, removeCopy = () => {}) {
  const close = (): void => {
    try {
      if (db.isOpen) db.close();
    } catch {
      // A damaged file may not close as it should: nothing was written.
    } finally {
      removeCopy();
    }
  };
  return {
    db,
    /** The file was opened as one that nobody writes, and was written since: what was read may be inconsistent. */
    wasWritten,
    close,
    [Symbol.dispose]: close,
  };
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

/** A hub that stops or starts makes and removes files: a retry may help. */
const isCannotOpen = (error: unknown): boolean =>
  ["SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_BUSY"].includes(faultOf(error)?.code ?? "");

const isOfSqlite = (error: unknown): error is { readonly errcode: number } => "errcode" in Object(error);

/** Whether the file or its content is the cause: SQLite, Node or the system has a code for it. */
export const isOfFile = (error: unknown): boolean => error instanceof FileMissing || isOfSqlite(error) || "code" in Object(error);

/** Why a file cannot be read, for operators; never a library's sentence, which may quote the file. */
export function readingProblem(error: unknown): string {
  if (error instanceof FileMissing || (error as { code?: unknown }).code === "ENOENT") return "the file is missing";
  if (error instanceof UnusableFile) return error.why;
  const reason = isOfSqlite(error)
    ? sqliteInWords(error.errcode)
    : faultOf(error) && `the file cannot be read (${codeOf(error)})`;
  return reason ?? "the file cannot be read: its tables are not as they should be";
}

/** Whether the file is damaged, and not merely unreadable from here. A missing table is damage too. */
export const isDamage = (error: unknown): boolean => isOfSqlite(error) && !isPassing(error);

/** Whether it is limited to one place of the file, so that the rest may be read. */
export const isOfOnePlace = (error: unknown): boolean => isDamage(error) || faultOf(error)?.code === "SQLITE_IOERR";

/** SQLite's integrity check in one sentence, without content. Throws errors that say nothing of the file. */
export function pageFlaw(db: Database): string | undefined {
  try {
    const [row = {}] = db.prepare("PRAGMA integrity_check(1)").all();
    return Object.values(row)[0] === "ok" ? undefined : "pages of the file are damaged: SQLite's integrity check does not pass";
  } catch (error) {
    if (!isOfOnePlace(error)) throw error;
    return readingProblem(error);
  }
}
