import { keysOf } from "./keys-of.ts";
import type { Strand } from "./strands.ts";

/** The known causes of failure, few and high level on purpose (domain.md, "What is known"). */
export const CAUSE_LABELS = {
  leadership: "Political and managerial leadership, and trust between leading members and senior staff",
  "high-risk-change": "Adoption of a high-risk change strategy",
  disengagement: "Disengagement from the wider community of local government",
  finance: "Significant financial difficulty, or no agreed financial strategy",
  "service-performance": "Service performance",
} as const;
export type Cause = keyof typeof CAUSE_LABELS;
export const CAUSES = keysOf(CAUSE_LABELS);

/** Service performance is a cause only in children's and adults' services (domain.md, "What is known"). */
export const causeAllowedIn = (cause: Cause, strand: Strand): boolean =>
  cause !== "service-performance" || strand !== "corporate";
