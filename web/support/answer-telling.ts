// The council confirms or disputes that it was told of an offer of support.
import { dateInWords } from "../../text/dates-in-words.ts";
import type { VariablesOf } from "../documents.ts";
import { optionalStatement, statementField } from "../speaking.ts";
import { choiceIn, type FieldChoice, isSelected, severalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { addressOfSupport } from "./links.ts";
import { councilInput, openSupport } from "./support-journey.ts";

type TellingAnswer = VariablesOf<"support/answer-telling.graphql">["input"];

const ANSWERS: readonly FieldChoice[] = [
  { value: "CONFIRMED", text: "Yes, my council was told" },
  { value: "NOT_TOLD", text: "No, my council was not told" },
  { value: "TOLD_OTHERWISE", text: "My council was told of another offer, or not of all who would see it" },
];

export const answerTelling = defineJourney({
  path: "/supports/:support/telling",
  title: "Whether your council was told of an offer of support",
  beforeSending: "The advisers see your answer at once. If your council was not told, a second adviser tells it.",
  send: "Send the answer",
  document: "support/answer-telling.graphql",
  async open(executor, request, words) {
    const opened = await openSupport(executor, request, "ANSWER_OFFER_TELLING");
    const telling = opened?.support.detail.tellings.at(-1);
    if (!opened || !telling) return undefined;
    const isOtherwise = isSelected(words, "answer", "TOLD_OTHERWISE");
    const answer: JourneyStep = {
      name: "answer",
      title: "Was your council told of this offer, as the record says?",
      before: telling.answerBy
        ? [
            `If you say by ${dateInWords(telling.answerBy)} that it was not, your region sees nothing of the support until a second adviser has told your council.`,
          ]
        : [],
      fields: [
        {
          ...{ name: "answer", kind: "one", choices: ANSWERS, label: "Answer" },
          missing: "Select whether your council was told.",
        },
        ...opened.officeFields,
        statementField({
          hint: "If your council was told otherwise, say what it was told instead.",
          ...(isOtherwise && { missing: "Enter what your council was told instead." }),
        }),
      ],
    };
    const bodies: JourneyStep = {
      name: "not-told",
      title: "Who was your council not told of?",
      before: ["Select nobody if your council was told of another offer."],
      fields: [
        {
          ...{ name: "bodies", kind: "several", label: "Who would see the offer" },
          choices: telling.shownTo.map(({ id, name }) => ({ value: id, text: name })),
        },
      ],
    };
    return { steps: isOtherwise && telling.shownTo.length > 0 ? [answer, bodies] : [answer], ...opened.journey };
  },
  variables: (words, request): { readonly input: TellingAnswer } => ({
    input: {
      ...councilInput(words, request),
      answer: choiceIn(words, "answer"),
      ...(isSelected(words, "answer", "TOLD_OTHERWISE") && { bodies: severalIn(words, "bodies") }),
      statement: optionalStatement(words),
    },
  }),
  next: (_, request) => addressOfSupport(request),
});
