// What is asked about a piece of evidence, one question a page, with a concern that is logged or later.
import { MAX_NARRATIVE, MAX_SHORT_TEXT } from "../../text/limits.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { choiceIn, choicesOf, DATE_HINT, dateIn, type FieldChoice, optionalIn, YES_OR_NO } from "../steps/fields.ts";
import type { JourneyStep } from "../steps/steps.ts";

export type EvidenceChoices = Readonly<
  Record<"evidenceKinds" | "sourceGradings" | "contentGradings" | "handlingMarkings", readonly FieldChoice[]>
>;
type Evidence = VariablesOf<"add-evidence/add-evidence.graphql">["input"]["evidence"];
type Described = Pick<
  AnswerOf<"add-evidence/choices.graphql">,
  "evidenceKinds" | "sourceGradings" | "contentGradings" | "handlingMarkings"
>;

export const evidenceChoices = (described: Described): EvidenceChoices => ({
  // A published figure is cited by its metric, area and period, which these pages cannot ask for.
  evidenceKinds: choicesOf(described.evidenceKinds).filter(({ value }) => value !== "PUBLISHED_METRIC"),
  sourceGradings: choicesOf(described.sourceGradings),
  contentGradings: choicesOf(described.contentGradings),
  handlingMarkings: choicesOf(described.handlingMarkings),
});

/** A field of the evidence at a path of the command's input -> the field of the form. */
export const formFieldsOfEvidence = (path: string): Readonly<Record<string, string>> => ({
  ...{ [`${path}.kind`]: "kind", [`${path}.account`]: "account", [`${path}.cites`]: "kind" },
  ...{ [`${path}.source`]: "source", [`${path}.reference`]: "reference", [`${path}.protectedSource`]: "protected" },
  ...{ [`${path}.period.from`]: "evidenceFrom", [`${path}.period.to`]: "evidenceTo", [`${path}.period`]: "evidenceFrom" },
  ...{ [`${path}.grading.source`]: "sourceGrading", [`${path}.grading.content`]: "contentGrading" },
  ...{ [`${path}.handling`]: "handling", [`${path}.handlingConditions`]: "conditions" },
});

export function evidenceIn(words: FormWords): Evidence {
  const handling: "P" | "C" = choiceIn(words, "handling");
  return {
    kind: choiceIn(words, "kind"),
    account: wordsIn(words, "account"),
    source: wordsIn(words, "source"),
    reference: optionalIn(words, "reference") ?? null,
    protectedSource: wordsIn(words, "protected") === "yes",
    period: { from: dateIn(words, "evidenceFrom"), to: dateIn(words, "evidenceTo") },
    grading: { source: choiceIn(words, "sourceGrading"), content: choiceIn(words, "contentGrading") },
    handling,
    handlingConditions: optionalIn(words, "conditions") ?? null,
  };
}

export const stepsOfEvidence = (choices: EvidenceChoices): readonly JourneyStep[] => [
  {
    ...{ name: "kind", title: "What kind of evidence do you have?" },
    fields: [
      {
        ...{ name: "kind", kind: "one", choices: choices.evidenceKinds, label: "Kind of evidence" },
        hint: "Start with one piece. You cannot cite a published metric on these pages.",
        missing: "Select the kind of evidence.",
      },
    ],
  },
  {
    ...{ name: "account", title: "What does the evidence say?" },
    fields: [
      {
        ...{ name: "account", kind: "text", most: MAX_NARRATIVE, label: "What the evidence says" },
        hint: "If you protect the source, write nothing here that shows who it is.",
        missing: "Enter what the evidence says.",
      },
    ],
  },
  {
    ...{ name: "source", title: "Where does the evidence come from?" },
    fields: [
      { name: "source", kind: "line", label: "Source", missing: "Enter the source." },
      { name: "reference", kind: "line", label: "Reference of the source" },
      {
        ...{ name: "protected", kind: "one", label: "Protected source", choices: YES_OR_NO },
        hint: "Only the advisers see who a protected source is. The council sees that there is one, and what it said.",
        missing: "Select whether the source is protected.",
      },
    ],
  },
  {
    ...{ name: "evidence-period", title: "Which period is the evidence about?" },
    fields: [
      {
        ...{ name: "evidenceFrom", kind: "date", label: "First day of the evidence", hint: DATE_HINT },
        missing: "Enter a real date for the first day of the evidence.",
      },
      {
        ...{ name: "evidenceTo", kind: "date", label: "Last day of the evidence" },
        missing: "Enter a real date for the last day of the evidence.",
      },
    ],
  },
  {
    ...{ name: "grading", title: "How much can the evidence be relied on?" },
    fields: [
      {
        ...{ name: "sourceGrading", kind: "one", choices: choices.sourceGradings, label: "Grading of the source" },
        missing: "Select the grading of the source.",
      },
      {
        ...{ name: "contentGrading", kind: "one", choices: choices.contentGradings, label: "Grading of what it says" },
        missing: "Select the grading of the content.",
      },
    ],
  },
  {
    ...{ name: "handling", title: "How may the evidence be handled?" },
    fields: [
      {
        ...{ name: "handling", kind: "one", choices: choices.handlingMarkings, label: "Handling" },
        missing: "Select the handling marking.",
      },
      {
        ...{ name: "conditions", kind: "text", most: MAX_SHORT_TEXT, label: "Conditions for sharing" },
        hint: "Only if sharing is permitted with conditions.",
      },
    ],
  },
];
