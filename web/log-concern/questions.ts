// What is asked about a concern, one question a page.
import { MAX_NARRATIVE, MAX_SHORT_TEXT } from "../../text/limits.ts";
import type { FieldChoice } from "../steps/fields.ts";
import type { JourneyStep } from "../steps/steps.ts";

type ConcernChoices = Readonly<
  Record<
    "councils" | "strands" | "causes" | "evidenceKinds" | "sourceGradings" | "contentGradings" | "handlingMarkings",
    readonly FieldChoice[]
  >
>;

const NOT_KEPT =
  "Have the first piece of evidence to hand. You cannot save this half done: what you write is in the page alone, until you log the concern at the end. If you leave the page before that, it is lost.";
const DATE_HINT = "For example, 27 3 2026.";

export const stepsOfConcern = (choices: ConcernChoices): readonly JourneyStep[] => [
  {
    ...{ name: "council", title: "Which council is it about?", before: [NOT_KEPT] },
    fields: [{ name: "council", kind: "menu", choices: choices.councils, label: "Council", missing: "Select the council." }],
  },
  {
    ...{ name: "strand", title: "Which strand does it belong to?" },
    fields: [{ name: "strand", kind: "one", choices: choices.strands, label: "Strand", missing: "Select the strand." }],
  },
  {
    ...{ name: "cause", title: "What is the cause of the concern?" },
    fields: [{ name: "cause", kind: "one", choices: choices.causes, label: "Cause", missing: "Select the cause." }],
  },
  {
    ...{ name: "period", title: "When was it observed?" },
    fields: [
      { name: "from", kind: "date", label: "First day", hint: DATE_HINT, missing: "Enter a real date for the first day." },
      { name: "to", kind: "date", label: "Last day", missing: "Enter a real date for the last day." },
    ],
  },
  {
    ...{ name: "summary", title: "What is the concern?" },
    fields: [
      {
        ...{ name: "summary", kind: "text", most: MAX_SHORT_TEXT, label: "The concern", hint: "In a few sentences." },
        missing: "Enter the concern.",
      },
    ],
  },
  {
    ...{ name: "observed", title: "What was observed?" },
    fields: [
      {
        ...{ name: "observed", kind: "text", most: MAX_NARRATIVE, label: "What was observed" },
        hint: "Be specific. The council will read this once it has been told.",
        missing: "Enter what was observed.",
      },
    ],
  },
  ...stepsOfEvidence(choices),
];

const stepsOfEvidence = (choices: ConcernChoices): readonly JourneyStep[] => [
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

const YES_OR_NO: readonly FieldChoice[] = [
  { value: "yes", text: "Yes" },
  { value: "no", text: "No" },
];
