// An adviser proposes to escalate a concern to a department or inspectorate.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { bodyField, lastDayField, lastDayToAnswerField, partsField, partsIn, sharedPartChoices } from "../share-terms.ts";
import { choicesOf, dateIn, optionalIn, severalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";

type Choices = AnswerOf<"escalation/choices.graphql">;
type EscalationInput = VariablesOf<"escalation/raise-escalation.graphql">["input"];

export const raiseEscalation = defineJourney({
  path: "/concerns/:concern/escalate",
  title: "Escalate this concern",
  beforeSending:
    "The council is told of this and can agree, set conditions or object. The body sees nothing before another adviser has confirmed the escalation, the council has had its time to answer, and the share is made.",
  send: "Propose the escalation",
  document: "escalation/raise-escalation.graphql",
  async open({ execute }, request) {
    const choices = await execute("escalation/choices.graphql", { id: request.address.concern ?? "" });
    if (!choices.concern) return undefined;
    return {
      ...journeyOn(choices.concern, "RAISE_ESCALATION", request),
      steps: stepsOfEscalation(choices, choices.concern),
    };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      body: wordsIn(words, "body"),
      grounds: severalIn(words, "grounds") as EscalationInput["grounds"],
      reason: wordsIn(words, "reason"),
      parts: partsIn(words),
      explanation: wordsIn(words, "explanation"),
      until: dateIn(words, "until"),
      answerBy: dateIn(words, "answerBy"),
      imminentDanger: optionalIn(words, "imminentDanger") ?? null,
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});

const isOfGovernment = ({ kind }: Choices["bodies"][number]): boolean => kind === "DEPARTMENT" || kind === "INSPECTORATE";

const stepsOfEscalation = (choices: Choices, concern: NonNullable<Choices["concern"]>): readonly JourneyStep[] => [
  {
    ...{ name: "body", title: "Who do you escalate it to?" },
    fields: [
      {
        ...bodyField(concern, { bodies: choices.bodies.filter(isOfGovernment) }),
        hint: "Only those that you named when you told the council.",
        missing: "Select the department or inspectorate.",
      },
    ],
  },
  {
    ...{ name: "grounds", title: "Why do you escalate it?" },
    fields: [
      {
        ...{ name: "grounds", kind: "several", label: "Grounds", choices: choicesOf(choices.grounds) },
        missing: "Select at least one ground.",
      },
      {
        ...{ name: "reason", kind: "text", most: MAX_NARRATIVE, label: "Reason" },
        hint: "The council reads this, and the body once the share is made.",
        missing: "Enter the reason.",
      },
    ],
  },
  {
    ...{ name: "parts", title: "What will they see, and what for?" },
    fields: [
      partsField("What they will see", "Select what they will see.", sharedPartChoices(choices)),
      {
        ...{ name: "explanation", kind: "text", most: MAX_NARRATIVE, label: "What the body is to do with it" },
        hint: "The council reads this before it answers.",
        missing: "Enter what the body is to do with it.",
      },
    ],
  },
  {
    ...{ name: "days", title: "Until when?" },
    fields: [
      lastDayToAnswerField,
      lastDayField,
      {
        ...{ name: "imminentDanger", kind: "text", most: MAX_NARRATIVE, label: "Why there is imminent danger" },
        hint: "Only if you ask the council to answer sooner than it otherwise has to. Another adviser has to confirm the danger.",
      },
    ],
  },
];
