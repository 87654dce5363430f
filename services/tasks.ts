// Tasks are computed from folded state and never recorded. A task's audience is a scope, a council or who may speak for it, a body or a person; policy decides when a task is read
// whether the reader may see its record.
import { councilStrandOf, type PersonFacts } from "../policies/engine/facts.ts";
import { dateInWords } from "../text/dates-in-words.ts";
import { londonDate, startOf } from "./dates.ts";

/** Kind of task -> its sentence, given its due date in words, if there is one, and who did what it follows from, if their name is known. */
const SENTENCES = {
  "make-council-aware": (day) => `Tell the council about this concern${by(day)}, and record that you did.`,
  "telling-overdue": () =>
    "The time to tell the council of this concern has passed. Tell the council, or discard the concern with a second adviser.",
  "discard-to-confirm": (_, who = "An adviser") =>
    `${who} proposed to discard this concern. Confirm that as a second adviser, or tell the council of the concern.`,
  "tell-council-of-evidence": (day) => `There is evidence that the council has not been told of. Tell the council${by(day)}.`,
  "tell-council-of-text": (day) => `Others cannot read what was recorded until the council is told. Tell the council${by(day)}.`,
  "awareness-to-answer": (day, who = "An adviser") =>
    `${who} has recorded that your council was told of this. Say${by(day)} whether that is so.`,
  "awareness-disputed": () =>
    "The council says that it was not told. Tell its chief executive, its leader or its monitoring officer, and record that you did.",
  "restriction-to-review": (day) =>
    `This concern is restricted to named people of the council. Check${by(day)} whether that is still needed, and record that you did.`,
  "words-to-answer": (day, who = "An adviser") =>
    `${who} has told your council of new words about a concern that is shared. Say${by(day)} if they may open to those it is shared with. After that they open unless your council objects, but evidence opens to a department or an inspectorate only once your council agrees.`,
  "outcome-ahead": (day) =>
    `This concern has ended, and the bodies that had opened it will be shown its outcome. Tell us${by(day)} if your council says no.`,
  "outcome-to-read": (day) => `A concern that your organisation opened has ended. Read its outcome${by(day)}.`,
  "reply-wanted": (day) => `Your council has not replied to this concern. Reply${by(day)}.`,
  "correction-to-resolve": (day) => `The council requests a correction. Accept or refuse it${by(day)}.`,
  "position-wanted": (day) => `Tell us${by(day)} if you agree to this information being shared.`,
  "conditions-to-accept": () =>
    "A council shares information with you on conditions. Read and accept the conditions before you can see it.",
  "share-requested": (day) =>
    `The council requests that this concern be shared with a body. Make the share${by(day)}, or decline it.`,
  "council-to-reach": (day) =>
    `Nobody who can speak for the council has been reached about a share. Send a letter to its chief executive and monitoring officer${by(day)}; about a restricted concern, only to the people that it names.`,
  "letter-to-confirm": (day, who) =>
    `A letter to the council${who ? ` that ${who} recorded` : ""} needs a second adviser. Confirm that it was sent${by(day)}.`,
  "danger-to-confirm": () => "A share says that there is imminent danger. Confirm it, or leave the council its time to answer.",
  "share-to-make": () => "This concern can be shared as proposed. Make the share, or withdraw it.",
  "objection-to-settle": () =>
    "The council objects to a share. Withdraw the share, or ask a second authorised person to override the objection.",
  "share-overridden": (day, who = "An adviser") =>
    `${who} has overridden your council's objection to a share. It can open${on(day)}. Read the reason, and tell us if your council still objects.`,
  "share-in-advance": (day) =>
    `A share is proposed that your council agreed to in advance. It can open${on(day)}. Tell us if your council objects.`,
  "share-expiring": (day) => `A share of this concern ends${on(day)}. Check whether it is still needed after that.`,
  "next-step-due": (day) => `A next step was agreed with the council. Complete it${by(day)}.`,
  "contact-step-due": (day) =>
    `A next step was agreed in a contact with the council. Complete it${by(day)}, and record the contact.`,
  "review-due": (day) => `The review of this concern is due${on(day)}. Agree a conclusion with the council.`,
  "report-to-panel": () => "This concern must be reported to the Performance Support Panel. Propose to share it with the panel.",
  "challenge-to-answer": (day) => `The Performance Support Panel has challenged this concern. Answer the challenge${by(day)}.`,
  "effectiveness-to-review": () => "The panel's challenge has been answered. Review the answer.",
  "not-persuaded": () => "A department or inspectorate is not persuaded. Give it reassurance, or raise an escalation.",
  "escalation-to-confirm": (_, who) =>
    `An escalation${who ? ` that ${who} raised` : ""} needs a second authorised person. Confirm it, or stand it down.`,
  "offer-to-answer": (day) => `Your council has an offer of support. Agree to it or decline it${by(day)}.`,
  "offer-declined": () => "The council has declined this offer of support. Withdraw it, and offer something else.",
  "support-to-begin": (day) => `The council has agreed to this support. Begin it${by(day)}.`,
  "agreement-taken-back": () => "The council has taken back its agreement to this support. End the support.",
  "move-to-answer": () => "Other days are proposed for this support. Agree to them, or decline them.",
  "milestone-due": (day) => `A milestone of this support is due${on(day)}. Record it when it is met.`,
  "progress-review-due": (day) => `A review of this support is planned. Record how it is going${by(day)}.`,
  "support-overrunning": (day) => `The last day of this support${day ? ` was ${day}` : " has passed"}. Record how it ended.`,
  "outcome-to-judge": () => "This support has ended. Say whether it worked.",
  "submission-to-consider": (day) =>
    `A department or inspectorate has submitted information. Add it to a concern or set it aside${by(day)}.`,
  "submission-change-requested": (day) =>
    `The department or inspectorate that submitted this asks to withdraw or correct it. Read its request${by(day)}.`,
  "signal-to-answer": (day) => `A council asks for support. Answer its request${by(day)}.`,
  "approach-planned": (_, who) =>
    `Another body plans to approach or visit a council that you are in contact with. Speak to ${who ?? "them"} about the dates.`,
  "approach-to-come": (day) =>
    `A body plans to approach or visit your council${day ? ` from ${day}` : " soon"}. Check who and when.`,
  "interests-to-declare": (day) => `Say${by(day)} which council is your home, and in which others you have an interest.`,
  "assignment-ending": (day) => `One of your roles ends${on(day)}. Ask the information governance officer if you still need it.`,
} as const satisfies Readonly<Record<string, (day?: string, who?: string) => string>>;
export type TaskKind = keyof typeof SENTENCES;

const by = (day: string | undefined): string => (day ? ` by ${day}` : "");
const on = (day: string | undefined): string => (day ? ` on ${day}` : " soon");

export const taskInWords = (kind: TaskKind, due?: string, who?: string): string => {
  const sentence: (day?: string, who?: string) => string = SENTENCES[kind];
  return sentence(due === undefined ? undefined : dateInWords(due), who);
};

/** Kind of task -> its sentence without a date. */
export const TASK_KINDS = Object.fromEntries(
  Object.keys(SENTENCES).map((kind) => [kind, taskInWords(kind as TaskKind)]),
) as Readonly<Record<TaskKind, string>>;

/** `speakers`: those who may speak for a council in a strand. */
export type TaskAudience = `${"scope" | "council" | "speakers" | "body" | "person"}:${string}`;

/** The audience of what a council is to answer: its officers who may not speak do not get it as theirs to do. */
export const speakersFor = ({ council, strand }: { readonly council: string; readonly strand: string }): TaskAudience =>
  `speakers:${councilStrandOf(council, strand)}`;

export type Task = {
  readonly kind: TaskKind;
  readonly audience: TaskAudience;
  /** The id of the share, milestone or other part that the task is about. */
  readonly about?: string;
  /** The instant from which the task waits. */
  readonly since: string;
  /** The first and last day on which the task waits; without a last day it waits until it is done. */
  readonly from: string;
  readonly until?: string;
  /** The due date. */
  readonly due?: string;
  /** A person of the audience who cannot do the task, because it needs another person. */
  readonly notFor?: string;
};

/** Creates a task that waits since an event. */
export const since = (at: string): Pick<Task, "since" | "from"> => ({ since: at, from: londonDate(new Date(at)) });
/** Creates a task that waits from a day on, independently of the event's time. */
export const fromDay = (day: string): Pick<Task, "since" | "from"> => ({ since: startOf(day), from: day });

/** Returns every audience to which a person belongs. */
export const audiencesOf = ({ id, adviserScopes, councils, speaksFor, bodies }: PersonFacts): readonly TaskAudience[] => [
  ...adviserScopes.map((scope): TaskAudience => `scope:${scope}`),
  ...councils.map((council): TaskAudience => `council:${council}`),
  ...speaksFor.map((councilStrand): TaskAudience => `speakers:${councilStrand}`),
  ...bodies.map((body): TaskAudience => `body:${body}`),
  `person:${id}`,
];

/** The number of days before its due date from which a task waits. */
export const NOTICE_DAYS = 14;
