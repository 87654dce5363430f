// A second adviser discards a concern that another proposed to discard.
import { concernInput } from "../concern/concern-journey.ts";
import { defineJourney } from "../steps/steps.ts";
import { openUntold } from "./open-untold.ts";

export const discardConcern = defineJourney({
  path: "/concerns/:concern/discard",
  title: "Discard this concern",
  beforeSending:
    "What it says is erased at once, and nobody can see the concern again. This cannot be undone. Its council, region, dates and the ground stay in the log.",
  send: "Discard the concern",
  document: "untold-concern/discard.graphql",
  async open(executor, request) {
    const opened = await openUntold(executor, request, "DISCARD_CONCERN");
    if (!opened) return undefined;
    const proposed = opened.concern.untold?.discardProposed;
    return {
      ...opened.journey,
      steps: [],
      check: { template: "untold-concern/discard-check.njk", show: async () => ({ proposed }) },
    };
  },
  variables: (words, request) => ({ input: concernInput(words, request) }),
  next: () => "/concerns",
  mayHideRecord: true,
});
