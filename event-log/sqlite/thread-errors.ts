// Serialises errors between threads: structured clone would lose their classes and codes.
import { LogUnavailable } from "../port.ts";
import { OwnerReplaced, StoreLost } from "../stores/owned-store.ts";

const CLASSES = { StoreLost, OwnerReplaced, LogUnavailable } as const;

/** The codes are those of Node and SQLite, by which faults.ts tells temporary faults from others. */
export type SerialisedError = {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly errcode?: unknown;
  readonly errno?: unknown;
  readonly cause?: SerialisedError;
};

export function serialiseError(error: unknown): SerialisedError {
  if (!(error instanceof Error)) return { name: "Error", message: "unknown" };
  const { name, message, cause, code, errcode, errno } = error as SerialisedError;
  return { name, message, code, errcode, errno, ...(cause !== undefined && { cause: serialiseError(cause) }) };
}

export function deserialiseError({ name, message, cause, ...codes }: SerialisedError): Error {
  const type = name in CLASSES ? CLASSES[name as keyof typeof CLASSES] : Error;
  return Object.assign(new type(message, cause && { cause: deserialiseError(cause) }), codes);
}
