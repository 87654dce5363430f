// Generates every enum of the schema from the lists that the rules use, so that both have the same values.

import { DIARY_MEDIA_TYPES } from "../exports/diary-file.ts";
import { ORDERS } from "../queries/concerns/caseload-filter.ts";
import { CHANGE_NAMES } from "../queries/live/event-visibility.ts";
import { END_REASONS } from "../queries/live/queue.ts";
import { UNTOLD_KINDS } from "../queries/overview/read-overdue.ts";
import { SUPPORT_ORDERS } from "../queries/support/support-list.ts";
import { BODY_KINDS } from "../reference/bodies.ts";
import { CAUSE_LABELS, CAUSES } from "../reference/causes.ts";
import { EXPLAINED_PARTS, PARTS, SHARED_PARTS, STAGES } from "../reference/concern-parts.ts";
import * as terms from "../reference/concern-terms.ts";
import { COUNCIL_TYPES } from "../reference/councils.ts";
import { EVIDENCE_KIND_LABELS, EVIDENCE_KINDS } from "../reference/evidence-kinds.ts";
import * as gradings from "../reference/gradings.ts";
import { keysOf } from "../reference/keys-of.ts";
import { DAY_BANDS, MEASURES } from "../reference/measures.ts";
import { PURPOSE_LABELS, PURPOSES } from "../reference/purposes.ts";
import { ALL_RECORD_PARTS, RECORD_KINDS } from "../reference/record-parts.ts";
import { STRAND_LABELS, STRANDS } from "../reference/strands.ts";
import {
  EFFECTIVENESS,
  MILESTONE_KINDS,
  PROGRESS,
  REGION_VIEWS,
  SUPPORT_KIND_LABELS,
  SUPPORT_KINDS,
} from "../reference/support-kinds.ts";
import { SURFACES } from "../reference/surfaces.ts";
import { AWAITED_PARTIES } from "../services/concern/next-step.ts";
import { LISTED_COMMANDS } from "../services/concern/possible-commands.ts";
import { REQUEST_STATUSES } from "../services/concern/requests.ts";
import { SHARE_STATUSES } from "../services/concern/shares.ts";
import { WORD_KINDS } from "../services/concern/words.ts";
import { APPROACH_KINDS, CLASH_SETTLEMENTS, NOTED_DATE_KINDS } from "../services/council/events.ts";
import { MAIL_OUTCOMES } from "../services/invitation/events.ts";
import { NEWS_KINDS } from "../services/news.ts";
import { ROLE_NAMES, ROLES } from "../services/people/roles.ts";
import { REFUSALS } from "../services/refusals.ts";
import { CLASH_KINDS, CLASH_SIDES, VISIT_KINDS } from "../services/support/clashes.ts";
import { SUPPORT_ANSWERS } from "../services/support/commands.ts";
import { JUDGES, MOVE_SIDES, SUPPORT_ENDS } from "../services/support/events.ts";
import { SUPPORT_STATUSES } from "../services/support/state.ts";
import { TASK_KINDS } from "../services/tasks.ts";
import { enumName } from "../text/enum-name.ts";
import { COMMAND_WORDS } from "./command-words.ts";

/** Values without a label are described by their name. */
function enumOf<const Value extends string>(
  about: string,
  values: readonly Value[],
  labels?: Readonly<Partial<Record<Value, string>>>,
) {
  return { about, values, labels };
}
type EnumSource = ReturnType<typeof enumOf<string>>;

const PART_WORDS = {
  headline: "Council, strand, cause and stage.",
  summary: "What was observed, with the council's replies.",
  evidence: "Evidence that the council has been told of and that has not been withdrawn.",
  unsharedEvidence: "Evidence that was withdrawn, or that the council has not been told of yet.",
  protectedSource: "Who a protected source is.",
  conversations: "Conversations with the council.",
  challenges: "The Performance Support Panel's challenges and the answers to them.",
  sharingRecord: "Awareness, and every share past and present.",
};

const ENUMS = {
  Strand: enumOf("A strand of a council's work.", STRANDS, STRAND_LABELS),
  Cause: enumOf("A known cause of failure.", CAUSES, CAUSE_LABELS),
  Stage: enumOf("The stage that a concern has reached.", STAGES, {
    logged: "Logged by an adviser; private to the advisers.",
    aware: "The council has been made aware.",
    shared: "It has been shared with at least one body; that share may have ended since.",
    concluded: "It has been concluded, in one of the five ways, and not reopened.",
    closed: "It is closed.",
  }),
  ConcernOrder: enumOf("The order of a list of concerns.", ORDERS, {
    logged: "The newest first.",
    changed: "Those changed last first.",
    due: "Those whose next step is due first; last those without a day.",
  }),
  Awaited: enumOf("Who is to do something.", AWAITED_PARTIES, {
    adviser: "An adviser of the region and strand.",
    council: "The council.",
    recipient: "A body that the concern is shared with.",
  }),
  ConcernCommand: enumOf(
    "What advisers and the council do with a concern. Commands of other recipients, and those that record that a date has passed, are not among these.",
    LISTED_COMMANDS,
    COMMAND_WORDS,
  ),
  Part: enumOf("A part of a concern that can be read.", PARTS, PART_WORDS),
  ExplainedPart: enumOf("What an explanation of a concern can be about.", EXPLAINED_PARTS, {
    ...PART_WORDS,
    outcome: "How the concern ended, for the bodies that had opened it.",
  }),
  SharedPart: enumOf("A part of a concern that a share can cover; each includes those before it.", SHARED_PARTS, {
    headline: "Council, strand, cause and stage.",
    summary: "With the council's replies.",
    evidence: "With the summary.",
  }),
  EvidenceKind: enumOf("A kind of evidence.", EVIDENCE_KINDS, EVIDENCE_KIND_LABELS),
  SourceGrading: enumOf("How reliable a source is (3x5x2).", gradings.SOURCE_GRADINGS, gradings.SOURCE_GRADING_LABELS),
  ContentGrading: enumOf("How what a source says is known (3x5x2).", gradings.CONTENT_GRADINGS, gradings.CONTENT_GRADING_LABELS),
  Handling: enumOf("How evidence may be handled (3x5x2).", gradings.HANDLING_MARKINGS, gradings.HANDLING_MARKING_LABELS),
  Supplier: enumOf("Who supplied a piece of evidence.", terms.SUPPLIERS),
  Purpose: enumOf("What a share is for: support, in one of its forms.", PURPOSES, PURPOSE_LABELS),
  Office: enumOf("An office in a council.", terms.COUNCIL_OFFICES, {
    leader: "Leader or elected mayor.",
    "director-of-childrens-services": "Director of children's services.",
  }),
  InvitationMail: enumOf("What became of the mail with the link of an invitation.", MAIL_OUTCOMES, {
    sent: "The mail server took it.",
    uncertain: "The mail server had all of it, and did not say whether it took it.",
    refused: "The mail server refused it. Check the address.",
    "not-taken": "The mail server did not take it. Send the invitation again later.",
  }),
  Seat: enumOf("A seat of a region's CIB leads.", terms.SEATS, terms.SEAT_LABELS),
  Channel: enumOf("How somebody was told.", terms.CHANNELS),
  CorrectionOutcome: enumOf("The outcome of a request for correction.", terms.CORRECTION_OUTCOMES),
  Silence: enumOf("What it means if the council does not answer in time.", terms.SILENCE, {
    "may-go-ahead": "The share may be made.",
    "is-objection":
      "No answer is an objection: the council has objected to sharing with this body before, or evidence would go to a department or inspectorate.",
  }),
  WordAnswer: enumOf("What a council says of words that advisers wrote later.", terms.WORD_ANSWERS, {
    open: "They open to those the concern is shared with.",
    object: "They do not open to them.",
  }),
  WordKind: enumOf("Kinds of words that advisers write after a council agreed to a share.", WORD_KINDS, {
    reopening: "Why the concern was reopened.",
    closing: "Why the concern was closed.",
    "answer-to-panel": "An answer to a challenge of the panel.",
  }),
  AwarenessAnswer: enumOf("What a council says of a record that it was told.", terms.AWARENESS_ANSWERS, {
    confirmed: "It was told.",
    "not-told": "It was not told.",
    "told-otherwise": "It was told, but not of these bodies or words.",
  }),
  ReachedBy: enumOf("How somebody who can speak for the council was reached.", terms.REACHED_BY, {
    notice: "They had signed in before, and were sent a notice.",
    letter: "A second adviser confirmed a letter to the chief executive and the monitoring officer.",
    spoke: "They acted on the concern after the share was proposed.",
  }),
  ShareBasis: enumOf("Why a share could be made.", terms.SHARE_BASES, {
    agreed: "The council agreed.",
    silence: "The council was reached and did not answer.",
    override: "A second authorised person overrode the council's objection.",
    standing: "The council agreed in advance.",
    request: "The council requested it.",
    "not-recorded": "It was made before this was recorded.",
  }),
  PositionStatement: enumOf("The council's position on a share.", terms.POSITIONS),
  PositionKind: enumOf("The council's last position on a share.", ["awaited", ...terms.POSITIONS]),
  ShareStatus: enumOf("The status of a share today.", SHARE_STATUSES, {
    "awaiting-answer": "Proposed; the council has time to answer.",
    "not-reached": "Proposed; the last day to answer has passed, and nobody who can speak for the council has been reached.",
    unanswered: "Proposed; the council was reached and has not answered in time.",
    agreed: "Proposed; the council agrees.",
    objected: "Proposed; the council objects.",
    overridden: "Proposed; the council objects, and a second authorised person went ahead with a reason.",
    opening: "Made over an objection or under a standing agreement; the body has access from its first day.",
    "awaiting-acceptance": "Made; the body has no access until somebody of it accepts the council's conditions in words.",
    live: "Made; the body has access.",
    suspended:
      "Made, but the council has taken its agreement back: no access until it agrees again or the objection is overridden.",
    withdrawn: "Ended by an adviser.",
    expired: "Ended on its last day.",
  }),
  ShareRequestStatus: enumOf("What became of a share that the council requested.", REQUEST_STATUSES, {
    waiting: "It waits for an adviser.",
    made: "An adviser made the share.",
    declined: "An adviser declined it, with a reason.",
    withdrawn: "The council withdrew it.",
  }),
  Ending: enumOf("How a concern ended.", terms.ENDINGS, {
    explanation: "There was a satisfactory explanation.",
    closing: "It was closed.",
  }),
  OpenedFor: enumOf("What an untold concern's words are opened for.", terms.OPENED_FOR, {
    tell: "To tell the council.",
    discard: "To discard the concern.",
  }),
  DiscardGround: enumOf("Why a concern that the council was not told of is discarded.", terms.DISCARD_GROUNDS, {
    "in-error": "It was logged in error, such as about the wrong council. The council learns nothing of it.",
    "did-not-stand": "It did not stand. The council's ledger counts it, with the day.",
  }),
  SubmissionRequest: enumOf("What the sender of a submission requests.", terms.SUBMISSION_REQUESTS),
  UntoldKind: enumOf("What a council was not told of.", UNTOLD_KINDS),
  ConclusionKind: enumOf("A way in which a concern is concluded.", terms.CONCLUSIONS, {
    "satisfactory-explanation": "No further action, other than correcting the appearance of a concern.",
    "under-review": "The council agrees, knows and is acting; kept under review until a date.",
    "light-support": "Solutions to high-level causes: a link to good practice, a one-off session, mentoring.",
    "support-package": "Bigger support, developed with the council and the regional leads, and reported to the panel.",
    "not-accepted": "The council does not accept it; why views differ is recorded.",
  }),
  Choice: enumOf("What a council that does not accept a concern does.", terms.CHOICES),
  Ground: enumOf("Why a department or inspectorate is not persuaded, or a concern is escalated.", terms.GROUNDS, {
    denial: "The council is in denial.",
    "support-without-effect": "Sustained support has had no effect.",
    "imminent-danger": "Serious failure is in imminent danger of happening.",
  }),
  Challenged: enumOf("What the panel challenges.", terms.CHALLENGED),
  SupportKind: enumOf("A kind of support.", SUPPORT_KINDS, SUPPORT_KIND_LABELS),
  SupportStatus: enumOf("The status of support.", SUPPORT_STATUSES, {
    offered: "Offered; the council has not answered.",
    agreed: "The council has agreed; it has not begun.",
    declined: "The council has declined, or taken its agreement back.",
    running: "It has begun.",
    completed: "It ended as planned.",
    stopped: "It ended before it was complete.",
    "offer-withdrawn": "The offer was withdrawn before it began.",
  }),
  RegionView: enumOf("What of a support the leads and the other advisers of the council's region see.", REGION_VIEWS, {
    nothing: "Nothing, not even that there is support.",
    dates: "That there is an engagement: council, strand, days, provider and who leads it.",
    purpose: "Its kind and causes too, its milestones and reviews by day, and whether it works.",
  }),
  ClashKind: enumOf("Why two providers clash at a council.", CLASH_KINDS, {
    days: "They are at the council on the same days, or within a few days of each other.",
    purpose: "Both have open support of one strand for one cause.",
  }),
  ClashSideKind: enumOf("One side of a clash.", CLASH_SIDES, {
    presence: "Days on which the provider of a support is at the council.",
    approach: "An approach or a visit.",
    review: "A planned review of support.",
    support: "Support, from its first to its last day.",
  }),
  ClashSettlementKind: enumOf("How a clash is settled.", CLASH_SETTLEMENTS, {
    "both-run": "Both go ahead as planned.",
    merged: "They become one.",
    moved: "One of them is moved. The clash is gone once its dates change.",
  }),
  NotedDateKind: enumOf("What falls on a date of a council that others plan around.", NOTED_DATE_KINDS, {
    inspection: "An inspection.",
    election: "An election.",
    budget: "A day on which the council sets its budget.",
  }),
  DiaryEntryKind: enumOf("An entry of a diary.", [...VISIT_KINDS, "noted-date"] as const, {
    presence: "Days on which the provider of a support is at the council.",
    approach: "An approach or a visit.",
    review: "A planned review of support, or one that took place.",
    "noted-date": "An inspection, an election or a budget day of the council. It clashes with nothing.",
  }),
  DiaryFormat: enumOf("A format of a diary as a file.", keysOf(DIARY_MEDIA_TYPES), {
    csv: "CSV, for spreadsheets.",
    ics: "iCalendar, for calendars.",
  }),
  SupportOrder: enumOf("The order of a list of support.", SUPPORT_ORDERS, {
    offered: "The newest first.",
    due: "What is due first; last what has nothing due.",
    "first-day": "What begins first.",
  }),
  SupportAnswer: enumOf("A council's answer to an offer of support.", SUPPORT_ANSWERS),
  SupportEnd: enumOf("How support ends.", SUPPORT_ENDS),
  MilestoneKind: enumOf("A kind of milestone.", MILESTONE_KINDS),
  Progress: enumOf("Whether running support works.", PROGRESS),
  Effectiveness: enumOf("Whether support worked.", EFFECTIVENESS),
  SupportSide: enumOf("A side that agrees the days of support.", MOVE_SIDES, {
    council: "The council.",
    provider: "Those who arrange the support: the provider, and the advisers of region and strand.",
  }),
  Judge: enumOf("Who judges whether support worked.", JUDGES),
  ApproachKind: enumOf("How a body approaches a council.", APPROACH_KINDS),
  TaskKind: enumOf("A kind of task.", namesOf(TASK_KINDS), TASK_KINDS),
  NewsKind: enumOf("A kind of news.", namesOf(NEWS_KINDS), NEWS_KINDS),
  Measure: enumOf("What the overview counts.", MEASURES, {
    logged: "Concerns logged.",
    aware: "Concerns of which the council was first made aware; days since they were logged.",
    shared: "Concerns first shared with anybody.",
    objected: "Objections of councils to a share.",
    overridden: "Objections overridden.",
    silent: "Shares made because the council, which was reached, did not answer.",
    "not-reached": "Shares whose last day to answer passed before the council was reached.",
    concluded: "Conclusions; days since the council was first aware.",
    reopened: "Concerns reopened.",
    escalated: "Escalations confirmed.",
    supported: "Conclusions with support that has begun; days since the conclusion.",
    "untold-overdue": "Concerns whose council was not told of them by the last day.",
    "submissions-overdue": "Submissions whose council was not told of them by the last day.",
    discarded: "Concerns discarded before the council was told of them.",
    signals: "Councils' own requests for support, which are never counted as concerns.",
  }),
  DaysBand: enumOf("How many calendar days something took.", DAY_BANDS, {
    "within-7-days": "Up to 7 days.",
    "within-28-days": "8 to 28 days.",
    "within-90-days": "29 to 90 days.",
    "over-90-days": "Over 90 days.",
  }),
  Surface: enumOf("How information about a council was disclosed.", SURFACES, {
    read: "One record was read.",
    page: "It was opened on its own page.",
    print: "It was opened for printing.",
    list: "It was in a list.",
    search: "It was found by a search for words.",
    count: "Concerns or support of the council were counted, as far as the reader may see them.",
    inbox: "It was among the reader's tasks.",
    news: "It was in the reader's news.",
    command: "It was in the answer to what the reader did.",
    explain: "It was in an explanation of who may see what.",
    past: "It was read as it was at a time in the past.",
    ledger: "It was in the council's record.",
    export: "It was in a file of the council's record.",
    live: "It was in a live update.",
  }),
  DisclosablePart: enumOf(
    "What can be disclosed of a record: the parts of a concern, the terms of a share to its recipient, and the parts of other records.",
    ALL_RECORD_PARTS,
    {
      shareEnding: "That a share has ended.",
      engagement: "That there is support: who provides and leads it, its days and its status.",
      purpose: "What the support is for, and how it goes.",
      supportDetail: "What is in the support, and who was told of the offer.",
      submission: "What was submitted.",
      handling: "What was done with a submission.",
      signal: "A council's request for support.",
    },
  ),
  DisclosedRecordKind: enumOf("What was disclosed.", [...RECORD_KINDS, "count"], {
    concern: "A concern.",
    support: "Support offered to the council.",
    submission: "A submission.",
    signal: "A request for support by the council.",
    count: "That there are concerns or support of the council, or how many.",
  }),
  PolicyEffect: enumOf("Whether a policy permits or forbids.", ["permit", "forbid"], {
    permit: "It permits.",
    forbid: "It forbids, and no other policy can permit it.",
  }),
  BodyKind: enumOf("A kind of body that a concern can be shared with.", BODY_KINDS),
  CouncilType: enumOf("A type of principal council.", COUNCIL_TYPES),
  Role: enumOf("A role.", ROLE_NAMES, Object.fromEntries(ROLE_NAMES.map((role) => [role, ROLES[role].label]))),
  LiveKind: enumOf("A kind of live update.", ["snapshot", "change"], { snapshot: "The current state.", change: "A change." }),
  ConcernHappening: enumOf("What happened to a concern: an event, or the effect that the reader may see of one.", CHANGE_NAMES, {
    "stage-changed": "The stage changed.",
    "terms-changed": "A share with you began, ended or changed.",
    "rights-changed": "What you may see of it changed.",
  }),
  LiveEndReason: enumOf("Why a live stream ends.", namesOf(END_REASONS), END_REASONS),
  RefusalCode: enumOf("Why a command was refused.", namesOf(REFUSALS), REFUSALS),
};

/** Enum -> its names and the internal values that resolvers use. */
export type EnumTypes = { readonly [Name in keyof typeof ENUMS]: (typeof ENUMS)[Name]["values"][number] };

/** The SDL of every enum, with descriptions. */
export const enumTypeDefs = (): string =>
  Object.entries<EnumSource>(ENUMS)
    .map(([name, { about, values, labels }]) => {
      const lines = values.map((value) => `  ${JSON.stringify(labels?.[value] ?? sentence(value))}\n  ${enumName(value)}`);
      return `${JSON.stringify(about)}\nenum ${name} {\n${lines.join("\n")}\n}`;
    })
    .join("\n\n");

/** Enum -> name -> internal value. */
export const enumResolvers = (): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.entries<EnumSource>(ENUMS).map(([name, { values }]) => [
      name,
      Object.fromEntries(values.map((value) => [enumName(value), value])),
    ]),
  );

function namesOf<Name extends string>(labels: Readonly<Record<Name, string>>): readonly Name[] {
  return Object.keys(labels) as Name[];
}

const sentence = (value: string): string => `${value.charAt(0).toUpperCase()}${value.slice(1).replaceAll("-", " ")}.`;
