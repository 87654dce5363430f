// Those who arrange support record that it has ended, or withdraw the offer.
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf, DATE_HINT, dateIn } from "../steps/fields.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { addressOfSupport } from "../support/links.ts";
import { openSupport, supportInput } from "../support/support-journey.ts";

type SupportEnd = VariablesOf<"support-course/end-support.graphql">["input"]["how"];

export const endSupport = defineJourney({
  path: "/supports/:support/end",
  title: "Record that support has ended, or withdraw the offer",
  beforeSending:
    "You cannot undo this. Council and provider are then each asked if the support worked, unless you withdraw the offer.",
  send: "Record this",
  document: "support-course/end-support.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request, "END_SUPPORT");
    if (!opened) return undefined;
    return {
      steps: [
        {
          ...{ name: "how", title: "How did it end?" },
          fields: [
            {
              ...{ name: "how", kind: "one", label: "How it ended", choices: choicesOf(opened.choices.ends) },
              missing: "Select how it ended.",
            },
            {
              ...{ name: "endedOn", kind: "date", label: "The day it ended", hint: DATE_HINT },
              missing: "Enter a real date for the day it ended.",
            },
          ],
        },
        reasonStep("Why did it end?", {
          label: "Why it ended",
          ...{ hint: "The council, the advisers for the strand and the provider read this.", missing: "Enter why it ended." },
        }),
      ],
      ...opened.journey,
    };
  },
  variables: (words, request) => ({
    input: {
      ...supportInput(words, request),
      how: choiceIn<SupportEnd>(words, "how"),
      endedOn: dateIn(words, "endedOn"),
      reason: wordsIn(words, "reason"),
    },
  }),
  next: (_, request) => addressOfSupport(request),
});
