import { keysOf } from "./keys-of.ts";
/** The kinds of evidence a concern can rest on (domain.md, "What is known"). */
export const EVIDENCE_KIND_LABELS = {
  conversation: "Adviser's or peer's conversation",
  "wider-engagement": "Feedback from wider engagement",
  "corporate-peer-challenge": "Corporate peer challenge report",
  "peer-challenge-progress-review": "Peer challenge progress review",
  "safeguarding-peer-challenge": "Safeguarding peer challenge",
  "adults-peer-challenge": "Adults peer challenge",
  "published-metric": "Published metric or trend",
  "statutory-return": "Statutory return",
  "audit-report": "Audit report",
  "inspection-judgement": "Inspection judgement",
  "department-information": "Department's information",
  "inspectorate-information": "Inspectorate's information",
  "self-assessment": "Council's self-assessment",
  "local-account": "Council's local account",
  "annual-governance-statement": "Council's annual governance statement",
  "voluntary-signal": "Council's voluntary signal that it wants support",
  "council-evidence": "Evidence supplied by the council",
} as const;
export const EVIDENCE_KINDS = keysOf(EVIDENCE_KIND_LABELS);
