// A council asks for a concern about it to be shared with a body.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { bodyField, lastDayField, partsField, partsIn, purposeField, sharedPartChoices } from "../share-terms.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { choiceIn, dateIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";

type Requested = VariablesOf<"request-share/request-share.graphql">["input"];

export const requestShare = defineJourney({
  path: "/concerns/:concern/request-share",
  title: "Ask for this concern to be shared",
  beforeSending:
    "An adviser makes the share as you ask, without asking your council again, or declines with a reason that you read.",
  send: "Ask for the share",
  document: "request-share/request-share.graphql",
  async open({ execute }, request) {
    const { concern, ...choices } = await execute("request-share/choices.graphql", { concern: request.address.concern ?? "" });
    const held = concern?.speakingOffices ?? [];
    if (!concern || held.length === 0) return undefined;
    return {
      ...journeyOn(concern, "REQUEST_SHARE", request),
      steps: [
        {
          ...{ name: "body", title: "Who should it be shared with?" },
          fields: [bodyField(concern, choices)],
        },
        {
          ...{ name: "parts", title: "What should they see?" },
          fields: [partsField("What they should see", "Select what they should see.", sharedPartChoices(choices)), lastDayField],
        },
        {
          ...{ name: "purpose", title: "Why does your council want it shared?" },
          fields: [
            purposeField(choices),
            {
              ...{ name: "explanation", kind: "text", most: MAX_NARRATIVE, label: "Explanation" },
              ...{ hint: "The body reads it.", missing: "Enter the explanation." },
            },
            ...officeFields(held, choices.offices),
          ],
        },
      ],
    };
  },
  variables: (words, request): { readonly input: Requested } => ({
    input: {
      ...concernInput(words, request),
      ...speakerInput(words),
      body: wordsIn(words, "body"),
      parts: partsIn(words),
      purpose: choiceIn(words, "purpose"),
      explanation: wordsIn(words, "explanation"),
      until: dateIn(words, "until"),
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});
