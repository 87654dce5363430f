// What an error says of the machine or of a file. Everything that has to tell a fault that passes from one that does not goes by these tables.
import { LogUnavailable } from "./port.ts";

/** `passing`: it ends when its cause does, so the same is tried again. `damaged`: the file will not get better by itself. */
export type Fault = { readonly kind: "passing" | "damaged"; readonly code: string };

/** SQLite's primary result codes (sqlite.org/rescode.html). Any other is a fault of the hub's own. */
const SQLITE: Readonly<Record<number, readonly [Fault["kind"], string]>> = {
  3: ["passing", "SQLITE_PERM"],
  5: ["passing", "SQLITE_BUSY"],
  6: ["passing", "SQLITE_LOCKED"],
  7: ["passing", "SQLITE_NOMEM"],
  8: ["passing", "SQLITE_READONLY"],
  9: ["passing", "SQLITE_INTERRUPT"],
  10: ["passing", "SQLITE_IOERR"],
  11: ["damaged", "SQLITE_CORRUPT"],
  13: ["passing", "SQLITE_FULL"],
  14: ["passing", "SQLITE_CANTOPEN"],
  15: ["passing", "SQLITE_PROTOCOL"],
  26: ["damaged", "SQLITE_NOTADB"],
};
/** Extended codes that say something else than their primary: the file was taken away beneath the connection, or its file system is damaged. */
const EXTENDED: Readonly<Record<number, readonly [Fault["kind"], string]>> = {
  1032: ["damaged", "SQLITE_READONLY_DBMOVED"],
  8458: ["damaged", "SQLITE_IOERR_CORRUPTFS"],
};

/** What the system and Node say of files, memory and threads. */
const SYSTEM: ReadonlySet<string> = new Set([
  ...["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EPERM", "EMFILE", "ENFILE", "EBUSY", "EAGAIN", "ENOMEM", "ENOENT", "ESTALE"],
  // A thread could not be started, or had too little room.
  ...["ERR_WORKER_INIT_FAILED", "ERR_WORKER_OUT_OF_MEMORY"],
  // A read model was switched for a newer one while somebody was reading it.
  "ERR_INVALID_STATE",
]);

/** A fault that was met in another thread, where its kind and code were found out. */
export class FaultElsewhere extends Error {
  override name = "FaultElsewhere";
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** Undefined for what is no fault of the machine or of a file: that is the hub's own. */
export function faultOf(error: unknown): Fault | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof FaultElsewhere) return error.fault;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (code === "ERR_SQLITE_ERROR" && typeof errcode === "number") {
    const known = EXTENDED[errcode] ?? SQLITE[errcode & 0xff];
    return known && { kind: known[0], code: known[1] };
  }
  if (typeof code === "string" && SYSTEM.has(code)) return { kind: "passing", code };
  const cause = error.cause === undefined ? undefined : faultOf(error.cause);
  // Whatever a log has, nothing that is made from it is the worse for it, and nobody here can make a log anew.
  return error instanceof LogUnavailable ? { kind: "passing", code: cause?.code ?? "LOG_UNAVAILABLE" } : cause;
}

/**
 * The same of a store that nobody can make anew: an error of the disk may pass, and says nothing of what is on it. A file that can be made anew is,
 * in another place of the disk.
 */
export function storeFaultOf(error: unknown): Fault | undefined {
  const fault = faultOf(error);
  return fault?.code === "SQLITE_IOERR_CORRUPTFS" ? { ...fault, kind: "passing" } : fault;
}

export const isPassing = (error: unknown): boolean => faultOf(error)?.kind === "passing";

/** A stable code for logs and readiness. */
export const codeOf = (error: unknown): string => faultOf(error)?.code ?? "INTERNAL";
