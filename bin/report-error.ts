// Prints the error that stopped a command: its message if it is meant for the user, and a stack trace if it is a bug.

import { readConfig } from "../hub/config.ts";
import { EXIT_NEEDS_OPERATOR } from "../hub/exit-codes.ts";
import { faultInWords } from "../hub/fault-words.ts";
import { isForOperator, needsOperator } from "../hub/operator-errors.ts";
import { CommandFailed } from "./client.ts";

/** Returns the exit code. */
export function reportError(error: unknown): number {
  if (!(error instanceof Error)) {
    console.error(error);
    return 1;
  }
  const isSaid = error instanceof CommandFailed || isForOperator(error);
  const fault = isSaid ? undefined : faultInWords(error);
  if (isSaid) console.error(error.message);
  else if ("code" in error && error.code === "EADDRINUSE") console.error(portTaken(error));
  else console.error(fault?.text ?? error);
  if (needsOperator(error)) return EXIT_NEEDS_OPERATOR;
  return fault?.exitCode ?? 1;
}

function portTaken(error: object): string {
  const port = "port" in error ? Number(error.port) : undefined;
  const setting = port === readConfig(process.env).operationsPort ? "CANDOUR_OPERATIONS_PORT" : "PORT";
  return `${setting}: Another program uses port ${port}. Set ${setting} to another port, or to 0 for any free port.`;
}
