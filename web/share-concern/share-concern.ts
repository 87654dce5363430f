// How an adviser proposes to share a concern with a body.

import { MAX_NARRATIVE } from "../../text/limits.ts";
import { bodyChoices } from "../bodies.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn, type FieldChoice } from "../steps/fields.ts";
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
      // Each part includes the parts before it, so one value is enough.
      parts: [choiceIn(words, "parts")],
      purpose: choiceIn(words, "purpose"),
      explanation: wordsIn(words, "explanation"),
      until: dateIn(words, "until"),
      answerBy: dateIn(words, "answerBy"),
    },
  }),
  next: (_result, { address }) => concernPath(address.concern),
});

type Choices = AnswerOf<"share-concern/choices.graphql">;

/** The parts that can be shared, in the words that say what each of them is. */
function partChoices({ shared, parts }: Choices): readonly FieldChoice[] {
  const names = new Set(choicesOf(shared).map(({ value }) => value));
  return choicesOf(parts).filter(({ value }) => names.has(value));
}

const stepsOfShare = (choices: Choices, concern: NonNullable<Choices["concern"]>): readonly JourneyStep[] => [
  {
    ...{ name: "body", title: "Who do you propose to share it with?" },
    fields: [
      {
        ...{ name: "body", kind: "one", label: "Body", choices: bodyChoices(concern, choices.bodies) },
        hint: "Only those that you named when you told the council.",
        missing: "Select the body.",
      },
    ],
  },
  {
    ...{ name: "parts", title: "What will they see?" },
    fields: [
      {
        ...{ name: "parts", kind: "one", label: "What they will see", choices: partChoices(choices) },
        hint: "Each choice includes those above it.",
        missing: "Select what they will see.",
      },
    ],
  },
  {
    ...{ name: "purpose", title: "Why do you propose to share it?" },
    fields: [
      {
        ...{ name: "purpose", kind: "one", label: "Purpose", choices: choicesOf(choices.purposes) },
        missing: "Select the purpose.",
      },
      {
        ...{ name: "explanation", kind: "text", most: MAX_NARRATIVE, label: "Explanation" },
        hint: "The council reads this before it answers.",
        missing: "Enter the explanation.",
      },
    ],
  },
  {
    ...{ name: "days", title: "Until when?" },
    fields: [
      {
        ...{ name: "answerBy", kind: "date", label: "Last day for the council to answer" },
        hint: "The council has a minimum time to answer. If the day is too early, you are told the earliest one.",
        missing: "Enter a real date for the last day for the council to answer.",
      },
      {
        name: "until",
        kind: "date",
        label: "Last day of the share",
        missing: "Enter a real date for the last day of the share.",
      },
    ],
  },
];
