// What a concern's event says of itself besides its form: in words, to whom news of it goes, and where its text is read and searched.
import type { z } from "zod";
import type { Part } from "../../reference/concern-parts.ts";
import type { EventDeclaration } from "../stored-events.ts";

/** A piece of a concern's text that can be searched; of some kinds a concern has several. */
export type TextPieceKind =
  | ("narrative" | "closing")
  | ("evidence" | "reply" | "correction" | "conclusion" | "resolution" | "reopening");

export type ConcernEventDeclaration<Schema extends z.ZodType> = EventDeclaration<Schema> & {
  /** A sentence without a full stop that holds of each event of the type; or one for each event, by its open data. */
  readonly words: string | ((data: z.infer<Schema>) => string);
  /** The part whose readers get news of it. Nobody else does. Text that awaits telling, and untold evidence, are of unshared evidence. */
  readonly newsIn: Part;
  /** The part whose readers see its text in the ledger's history: a later event replaces it where the concern is shown as it is now. */
  readonly quotedIn?: Part;
  /** The part in which somebody who does not read the sharing record reads when it happened. */
  readonly datedIn?: Part;
  /** The searchable text that it changes: of the thing that it is about, where it names one. */
  readonly searchText: readonly TextPieceKind[];
};

export const concernEvent = <Schema extends z.ZodType>(
  declaration: ConcernEventDeclaration<Schema>,
): ConcernEventDeclaration<Schema> => declaration;

/** An event that is on the sharing record and nowhere else. */
export const onSharingRecord = { newsIn: "sharingRecord", searchText: [] } as const;
