// Whether somebody works as an adviser: some pages are offered to advisers alone. The API decides whether they may do what the pages are for.
import type { AnswerOf } from "./documents.ts";

type Assigned = Pick<AnswerOf<"concerns/concerns.graphql">["viewer"]["assignments"][number], "current" | "role">;

const ADVISERS: readonly Assigned["role"][] = ["PRINCIPAL_ADVISER", "SENIOR_ADVISER"];

/** Today's assignments as an adviser. */
export const adviserAssignments = <Assignment extends Assigned>(assignments: readonly Assignment[]): readonly Assignment[] =>
  assignments.filter(({ current, role }) => current && ADVISERS.includes(role));

export const isAdviser = (assignments: readonly Assigned[]): boolean => adviserAssignments(assignments).length > 0;
