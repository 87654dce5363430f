// Opens the file of a log for writing, in the form of this release. A file of an earlier release is copied into a new file beside it, which takes its
// place when it is whole: an interruption leaves the one or the other.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf, isPassing } from "../faults.ts";
import { LogUnavailable } from "../port.ts";
import { type Database, openDatabase } from "../stores/database.ts";
import { hasTable } from "../stores/identity.ts";
import { openUntouched } from "../stores/read-only.ts";
import { copyFormerFile } from "./copy-former.ts";
import { formOf, SCHEMA } from "./tables.ts";

/** The file is as it was. The message says what to do. */
export class LogNotUpgraded extends LogUnavailable {
  override name = "LogNotUpgraded";
  /** Whether another start may help. */
  readonly isPassing: boolean;
  constructor(why: string, { isPassing, cause }: { readonly isPassing: boolean; readonly cause?: unknown }) {
    super(`${why} Nothing is lost.`, { cause });
    this.isPassing = isPassing;
  }
}

export type LogUpgrade = {
  readonly file: string;
  readonly events: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly ms: number;
};

export type UpgradeOptions = {
  /** Called before a file of an earlier release is copied, and when its copy has taken its place. */
  readonly upgrading?: (file: string, bytes: number) => void;
  readonly upgraded?: (upgrade: LogUpgrade) => void;
  /** Free bytes in a folder. */
  readonly freeIn?: (folder: string) => number;
};

/** The caller has the file to itself if it is of an earlier release. Throws LogNotUpgraded, UnusableFile, and errors of SQLite. */
export function openLogFile(path: string): Database {
  const db = openDatabase(path, "durable");
  const form = formOf(db);
  if (form === "none") createTables(db);
  if (form !== "former") return db;
  db.close();
  upgradeLogFiles([path]);
  return openDatabase(path, "durable");
}

/** Another process may be creating them. */
const createTables = (db: Database): void =>
  db.transaction(() => {
    if (formOf(db) === "none") db.exec(SCHEMA);
  });

/**
 * Brings those files that are of an earlier release into the form of this one. If one of them cannot be copied, none is replaced, so that the earlier
 * release can go on with all. The caller has them to itself. Throws as openLogFile.
 */
export function upgradeLogFiles(
  paths: readonly string[],
  { upgrading, upgraded, freeIn = freeBytes }: UpgradeOptions = {},
): void {
  const former = paths.filter(isFormer);
  // The file that an error is about.
  let file = "";
  try {
    const copied: Omit<LogUpgrade, "bytesAfter">[] = [];
    for (file of former) {
      const began = performance.now();
      rmSync(draftOf(file), { force: true });
      endWriting(file);
      const bytesBefore = statSync(file).size;
      upgrading?.(file, bytesBefore);
      assertRoom(file, bytesBefore + MORE_BYTES, freeIn(dirname(file)));
      const events = copyFormerFile(file, draftOf(file));
      sync(draftOf(file));
      copied.push({ file, events, bytesBefore, ms: performance.now() - began });
    }
    for (const copy of copied) {
      file = copy.file;
      replace(file);
      upgraded?.({ ...copy, bytesAfter: statSync(file).size });
    }
  } catch (error) {
    for (const one of former) rmSync(draftOf(one), { force: true });
    throw error instanceof LogNotUpgraded ? error : notCopied(file, error);
  }
}

/** Reads the file without writing: closed after writing, one that a killed hub left would lose its write-ahead file, and be taken for one that lost data. */
function isFormer(path: string): boolean {
  if (!existsSync(path)) return false;
  using db = openUntouched(path);
  return formOf(db) === "former";
}

const draftOf = (path: string): string => `${path}.upgrading`;

/** Puts the copy in the place of the file. */
function replace(path: string): void {
  // The copy must not meet what was kept beside the former file.
  for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
  renameSync(draftOf(path), path);
  sync(dirname(path));
}

function notCopied(path: string, cause: unknown): LogNotUpgraded {
  const why = `${path} is of an earlier release, and could not be copied into the form of this one (${codeOf(cause)}).`;
  return isPassing(cause)
    ? new LogNotUpgraded(`${why} Check the disk and its free space, and start again.`, { isPassing: true, cause })
    : new LogNotUpgraded(`${why} Start the release before, which can still use the file, and run there: candour verify.`, {
        isPassing: false,
        cause,
      });
}

const freeBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** Pages that the new file can have more than the former one, when both are nearly empty. */
const MORE_BYTES = 65_536;

function assertRoom(path: string, needed: number, free: number): void {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  if (free >= needed) return;
  throw new LogNotUpgraded(
    `${path} is of an earlier release, and is copied into the form of this one: that takes up to ${megabytes(needed)}, and ${megabytes(free)} are free. Make room, and start again.`,
    { isPassing: true },
  );
}

/** Brings everything into the main file, which then says that nobody writes, so that no write-ahead file is missed. */
function endWriting(path: string): void {
  const db = openDatabase(path, "durable");
  try {
    if (hasTable(db, "identity")) db.exec("UPDATE identity SET in_use = 0");
    const { busy } = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get<{ busy: number }>();
    if (busy)
      throw new LogNotUpgraded("Another program uses the event log. Wait until it has ended, and start again.", {
        isPassing: true,
      });
  } finally {
    db.close();
  }
}

function sync(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
