// An error that is passed between threads as plain data: structured clone leaves out its class and its codes.
import { FaultElsewhere, faultOf, type StoreFault } from "../../event-log/faults.ts";
import { NotReady } from "./not-ready.ts";

/** `fault` is undefined for internal errors. */
export type FailureElsewhere = {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly fault: StoreFault | undefined;
};

export const failureOf = (error: unknown): FailureElsewhere =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack, fault: faultOf(error) }
    : { name: "Error", message: "unknown", stack: undefined, fault: undefined };

export function errorOf({ name, message, stack, fault }: FailureElsewhere): Error {
  if (name === "NotReady") return new NotReady(message);
  return Object.assign(fault ? new FaultElsewhere(fault) : new Error(message), { name, stack });
}
