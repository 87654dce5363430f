// Whether somebody keeps people and assignments: some pages are offered to them alone. The API decides whether they may do what the pages are for.
import type { AnswerOf } from "../documents.ts";

type Assigned = Pick<AnswerOf<"people/people.graphql">["viewer"]["assignments"][number], "current" | "role">;

const KEEPERS: readonly Assigned["role"][] = ["GOVERNANCE_OFFICER", "ADMINISTRATOR"];

export const keepsPeople = (assignments: readonly Assigned[]): boolean =>
  assignments.some(({ current, role }) => current && KEEPERS.includes(role));
