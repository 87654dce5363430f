// How an adviser proposes to share a concern with a body.

import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import {
  bodyField,
  lastDayField,
  lastDayToAnswerField,
  partsField,
  partsIn,
  purposeField,
  sharedPartChoices,
} from "../share-terms.ts";
import { choiceIn, dateIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";

export const shareConcern = defineJourney({
  path: "/concerns/:concern/share",
  title: "Propose to share this concern",
  beforeSending:
    "The council is told of this proposal and can agree, set conditions or object. The body sees nothing until the council has had its time to answer and you make the share.",
  send: "Propose the share",
  document: "share-concern/share-concern.graphql",
  async open({ execute }, request) {
    const choices = await execute("share-concern/choices.graphql", { id: request.address.concern ?? "" });
    if (!choices.concern) return undefined;
    return { ...journeyOn(choices.concern, "PROPOSE_SHARE", request), steps: stepsOfShare(choices, choices.concern) };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      body: wordsIn(words, "body"),
      parts: partsIn(words),
      purpose: choiceIn<Purpose>(words, "purpose"),
      explanation: wordsIn(words, "explanation"),
      until: dateIn(words, "until"),
      answerBy: dateIn(words, "answerBy"),
    },
  }),
  next: (_result, { address }) => concernPath(address.concern),
});

type Purpose = VariablesOf<"share-concern/share-concern.graphql">["input"]["purpose"];
type Choices = AnswerOf<"share-concern/choices.graphql">;

const stepsOfShare = (choices: Choices, concern: NonNullable<Choices["concern"]>): readonly JourneyStep[] => [
  {
    ...{ name: "body", title: "Who do you propose to share it with?" },
    fields: [{ ...bodyField(concern, choices), hint: "Only those that you named when you told the council." }],
  },
  {
    ...{ name: "parts", title: "What will they see?" },
    fields: [partsField("What they will see", "Select what they will see.", sharedPartChoices(choices))],
  },
  {
    ...{ name: "purpose", title: "Why do you propose to share it?" },
    fields: [
      purposeField(choices),
      {
        ...{ name: "explanation", kind: "text", most: MAX_NARRATIVE, label: "Explanation" },
        hint: "The council reads this before it answers.",
        missing: "Enter the explanation.",
      },
    ],
  },
  {
    ...{ name: "days", title: "Until when?" },
    fields: [lastDayToAnswerField, lastDayField],
  },
];
