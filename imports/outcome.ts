// The outcomes of the lines of a file: new, changed, unchanged or refused.

/** Why a line, or a part of one, was refused. */
export type LineFault = { readonly code: string; readonly field?: string | undefined; readonly message: string };

/** The outcome of one line. `notes` describe the stored data. `done` names the executed parts of a refused line. */
export type LineOutcome =
  | { readonly kind: "new" | "changed" | "unchanged"; readonly notes?: readonly string[] }
  | { readonly kind: "refused"; readonly faults: readonly LineFault[]; readonly done?: readonly string[] };

/** `name` is the line's: "line 3", or a series by its metric and period. */
export type Imported = { readonly name: string; readonly line?: number; readonly outcome: LineOutcome };

/** The outcome of a file. `stopped` is set if the hub became unreachable: the reason, and the line to continue from in a file of lines. */
export type Report = {
  readonly imported: readonly Imported[];
  readonly stopped?: { readonly line?: number; readonly why: string };
};

/** The file as a whole cannot be imported. The message says what to do. */
export class ImportRefused extends Error {
  override name = "ImportRefused";
}

export const refusedLine = (...faults: readonly LineFault[]): LineOutcome => ({ kind: "refused", faults });

export const whyStopped = (error: unknown): string => (error instanceof Error ? error.message : "The import stopped.");

/** The hub's response to one command. */
export type CommandAnswer =
  | { readonly kind: "done"; readonly recorded: boolean; readonly result: Readonly<Record<string, unknown>> }
  | ({ readonly kind: "refused" } & LineFault);

/** Sends a command to the hub; `also` selects further fields of its result. Throws if the hub cannot be reached. */
export type Send = (name: string, input: Readonly<Record<string, unknown>>, also?: string) => Promise<CommandAnswer>;

/** Sends a query to the hub. Throws if the hub cannot be reached. */
export type Ask = <Data>(query: string, variables?: Record<string, unknown>) => Promise<Data>;

/** The outcome of a line that is one command. */
export function outcomeOfOne(answer: CommandAnswer): LineOutcome {
  if (answer.kind === "refused") return refusedLine({ code: answer.code, field: answer.field, message: answer.message });
  return { kind: answer.recorded ? "new" : "unchanged" };
}
