// What became of the lines of a file: new, changed, unchanged or refused, each told apart.

/** Why a line, or a part of one, was refused. */
export type LineFault = { readonly code: string; readonly field?: string | undefined; readonly message: string };

/**
 * What became of one line. `notes` say more of what is held now. A refused line may have been done in part: `done` says which parts.
 */
export type LineOutcome =
  | { readonly kind: "new" | "changed" | "unchanged"; readonly notes?: readonly string[] }
  | { readonly kind: "refused"; readonly faults: readonly LineFault[]; readonly done?: readonly string[] };

/** `name` says which line it was: "line 3", or a series by its metric and period. */
export type Imported = { readonly name: string; readonly line?: number; readonly outcome: LineOutcome };

/** What became of a file. `stopped` when the hub could not be asked any more: why, and the line to go on from where it is a file of lines. */
export type Report = {
  readonly imported: readonly Imported[];
  readonly stopped?: { readonly line?: number; readonly why: string };
};

/** The file as a whole cannot be imported. The message says what to do. */
export class ImportRefused extends Error {
  override name = "ImportRefused";
}

export const refusedLine = (...faults: readonly LineFault[]): LineOutcome => ({ kind: "refused", faults });

/** The hub's answer to one command. */
export type CommandAnswer =
  | { readonly kind: "done"; readonly recorded: boolean; readonly result: Readonly<Record<string, unknown>> }
  | ({ readonly kind: "refused" } & LineFault);

/** Sends a command to the hub; `also` selects more of its result. Throws when the hub cannot be asked at all. */
export type Send = (name: string, input: Readonly<Record<string, unknown>>, also?: string) => Promise<CommandAnswer>;

/** Asks the hub a question. Throws when it cannot be asked at all. */
export type Ask = <Data>(query: string, variables?: Record<string, unknown>) => Promise<Data>;

/** The outcome of a line that is one command: it records something once. */
export function outcomeOfOne(answer: CommandAnswer): LineOutcome {
  if (answer.kind === "refused") return refusedLine({ code: answer.code, field: answer.field, message: answer.message });
  return { kind: answer.recorded ? "new" : "unchanged" };
}
