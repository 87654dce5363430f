// What is declared of a concern's event besides its form: its words, whose news it is, and where its text is read and searched.
import { z } from "zod";
import type { Part } from "../../reference/concern-parts.ts";
import { confidential } from "../confidential.ts";
import type { EventDeclaration } from "../stored-events.ts";

/** A piece of a concern's text that can be searched; of some kinds a concern has several. */
export type TextPieceKind =
  | ("narrative" | "closing")
  | ("evidence" | "reply" | "correction" | "conclusion" | "resolution" | "reopening");

export type ConcernEventDeclaration<Schema extends z.ZodType> = EventDeclaration<Schema> & {
  /** The field with the id of what it changes, where it creates nothing; undefined where it changes the concern as a whole. */
  readonly changes?: string;
  /** A sentence without a full stop, or a function that makes it of the event's open data. */
  readonly words: string | ((data: z.infer<Schema>) => string);
  /** The part whose readers get news of it. Text that awaits telling, and untold evidence, are in unshared evidence. */
  readonly newsIn: Part;
  /** The part whose readers see its text in the ledger's history: a later event replaces it where the concern is shown as it is now. */
  readonly quotedIn?: Part;
  /** The part that shows when it happened to readers who do not read the sharing record. */
  readonly datedIn?: Part;
  /** The searchable text that it changes: of what it creates or changes, where that has an id. */
  readonly searchText: readonly TextPieceKind[];
};

export const concernEvent = <Schema extends z.ZodType>(
  declaration: ConcernEventDeclaration<Schema>,
): ConcernEventDeclaration<Schema> => declaration;

/** An event of the sharing record alone. */
export const onSharingRecord = { newsIn: "sharingRecord", searchText: [] } as const;

export const reason = confidential(z.object({ reason: z.string() }));

/** True: bodies with a live share read the text only after a later awareness record. False only in events of releases before this rule. */
export const awaitsTelling = { awaitsTelling: z.boolean() };
