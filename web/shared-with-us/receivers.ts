// Whether somebody acts for a body that concerns are shared with: some pages are offered to them alone. The API decides what they may read and do.
import type { AnswerOf } from "../documents.ts";

type Assigned = Pick<AnswerOf<"home/home.graphql">["viewer"]["assignments"][number], "current" | "role">;

const RECEIVERS: readonly Assigned["role"][] = [
  ...(["MEMBER_PEER", "CIB_LEAD", "ADASS_LEAD", "REGIONAL_IMPROVEMENT"] as const),
  ...(["PANEL_MEMBER", "GROUP_OFFICE", "DEPARTMENT", "INSPECTORATE"] as const),
];

export const actsForBody = (assignments: readonly Assigned[]): boolean =>
  assignments.some(({ current, role }) => current && RECEIVERS.includes(role));
