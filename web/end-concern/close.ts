// An adviser closes a concern that was concluded.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";

const steps = [
  reasonStep("Why do you close this concern?", { label: "Why you close it", missing: "Enter why you close the concern." }),
];

export const closeConcern = defineJourney({
  path: "/concerns/:concern/close",
  title: "Close this concern",
  beforeSending: "All shares of this concern end. It stays on record, and can be reopened.",
  send: "Close the concern",
  document: "end-concern/close-concern.graphql",
  async open({ execute }, request) {
    const { concern } = await execute("concern/concern-to-change.graphql", { id: request.address.concern ?? "" });
    return concern ? { ...journeyOn(concern, "CLOSE_CONCERN", request), steps } : undefined;
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => concernPath(address.concern),
});
