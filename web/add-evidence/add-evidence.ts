// An adviser adds evidence to a concern.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { defineJourney } from "../steps/steps.ts";
import { evidenceChoices, evidenceIn, formFieldsOfEvidence, stepsOfEvidence } from "./questions.ts";

export const addEvidence = defineJourney({
  path: "/concerns/:concern/evidence",
  title: "Add evidence",
  beforeSending:
    "Only advisers see this evidence, and the council if it knows of the concern. Nobody else sees it until you have told the council of it, and recorded that.",
  takesFiles: true,
  send: "Add the evidence",
  document: "add-evidence/add-evidence.graphql",
  async open({ execute }, request) {
    const { concern, ...described } = await execute("add-evidence/choices.graphql", { id: request.address.concern ?? "" });
    return concern
      ? { ...journeyOn(concern, "ADD_EVIDENCE", request), steps: stepsOfEvidence(evidenceChoices(described)) }
      : undefined;
  },
  variables: (words, request) => ({ input: { ...concernInput(words, request), evidence: evidenceIn(words) } }),
  fields: formFieldsOfEvidence("evidence"),
  next: (_, { address }) => concernPath(address.concern),
});
