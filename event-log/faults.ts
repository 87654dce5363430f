// What an error says of the machine or of a file: these tables tell what passes from what does not.
import { constants } from "node:os";
import { LogUnavailable } from "./port.ts";

/** `passing`: it ends when its cause does, so a retry helps. `damaged`: the file does not get better by itself. */
export type StoreFault = { readonly kind: "passing" | "damaged"; readonly code: string };

type Row = readonly [kind: StoreFault["kind"], code: string, inWords: string];
const LOCKED = "the file is locked by another program";
const NOT_OPENED = "the file cannot be opened: check that you may read it";

/** SQLite's primary result codes (sqlite.org/rescode.html), in words for operators. Any other is the hub's own fault. */
const SQLITE: Readonly<Record<number, Row>> = {
  3: ["passing", "SQLITE_PERM", NOT_OPENED],
  5: ["passing", "SQLITE_BUSY", LOCKED],
  6: ["passing", "SQLITE_LOCKED", LOCKED],
  7: ["passing", "SQLITE_NOMEM", "there is not enough memory to read the file"],
  8: ["passing", "SQLITE_READONLY", NOT_OPENED],
  9: ["passing", "SQLITE_INTERRUPT", "reading the file was interrupted"],
  10: ["passing", "SQLITE_IOERR", "the disk could not read the file"],
  11: ["damaged", "SQLITE_CORRUPT", "a page of the file is damaged"],
  13: ["passing", "SQLITE_FULL", "the disk is full"],
  14: ["passing", "SQLITE_CANTOPEN", NOT_OPENED],
  15: ["passing", "SQLITE_PROTOCOL", LOCKED],
  26: ["damaged", "SQLITE_NOTADB", "the file is no database, or its first page is damaged"],
};
/** Extended codes that differ from their primary: a file was cut or moved, or its file system is damaged. */
const EXTENDED: Readonly<Record<number, Row>> = {
  522: ["damaged", "SQLITE_IOERR_SHORT_READ", "the file is cut short"],
  1032: ["damaged", "SQLITE_READONLY_DBMOVED", "the file was moved or removed while it was read"],
  8458: ["damaged", "SQLITE_IOERR_CORRUPTFS", "the file system that the file lies on is damaged"],
};

/** Codes of the system and of Node for files, memory and threads. */
const SYSTEM: ReadonlySet<string> = new Set([
  ...["ENOSPC", "EDQUOT", "EFBIG", "EIO", "ENXIO", "ENODEV", "EROFS", "EACCES", "EPERM", "EMFILE", "ENFILE", "EBUSY", "EAGAIN"],
  ...["ENOMEM", "ENOENT", "ENOLCK", "ESTALE"],
  // A thread could not be started, or had too little room.
  ...["ERR_WORKER_INIT_FAILED", "ERR_WORKER_OUT_OF_MEMORY"],
  // A read model was replaced by a newer one while it was read.
  "ERR_INVALID_STATE",
]);

/** A fault in another thread, where its kind and code were determined. */
export class FaultElsewhere extends Error {
  override name = "FaultElsewhere";
  readonly fault: StoreFault;
  constructor(fault: StoreFault) {
    super(fault.code);
    this.fault = fault;
  }
}

const rowOf = (errcode: number): Row | undefined => EXTENDED[errcode] ?? SQLITE[errcode & 0xff];

/** Undefined for a fault of the hub's own. */
export const sqliteInWords = (errcode: number): string | undefined => rowOf(errcode)?.[2];

/** Node has no name for some of the system's errors, EDQUOT among them, and gives their number alone. */
function systemCodeOf({ code, errno }: { readonly code?: unknown; readonly errno?: unknown }): string | undefined {
  if (code !== "UNKNOWN") return typeof code === "string" ? code : undefined;
  return Object.entries(constants.errno).find(([, number]) => -number === errno)?.[0];
}

/** Undefined for a fault of the hub's own. */
export function faultOf(error: unknown): StoreFault | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof FaultElsewhere) return error.fault;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (code === "ERR_SQLITE_ERROR" && typeof errcode === "number") {
    const row = rowOf(errcode);
    return row && { kind: row[0], code: row[1] };
  }
  if (code === "NOT_A_FILE") return { kind: "damaged", code };
  const systemCode = systemCodeOf(error as { code?: unknown; errno?: unknown });
  if (systemCode !== undefined && SYSTEM.has(systemCode)) return { kind: "passing", code: systemCode };
  const cause = error.cause === undefined ? undefined : faultOf(error.cause);
  // A fault of the log is no fault of what is made from it, and the log itself cannot be rebuilt.
  return error instanceof LogUnavailable ? { kind: "passing", code: cause?.code ?? "LOG_UNAVAILABLE" } : cause;
}

/** For a store that cannot be rebuilt elsewhere: there, a damaged file system may be a disk error that passes. */
export function storeFaultOf(error: unknown): StoreFault | undefined {
  const fault = faultOf(error);
  return fault?.code === "SQLITE_IOERR_CORRUPTFS" ? { ...fault, kind: "passing" } : fault;
}

export const isPassing = (error: unknown): boolean => faultOf(error)?.kind === "passing";

/** A stable code for logs and readiness. */
export const codeOf = (error: unknown): string => faultOf(error)?.code ?? "INTERNAL";
