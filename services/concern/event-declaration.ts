// The declaration of a concern's event beyond its form: its description, the readers who get news of it, and where its text is shown and searched.
import { z } from "zod";
import type { Part } from "../../reference/concern-parts.ts";
import { confidential } from "../confidential.ts";
import type { EventDeclaration } from "../stored-events.ts";

/** The pieces of a concern's text that can be searched; of some kinds a concern has several. Every file of the register depends on their order. */
export const TEXT_PIECE_KINDS = [
  ...(["narrative", "closing", "evidence", "reply"] as const),
  ...(["correction", "conclusion", "resolution", "reopening"] as const),
] as const;
export type TextPieceKind = (typeof TEXT_PIECE_KINDS)[number];

export type ConcernEventDeclaration<Schema extends z.ZodType> = EventDeclaration<Schema> & {
  /** The field with the id of the record that the event changes; undefined if it creates one or changes the concern as a whole. */
  readonly changes?: string;
  /** A sentence without a full stop, or a function that derives it from the event's open data. */
  readonly words: string | ((data: z.infer<Schema>) => string);
  /** The part whose readers get news of the event. Text of which the council was not made aware yet is in unshared evidence. */
  readonly newsIn: Part;
  /** The part whose readers see the event's text in the ledger's history. In the concern's current state a later event replaces the text. */
  readonly quotedIn?: Part;
  /** The part that shows the event's time to readers who cannot read the sharing record. */
  readonly datedIn?: Part;
  /** The searchable text that the event changes: of the record that it creates or changes, if that has an id. */
  readonly searchText: readonly TextPieceKind[];
};

export const concernEvent = <Schema extends z.ZodType>(
  declaration: ConcernEventDeclaration<Schema>,
): ConcernEventDeclaration<Schema> => declaration;

/** An event that only the sharing record shows. */
export const onSharingRecord = { newsIn: "sharingRecord", searchText: [] } as const;

export const reason = confidential(z.object({ reason: z.string() }));

/** If true, bodies with a live share can read the text only after a later awareness record. False only in events of releases before this rule. */
export const awaitsTelling = { awaitsTelling: z.boolean() };
