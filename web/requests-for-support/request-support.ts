// A council asks for support of its own accord.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { choiceIn, choicesOf, severalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { SIGNALS_PATH, signalPath } from "./signal.ts";

type WantedSupport = VariablesOf<"requests-for-support/request-support.graphql">["input"];

export const requestSupport = defineJourney({
  path: "/councils/:council/request-support",
  title: "Ask for support",
  beforeSending: "The advisers for your region and strand read this and answer you. A request is never counted as a concern.",
  send: "Ask for support",
  document: "requests-for-support/request-support.graphql",
  async open({ execute }, { address }) {
    const { council, strands, causes, offices } = await execute("requests-for-support/choices.graphql", {
      council: address.council ?? "",
    });
    if (!council || council.speakingOffices.length === 0) return undefined;
    return {
      steps: [
        {
          ...{ name: "strand", title: `Which strand does ${council.name} want support in?` },
          fields: [
            { ...{ name: "strand", kind: "one", label: "Strand", choices: choicesOf(strands) }, missing: "Select the strand." },
          ],
        },
        {
          ...{ name: "wanted", title: "What support does your council want?" },
          fields: [
            {
              ...{ name: "wanted", kind: "text", most: MAX_NARRATIVE, label: "The support that your council wants" },
              ...{ hint: "Say what would help, and by when.", missing: "Enter what support your council wants." },
            },
            {
              ...{ name: "causes", kind: "several", label: "What it is about", choices: choicesOf(causes) },
              hint: "Select all that apply.",
            },
            ...officeFields(council.speakingOffices, offices),
          ],
        },
      ],
      from: { href: SIGNALS_PATH, text: "Requests for support" },
    };
  },
  variables: (words, { address }): { readonly input: WantedSupport } => ({
    input: {
      ...speakerInput(words),
      council: address.council ?? "",
      strand: choiceIn(words, "strand"),
      causes: severalIn(words, "causes") as WantedSupport["causes"],
      wanted: wordsIn(words, "wanted"),
    },
  }),
  next: (result) => ("id" in result ? signalPath(result.id) : SIGNALS_PATH),
});
