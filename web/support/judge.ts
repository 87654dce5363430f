// The council says if its support worked, and so does its provider.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { addressOfSupport } from "./links.ts";
import { councilInput, openSupport } from "./support-journey.ts";

type Judged = VariablesOf<"support/judge-outcome.graphql">["input"];

export const judgeOutcome = defineJourney({
  path: "/supports/:support/judgement",
  title: "Whether support worked",
  beforeSending: "Those who see what the support is for see your judgement. You cannot change it later.",
  send: "Send the judgement",
  document: "support/judge-outcome.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request, "JUDGE_OUTCOME");
    if (!opened) return undefined;
    return {
      steps: [
        {
          name: "judgement",
          title: `Did the support from ${opened.support.provider.name} work?`,
          fields: [
            {
              ...{ name: "judgement", kind: "one", choices: choicesOf(opened.choices.judgements), label: "Judgement" },
              missing: "Select whether it worked.",
            },
            ...opened.officeFields,
            {
              ...{ name: "why", kind: "text", most: MAX_NARRATIVE, label: "Why" },
              ...{ hint: "Say what changed, and what did not.", missing: "Enter why." },
            },
          ],
        },
      ],
      ...opened.journey,
    };
  },
  variables: (words, request): { readonly input: Judged } => ({
    input: {
      ...councilInput(words, request),
      by: choiceIn(words, "by"),
      judgement: choiceIn(words, "judgement"),
      why: wordsIn(words, "why"),
    },
  }),
  next: (_, request) => addressOfSupport(request),
});
