// A council supplies evidence of its own about a concern.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { defineJourney } from "../steps/steps.ts";
import { councilEvidenceIn, formFieldsOfEvidence, openEvidence, stepsOfCouncilEvidence } from "./questions.ts";

export const supplyEvidence = defineJourney({
  path: "/concerns/:concern/supplied-evidence",
  title: "Supply evidence of the council",
  beforeSending: "The advisers see this evidence, and so does everybody with whom the evidence of this concern is shared.",
  takesFiles: true,
  send: "Supply the evidence",
  document: "add-evidence/supply-evidence.graphql",
  async open(executor, request, words) {
    const opened = await openEvidence(executor, request, words);
    if (!opened) return undefined;
    const { concern, choices, fixedWords } = opened;
    return { ...journeyOn(concern, "SUPPLY_EVIDENCE", request), steps: stepsOfCouncilEvidence(choices), fixedWords };
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), evidence: councilEvidenceIn(words) } }),
  fields: formFieldsOfEvidence("evidence"),
  next: (_, { address }) => concernPath(address.concern),
});
