// How an adviser records that the council was told of a concern.
import { bodyChoices } from "../bodies.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf } from "../documents.ts";
import { severalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { inputOfBeingTold, stepsOfBeingTold } from "./steps-of-being-told.ts";

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
      ...inputOfBeingTold(words),
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
