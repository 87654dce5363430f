// What waits for somebody: computed from the state that events made, never recorded. A task names its audience by what policies know of
// people (a scope they advise, a council, a body, themselves); whether they may see what it is about is asked again when it is read.
import type { PersonFacts } from "../policies/engine/facts.ts";
import { londonDate, startOf } from "./dates.ts";

export const TASK_KINDS = {
  "make-council-aware": "Make the council aware of the concern.",
  "tell-council-of-evidence": "Tell the council of evidence that was added since it was made aware.",
  "tell-council-of-text": "Tell the council what you recorded. Others cannot read it until you do.",
  "reply-wanted": "Reply to the concern: it has no reply of the council yet.",
  "correction-to-resolve": "The council asks for a correction: accept or refuse it.",
  "position-wanted": "The council's position on a proposed share is wanted.",
  "share-to-make": "A share can be made: the council agrees, was silent past its day, or was overridden.",
  "objection-to-settle": "The council objects to a share.",
  "share-expiring": "A share ends soon.",
  "next-step-due": "A next step was agreed in conversation.",
  "review-due": "A concern under review falls due.",
  "report-to-panel": "A package or a disputed concern is to be reported to the Performance Support Panel.",
  "challenge-to-answer": "The panel's challenge waits for an answer.",
  "effectiveness-to-review": "An answer to the panel's challenge waits for its review.",
  "not-persuaded": "A department or inspectorate says that it is not persuaded.",
  "escalation-to-confirm": "An escalation waits for a second authorised person.",
  "offer-to-answer": "An offer of support waits for the council's answer.",
  "offer-declined": "The council has declined an offer of support: withdraw it, and offer something else.",
  "support-to-begin": "The council has agreed to support that has not begun.",
  "agreement-taken-back": "The council has taken back its agreement to support that runs.",
  "milestone-due": "A milestone of a support falls due.",
  "progress-review-due": "A planned review of a support falls due.",
  "support-overrunning": "A support has passed its last day and has not ended.",
  "outcome-to-judge": "A support has ended: say whether it worked.",
  "submission-to-consider": "A department or inspectorate submitted information.",
  "signal-to-answer": "A council asks for support.",
  "approach-planned":
    "Another body plans an approach or a visit to a council whose conversation you lead, or which you plan to approach.",
  "approach-to-come": "A body plans an approach or a visit to you.",
  "assignment-ending": "An assignment of yours ends soon.",
} as const;
export type TaskKind = keyof typeof TASK_KINDS;

export type TaskAudience = `${"scope" | "council" | "body" | "person"}:${string}`;

export type Task = {
  readonly kind: TaskKind;
  readonly audience: TaskAudience;
  /** The share, milestone or such that it is about, within its concern or support. */
  readonly about?: string;
  /** The instant from which it waits. */
  readonly since: string;
  /** The first and the last day on which it waits; without a last day it waits until it is done. */
  readonly from: string;
  readonly until?: string;
  /** The day by which it is to be done. */
  readonly due?: string;
  /** Somebody of the audience for whom it does not wait: it takes another person than them. */
  readonly notFor?: string;
};

/** Waits since an event. */
export const since = (at: string): Pick<Task, "since" | "from"> => ({ since: at, from: londonDate(new Date(at)) });
/** Waits from a day on, whenever the event was. */
export const fromDay = (day: string): Pick<Task, "since" | "from"> => ({ since: startOf(day), from: day });

/** Every audience that somebody is of. */
export const audiencesOf = ({ id, adviserScopes, councils, bodies }: PersonFacts): readonly TaskAudience[] => [
  ...adviserScopes.map((scope): TaskAudience => `scope:${scope}`),
  ...councils.map((council): TaskAudience => `council:${council}`),
  ...bodies.map((body): TaskAudience => `body:${body}`),
  `person:${id}`,
];

/** How many days ahead something that falls due by date begins to wait. */
export const NOTICE_DAYS = 14;
