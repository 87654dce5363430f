// What is asked about a piece of evidence, one question a page: with a new concern, or for one that exists.
import { MAX_ATTACHMENTS } from "../../reference/accepted-files.ts";
import { MAX_NARRATIVE, MAX_SHORT_TEXT } from "../../text/limits.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { filesField, uploadChoices } from "../files/files-field.ts";
import { type FormWords, type PageRequest, wordsIn } from "../page.ts";
import {
  choiceIn,
  choicesOf,
  DATE_HINT,
  dateIn,
  type FieldChoice,
  type FormField,
  optionalIn,
  severalIn,
  YES_OR_NO,
} from "../steps/fields.ts";
import { ATTACHMENTS, type JourneyStep } from "../steps/steps.ts";
import { CITED_PERIOD, citationIn, citationSteps } from "./citation.ts";

export type EvidenceChoices = Readonly<
  Record<"evidenceKinds" | "sourceGradings" | "contentGradings" | "handlingMarkings" | "uploads", readonly FieldChoice[]>
> & {
  /** The questions for the published value that it cites; none for other evidence. */
  readonly citation: readonly JourneyStep[];
};
type Evidence = VariablesOf<"add-evidence/add-evidence.graphql">["input"]["evidence"];
type CouncilEvidence = VariablesOf<"add-evidence/supply-evidence.graphql">["input"]["evidence"];
type Described = Pick<
  AnswerOf<"add-evidence/choices.graphql">,
  "evidenceKinds" | "sourceGradings" | "contentGradings" | "handlingMarkings" | "fileTypes" | "fileScans" | "viewer"
>;

/** `council`: the code of the council that the evidence is about. */
export const loadEvidenceChoices = async (
  executor: DocumentExecutor,
  described: Described,
  words: FormWords,
  council: string,
): Promise<EvidenceChoices> => ({
  citation: await citationSteps(executor, words, council),
  evidenceKinds: choicesOf(described.evidenceKinds),
  sourceGradings: choicesOf(described.sourceGradings),
  contentGradings: choicesOf(described.contentGradings),
  handlingMarkings: choicesOf(described.handlingMarkings),
  uploads: uploadChoices(described.viewer.uploads, {
    fileTypes: choicesOf(described.fileTypes),
    fileScans: choicesOf(described.fileScans),
  }),
});

/** What is asked about evidence for the concern of the address. Undefined if the person may not see the concern. */
export async function openEvidence(executor: DocumentExecutor, { address }: PageRequest, words: FormWords) {
  const { concern, ...described } = await executor.execute("add-evidence/choices.graphql", { id: address.concern ?? "" });
  if (!concern) return undefined;
  const { code } = concern.council;
  return { concern, choices: await loadEvidenceChoices(executor, described, words, code), fixedWords: { council: code } };
}

/** A field of the evidence at a path of the command's input -> the field of the form. */
export const formFieldsOfEvidence = (path: string): Readonly<Record<string, string>> => ({
  ...{ [`${path}.kind`]: "kind", [`${path}.account`]: "account", [`${path}.cites`]: CITED_PERIOD },
  ...{ [`${path}.source`]: "source", [`${path}.reference`]: "reference", [`${path}.protectedSource`]: "protected" },
  ...{ [`${path}.period.from`]: "evidenceFrom", [`${path}.period.to`]: "evidenceTo", [`${path}.period`]: "evidenceFrom" },
  ...{ [`${path}.grading.source`]: "sourceGrading", [`${path}.grading.content`]: "contentGrading" },
  ...{ [`${path}.handling`]: "handling", [`${path}.handlingConditions`]: "conditions" },
  ...Object.fromEntries(ATTACHMENT_PATHS.map((of) => [`${path}.${of}`, ATTACHMENTS])),
});
const ATTACHMENT_PATHS = ["attachments", ...Array.from({ length: MAX_ATTACHMENTS + 1 }, (_, number) => `attachments.${number}`)];

export function councilEvidenceIn(words: FormWords): CouncilEvidence {
  const handling: "P" | "C" = choiceIn(words, "handling");
  return {
    kind: choiceIn(words, "kind"),
    account: wordsIn(words, "account"),
    source: wordsIn(words, "source"),
    reference: optionalIn(words, "reference") ?? null,
    period: { from: dateIn(words, "evidenceFrom"), to: dateIn(words, "evidenceTo") },
    handling,
    handlingConditions: optionalIn(words, "conditions") ?? null,
    cites: citationIn(words),
    attachments: severalIn(words, ATTACHMENTS),
  };
}

export const evidenceIn = (words: FormWords): Evidence => ({
  ...councilEvidenceIn(words),
  protectedSource: wordsIn(words, "protected") === "yes",
  grading: { source: choiceIn(words, "sourceGrading"), content: choiceIn(words, "contentGrading") },
});

/** The questions to an adviser. */
export const stepsOfEvidence = (choices: EvidenceChoices): readonly JourneyStep[] => [
  ...whatItSays(choices, "If you protect the source, write nothing here that shows who it is."),
  sourceStep(choices, PROTECTED),
  PERIOD_STEP,
  gradingStep(choices),
  handlingStep(choices),
  filesStep(choices),
];

/** The questions to somebody of a council. A council does not grade its evidence, and has no source to protect from itself. */
export const stepsOfCouncilEvidence = (choices: EvidenceChoices): readonly JourneyStep[] => [
  ...whatItSays(choices),
  sourceStep(choices),
  PERIOD_STEP,
  handlingStep(choices),
  filesStep(choices),
];

const whatItSays = ({ evidenceKinds, citation }: EvidenceChoices, hint?: string): readonly JourneyStep[] => [
  {
    ...{ name: "kind", title: "What kind of evidence do you have?" },
    fields: [
      {
        ...{ name: "kind", kind: "one", choices: evidenceKinds, label: "Kind of evidence" },
        hint: "Start with one piece.",
        missing: "Select the kind of evidence.",
      },
    ],
  },
  ...citation,
  {
    ...{ name: "account", title: "What does the evidence say?" },
    fields: [
      {
        ...{ name: "account", kind: "text", most: MAX_NARRATIVE, label: "What the evidence says", hint },
        missing: "Enter what the evidence says.",
      },
    ],
  },
];

/** `more`: what is asked of a source that is not public. */
const sourceStep = ({ citation }: EvidenceChoices, ...more: readonly FormField[]): JourneyStep => {
  const isPublic = citation.length > 0;
  const initial = isPublic ? "LG Inform" : "";
  return {
    ...{ name: "source", title: "Where does the evidence come from?" },
    fields: [
      { name: "source", kind: "line", initial, label: "Source", missing: "Enter the source." },
      { name: "reference", kind: "line", label: "Reference of the source" },
      ...(isPublic ? [] : more),
    ],
  };
};
const PROTECTED: FormField = {
  ...{ name: "protected", kind: "one", label: "Protected source", choices: YES_OR_NO },
  hint: "Only the advisers see who a protected source is, and its files. The council sees that there is one, and what it said.",
  missing: "Select whether the source is protected.",
};

const PERIOD_STEP: JourneyStep = {
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
};

const gradingStep = ({ sourceGradings, contentGradings }: EvidenceChoices): JourneyStep => ({
  ...{ name: "grading", title: "How much can the evidence be relied on?" },
  fields: [
    {
      ...{ name: "sourceGrading", kind: "one", choices: sourceGradings, label: "Grading of the source" },
      missing: "Select the grading of the source.",
    },
    {
      ...{ name: "contentGrading", kind: "one", choices: contentGradings, label: "Grading of what it says" },
      missing: "Select the grading of the content.",
    },
  ],
});

const handlingStep = ({ handlingMarkings }: EvidenceChoices): JourneyStep => ({
  ...{ name: "handling", title: "How may the evidence be handled?" },
  fields: [
    {
      ...{ name: "handling", kind: "one", choices: handlingMarkings, label: "Handling" },
      missing: "Select the handling marking.",
    },
    {
      ...{ name: "conditions", kind: "text", most: MAX_SHORT_TEXT, label: "Conditions for sharing" },
      hint: "Only if sharing is permitted with conditions.",
    },
  ],
});

const filesStep = ({ uploads }: EvidenceChoices): JourneyStep => ({
  ...{ name: "files", title: "Are there files that go with the evidence?" },
  before: ["Whoever may read the evidence may download its files. You can go on without any."],
  fields: [filesField(uploads)],
});
