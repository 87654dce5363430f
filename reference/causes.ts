import type { Strand } from "./strands.ts";

/** The known causes of failure, few and high level on purpose (domain.md, "What is known"). */
export const CAUSES = ["leadership", "high-risk-change", "disengagement", "finance", "service-performance"] as const;

export type Cause = (typeof CAUSES)[number];

export const CAUSE_LABELS: Readonly<Record<Cause, string>> = {
  leadership: "Political and managerial leadership, and trust between leading members and senior staff",
  "high-risk-change": "Adoption of a high-risk change strategy",
  disengagement: "Disengagement from the wider community of local government",
  finance: "Significant financial difficulty, or no agreed financial strategy",
  "service-performance": "Service performance",
};

/**
 * Whether a concern in this strand may name this cause: service performance only in children's and adults' (domain.md, "What
 * is known").
 */
export function causeAllowedIn(cause: Cause, strand: Strand): boolean {
  return cause !== "service-performance" || strand !== "corporate";
}
