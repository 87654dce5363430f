// Where an adviser can go from a concern's page.
import { isAdviser } from "../advisers.ts";
import type { AnswerOf } from "../documents.ts";

type ConcernData = AnswerOf<"concern/concern.graphql">;
type NextStepKind = NonNullable<NonNullable<ConcernData["concern"]>["nextStep"]>["kind"];

/** The next steps that are done by telling the council. */
const TELLING: readonly NextStepKind[] = [
  "MAKE_COUNCIL_AWARE",
  "TELLING_OVERDUE",
  "DISCARD_TO_CONFIRM",
  "TELL_COUNCIL_OF_EVIDENCE",
  "TELL_COUNCIL_OF_TEXT",
  "AWARENESS_DISPUTED",
];

export const linksForAdvisers = ({ nextStep }: NonNullable<ConcernData["concern"]>, { assignments }: ConcernData["viewer"]) => ({
  mayTell: isAdviser(assignments) && nextStep !== null && TELLING.includes(nextStep.kind),
});
