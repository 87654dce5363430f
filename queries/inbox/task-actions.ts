// Which tasks a person can do, by policy: nobody is shown a task as theirs that only others can do.
import type { PersonFacts, Resource } from "../../policies/engine/facts.ts";
import type { TaskKind } from "../../services/tasks.ts";
import { may, type ReadDeps } from "../deps.ts";

/** The records that tasks are about. */
type Recorded = Extract<Resource, { readonly type: "Concern" | "Support" | "Submission" | "Signal" }>;
type Actions = Partial<Readonly<Record<Recorded["type"], readonly string[]>>>;

const onConcern = (...actions: readonly string[]): Actions => ({ Concern: actions });
const onSupport = (...actions: readonly string[]): Actions => ({ Support: actions });

/** There is nothing to do but to read, or a rule of its own decides who gets the task. */
const READ = "read";

/** Kind of task -> the actions by which it is done, any of which is enough. */
export const TASK_ACTIONS: Readonly<Record<TaskKind, Actions | typeof READ>> = {
  "make-council-aware": onConcern("recordAwareness"),
  "telling-overdue": onConcern("recordAwareness", "proposeDiscard"),
  "discard-to-confirm": onConcern("discardConcern", "recordAwareness"),
  "tell-council-of-evidence": onConcern("recordAwareness"),
  "tell-council-of-text": onConcern("recordAwareness"),
  "awareness-to-answer": {
    Concern: ["answerAwareness"],
    Support: ["answerOfferTelling"],
    Submission: ["answerSubmissionTelling"],
  },
  "awareness-disputed": {
    Concern: ["recordAwareness"],
    Support: ["tellOfOfferAgain"],
    Submission: ["tellCouncilOfSubmission"],
  },
  "restriction-to-review": onConcern("reviewRestriction"),
  "words-to-answer": onConcern("answerWords"),
  "outcome-ahead": onConcern("refuseOutcome"),
  "outcome-to-read": READ,
  "reply-wanted": onConcern("reply"),
  "correction-to-resolve": onConcern("resolveCorrection"),
  "position-wanted": onConcern("statePosition"),
  "conditions-to-accept": READ,
  "share-requested": onConcern("makeRequestedShare", "declineShareRequest"),
  "council-to-reach": onConcern("recordLetter"),
  "letter-to-confirm": onConcern("confirmLetter"),
  "danger-to-confirm": onConcern("confirmDanger"),
  "share-to-make": onConcern("makeShare", "withdrawShare"),
  "objection-to-settle": onConcern("withdrawShare", "overrideObjection"),
  "share-overridden": onConcern("statePosition"),
  "share-in-advance": onConcern("statePosition"),
  "share-expiring": READ,
  "next-step-due": onConcern("recordConversation"),
  "review-due": onConcern("concludeConcern"),
  "report-to-panel": onConcern("proposeShare"),
  "challenge-to-answer": onConcern("answerChallenge"),
  "effectiveness-to-review": onConcern("reviewEffectiveness"),
  "not-persuaded": onConcern("giveReassurance", "raiseEscalation"),
  "escalation-to-confirm": onConcern("confirmEscalation", "standDownEscalation"),
  "offer-to-answer": onSupport("answerSupport"),
  "offer-declined": onSupport("endSupport"),
  "support-to-begin": onSupport("beginSupport"),
  "agreement-taken-back": onSupport("endSupport"),
  "move-to-answer": onSupport("moveAsCouncil", "moveAsProvider"),
  "milestone-due": onSupport("meetMilestone"),
  "progress-review-due": onSupport("recordProgress"),
  "support-overrunning": onSupport("endSupport"),
  "outcome-to-judge": onSupport("judgeAsCouncil", "judgeAsProvider"),
  "submission-to-consider": { Submission: ["setSubmissionAside"] },
  "submission-change-requested": READ,
  "signal-to-answer": { Signal: ["answerSignal"] },
  "contact-step-due": READ,
  "approach-planned": READ,
  "approach-to-come": READ,
  "interests-to-declare": READ,
  "assignment-ending": READ,
};

/** Whether policy lets the person do a task on its record. That a disputed record is told again by somebody without an interest is a rule of the command. */
export function mayDo(deps: Pick<ReadDeps, "rights">, person: PersonFacts, kind: TaskKind, record: Recorded): boolean {
  const actions = TASK_ACTIONS[kind];
  if (actions === READ) return true;
  if (kind === "awareness-disputed" && person.interests.includes(record.facts.council)) return false;
  return (actions[record.type] ?? []).some((action) => may(deps, person, action, record));
}
