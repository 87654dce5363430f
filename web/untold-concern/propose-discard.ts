// An adviser proposes to discard a concern that the council has not been told of.
import { concernInput } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { choiceIn, choicesOf } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { openUntold } from "./open-untold.ts";

export const proposeDiscard = defineJourney({
  path: "/concerns/:concern/propose-discard",
  title: "Propose to discard this concern",
  beforeSending:
    "Another adviser is asked to confirm this. Until then nothing changes, and the concern can still be told to the council.",
  send: "Propose to discard the concern",
  document: "untold-concern/propose-discard.graphql",
  async open(executor, request) {
    const opened = await openUntold(executor, request, "PROPOSE_DISCARD");
    if (!opened) return undefined;
    return {
      ...opened.journey,
      steps: [
        {
          ...{ name: "ground", title: "Why is this concern to be discarded?" },
          fields: [
            {
              ...{ name: "ground", kind: "one", choices: choicesOf(opened.grounds), label: "Ground" },
              missing: "Select why the concern is to be discarded.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), ground: choiceIn(words, "ground") } }),
  next: (_, { address }) => concernPath(address.concern),
});
