// The council confirms or disputes that it was told of a submission.
import { dateInWords } from "../../text/dates-in-words.ts";
import type { VariablesOf } from "../documents.ts";
import { officeFields, optionalStatement, speakerInput, statementField } from "../speaking.ts";
import { choiceIn, type FieldChoice, isSelected } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { SUBMISSIONS_PATH } from "./links.ts";
import { nextOfSubmission, openSubmission, submissionInput } from "./submission-journey.ts";

type TellingAnswer = VariablesOf<"submissions/answer.graphql">["input"];

const ANSWERS: readonly FieldChoice[] = [
  { value: "CONFIRMED", text: "Yes, my council was told" },
  { value: "NOT_TOLD", text: "No, my council was not told" },
  { value: "TOLD_OTHERWISE", text: "My council was told something else" },
];

export const answerSubmissionTelling = defineJourney({
  path: `${SUBMISSIONS_PATH}/:submission/answer`,
  title: "Whether your council was told of a submission",
  beforeSending: "The advisers see your answer at once. If your council was not told, a second adviser tells it.",
  send: "Send the answer",
  document: "submissions/answer.graphql",
  async open(executor, request, words) {
    const opened = await openSubmission(executor, request, "ANSWER_SUBMISSION_TELLING");
    const handling = opened?.submission.handling;
    if (!opened || !handling?.told) return undefined;
    const { answerBy, toldName, toldOn, about } = handling.told;
    const isOtherwise = isSelected(words, "answer", "TOLD_OTHERWISE");
    return {
      ...opened.journey,
      steps: [
        {
          ...{ name: "answer", title: "Was your council told of this, as the record says?" },
          before: [
            `The record says that ${toldName ?? "somebody whose name was erased"} was told on ${dateInWords(toldOn)}.`,
            ...(about ? [`They were told: ${about}`] : []),
            ...(answerBy
              ? [
                  `If you say by ${dateInWords(answerBy)} that it was not, nothing can rest on the submission until a second adviser has told your council.`,
                ]
              : []),
          ],
          fields: [
            {
              ...{ name: "answer", kind: "one", choices: ANSWERS, label: "Answer" },
              missing: "Select whether your council was told.",
            },
            ...officeFields(handling.speakingOffices, opened.choices.offices),
            statementField({
              hint: "If your council was told something else, say what.",
              ...(isOtherwise && { missing: "Enter what your council was told instead." }),
            }),
          ],
        },
      ],
    };
  },
  variables: (words, request): { readonly input: TellingAnswer } => ({
    input: {
      ...submissionInput(words, request),
      ...speakerInput(words),
      answer: choiceIn(words, "answer"),
      statement: optionalStatement(words),
    },
  }),
  next: nextOfSubmission,
});
