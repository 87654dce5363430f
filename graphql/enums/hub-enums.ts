import { CHANGE_NAMES } from "../../queries/live/event-visibility.ts";
import { END_REASONS } from "../../queries/live/queue.ts";
import { RETAINED_RECORDS } from "../../queries/retention/retention-rules.ts";
import { BODY_KINDS } from "../../reference/bodies.ts";
import { COUNCIL_TYPES } from "../../reference/councils.ts";
import { keysOf } from "../../reference/keys-of.ts";
import { DAY_BANDS, MEASURES } from "../../reference/measures.ts";
import { ALL_RECORD_PARTS, RECORD_KINDS } from "../../reference/record-parts.ts";
import { SURFACES } from "../../reference/surfaces.ts";
import { TASK_COMMANDS } from "../../services/claim/possible-commands.ts";
import { MAIL_OUTCOMES } from "../../services/invitation/events.ts";
import { NEWS_KINDS } from "../../services/news.ts";
import { LISTED_PERSON_COMMANDS } from "../../services/people/possible-commands.ts";
import { ROLE_NAMES, ROLES } from "../../services/people/roles.ts";
import { REFUSALS } from "../../services/refusals.ts";
import { TASK_KINDS } from "../../services/tasks.ts";
import { PERSON_COMMAND_WORDS } from "./command-words.ts";
import { enumOf } from "./enum-source.ts";

export const HUB_ENUMS = {
  TaskKind: enumOf("A kind of task.", keysOf(TASK_KINDS), TASK_KINDS),
  TaskCommand: enumOf("What people do with a task of their inbox, besides what it asks for.", TASK_COMMANDS, {
    claimTask: "Claim this task.",
    releaseTask: "Give this task back.",
    putOffTask: "Put this task off.",
  }),
  PersonCommand: enumOf(
    "What is done with the record of a person. Registering and inviting somebody are not among these.",
    LISTED_PERSON_COMMANDS,
    PERSON_COMMAND_WORDS,
  ),
  NewsKind: enumOf("A kind of news.", keysOf(NEWS_KINDS), NEWS_KINDS),
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
  RetainedRecords: enumOf("Records that are kept for the same time.", RETAINED_RECORDS, {
    disclosures: "What was shown to whom.",
    records: "Concerns, support, submissions, requests for support, and people.",
    "discarded-concerns": "Concerns that were discarded before the council was told.",
    invitations: "Invitations to join.",
    uploads: "Files that were uploaded and not sent.",
    drafts: "Drafts.",
    sessions: "Sign-ins to the pages.",
  }),
  Surface: enumOf("How information about a council was disclosed.", SURFACES, {
    read: "One record was read.",
    page: "It was opened on its own page.",
    print: "It was opened for printing.",
    download: "A file of its evidence was downloaded.",
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
  LiveEndReason: enumOf("Why a live stream ends.", keysOf(END_REASONS), END_REASONS),
  RefusalCode: enumOf("Why a command was refused.", keysOf(REFUSALS), REFUSALS),
  InvitationMail: enumOf("What became of the mail with the link of an invitation.", MAIL_OUTCOMES, {
    sent: "The mail server took it.",
    uncertain: "The mail server had all of it, and did not say whether it took it.",
    refused: "The mail server refused it. Check the address.",
    "not-taken": "The mail server did not take it. Send the invitation again later.",
  }),
};
