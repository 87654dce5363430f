// An adviser or the monitoring officer records that a restriction was reviewed and stays.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";

const steps = [
  reasonStep("Why is the restriction still needed?", {
    label: "Why it is still needed",
    hint: "The people that it names and the advisers read this.",
    missing: "Enter why the restriction is still needed.",
  }),
];

export const reviewRestriction = defineJourney({
  path: "/concerns/:concern/restriction-reviewed",
  title: "Review the restriction",
  beforeSending:
    "The restriction stays as it is, and is reviewed again in a month. To change whom it names, restrict the concern again instead.",
  send: "Record the review",
  document: "restriction/review.graphql",
  async open({ execute }, request) {
    const { concern } = await execute("concern/concern-to-change.graphql", { id: request.address.concern ?? "" });
    return concern ? { ...journeyOn(concern, "REVIEW_RESTRICTION", request), steps } : undefined;
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => concernPath(address.concern),
});
