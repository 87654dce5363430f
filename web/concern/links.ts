// The address of a concern's page, and where an adviser can go from there.
import { isAdviser } from "../advisers.ts";
import type { AnswerOf } from "../documents.ts";

type ConcernData = AnswerOf<"concern/concern.graphql">;
type ConcernOf = NonNullable<ConcernData["concern"]>;
type NextStepKind = NonNullable<ConcernOf["nextStep"]>["kind"];

/** The next steps that are done by telling the council. */
const TELLING: readonly NextStepKind[] = [
  "MAKE_COUNCIL_AWARE",
  "TELLING_OVERDUE",
  "DISCARD_TO_CONFIRM",
  "TELL_COUNCIL_OF_EVIDENCE",
  "TELL_COUNCIL_OF_TEXT",
  "AWARENESS_DISPUTED",
];

/** A concern that the council has been told of, and that is not closed. */
export const isShareable = (stage: ConcernOf["stage"]): boolean => stage !== "LOGGED" && stage !== "CLOSED";

export const linksForAdvisers = ({ nextStep, stage }: ConcernOf, { assignments }: ConcernData["viewer"]) => ({
  mayTell: isAdviser(assignments) && nextStep !== null && TELLING.includes(nextStep.kind),
  mayShare: isAdviser(assignments) && isShareable(stage),
});

/** The address of a concern's page, by the part of an address that names it. */
export const concernPath = (concern = ""): string => `/concerns/${encodeURIComponent(concern)}`;
