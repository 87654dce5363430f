// An adviser records a conversation with the council about a concern.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf, DATE_HINT, dateIn, type FieldChoice, optionalIn, severalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";

export const recordConversation = defineJourney({
  path: "/concerns/:concern/conversation",
  title: "Record a conversation with the council",
  beforeSending: "The council and its advisers read this record at once. Nobody else does.",
  send: "Record the conversation",
  document: "record-conversation/record-conversation.graphql",
  async open({ execute }, request) {
    const choices = await execute("record-conversation/choices.graphql", { id: request.address.concern ?? "" });
    if (!choices.concern) return undefined;
    return { ...journeyOn(choices.concern, "RECORD_CONVERSATION", request), steps: stepsOf(choices, choices.concern) };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      heldOn: dateIn(words, "heldOn"),
      channel: choiceIn(words, "channel"),
      offices: severalIn(words, "offices") as ConversationInput["offices"],
      people: wordsIn(words, "people"),
      liaison: severalIn(words, "liaison"),
      discussed: wordsIn(words, "discussed"),
      agreed: wordsIn(words, "agreed"),
      nextStep: optionalIn(words, "nextStep") ?? null,
      nextStepBy: dateIn(words, "nextStepBy") || null,
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});

type ConversationInput = VariablesOf<"record-conversation/record-conversation.graphql">["input"];
type Choices = AnswerOf<"record-conversation/choices.graphql">;

/** The bodies that the council was told of, each once. */
function toldBodies({ awareness }: NonNullable<Choices["concern"]>): readonly FieldChoice[] {
  const bodies = (awareness ?? []).flatMap((record) => record.bodies);
  return [...new Map(bodies.map(({ id, name }) => [id, { value: id, text: name }])).values()];
}

function stepsOf({ offices, channels }: Choices, concern: NonNullable<Choices["concern"]>): readonly JourneyStep[] {
  const bodies = toldBodies(concern);
  const liaison: JourneyStep = {
    ...{ name: "liaison", title: "Did anybody else take part?" },
    before: ["If no other body took part, continue."],
    fields: [
      {
        ...{ name: "liaison", kind: "several", choices: bodies, label: "Bodies that you spoke with" },
        hint: "Only those that the council was told of before the conversation.",
      },
    ],
  };
  return [
    {
      ...{ name: "when", title: `When and how did you speak with ${concern.council.name}?` },
      fields: [
        {
          ...{ name: "heldOn", kind: "date", label: "The day", hint: DATE_HINT },
          missing: "Enter a real date for the day of the conversation.",
        },
        {
          ...{ name: "channel", kind: "one", choices: choicesOf(channels), label: "How you spoke" },
          missing: "Select how you spoke with the council.",
        },
      ],
    },
    {
      ...{ name: "who", title: "Who took part?" },
      fields: [
        {
          ...{ name: "offices", kind: "several", choices: choicesOf(offices), label: "Offices of the council" },
          missing: "Select the offices that took part.",
        },
        { name: "people", kind: "line", label: "Names", missing: "Enter the names of those who took part." },
      ],
    },
    ...(bodies.length > 0 ? [liaison] : []),
    {
      ...{ name: "discussed", title: "What was discussed?" },
      fields: [
        {
          ...{ name: "discussed", kind: "text", most: MAX_NARRATIVE, label: "What was discussed" },
          missing: "Enter what was discussed.",
        },
      ],
    },
    {
      ...{ name: "agreed", title: "What was agreed?" },
      fields: [
        {
          ...{ name: "agreed", kind: "text", most: MAX_NARRATIVE, label: "What was agreed" },
          missing: "Enter what was agreed.",
        },
        { name: "nextStep", kind: "text", most: MAX_NARRATIVE, label: "Next step" },
        {
          ...{ name: "nextStepBy", kind: "date", label: "Day of the next step" },
          hint: "On that day, you are reminded of the next step.",
        },
      ],
    },
  ];
}
