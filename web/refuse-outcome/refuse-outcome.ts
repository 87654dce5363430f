// The council says that nobody is shown how a concern ended.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { officeSteps, speakerInput } from "../speaking.ts";
import { defineJourney } from "../steps/steps.ts";

export const refuseOutcome = defineJourney({
  path: "/concerns/:concern/outcome",
  title: "Refuse that the outcome is shown",
  beforeSending: "You cannot take this back. Those who opened the concern then do not learn from the hub how it ended.",
  send: "Refuse that it is shown",
  document: "refuse-outcome/refuse-outcome.graphql",
  async open({ execute }, request) {
    const { concern, offices } = await execute("refuse-outcome/outcome.graphql", { id: request.address.concern ?? "" });
    if (!concern) return undefined;
    return {
      ...journeyOn(concern, "REFUSE_OUTCOME", request),
      steps: officeSteps(concern.speakingOffices ?? [], offices),
      check: { template: "refuse-outcome/check.njk", show: async () => ({ outcome: concern.outcome }) },
    };
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), ...speakerInput(words) } }),
  next: (_, { address }) => concernPath(address.concern),
});
