// An adviser or the monitoring officer lifts the restriction of a concern inside the council.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";

const steps = [
  reasonStep("Why do you lift the restriction?", {
    label: "Why you lift it",
    hint: "Everybody who reads the concern in the council reads this.",
    missing: "Enter why you lift the restriction.",
  }),
];

export const liftRestriction = defineJourney({
  path: "/concerns/:concern/lift-restriction",
  title: "Lift the restriction",
  beforeSending:
    "From now on everybody who reads concerns of this strand in the council reads this one, if the council has been told of it.",
  send: "Lift the restriction",
  document: "restriction/lift.graphql",
  async open({ execute }, request) {
    const { concern } = await execute("concern/concern-to-change.graphql", { id: request.address.concern ?? "" });
    return concern ? { ...journeyOn(concern, "LIFT_RESTRICTION", request), steps } : undefined;
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => concernPath(address.concern),
});
