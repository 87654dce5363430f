// An adviser closes a concern that was concluded.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";

const steps: readonly JourneyStep[] = [
  {
    ...{ name: "reason", title: "Why do you close this concern?" },
    fields: [
      {
        ...{ name: "reason", kind: "text", most: MAX_NARRATIVE, label: "Why you close it" },
        hint: "The council reads this.",
        missing: "Enter why you close the concern.",
      },
    ],
  },
];

export const closeConcern = defineJourney({
  path: "/concerns/:concern/close",
  title: "Close this concern",
  beforeSending: "All shares of this concern end. It is kept for its retention period, and can be reopened until it is erased.",
  send: "Close the concern",
  document: "end-concern/close-concern.graphql",
  async open({ execute }, request) {
    const { concern } = await execute("end-concern/concern-to-end.graphql", { id: request.address.concern ?? "" });
    return concern ? { ...journeyOn(concern, "CLOSE_CONCERN", request), steps } : undefined;
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => concernPath(address.concern),
});
