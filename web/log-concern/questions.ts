// What is asked about a concern, one question a page.
import { MAX_NARRATIVE, MAX_SHORT_TEXT } from "../../text/limits.ts";
import { type EvidenceChoices, stepsOfEvidence } from "../add-evidence/questions.ts";
import { type FieldChoice, periodFields } from "../steps/fields.ts";
import type { JourneyStep } from "../steps/steps.ts";

type ConcernChoices = EvidenceChoices & Readonly<Record<"councils" | "strands" | "causes", readonly FieldChoice[]>>;

const TO_HAND =
  "Have the first piece of evidence to hand. Nothing is on record until you log the concern at the end. Until then a draft is kept for you alone, for 10 working days.";

export const stepsOfConcern = (choices: ConcernChoices): readonly JourneyStep[] => [
  {
    ...{ name: "council", title: "Which council is it about?", before: [TO_HAND] },
    fields: [{ name: "council", kind: "menu", choices: choices.councils, label: "Council", missing: "Select the council." }],
  },
  {
    ...{ name: "strand", title: "Which strand does it belong to?" },
    fields: [{ name: "strand", kind: "one", choices: choices.strands, label: "Strand", missing: "Select the strand." }],
  },
  ...stepsOfMatter(choices),
];

/** What is asked of a concern of which council and strand are known. */
export const stepsOfMatter = (choices: Omit<ConcernChoices, "councils" | "strands">): readonly JourneyStep[] => [
  {
    ...{ name: "cause", title: "What is the cause of the concern?" },
    fields: [{ name: "cause", kind: "one", choices: choices.causes, label: "Cause", missing: "Select the cause." }],
  },
  {
    ...{ name: "period", title: "When was it observed?" },
    fields: periodFields(),
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
