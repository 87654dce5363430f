// An adviser adds evidence to a concern.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { defineJourney } from "../steps/steps.ts";
import { evidenceIn, formFieldsOfEvidence, openEvidence, stepsOfEvidence } from "./questions.ts";

export const addEvidence = defineJourney({
  path: "/concerns/:concern/evidence",
  title: "Add evidence",
  beforeSending:
    "Only advisers see this evidence, and the council if it knows of the concern. Nobody else sees it until you have told the council of it, and recorded that.",
  takesFiles: true,
  send: "Add the evidence",
  document: "add-evidence/add-evidence.graphql",
  async open(executor, request, words) {
    const opened = await openEvidence(executor, request, words);
    if (!opened) return undefined;
    const { concern, choices, fixedWords } = opened;
    return { ...journeyOn(concern, "ADD_EVIDENCE", request), steps: stepsOfEvidence(choices), fixedWords };
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), evidence: evidenceIn(words) } }),
  fields: formFieldsOfEvidence("evidence"),
  next: (_, { address }) => concernPath(address.concern),
});
