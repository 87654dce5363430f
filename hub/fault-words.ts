// Messages for operators about a fault of the machine or of a file: what it means, and what to do.
import { storeFaultOf } from "../event-log/faults.ts";
import { EXIT_NEEDS_OPERATOR } from "./exit-codes.ts";

/** Undefined for any other error. A temporary fault ends with an exit code on which service managers restart the hub. */
export function faultInWords(error: unknown): { readonly text: string; readonly exitCode: number } | undefined {
  const fault = storeFaultOf(error);
  if (!fault) return undefined;
  if (fault.kind === "passing")
    return {
      text: `The hub's files cannot be read or written (${fault.code}). Check the disk, its free space, and that the hub may read and write its data folder. Then try again. Nothing that the hub confirmed is lost.`,
      exitCode: 1,
    };
  return {
    text: `A file of the hub is damaged (${fault.code}). To find out which, run: candour verify. Then restore it from a backup, with all the other files of that backup.`,
    exitCode: EXIT_NEEDS_OPERATOR,
  };
}
