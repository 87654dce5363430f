// A second adviser discards a concern that another proposed to discard.
import { concernInput } from "../concern/concern-journey.ts";
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";
import { openUntold } from "./open-untold.ts";

const DOCUMENT = "untold-concern/discard.graphql";
const CONCERNS = { href: "/concerns", text: "All concerns" };

export const discardConcern = defineJourney({
  path: "/concerns/:concern/discard",
  title: "Discard this concern",
  beforeSending:
    "What it says is erased at once, and nobody can see the concern again. This cannot be undone. Its council, region, dates and the ground stay in the log.",
  send: "Discard the concern",
  document: DOCUMENT,
  async open(executor, request, words) {
    const opened = await openUntold(executor, request, "DISCARD_CONCERN");
    if (opened)
      return {
        ...opened.begun,
        steps: [],
        check: {
          template: "untold-concern/discard-check.njk",
          show: async () => ({ proposed: opened.concern.untold?.discardProposed }),
        },
      };
    // Once it is done, nobody sees the concern. A form that was sent twice gets the answer of the first.
    if (wordsIn(words, "go") !== "send") return undefined;
    const { result } = await executor.execute(DOCUMENT, { input: concernInput(words, request) });
    return "faults" in result ? undefined : { steps: [], from: CONCERNS };
  },
  variables: (words, request) => ({ input: concernInput(words, request) }),
  next: () => CONCERNS.href,
});
