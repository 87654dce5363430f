// The events of a concern's outcome, which is shown to the bodies that had opened the concern once it has ended (docs/decisions/0037-outcomes.md).
import { z } from "zod";
import { ENDINGS } from "../../reference/concern-terms.ts";
import { spokenIn } from "../people/spoken-in.ts";
import { concernEvent, onSharingRecord } from "./event-declaration.ts";

export const outcomeEvents = {
  "OutcomeOpened.v1": concernEvent({
    schema: z.object({
      /** The conclusion that the concern ended with. */
      conclusion: z.string(),
      ending: z.enum(ENDINGS),
      /** The bodies that had opened the headline or the summary, by the record of disclosures. */
      bodies: z.array(z.string()),
      /** The last day on which they read the outcome. */
      until: z.iso.date(),
    }),
    words: ({ bodies }) =>
      bodies.length === 0
        ? "The concern ended, and no body had opened it: its outcome was shown to nobody"
        : "The outcome of the concern was shown to the bodies that had opened it",
    changes: "conclusion",
    ...onSharingRecord,
  }),
  "OutcomeRefused.v1": concernEvent({
    schema: z.object({ conclusion: z.string(), ...spokenIn }),
    words: "The council said that nobody is to be shown the outcome of the concern",
    changes: "conclusion",
    ...onSharingRecord,
  }),
} as const;
