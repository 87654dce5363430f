// Errors as plain data for another thread: structured clone leaves out their classes and codes.
import { FaultElsewhere, faultOf, type StoreFault } from "./faults.ts";
import { LogUnavailable } from "./port.ts";

/** `fault` was determined where the error was thrown; the codes are those of Node and SQLite. */
export type SerialisedError = {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly fault?: StoreFault | undefined;
  readonly code?: unknown;
  readonly errcode?: unknown;
  readonly errno?: unknown;
  readonly cause?: SerialisedError;
};

/** Class name -> class. An error of a class that is not named becomes an Error, or a FaultElsewhere if it is a fault of the machine or of a file. */
type Classes = Readonly<Record<string, new (message: string, options?: ErrorOptions) => Error>>;

export function serialiseError(error: unknown): SerialisedError {
  if (!(error instanceof Error)) return { name: "Error", message: "unknown" };
  const { name, message, stack, cause, code, errcode, errno } = error as SerialisedError;
  const codes = { code, errcode, errno, fault: faultOf(error) };
  return { name, message, stack, ...codes, ...(cause !== undefined && { cause: serialiseError(cause) }) };
}

/** `classes`: besides LogUnavailable. */
export function deserialiseError({ message, cause, fault, ...rest }: SerialisedError, classes: Classes): Error {
  const options = cause && { cause: deserialiseError(cause, classes) };
  const all: Classes = { LogUnavailable, ...classes };
  const known = Object.hasOwn(all, rest.name) ? all[rest.name] : undefined;
  const made = known ? new known(message, options) : fault ? new FaultElsewhere(fault) : new Error(message, options);
  return Object.assign(made, rest);
}
