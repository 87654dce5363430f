// Checks what is at a path of the data folder before it is opened: opening a named pipe waits for ever, and SQLite reports a
// folder, a socket or a device like a failing disk.
import { accessSync, constants, lstatSync, readdirSync, readFileSync, type Stats, statSync } from "node:fs";

/** `NOT_A_FILE`: something else is there. `EACCES`: this user may not use it. `LATER_FORM`: of a later release. No restart mends any. */
type UnusableCode = "NOT_A_FILE" | "EACCES" | "LATER_FORM";

export class UnusableFile extends Error {
  override name = "UnusableFile";
  readonly path: string;
  readonly code: UnusableCode;
  /** In words, without the path. */
  readonly why: string;
  constructor(path: string, code: UnusableCode, why: string) {
    super(`${path} cannot be used: ${why}. ${REMEDY[code]}`);
    this.path = path;
    this.code = code;
    this.why = why;
  }
}

const REMEDY: Readonly<Record<UnusableCode, string>> = {
  NOT_A_FILE: "Mount the disk that it should lie on, or put back what the hub made there, and try again.",
  EACCES: "Give it to the user that runs the hub (chown), and try again.",
  LATER_FORM: "Start that release, or restore the copy from before it.",
};

type FileKind = "file" | "folder";
const IS: Readonly<Record<FileKind, (stats: Stats) => boolean>> = {
  file: (stats) => stats.isFile(),
  folder: (stats) => stats.isDirectory(),
};

/** Throws UnusableFile. A missing file is fine. */
export function assertUsable(path: string, kind: FileKind = "file", use: "read" | "write" = "read"): void {
  let found: Stats | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
    if (found && IS[kind](found))
      accessSync(path, constants.R_OK | (use === "write" ? constants.W_OK : 0) | (kind === "folder" ? constants.X_OK : 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another process has just removed it, as SQLite does with a journal.
    if (code === "ENOENT") return;
    throw problemOf(path, use, code) ?? error;
  }
  if (!found && !isLink(path)) return;
  if (!found || !IS[kind](found)) throw new UnusableFile(path, "NOT_A_FILE", `it is ${nameOf(found)}, and no ${kind}`);
}

/** With the files that SQLite keeps beside it. Throws UnusableFile. */
export function assertUsableDatabase(path: string, use: "read" | "write"): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) assertUsable(path + suffix, "file", use);
}

/** Undefined where there is none. Throws UnusableFile, and what the disk throws. */
export function readTextFile(path: string): string | undefined {
  assertUsable(path);
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** None where there is no folder. Throws UnusableFile, and what the disk throws. */
export function namesIn(folder: string): readonly string[] {
  assertUsable(folder, "folder");
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Undefined for what may pass: an error of the disk, or no memory. */
function problemOf(path: string, use: "read" | "write", code: string | undefined): UnusableFile | undefined {
  if (code === "EACCES" || code === "EPERM")
    return new UnusableFile(path, "EACCES", `this user may not read${use === "write" ? " and write" : ""} it`);
  if (code === "ELOOP") return new UnusableFile(path, "NOT_A_FILE", "it is a symbolic link that leads in a circle");
  return undefined;
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    // Neither it nor perhaps its folder exists: making it will show.
    return false;
  }
}

function nameOf(found: Stats | undefined): string {
  if (!found) return "a symbolic link that leads nowhere";
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  if (found.isSocket()) return "a socket";
  return found.isFile() ? "a file" : "a device";
}
