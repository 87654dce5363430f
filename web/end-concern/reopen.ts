// An adviser reopens a concern that was concluded or closed.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";

const steps: readonly JourneyStep[] = [
  {
    ...{ name: "reason", title: "Why do you reopen this concern?" },
    fields: [
      {
        ...{ name: "reason", kind: "text", most: MAX_NARRATIVE, label: "Why you reopen it" },
        hint: "The council reads this.",
        missing: "Enter why you reopen the concern.",
      },
    ],
  },
];

export const reopenConcern = defineJourney({
  path: "/concerns/:concern/reopen",
  title: "Reopen this concern",
  beforeSending: "The conclusion stays on record as an earlier one. Shares that have ended do not come back.",
  send: "Reopen the concern",
  document: "end-concern/reopen-concern.graphql",
  async open({ execute }, request) {
    const { concern } = await execute("end-concern/concern-to-end.graphql", { id: request.address.concern ?? "" });
    return concern ? { ...journeyOn(concern, "REOPEN_CONCERN", request), steps } : undefined;
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => concernPath(address.concern),
});
