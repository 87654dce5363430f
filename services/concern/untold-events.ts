// The events of a concern that the council has not been told of: how long it may stay so, and that it was discarded.
import { z } from "zod";
import { DISCARD_GROUNDS, OPENED_FOR } from "../../reference/concern-terms.ts";
import { concernEvent, onSharingRecord, reason } from "./event-declaration.ts";

export const untoldEvents = {
  "TellingExtended.v1": concernEvent({
    schema: z.object({
      /** The new last day to tell the council. */
      tellBy: z.iso.date(),
      text: reason,
    }),
    words: "The time to tell the council was extended by a second adviser",
    ...onSharingRecord,
    quotedIn: "conversations",
  }),
  "UntoldWordsOpened.v1": concernEvent({
    schema: z.object({
      purpose: z.enum(OPENED_FOR),
      /** The last day on which the concern's advisers read its words. */
      until: z.iso.date(),
    }),
    words: ({ purpose }) =>
      purpose === "tell"
        ? "The concern was opened to its advisers so that they could tell the council"
        : "The concern was opened to its advisers so that they could discard it",
    mostPerDay: 5,
    ...onSharingRecord,
  }),
  "UntoldFellDue.v1": concernEvent({
    schema: z.object({}),
    words: "The last day to tell the council passed",
    ...onSharingRecord,
  }),
  "DiscardProposed.v1": concernEvent({
    schema: z.object({ ground: z.enum(DISCARD_GROUNDS) }),
    words: "An adviser proposed to discard the concern",
    mostPerDay: 5,
    ...onSharingRecord,
  }),
  /** The last event of a concern. Its key is destroyed after it. */
  "ConcernDiscarded.v1": concernEvent({
    schema: z.object({ ground: z.enum(DISCARD_GROUNDS) }),
    words: "The concern was discarded",
    ...onSharingRecord,
  }),
} as const;
