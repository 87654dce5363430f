// An adviser reopens a concern that was concluded or closed.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";

const steps = [
  reasonStep("Why do you reopen this concern?", { label: "Why you reopen it", missing: "Enter why you reopen the concern." }),
];

export const reopenConcern = defineJourney({
  path: "/concerns/:concern/reopen",
  title: "Reopen this concern",
  beforeSending: "The conclusion stays on record as an earlier one. Shares that have ended do not come back.",
  send: "Reopen the concern",
  document: "end-concern/reopen-concern.graphql",
  async open({ execute }, request) {
    const { concern } = await execute("concern/concern-to-change.graphql", { id: request.address.concern ?? "" });
    return concern ? { ...journeyOn(concern, "REOPEN_CONCERN", request), steps } : undefined;
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => concernPath(address.concern),
});
