// The part of a concern that a task discloses, beside the headline.
import type { DisclosedPart, Part } from "../../reference/concern-parts.ts";
import type { Task, TaskKind } from "../tasks.ts";

/** Only readers of the part get the task. */
const TELLS: Partial<Record<TaskKind, Part>> = {
  ...{ "tell-council-of-evidence": "unsharedEvidence", "tell-council-of-text": "unsharedEvidence" },
  ...{ "reply-wanted": "summary", "correction-to-resolve": "summary", "review-due": "summary", "report-to-panel": "summary" },
  ...{ "position-wanted": "sharingRecord", "share-to-make": "sharingRecord", "objection-to-settle": "sharingRecord" },
  ...{ "share-expiring": "sharingRecord", "not-persuaded": "sharingRecord", "escalation-to-confirm": "sharingRecord" },
  ...{ "council-to-reach": "sharingRecord", "letter-to-confirm": "sharingRecord", "danger-to-confirm": "sharingRecord" },
  ...{ "awareness-to-answer": "sharingRecord", "awareness-disputed": "sharingRecord", "discard-to-confirm": "sharingRecord" },
  ...{ "share-overridden": "sharingRecord", "share-in-advance": "sharingRecord", "share-requested": "sharingRecord" },
  "restriction-to-review": "sharingRecord",
  "words-to-answer": "sharingRecord",
  ...{ "outcome-ahead": "sharingRecord", "next-step-due": "conversations" },
  ...{ "challenge-to-answer": "challenges", "effectiveness-to-review": "challenges" },
};

/** The body of a share reads its terms; others read the share in the sharing record. */
export const partTold = ({ kind, audience }: Pick<Task, "kind" | "audience">): DisclosedPart =>
  kind === "share-expiring" && audience.startsWith("body:") ? "shareTerms" : (TELLS[kind] ?? "headline");
