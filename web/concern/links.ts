// The address of a concern's page, and what the page offers an adviser. The API decides whether it is done.
import type { AnswerOf } from "../documents.ts";

type ConcernOf = NonNullable<AnswerOf<"concern/concern.graphql">["concern"]>;
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

/** Whether the next step is to tell the council. */
export const isToTell = (nextStep: Pick<NonNullable<ConcernOf["nextStep"]>, "kind"> | null): boolean =>
  nextStep !== null && TELLING.includes(nextStep.kind);

/** Whether the council has been told and the concern is not closed. */
export const isShareable = (stage: ConcernOf["stage"]): boolean => stage !== "LOGGED" && stage !== "CLOSED";

/** The address of a concern's page, by the part of an address that names it. */
export const concernPath = (concern = ""): string => `/concerns/${encodeURIComponent(concern)}`;
