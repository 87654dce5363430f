// Errors on their way between threads: those of a class arrive as plain ones, without what else they have.
import { LogUnavailable } from "../port.ts";
import { OwnerReplaced, StoreLost } from "../stores/owned-store.ts";

const CLASSES = { StoreLost, OwnerReplaced, LogUnavailable } as const;

/** The codes are those of Node and SQLite, by which faults.ts tells what passes. */
export type PassedError = {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly errcode?: unknown;
  readonly errno?: unknown;
  readonly cause?: PassedError;
};

export function passError(error: unknown): PassedError {
  if (!(error instanceof Error)) return { name: "Error", message: "unknown" };
  const { name, message, cause, code, errcode, errno } = error as PassedError;
  return { name, message, code, errcode, errno, ...(cause !== undefined && { cause: passError(cause) }) };
}

export function receiveError({ name, message, cause, ...codes }: PassedError): Error {
  const type = name in CLASSES ? CLASSES[name as keyof typeof CLASSES] : Error;
  return Object.assign(new type(message, cause && { cause: receiveError(cause) }), codes);
}
