// How an adviser records that the council was told of a concern.

import { MAX_NARRATIVE } from "../../text/limits.ts";
import { bodyChoices } from "../bodies.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn, severalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";

export const tellCouncil = defineJourney({
  path: "/concerns/:concern/tell",
  title: "Record that the council was told",
  beforeSending:
    "From then on the council can read all of this concern and reply to it. It is asked to confirm that it was told. Send this only if somebody has spoken or written to the council.",
  send: "Record that the council was told",
  document: "tell-council/tell-council.graphql",
  async open({ execute }, request) {
    const choices = await execute("tell-council/choices.graphql", { id: request.address.concern ?? "" });
    if (!choices.concern) return undefined;
    return { ...journeyOn(choices.concern, "RECORD_AWARENESS", request), steps: stepsOfTelling(choices, choices.concern) };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      toldName: wordsIn(words, "toldName"),
      toldOffice: choiceIn(words, "toldOffice"),
      channel: choiceIn(words, "channel"),
      toldOn: dateIn(words, "toldOn"),
      about: wordsIn(words, "about"),
      bodies: severalIn(words, "bodies"),
    },
  }),
  next: (_result, { address }) => concernPath(address.concern),
});

type Choices = AnswerOf<"tell-council/choices.graphql">;

const stepsOfTelling = (choices: Choices, concern: NonNullable<Choices["concern"]>): readonly JourneyStep[] => [
  ...stepsOfBeingTold(choices, concern.council),
  {
    ...{ name: "bodies", title: "Who will it be shared with?" },
    before: [
      "Select those that you named to the council. You can propose to share this concern only with them. If there are none, continue.",
    ],
    fields: [
      { name: "bodies", kind: "several", label: "Who it will be shared with", choices: bodyChoices(concern, choices.bodies) },
    ],
  },
];

/** Whom the adviser told, how, when and what about. `before`: what to take care of in it. */
export const stepsOfBeingTold = (
  { offices, channels }: Pick<Choices, "offices" | "channels">,
  council: { readonly name: string },
  before: readonly string[] = [],
): readonly JourneyStep[] => [
  {
    ...{ name: "whom", title: `Who was told at ${council.name}?` },
    fields: [
      { name: "toldName", kind: "line", label: "Name", missing: "Enter the name of the person who was told." },
      {
        ...{ name: "toldOffice", kind: "one", label: "Office", choices: choicesOf(offices) },
        hint: "Normally the chief executive.",
        missing: "Select the office of the person who was told.",
      },
    ],
  },
  {
    ...{ name: "how", title: "How and when were they told?" },
    fields: [
      {
        ...{ name: "channel", kind: "one", label: "How they were told", choices: choicesOf(channels) },
        missing: "Select how you spoke to the council.",
      },
      {
        ...{ name: "toldOn", kind: "date", label: "The day", hint: "For example, 27 3 2026." },
        missing: "Enter a real date for the day the council was told.",
      },
    ],
  },
  {
    ...{ name: "about", title: "What were they told?", before },
    fields: [
      {
        ...{ name: "about", kind: "text", most: MAX_NARRATIVE, label: "What they were told" },
        missing: "Enter what they were told.",
      },
    ],
  },
];
