// The council says whether what advisers wrote later may be read by those the concern is shared with.
import { dateInWords } from "../../text/dates-in-words.ts";
import { describeText } from "../awareness/awareness.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { officeFields, optionalStatement, speakerInput, statementField } from "../speaking.ts";
import { choiceIn, type FieldChoice, severalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";

type WordsInput = VariablesOf<"answer-words/answer-words.graphql">["input"];
type Choices = AnswerOf<"answer-words/choices.graphql">;
type Concern = NonNullable<Choices["concern"]>;
type LaterWord = NonNullable<Concern["laterWords"]>[number];

const ANSWERS: readonly FieldChoice[] = [
  { value: "OPEN", text: "My council agrees that they read this" },
  { value: "OBJECT", text: "My council does not agree that they read this" },
];

export const answerWords = defineJourney({
  path: "/concerns/:concern/words",
  title: "What advisers wrote later",
  beforeSending: "The advisers see your council’s answer at once. You can answer again.",
  send: "Send the answer",
  document: "answer-words/answer-words.graphql",
  async open({ execute }, request) {
    const choices = await execute("answer-words/choices.graphql", { id: request.address.concern ?? "" });
    return choices.concern
      ? { ...journeyOn(choices.concern, "ANSWER_WORDS", request), steps: stepsOf(choices, choices.concern) }
      : undefined;
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      ...speakerInput(words),
      words: severalIn(words, "words"),
      answer: choiceIn<WordsInput["answer"]>(words, "answer"),
      statement: optionalStatement(words),
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});

const stepsOf = ({ offices }: Choices, concern: Concern): readonly JourneyStep[] => [
  {
    ...{ name: "words", title: "Which words do you answer?" },
    before: [
      "Advisers wrote this after the council was first told, and told the council of it. Read it in full on the page of the concern.",
    ],
    fields: [
      {
        ...{ name: "words", kind: "several", label: "What advisers wrote" },
        choices: (concern.laterWords ?? []).map((word) => ({
          value: word.id,
          text: `${describeText(concern, word.id)} (${stateOf(word)})`,
        })),
        missing: "Select the words that you answer.",
      },
    ],
  },
  {
    ...{ name: "answer", title: "May those the concern is shared with read this?" },
    fields: [
      { name: "answer", kind: "one", choices: ANSWERS, label: "Answer", missing: "Select whether they may read this." },
      ...officeFields(concern.speakingOffices ?? [], offices),
      statementField(),
    ],
  },
];

function stateOf({ answer, opensOn }: LaterWord): string {
  if (answer) return answer === "OPEN" ? "your council agreed" : "your council did not agree";
  return opensOn ? `they read it from ${dateInWords(opensOn)} if your council does not answer` : "not answered";
}
