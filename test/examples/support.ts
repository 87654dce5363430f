// Support for an invented council, a department's submission about it and its own request, for specs to vary: events and
// commands.

import type { RegionView } from "../../reference/support-kinds.ts";
import { plain } from "../../services/confidential.ts";
import type { CouncilCommand } from "../../services/council/decide.ts";
import type { CouncilEvent } from "../../services/council/events.ts";
import type { SignalCommand } from "../../services/signal/decide.ts";
import type { SignalEvent } from "../../services/signal/events.ts";
import type { SubmissionCommand } from "../../services/submission/decide.ts";
import type { SubmissionEvent } from "../../services/submission/events.ts";
import type { SupportCommand } from "../../services/support/commands.ts";
import type { SupportEvent } from "../../services/support/events.ts";
import { IN_OFFICE } from "../helpers/specification.ts";

type Input<Command extends { name: string }, Name extends Command["name"]> = Extract<
  Command,
  { name: Name; input: unknown }
>["input"];
type Data<Event extends { type: string }, Type extends Event["type"]> = Extract<Event, { type: Type; data: unknown }>["data"];

/** Wendlehaugh (invented), North East. */
export const COUNCIL = "X00000001";
export const REGION = "E12000001";
/** Quillmarsh (invented), abolished after 31 March 2024 for Fennimere (invented). */
export const ABOLISHED = "X00000007";
export const SUCCESSOR = "X00000008";
export const [LAST_DAY, DAY_AFTER_LAST] = ["2024-03-31", "2024-04-01"];
export const CIB = "cib-north-east";
export const PEERS = "member-peers-north-east";
export const ANSWER_BY = "2026-03-16";
export const FROM = "2026-04-01";
export const UNTIL = "2026-09-30";
export const BEGUN_ON = "2026-02-23";

/** Five working days after the day on which specs are played. */
export const DISPUTE_BY = "2026-03-09";

const told = { aim: "A financial strategy that the council has agreed.", lead: "Dara Okafor", toldName: "Ines Hollowell" };
const offer = {
  strand: "corporate",
  kind: "mentoring",
  provider: "lga",
  causes: ["finance"],
  offeredTo: "chief-executive",
  channel: "in-person",
  offeredOn: "2026-02-20",
  from: FROM,
  until: UNTIL,
  answerBy: ANSWER_BY,
} satisfies Partial<Data<SupportEvent, "SupportOffered.v2">>;

export const offered = (differing: Partial<Data<SupportEvent, "SupportOffered.v2">> = {}): SupportEvent => ({
  type: "SupportOffered.v2",
  data: { council: COUNCIL, region: REGION, ...offer, shownTo: [], disputeBy: DISPUTE_BY, text: plain(told), ...differing },
});
type OfferTellingAnswer = Data<SupportEvent, "OfferTellingAnswered.v1">;
export const offerTellingAnswered = (
  answer: OfferTellingAnswer["answer"],
  { statement, ...differing }: Partial<OfferTellingAnswer> & { statement?: string } = {},
): SupportEvent => ({
  type: "OfferTellingAnswered.v1",
  data: { answer, suspends: answer !== "confirmed", bodies: [], ...IN_OFFICE, ...differing, ...saying(statement) },
});
const toldAgain = { toldOffice: "leader", channel: "in-person", toldOn: "2026-03-02" } as const;
const toldAgainOf = { toldName: "Osric Fenwick", about: "The offer, and who will see it." };
export const offerToldAgain = (differing: Partial<Data<SupportEvent, "OfferToldAgain.v1">> = {}): SupportEvent => ({
  type: "OfferToldAgain.v1",
  data: { ...toldAgain, shownTo: [], disputeBy: DISPUTE_BY, text: plain(toldAgainOf), ...differing },
});
export const answerOfferTelling = (
  answer: OfferTellingAnswer["answer"],
  differing: Partial<Input<SupportCommand, "answerOfferTelling">> = {},
): SupportCommand => ({ name: "answerOfferTelling", input: { support: "support", answer, bodies: [], ...differing } });
export const tellOfOfferAgain = (differing: Partial<Input<SupportCommand, "tellOfOfferAgain">> = {}): SupportCommand => ({
  name: "tellOfOfferAgain",
  input: { support: "support", ...toldAgain, ...toldAgainOf, ...differing },
});
export const agreed = (statement?: string, regionSees: RegionView = "dates"): SupportEvent => ({
  type: "SupportAgreed.v2",
  data: { ...IN_OFFICE, regionSees, ...saying(statement) },
});
export const regionViewSet = (regionSees: RegionView): SupportEvent => ({
  type: "RegionViewSet.v1",
  data: { ...IN_OFFICE, regionSees },
});
export const declined = (statement?: string): SupportEvent => ({
  type: "SupportDeclined.v2",
  data: { ...IN_OFFICE, ...saying(statement) },
});
const saying = (statement?: string) => (statement === undefined ? {} : { text: plain({ statement }) });
export const begun = (begunOn = BEGUN_ON): SupportEvent => ({ type: "SupportBegun.v1", data: { begunOn } });
export const milestoneSet = (differing: Partial<Data<SupportEvent, "MilestoneSet.v1">> = {}): SupportEvent => ({
  type: "MilestoneSet.v1",
  data: { milestone: "milestone", kind: "other", due: "2026-06-30", ...differing },
});
export const milestoneMet = (metOn = "2026-03-01", milestone = "milestone"): SupportEvent => ({
  type: "MilestoneMet.v1",
  data: { milestone, metOn },
});
export const milestoneFellDue = (milestone = "milestone"): SupportEvent => ({ type: "MilestoneFellDue.v1", data: { milestone } });
export const reviewPlanned = (from: string, to: string, review = "review"): SupportEvent => ({
  type: "ReviewPlanned.v1",
  data: { review, from, to },
});
export const reviewCancelled = (review = "review"): SupportEvent => ({ type: "ReviewCancelled.v1", data: { review } });
const PLACE = "The town hall";
export const presencePlanned = (from: string, to: string, presence = "presence"): SupportEvent => ({
  type: "PresencePlanned.v1",
  data: { presence, from, to, text: plain({ place: PLACE }) },
});
export const presenceCancelled = (presence = "presence"): SupportEvent => ({
  type: "PresenceCancelled.v1",
  data: { presence },
});
export const progressReviewed = (differing: Partial<Data<SupportEvent, "ProgressReviewed.v1">> = {}): SupportEvent => ({
  type: "ProgressReviewed.v1",
  data: {
    review: "review",
    reviewedOn: "2026-03-01",
    progress: "working",
    text: plain({ finding: "The strategy is drafted." }),
    ...differing,
  },
});
export const ended = (how: Data<SupportEvent, "SupportEnded.v1">["how"] = "completed", endedOn = "2026-03-01"): SupportEvent => ({
  type: "SupportEnded.v1",
  data: { how, endedOn, text: plain({ reason: "Its aim was met." }) },
});
type Judged = Data<SupportEvent, "OutcomeJudged.v2">;
export const judged = (by: Judged["by"], judgement: Judged["judgement"] = "effective"): SupportEvent => ({
  type: "OutcomeJudged.v2",
  data: { by, judgement, ...(by === "council" && IN_OFFICE), text: plain({ why: "The budget is balanced." }) },
});
/** The events of support that was offered, agreed and started; and then ended. */
export const running = [offered(), agreed(), begun()];
export const completed = [...running, ended()];

type SupportInput<Name extends SupportCommand["name"]> = Input<SupportCommand, Name>;
const support = "support";
export const offerSupport = (differing: Partial<SupportInput<"offerSupport">> = {}): SupportCommand => ({
  name: "offerSupport",
  input: { council: COUNCIL, ...offer, ...told, ...differing },
});
export const answerSupport = (answer: "agreed" | "declined", statement?: string, regionSees?: RegionView): SupportCommand => ({
  name: "answerSupport",
  input: { support, answer, ...(regionSees && { regionSees }), ...(statement !== undefined && { statement }) },
});
export const setRegionView = (regionSees: RegionView): SupportCommand => ({
  name: "setRegionView",
  input: { support, regionSees },
});
export const beginSupport = (begunOn = BEGUN_ON): SupportCommand => ({ name: "beginSupport", input: { support, begunOn } });
export const setMilestone = (differing: Partial<SupportInput<"setMilestone">> = {}): SupportCommand => ({
  name: "setMilestone",
  input: { support, kind: "other", due: "2026-06-30", ...differing },
});
export const meetMilestone = (metOn = "2026-03-01", milestone = "milestone"): SupportCommand => ({
  name: "meetMilestone",
  input: { support, milestone, metOn },
});
export const recordMilestoneDue = (milestone = "milestone"): SupportCommand => ({
  name: "recordMilestoneDue",
  input: { support, milestone },
});
export const planReview = (from: string, to: string): SupportCommand => ({ name: "planReview", input: { support, from, to } });
export const cancelReview = (review = "review"): SupportCommand => ({ name: "cancelReview", input: { support, review } });
export const planPresence = (from: string, to: string): SupportCommand => ({
  name: "planPresence",
  input: { support, from, to, place: PLACE },
});
export const cancelPresence = (presence = "presence"): SupportCommand => ({
  name: "cancelPresence",
  input: { support, presence },
});
const days = { from: "2026-05-04", until: "2026-10-30" };
type ProposedDays = Data<SupportEvent, "DaysProposed.v1">;
export const MOVED_TO = [{ from: "2026-05-11", to: "2026-05-14", place: PLACE }];
export const moveSupport = (side: ProposedDays["by"], differing: Partial<SupportInput<"moveSupport">> = {}): SupportCommand => ({
  name: "moveSupport",
  input: { support, by: side, ...days, presence: MOVED_TO, reason: "An inspection.", ...differing },
});
export const daysProposed = (side: ProposedDays["by"], differing: Partial<ProposedDays> = {}): SupportEvent => ({
  type: "DaysProposed.v1",
  data: {
    ...{ move: "move", by: side, ...(side === "council" && IN_OFFICE), ...days },
    presence: [{ presence: "presence-0", from: "2026-05-11", to: "2026-05-14", text: plain({ place: PLACE }) }],
    ...{ text: plain({ reason: "An inspection." }), ...differing },
  },
});
export const answerMove = (
  side: ProposedDays["by"],
  answer: "agreed" | "declined" = "agreed",
  differing: Partial<SupportInput<"answerMove">> = {},
): SupportCommand => ({ name: "answerMove", input: { support, move: "move", by: side, answer, ...differing } });
export const daysAgreed = (side: ProposedDays["by"], ...replaces: string[]): SupportEvent => ({
  type: "DaysAgreed.v1",
  data: { move: "move", by: side, ...(side === "council" && IN_OFFICE), replaces },
});
export const daysDeclined = (side: ProposedDays["by"]): SupportEvent => ({
  type: "DaysDeclined.v1",
  data: { move: "move", by: side, ...(side === "council" && IN_OFFICE) },
});
export const setPackage = (named?: string): SupportCommand => ({
  name: "setPackage",
  input: { support, ...(named !== undefined && { package: named }) },
});
export const recordProgress = (differing: Partial<SupportInput<"recordProgress">> = {}): SupportCommand => ({
  name: "recordProgress",
  input: { support, reviewedOn: "2026-03-01", progress: "working", finding: "The strategy is drafted.", ...differing },
});
export const endSupport = (how: SupportInput<"endSupport">["how"] = "completed", endedOn = "2026-03-01"): SupportCommand => ({
  name: "endSupport",
  input: { support, how, endedOn, reason: "Its aim was met." },
});
export const judgeOutcome = (
  by: Judged["by"],
  judgement: Judged["judgement"] = "effective",
  differing: Partial<Input<SupportCommand, "judgeOutcome">> = {},
): SupportCommand => ({
  name: "judgeOutcome",
  input: { support, by, judgement, why: "The budget is balanced.", ...differing },
});

// What a department submits.
const MINISTRY = "mhclg";
export const account = { account: "The council's accounts are two years late.", source: "Audit returns", reference: "Return 7" };
const period = { from: "2025-04-01", to: "2025-12-31" };
/** Ten working days after the day on which specs are played. */
export const SUBMISSION_TELL_BY = "2026-03-16";
export const submitted = (differing: Partial<Data<SubmissionEvent, "InformationSubmitted.v3">> = {}): SubmissionEvent => ({
  type: "InformationSubmitted.v3",
  data: {
    body: MINISTRY,
    council: COUNCIL,
    region: REGION,
    strand: "corporate",
    cause: "finance",
    period,
    tellBy: SUBMISSION_TELL_BY,
    protectedSource: false,
    text: plain(account),
    ...differing,
  },
});
const telling = { toldOffice: "chief-executive", channel: "telephone", toldOn: "2026-02-25" } as const;
const toldOf = { toldName: "Ines Hollowell", about: "The late accounts." };
export const toldOfSubmission = (): SubmissionEvent => ({
  type: "CouncilToldOfSubmission.v2",
  data: { ...telling, disputeBy: DISPUTE_BY, text: plain(toldOf) },
});
type TellingAnswer = Data<SubmissionEvent, "SubmissionTellingAnswered.v1">;
export const submissionTellingAnswered = (
  answer: TellingAnswer["answer"],
  { statement, ...differing }: Partial<TellingAnswer> & { statement?: string } = {},
): SubmissionEvent => ({
  type: "SubmissionTellingAnswered.v1",
  data: { answer, suspends: answer !== "confirmed", ...IN_OFFICE, ...differing, ...saying(statement) },
});
export const answerSubmissionTelling = (
  answer: TellingAnswer["answer"],
  differing: Partial<Input<SubmissionCommand, "answerSubmissionTelling">> = {},
): SubmissionCommand => ({ name: "answerSubmissionTelling", input: { submission: "submission", answer, ...differing } });
export const redirected = (differing: Partial<Data<SubmissionEvent, "SubmissionRedirected.v1">> = {}): SubmissionEvent => ({
  type: "SubmissionRedirected.v1",
  data: { council: COUNCIL, region: REGION, strand: "childrens", text: plain({ reason: "It is about schools." }), ...differing },
});
export const changeRequested = (
  request: Data<SubmissionEvent, "SubmissionChangeRequested.v1">["request"] = "withdraw",
): SubmissionEvent => ({
  type: "SubmissionChangeRequested.v1",
  data: { request, text: plain({ explanation: "The accounts were on time." }) },
});
export const submissionFellDue = (): SubmissionEvent => ({ type: "SubmissionFellDue.v1", data: {} });
export const setAside = (): SubmissionEvent => ({
  type: "SubmissionSetAside.v1",
  data: { text: plain({ reason: "The accounts have been signed since." }) },
});
export const submitInformation = (differing: Partial<Input<SubmissionCommand, "submitInformation">> = {}): SubmissionCommand => ({
  name: "submitInformation",
  input: {
    ...{ body: MINISTRY, council: COUNCIL, strand: "corporate", cause: "finance", period, ...account, protectedSource: false },
    ...differing,
  },
});
export const tellOfSubmission = (
  differing: Partial<Input<SubmissionCommand, "tellCouncilOfSubmission">> = {},
): SubmissionCommand => ({
  name: "tellCouncilOfSubmission",
  input: { submission: "submission", ...telling, ...toldOf, ...differing },
});
export const redirectSubmission = (
  differing: Partial<Input<SubmissionCommand, "redirectSubmission">> = {},
): SubmissionCommand => ({
  name: "redirectSubmission",
  input: { submission: "submission", council: COUNCIL, strand: "childrens", reason: "It is about schools.", ...differing },
});
export const recordSubmissionDue = (): SubmissionCommand => ({
  name: "recordSubmissionDue",
  input: { submission: "submission" },
});
export const requestSubmissionChange = (
  request: Input<SubmissionCommand, "requestSubmissionChange">["request"] = "withdraw",
): SubmissionCommand => ({
  name: "requestSubmissionChange",
  input: { submission: "submission", request, explanation: "The accounts were on time." },
});
export const setSubmissionAside = (): SubmissionCommand => ({
  name: "setSubmissionAside",
  input: { submission: "submission", reason: "The accounts have been signed since." },
});

// The council's own request.
export const requested = (differing: Partial<Data<SignalEvent, "SupportRequested.v2">> = {}): SignalEvent => ({
  type: "SupportRequested.v2",
  data: {
    council: COUNCIL,
    region: REGION,
    strand: "corporate",
    causes: ["finance"],
    ...IN_OFFICE,
    text: plain({ wanted: "Somebody to test our financial strategy." }),
    ...differing,
  },
});
export const answered = (...supports: string[]): SignalEvent => ({
  type: "SignalAnswered.v1",
  data: { supports, text: plain({ answer: "A mentor is offered." }) },
});
export const signalWithdrawn = (reason?: string): SignalEvent => ({
  type: "SignalWithdrawn.v2",
  data: { ...IN_OFFICE, ...(reason !== undefined && { text: plain({ reason }) }) },
});
export const requestSupport = (differing: Partial<Input<SignalCommand, "requestSupport">> = {}): SignalCommand => ({
  name: "requestSupport",
  input: {
    council: COUNCIL,
    strand: "corporate",
    causes: ["finance"],
    wanted: "Somebody to test our financial strategy.",
    ...differing,
  },
});
export const answerSignal = (...supports: string[]): SignalCommand => ({
  name: "answerSignal",
  input: { signal: "signal", answer: "A mentor is offered.", supports },
});
export const withdrawSignal = (reason?: string, office?: Input<SignalCommand, "withdrawSignal">["office"]): SignalCommand => ({
  name: "withdrawSignal",
  input: { signal: "signal", ...(reason !== undefined && { reason }), ...(office !== undefined && { office }) },
});

// The conversation with a council, and whom it lets learn from it.
export const leadNamed = (person: string): CouncilEvent => ({ type: "LeadNamed.v1", data: { person } });
export const leadEnded = (): CouncilEvent => ({ type: "LeadEnded.v1", data: { text: plain({ reason: "A new region." }) } });
export const nameLead = (person: string): CouncilCommand => ({ name: "nameLead", input: { council: COUNCIL, person } });
export const endLead = (): CouncilCommand => ({ name: "endLead", input: { council: COUNCIL, reason: "A new region." } });

const visit = { body: CIB, kind: "visit", strand: "childrens", from: "2026-03-16", to: "2026-03-18" } as const;
export const approachPlanned = (differing: Partial<Data<CouncilEvent, "ApproachPlanned.v2">> = {}): CouncilEvent => ({
  type: "ApproachPlanned.v2",
  data: {
    approach: "approach",
    ...visit,
    knowing: [],
    leadConsulted: false,
    text: plain({ about: "A review of placements." }),
    ...differing,
  },
});
export const approachCancelled = (approach = "approach"): CouncilEvent => ({
  type: "ApproachCancelled.v1",
  data: { approach, text: plain({ reason: "It is put off." }) },
});
export const planApproach = (differing: Partial<Input<CouncilCommand, "planApproach">> = {}): CouncilCommand => ({
  name: "planApproach",
  input: { council: COUNCIL, ...visit, about: "A review of placements.", knowing: [], leadConsulted: false, ...differing },
});
export const cancelApproach = (approach = "approach"): CouncilCommand => ({
  name: "cancelApproach",
  input: { council: COUNCIL, approach, reason: "It is put off." },
});

type Settled = Data<CouncilEvent, "ClashSettled.v1">;
const clashSides: Settled["sides"] = [
  { kind: "presence", id: "presence", support: "support" },
  { kind: "approach", id: "approach" },
];
export const clashSettled = (
  how: Settled["how"] = "both-run",
  note = "One team meets both.",
  sides: Settled["sides"] = clashSides,
): CouncilEvent => ({
  type: "ClashSettled.v1",
  data: {
    clash: "clash",
    sides,
    how,
    text: plain({ note }),
  },
});
export const settleClash = (differing: Partial<Input<CouncilCommand, "settleClash">> = {}): CouncilCommand => ({
  name: "settleClash",
  input: { council: COUNCIL, clash: "clash", how: "both-run", note: "One team meets both.", ...differing },
});

const practice = { contact: "The section 151 officer", learned: "How a recovery plan is made with members." };
export const contactAgreed = (differing: Partial<Data<CouncilEvent, "ContactAgreed.v1">> = {}): CouncilEvent => ({
  type: "ContactAgreed.v1",
  data: { contact: "contact", strand: "corporate", cause: "finance", text: plain(practice), ...differing },
});
export const contactTakenBack = (contact = "contact"): CouncilEvent => ({ type: "ContactTakenBack.v1", data: { contact } });
export const agreeToBeContacted = (differing: Partial<Input<CouncilCommand, "agreeToBeContacted">> = {}): CouncilCommand => ({
  name: "agreeToBeContacted",
  input: { council: COUNCIL, strand: "corporate", cause: "finance", ...practice, ...differing },
});
export const takeBackContact = (contact = "contact"): CouncilCommand => ({
  name: "takeBackContact",
  input: { council: COUNCIL, contact },
});
