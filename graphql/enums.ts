// Every enum of the schema, made from the lists that the rules use: a value that is in one is in the other.

import { WHATS } from "../queries/live/event-visibility.ts";
import { END_REASONS } from "../queries/live/queue.ts";
import { BODY_KINDS } from "../reference/bodies.ts";
import { CAUSE_LABELS, CAUSES } from "../reference/causes.ts";
import { DISCLOSED_PARTS, PARTS, SHARED_PARTS, STAGES } from "../reference/concern-parts.ts";
import {
  CHALLENGED,
  CHANNELS,
  CHOICES,
  CONCLUSIONS,
  CORRECTION_OUTCOMES,
  COUNCIL_OFFICES,
  GROUNDS,
  POSITIONS,
  SILENCE,
  SUPPLIERS,
} from "../reference/concern-terms.ts";
import { COUNCIL_TYPES } from "../reference/councils.ts";
import { EVIDENCE_KIND_LABELS, EVIDENCE_KINDS } from "../reference/evidence-kinds.ts";
import {
  CONTENT_GRADING_LABELS,
  CONTENT_GRADINGS,
  HANDLING_MARKING_LABELS,
  HANDLING_MARKINGS,
  SOURCE_GRADING_LABELS,
  SOURCE_GRADINGS,
} from "../reference/gradings.ts";
import { DAY_BANDS, MEASURES } from "../reference/measures.ts";
import { PURPOSE_LABELS, PURPOSES } from "../reference/purposes.ts";
import { STRAND_LABELS, STRANDS } from "../reference/strands.ts";
import { EFFECTIVENESS, MILESTONE_KINDS, PROGRESS, SUPPORT_KIND_LABELS, SUPPORT_KINDS } from "../reference/support-kinds.ts";
import { SURFACES } from "../reference/surfaces.ts";
import { SHARE_STATUSES } from "../services/concern/shares.ts";
import { APPROACH_KINDS } from "../services/council/events.ts";
import { ROLE_NAMES, ROLES } from "../services/people/roles.ts";
import { REFUSALS } from "../services/refusals.ts";
import { SUPPORT_ANSWERS } from "../services/support/decide.ts";
import { JUDGES, SUPPORT_ENDS } from "../services/support/events.ts";
import { SUPPORT_STATUSES } from "../services/support/state.ts";
import { TASK_KINDS } from "../services/tasks.ts";

type EnumSource = {
  readonly about: string;
  readonly values: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
};

const ENUMS = {
  Strand: { about: "A strand of a council's work.", values: STRANDS, labels: STRAND_LABELS },
  Cause: { about: "A known cause of failure.", values: CAUSES, labels: CAUSE_LABELS },
  Stage: {
    about: "The stage that a concern has reached.",
    values: STAGES,
    labels: {
      logged: "Logged by an adviser; private to the advisers.",
      aware: "The council has been made aware.",
      shared: "It has been shared with at least one body; that share may have ended since.",
      concluded: "It has been concluded, in one of the five ways, and not reopened.",
      closed: "It is closed.",
    },
  },
  Part: {
    about: "A part of a concern that can be read.",
    values: PARTS,
    labels: {
      headline: "Council, strand, cause and stage.",
      summary: "What was observed, with the council's replies.",
      evidence: "Evidence that the council has been told of and that has not been withdrawn.",
      unsharedEvidence: "Evidence that was withdrawn, or that the council has not been told of yet.",
      protectedSource: "Who a protected source is.",
      conversations: "Conversations with the council.",
      challenges: "The Performance Support Panel's challenges and the answers to them.",
      sharingRecord: "Awareness, and every share past and present.",
    },
  },
  SharedPart: {
    about: "A part of a concern that a share can cover; each includes those before it.",
    values: SHARED_PARTS,
    labels: {
      headline: "Council, strand, cause and stage.",
      summary: "With the council's replies.",
      evidence: "With the summary.",
    },
  },
  EvidenceKind: { about: "A kind of evidence.", values: EVIDENCE_KINDS, labels: EVIDENCE_KIND_LABELS },
  SourceGrading: { about: "How reliable a source is (3x5x2).", values: SOURCE_GRADINGS, labels: SOURCE_GRADING_LABELS },
  ContentGrading: { about: "How what a source says is known (3x5x2).", values: CONTENT_GRADINGS, labels: CONTENT_GRADING_LABELS },
  Handling: { about: "How evidence may be handled (3x5x2).", values: HANDLING_MARKINGS, labels: HANDLING_MARKING_LABELS },
  Supplier: { about: "Who supplied a piece of evidence.", values: SUPPLIERS },
  Purpose: { about: "What a share is for: support, in one of its forms.", values: PURPOSES, labels: PURPOSE_LABELS },
  Office: { about: "An office in a council.", values: COUNCIL_OFFICES },
  Channel: { about: "How somebody was told.", values: CHANNELS },
  CorrectionOutcome: { about: "The outcome of a request for correction.", values: CORRECTION_OUTCOMES },
  Silence: {
    about: "What it means if the council does not answer in time.",
    values: SILENCE,
    labels: {
      "may-go-ahead": "The share may be made.",
      "is-objection": "The council has objected to sharing with this body before, so no answer is an objection.",
    },
  },
  PositionStatement: { about: "The council's position on a share.", values: POSITIONS },
  PositionKind: { about: "The council's last position on a share.", values: ["awaited", ...POSITIONS] },
  ShareStatus: {
    about: "The status of a share today.",
    values: SHARE_STATUSES,
    labels: {
      "awaiting-answer": "Proposed; the council has time to answer.",
      unanswered: "Proposed; the council has not answered in time.",
      agreed: "Proposed; the council agrees.",
      objected: "Proposed; the council objects.",
      overridden: "Proposed; the council objects, and a second authorised person went ahead with a reason.",
      live: "Made; the body has access.",
      suspended:
        "Made, but the council has taken its agreement back: no access until it agrees again or the objection is overridden.",
      withdrawn: "Ended by an adviser.",
      expired: "Ended on its last day.",
    },
  },
  ConclusionKind: {
    about: "A way in which a concern is concluded.",
    values: CONCLUSIONS,
    labels: {
      "satisfactory-explanation": "No further action, other than correcting the appearance of a concern.",
      "under-review": "The council agrees, knows and is acting; kept under review until a date.",
      "light-support": "Solutions to high-level causes: a link to good practice, a one-off session, mentoring.",
      "support-package": "Bigger support, developed with the council and the regional leads, and reported to the panel.",
      "not-accepted": "The council does not accept it; why views differ is recorded.",
    },
  },
  Choice: { about: "What a council that does not accept a concern does.", values: CHOICES },
  Ground: {
    about: "Why a department or inspectorate is not persuaded, or a concern is escalated.",
    values: GROUNDS,
    labels: {
      denial: "The council is in denial.",
      "support-without-effect": "Sustained support has had no effect.",
      "imminent-danger": "Serious failure is in imminent danger of happening.",
    },
  },
  Challenged: { about: "What the panel challenges.", values: CHALLENGED },
  SupportKind: { about: "A kind of support.", values: SUPPORT_KINDS, labels: SUPPORT_KIND_LABELS },
  SupportStatus: {
    about: "The status of support.",
    values: SUPPORT_STATUSES,
    labels: {
      offered: "Offered; the council has not answered.",
      agreed: "The council has agreed; it has not begun.",
      declined: "The council has declined, or taken its agreement back.",
      running: "It has begun.",
      completed: "It ended as planned.",
      stopped: "It ended before it was complete.",
      "offer-withdrawn": "The offer was withdrawn before it began.",
    },
  },
  SupportAnswer: { about: "A council's answer to an offer of support.", values: SUPPORT_ANSWERS },
  SupportEnd: { about: "How support ends.", values: SUPPORT_ENDS },
  MilestoneKind: { about: "A kind of milestone.", values: MILESTONE_KINDS },
  Progress: { about: "Whether running support works.", values: PROGRESS },
  Effectiveness: { about: "Whether support worked.", values: EFFECTIVENESS },
  Judge: { about: "Who judges whether support worked.", values: JUDGES },
  ApproachKind: { about: "How a body approaches a council.", values: APPROACH_KINDS },
  TaskKind: { about: "A kind of task.", values: namesOf(TASK_KINDS), labels: TASK_KINDS },
  Measure: {
    about: "What the overview counts.",
    values: MEASURES,
    labels: {
      logged: "Concerns logged.",
      aware: "Concerns of which the council was first made aware; days since they were logged.",
      shared: "Concerns first shared with anybody.",
      objected: "Objections of councils to a share.",
      overridden: "Objections overridden.",
      concluded: "Conclusions; days since the council was first aware.",
      reopened: "Concerns reopened.",
      escalated: "Escalations confirmed.",
      supported: "Conclusions with support that has begun; days since the conclusion.",
      signals: "Councils' own requests for support, which are never counted as concerns.",
    },
  },
  DaysBand: {
    about: "How many calendar days something took.",
    values: DAY_BANDS,
    labels: {
      "within-7-days": "Up to 7 days.",
      "within-28-days": "8 to 28 days.",
      "within-90-days": "29 to 90 days.",
      "over-90-days": "Over 90 days.",
    },
  },
  Surface: {
    about: "How information about a concern was disclosed.",
    values: SURFACES,
    labels: {
      read: "One concern was read.",
      list: "A page of a list.",
      search: "A search for words.",
      count: "Concerns of the council were counted, as far as the reader may see them.",
      inbox: "The inbox.",
      command: "The answer to a command.",
      explain: "An explanation of who may see what.",
      past: "The concern at a time in the past.",
      ledger: "The council's ledger.",
      export: "An export of the council's ledger.",
      live: "A live update.",
    },
  },
  DisclosablePart: {
    about: "What can be disclosed about a concern: its parts, and the terms of a share to its recipient.",
    values: DISCLOSED_PARTS,
  },
  PolicyEffect: {
    about: "Whether a policy permits or forbids.",
    values: ["permit", "forbid"],
    labels: { permit: "It permits.", forbid: "It forbids, and no other policy can permit it." },
  },
  BodyKind: { about: "A kind of body that a concern can be shared with.", values: BODY_KINDS },
  CouncilType: { about: "A type of principal council.", values: COUNCIL_TYPES },
  Role: {
    about: "A role.",
    values: ROLE_NAMES,
    labels: Object.fromEntries(ROLE_NAMES.map((role) => [role, ROLES[role].label])),
  },
  LiveKind: {
    about: "A kind of live update.",
    values: ["snapshot", "change"],
    labels: { snapshot: "The current state.", change: "A change." },
  },
  ConcernHappening: {
    about: "What happened to a concern: an event, or the effect that the reader may see of one.",
    values: WHATS,
    labels: {
      "stage-changed": "The stage changed.",
      "terms-changed": "A share with you began, ended or changed.",
      "rights-changed": "What you may see of it changed.",
    },
  },
  LiveEndReason: { about: "Why a live stream ends.", values: namesOf(END_REASONS), labels: END_REASONS },
  RefusalCode: { about: "Why a command was refused.", values: namesOf(REFUSALS), labels: REFUSALS },
} as const satisfies Readonly<Record<string, EnumSource>>;

/** For each enum the values behind its names: what resolvers take and give. */
export type EnumTypes = { readonly [Name in keyof typeof ENUMS]: (typeof ENUMS)[Name]["values"][number] };

/** `high-risk-change` is HIGH_RISK_CHANGE, `sharingRecord` SHARING_RECORD; a value that starts with a digit gets a letter before it. */
export function enumName(value: string): string {
  const name = value === value.toUpperCase() ? value : value.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase();
  return name.replaceAll("-", "_").replace(/^(?=\d)/, "GRADE_");
}

/** SDL of every enum, described. */
export const enumTypeDefs = (): string =>
  Object.entries<EnumSource>(ENUMS)
    .map(([name, { about, values, labels }]) => {
      const lines = values.map((value) => `  ${JSON.stringify(labels?.[value] ?? sentence(value))}\n  ${enumName(value)}`);
      return `${JSON.stringify(about)}\nenum ${name} {\n${lines.join("\n")}\n}`;
    })
    .join("\n\n");

/** The values behind the names. */
export const enumResolvers = (): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.entries(ENUMS).map(([name, { values }]) => [
      name,
      Object.fromEntries(values.map((value) => [enumName(value), value])),
    ]),
  );

function namesOf<Name extends string>(labels: Readonly<Record<Name, string>>): readonly Name[] {
  return Object.keys(labels) as Name[];
}

const sentence = (value: string): string => `${value.charAt(0).toUpperCase()}${value.slice(1).replaceAll("-", " ")}.`;
