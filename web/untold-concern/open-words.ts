// An adviser opens the words of a concern that the council was not told of in time.
import { concernInput } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { VariablesOf } from "../documents.ts";
import { choiceIn, choicesOf } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { openUntold } from "./open-untold.ts";

type OpenedFor = VariablesOf<"untold-concern/open-words.graphql">["input"]["purpose"];

export const openUntoldWords = defineJourney({
  path: "/concerns/:concern/open-words",
  title: "Open the words of this concern",
  beforeSending:
    "The advisers of the region and strand can read what the concern says until the end of the next working day. It is on record that you opened it, and what for. The council sees that once it is told.",
  send: "Open the words",
  document: "untold-concern/open-words.graphql",
  async open(executor, request) {
    const opened = await openUntold(executor, request, "OPEN_UNTOLD_WORDS");
    if (!opened) return undefined;
    return {
      ...opened.journey,
      steps: [
        {
          ...{ name: "purpose", title: "What do you open the words for?" },
          fields: [
            {
              ...{ name: "purpose", kind: "one", choices: choicesOf(opened.purposes), label: "What for" },
              missing: "Select what you open the words for.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), purpose: choiceIn<OpenedFor>(words, "purpose") } }),
  next: (_, { address }) => concernPath(address.concern),
});
