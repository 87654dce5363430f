// A council supplies evidence of its own about a concern.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { defineJourney } from "../steps/steps.ts";
import { councilEvidenceIn, evidenceChoices, formFieldsOfEvidence, stepsOfCouncilEvidence } from "./questions.ts";

export const supplyEvidence = defineJourney({
  path: "/concerns/:concern/supplied-evidence",
  title: "Supply evidence of the council",
  beforeSending: "The advisers see this evidence, and so does everybody with whom the evidence of this concern is shared.",
  takesFiles: true,
  send: "Supply the evidence",
  document: "add-evidence/supply-evidence.graphql",
  async open({ execute }, request) {
    const { concern, ...described } = await execute("add-evidence/choices.graphql", { id: request.address.concern ?? "" });
    if (!concern) return undefined;
    return { ...journeyOn(concern, "SUPPLY_EVIDENCE", request), steps: stepsOfCouncilEvidence(evidenceChoices(described)) };
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), evidence: councilEvidenceIn(words) } }),
  fields: formFieldsOfEvidence("evidence"),
  next: (_, { address }) => concernPath(address.concern),
});
