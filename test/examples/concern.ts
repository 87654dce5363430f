// A concern about an invented council, for specs to vary: its events and commands.

import { createCouncils, demonstrationCouncils } from "../../reference/councils.ts";
import type { ConcernCommand } from "../../services/concern/commands.ts";
import type { ConcernEvent } from "../../services/concern/events.ts";
import { needsYes } from "../../services/concern/fair-time.ts";
import { firstDayAfterNotice } from "../../services/concern/shares.ts";
import { plain } from "../../services/confidential.ts";
import type { StandingAgreement } from "../../services/council/state.ts";
import { byCouncil, IN_OFFICE } from "../helpers/specification.ts";

type Input<Name extends ConcernCommand["name"]> = Extract<ConcernCommand, { name: Name }>["input"];
type Data<Type extends ConcernEvent["type"]> = Extract<ConcernEvent, { type: Type }>["data"];

/** Wendlehaugh (invented), North East. */
export const COUNCIL = "X00000001";
export const REGION = "E12000001";
/** The demonstration councils and one, X00000099, that was once X00000098. */
export const recoded = createCouncils([
  ...demonstrationCouncils,
  {
    code: "X00000099",
    formerCodes: ["X00000098"],
    name: "Recoded Council (invented)",
    shortName: "Recoded (invented)",
    type: "unitary",
    region: REGION,
    invented: true,
  },
]);
export const BODY = "regional-improvement-north-east";
export const PEERS = "member-peers-north-east";
export const MINISTRY = "mhclg";
export const PANEL = "performance-support-panel";
export const ANSWER_BY = "2026-03-16";
/** Twenty working days after the day on which specs are played. */
export const TELL_BY = "2026-03-30";
export const UNTIL = "2026-06-30";
export const REVIEW_ON = "2026-05-29";

export const period = { from: "2025-04-01", to: "2025-12-31" };
const narrative = { summary: "No agreed budget.", observed: "Two budgets were voted down; reserves cover four months." };

export const adviserEvidence: Input<"addEvidence">["evidence"] = {
  kind: "audit-report",
  account: "The auditor found that savings were not delivered.",
  source: "External auditor",
  reference: "Annual report, page 12",
  period,
  handling: "P",
  grading: { source: "1", content: "A" },
  protectedSource: false,
  attachments: [],
};
export const councilEvidence: Input<"supplyEvidence">["evidence"] = {
  kind: "self-assessment",
  account: "The council has a recovery plan.",
  source: "Corporate plan",
  period,
  handling: "P",
  attachments: [],
};

export const logged = (differing: Partial<Data<"ConcernLogged.v2">> = {}): ConcernEvent => ({
  type: "ConcernLogged.v2",
  data: {
    council: COUNCIL,
    region: REGION,
    strand: "corporate",
    cause: "finance",
    period,
    tellBy: TELL_BY,
    narrative: plain(narrative),
    ...differing,
  },
});
export const tellingExtended = (tellBy = "2026-04-15"): ConcernEvent => ({
  type: "TellingExtended.v1",
  data: { tellBy, text: plain({ reason: "The chief executive is ill." }) },
});
export const wordsOpened = (differing: Partial<Data<"UntoldWordsOpened.v1">> = {}): ConcernEvent => ({
  type: "UntoldWordsOpened.v1",
  data: { purpose: "tell", until: "2026-04-01", ...differing },
});
type Restricted = Data<"ConcernRestricted.v1">;
/** Of a council's people who are named: the leader and the monitoring officer. */
export const NAMED: Restricted["named"] = [
  { person: "leader", offices: ["leader"] },
  { person: "monitoring-officer", offices: ["monitoring-officer"] },
];
const aboutHead = { reason: "The members and the chief executive do not speak to each other." };
export const restricted = (differing: Partial<Restricted> = {}): ConcernEvent => ({
  type: "ConcernRestricted.v1",
  data: { restriction: "restriction", aboutOffices: ["chief-executive"], named: NAMED, text: plain(aboutHead), ...differing },
});
export const restrictionReviewed = (): ConcernEvent => ({
  type: "RestrictionReviewed.v1",
  data: { restriction: "restriction", text: plain({ reason: "The inquiry goes on." }) },
});
export const restrictionLifted = (): ConcernEvent => ({
  type: "RestrictionLifted.v1",
  data: { restriction: "restriction", text: plain({ reason: "The inquiry is over." }) },
});
export const untoldFellDue = (): ConcernEvent => ({ type: "UntoldFellDue.v1", data: {} });
export const discardProposed = (ground: Data<"DiscardProposed.v1">["ground"] = "did-not-stand"): ConcernEvent => ({
  type: "DiscardProposed.v1",
  data: { ground },
});
export const discarded = (ground: Data<"ConcernDiscarded.v1">["ground"] = "did-not-stand"): ConcernEvent => ({
  type: "ConcernDiscarded.v1",
  data: { ground },
});
export const evidenceAdded = (differing: Partial<Data<"EvidenceAdded.v2">> = {}): ConcernEvent => ({
  type: "EvidenceAdded.v2",
  data: {
    evidence: "evidence-0",
    suppliedBy: "adviser",
    kind: adviserEvidence.kind,
    period,
    handling: "P",
    attachments: [],
    protectedSource: false,
    grading: adviserEvidence.grading,
    text: plain({ account: adviserEvidence.account, source: "External auditor", reference: "Annual report, page 12" }),
    ...differing,
  },
});
export const evidenceWithdrawn = (evidence = "evidence-0"): ConcernEvent => ({
  type: "EvidenceWithdrawn.v1",
  data: { evidence, text: plain({ reason: "It was of another council." }) },
});
export const councilSupplied = (evidence = "supplied", differing: Partial<Data<"EvidenceAdded.v2">> = {}): ConcernEvent => ({
  type: "EvidenceAdded.v2",
  data: {
    evidence,
    suppliedBy: "council",
    kind: councilEvidence.kind,
    period,
    handling: "P",
    attachments: [],
    protectedSource: false,
    text: plain({ account: councilEvidence.account, source: councilEvidence.source }),
    ...differing,
  },
});
export const madeAware = (bodies: string[] = [BODY], awareness = "awareness", toldOn = "2026-02-27"): ConcernEvent => ({
  type: "CouncilMadeAware.v2",
  data: {
    awareness,
    toldOffice: "chief-executive",
    channel: "in-person",
    toldOn,
    bodies,
    text: plain({ toldName: "Ines Hollowell", about: "The budget, and who will be told of it." }),
  },
});
/** The same as it is recorded on 2 March: the council's first dispute until `answerBy` suspends something. */
export const madeAwareNow = (
  bodies: string[] = [BODY],
  awareness = "awareness",
  toldOn = "2026-02-27",
  answerBy = "2026-03-09",
) => {
  const event = madeAware(bodies, awareness, toldOn) as Extract<ConcernEvent, { type: "CouncilMadeAware.v2" }>;
  return { ...event, data: { ...event.data, answerBy, opensOn: answerBy } };
};
/** The first day on which words open that the council was told of on 2 March. */
export const WORDS_OPEN = "2026-03-09";
/** Words of which the council was told, as they are recorded with the days of that. */
export const wordsAnswered = (
  answer: Data<"WordsAnswered.v1">["answer"],
  words: string[],
  differing: Partial<Data<"WordsAnswered.v1">> = {},
): ConcernEvent => ({ type: "WordsAnswered.v1", data: { words, answer, ...IN_OFFICE, ...differing } });
export const answerWords = (
  answer: Input<"answerWords">["answer"],
  words: string[],
  differing: Partial<Input<"answerWords">> = {},
): ConcernCommand => ({ name: "answerWords", input: { concern: "concern", words, answer, ...differing } });
type AwarenessAnswer = Data<"AwarenessAnswered.v1">;
export const awarenessAnswered = (
  answer: AwarenessAnswer["answer"],
  { statement, ...differing }: Partial<AwarenessAnswer> & { statement?: string } = {},
): ConcernEvent => ({
  type: "AwarenessAnswered.v1",
  data: {
    ...{ awareness: "awareness", answer, suspends: answer !== "confirmed", bodies: [], words: [], ...IN_OFFICE, ...differing },
    ...(statement !== undefined && { text: plain({ statement }) }),
  },
});
export const proposed = (differing: Partial<Data<"ShareProposed.v2">> = {}): ConcernEvent => ({
  type: "ShareProposed.v2",
  data: {
    share: "share",
    body: BODY,
    parts: ["headline", "summary", "evidence"],
    purpose: "align-support",
    until: UNTIL,
    answerBy: ANSWER_BY,
    silence: needsYes({ body: differing.body ?? BODY, parts: differing.parts ?? ["evidence"] }) ? "is-objection" : "may-go-ahead",
    text: plain({ explanation: "So that two finance reviews do not clash." }),
    ...differing,
  },
});
type Stated = Data<"PositionStated.v2">;
export const stated = (position: Stated["position"], differing: Partial<Stated> = {}): ConcernEvent => ({
  type: "PositionStated.v2",
  data: { share: "share", position, ...IN_OFFICE, ...differing },
});
/** The council agrees to the headline alone, with words that the body accepts first. */
export const onConditions = (differing: Partial<Stated> = {}, statement = "For the leads alone."): ConcernEvent =>
  stated("agrees-with-conditions", { parts: ["headline"], text: plain({ statement }), ...differing });
export const conditionsAccepted = (statement = 1, share = "share"): ConcernEvent => ({
  type: "ConditionsAccepted.v1",
  data: { share, statement },
});
export const shareRequested = (differing: Partial<Data<"ShareRequested.v1">> = {}): ConcernEvent => ({
  type: "ShareRequested.v1",
  data: {
    request: "request",
    body: PEERS,
    parts: ["headline", "summary"],
    purpose: "align-support",
    until: UNTIL,
    ...IN_OFFICE,
    text: plain(requesting),
    ...differing,
  },
});
const requesting = { explanation: "So that our peers know what we do about it." };
export const requestDeclined = (request = "request"): ConcernEvent => ({
  type: "ShareRequestDeclined.v1",
  data: { request, text: plain({ reason: "They have had it from us." }) },
});
export const requestWithdrawn = (differing: Partial<Data<"ShareRequestWithdrawn.v1">> = {}): ConcernEvent => ({
  type: "ShareRequestWithdrawn.v1",
  data: { request: "request", ...IN_OFFICE, ...differing },
});
/** The share that carries out the request, as an adviser makes it on 2 March. */
export const madeAsRequested = (differing: Partial<Data<"ShareProposed.v2">> = {}): ConcernEvent[] => [
  proposed({
    ...{ share: "share", body: PEERS, parts: ["headline", "summary"], answerBy: "2026-03-02", silence: "is-objection" },
    ...{ request: "request", text: plain(requesting) },
    ...differing,
  }),
  made("share", "request"),
];
/** The first day of a share that is overridden, or covered by a standing agreement, on a day. */
export const opensAfterNotice = (today = "2026-03-02"): string => firstDayAfterNotice(today);
/** Without a first day it opens the share at once, as those of earlier releases do. */
export const overridden = (differing: Partial<Data<"ObjectionOverridden.v2">> = {}): ConcernEvent => ({
  type: "ObjectionOverridden.v2",
  data: { share: "share", ...differing, text: plain({ reason: "Support cannot be aligned otherwise." }) },
});
export const made = (share = "share", basis: Data<"ShareMade.v2">["basis"] = "agreed"): ConcernEvent => ({
  type: "ShareMade.v2",
  data: { share, basis },
});
/** Somebody who can speak for the council was reached on the share, which leaves it the day to answer. */
export const reached = (share = "share", differing: Partial<Data<"CouncilReached.v1">> = {}): ConcernEvent => ({
  type: "CouncilReached.v1",
  data: { share, how: "notice", person: "chief-executive", answerBy: ANSWER_BY, ...differing },
});
export const notReached = (share = "share"): ConcernEvent => ({ type: "CouncilNotReached.v1", data: { share } });
const letterText = { reference: "LGA/2026/117", chiefExecutive: "Ines Hollowell", monitoringOfficer: "Bram Ostler" };
export const letterRecorded = (sentOn = "2026-03-02", share = "share", text: object = letterText): ConcernEvent => ({
  type: "LetterRecorded.v1",
  data: { share, sentOn, text: plain(text as typeof letterText) },
});
export const timeTaken = (answerBy: string, share = "share"): ConcernEvent => ({
  type: "TimeTaken.v1",
  data: { share, answerBy, ...IN_OFFICE },
});
export const dangerConfirmed = (answerBy: string, share = "share"): ConcernEvent => ({
  type: "DangerConfirmed.v1",
  data: { share, answerBy, text: plain({ reason: "The section 114 notice is drafted." }) },
});
export const withdrawn = (share = "share"): ConcernEvent => ({
  type: "ShareWithdrawn.v1",
  data: { share, text: plain({ reason: "The support has been arranged." }) },
});
export const expired = (share = "share"): ConcernEvent => ({ type: "ShareExpired.v1", data: { share } });

export const ownerSet = (owner?: string): ConcernEvent => ({ type: "OwnerSet.v1", data: owner === undefined ? {} : { owner } });
export const submissionCited = (evidence = "evidence-0", submission = "submission"): ConcernEvent => ({
  type: "SubmissionCited.v2",
  data: { evidence, submission },
});
const conversed = { people: "Ines Hollowell, for the council", discussed: "The budget.", agreed: "A recovery plan." };
export const conversation = (differing: Partial<Data<"ConversationRecorded.v1">> = {}): ConcernEvent => ({
  type: "ConversationRecorded.v1",
  data: {
    conversation: "conversation",
    heldOn: "2026-02-27",
    channel: "in-person",
    offices: ["chief-executive"],
    liaison: [],
    text: plain(conversed),
    ...differing,
  },
});

const explanation = { explanation: "The budget was agreed in March.", appearance: "The regional note is put right." };
const acting = { acting: "The council reviews its reserves each month." };
const arranged = { causalFactors: "No financial strategy.", solutions: "A mentor for the section 151 officer." };
const disputed = { whyViewsDiffer: "The council holds its reserves to be enough." };
export const explained = (conclusion = "conclusion"): ConcernEvent => ({
  type: "ExplanationAccepted.v2",
  data: { awaitsTelling: true, conclusion, text: plain(explanation) },
});
export const underReview = (reviewOn = REVIEW_ON, conclusion = "conclusion"): ConcernEvent => ({
  type: "ReviewAgreed.v2",
  data: { awaitsTelling: true, conclusion, reviewOn, text: plain(acting) },
});
export const lightSupport = (...supports: string[]): ConcernEvent => ({
  type: "LightSupportArranged.v2",
  data: { awaitsTelling: true, conclusion: "conclusion", supports, text: plain(arranged) },
});
export const packaged = (conclusion = "conclusion"): ConcernEvent => ({
  type: "SupportPackageArranged.v2",
  data: { awaitsTelling: true, conclusion, package: "support", text: plain(arranged) },
});
export const notAccepted = (choice: Data<"ConcernNotAccepted.v2">["choice"] = "refusal"): ConcernEvent => ({
  type: "ConcernNotAccepted.v2",
  data: { awaitsTelling: true, conclusion: "conclusion", choice, text: plain(disputed) },
});
export const reviewFellDue = (conclusion = "conclusion"): ConcernEvent => ({ type: "ReviewFellDue.v1", data: { conclusion } });
export const reopened = (): ConcernEvent => ({
  type: "ConcernReopened.v2",
  data: { awaitsTelling: true, text: plain({ reason: "The auditor reports anew." }) },
});
export const closed = (): ConcernEvent => ({
  type: "ConcernClosed.v2",
  data: { awaitsTelling: true, text: plain({ reason: "Nothing is left to do." }) },
});

const unpersuaded = { reason: "Nothing has changed in a year." };
export const notPersuaded = (differing: Partial<Data<"BodyNotPersuaded.v1">> = {}): ConcernEvent => ({
  type: "BodyNotPersuaded.v1",
  data: {
    statement: "not-persuaded",
    body: MINISTRY,
    grounds: ["support-without-effect"],
    text: plain(unpersuaded),
    ...differing,
  },
});
const escalating = { reason: "The council denies what its auditor found." };
/** The events of a raised escalation: its proposed share, `share`, and the reason. */
export const escalated = (differing: Partial<Data<"ShareProposed.v2">> = {}, escalation = "escalation"): ConcernEvent[] => [
  proposed({ body: MINISTRY, purpose: "escalate-support", ...differing }),
  {
    type: "EscalationRaised.v1",
    data: { escalation, share: differing.share ?? "share", grounds: ["denial"], text: plain(escalating) },
  },
];
export const escalationConfirmed = (escalation = "escalation"): ConcernEvent => ({
  type: "EscalationConfirmed.v1",
  data: { escalation, text: plain(escalating) },
});
export const escalationStoodDown = (escalation = "escalation"): ConcernEvent => ({
  type: "EscalationStoodDown.v1",
  data: { escalation, text: plain(escalating) },
});
export const reassured = (share = "share"): ConcernEvent => ({
  type: "ReassuranceGiven.v2",
  data: {
    awaitsTelling: true,
    reassurance: "reassurance",
    share,
    text: plain({ reassurance: "A mentor works with the council." }),
  },
});
export const challenged = (differing: Partial<Data<"PanelChallenged.v1">> = {}): ConcernEvent => ({
  type: "PanelChallenged.v1",
  data: {
    challenge: "challenge",
    body: PANEL,
    about: "support-package",
    answerBy: ANSWER_BY,
    text: plain({ challenge: "What has the package changed?" }),
    ...differing,
  },
});
export const challengeAnswered = (challenge = "challenge"): ConcernEvent => ({
  type: "ChallengeAnswered.v2",
  data: { awaitsTelling: true, challenge, text: plain({ answer: "The budget is balanced." }) },
});
export const challengeFellDue = (challenge = "challenge"): ConcernEvent => ({ type: "ChallengeFellDue.v1", data: { challenge } });
export const effectivenessReviewed = (challenge = "challenge"): ConcernEvent => ({
  type: "EffectivenessReviewed.v1",
  data: { challenge, judgement: "effective", text: plain({ finding: "The budget is balanced." }) },
});

/** A concern logged with evidence; and the awareness record with its bodies. */
export const evidenced = [logged(), evidenceAdded()];
export const aware = [...evidenced, madeAware()];
/** An awareness record with all bodies for an escalation or the panel's challenge. */
export const awareOfAll = [...evidenced, madeAware([BODY, PEERS, MINISTRY, PANEL])];
/** The summary is shared with the ministry, and the council agrees. */
export const sharedWithMinistry = [
  ...awareOfAll,
  proposed({ body: MINISTRY, purpose: "reassure-on-support" }),
  stated("agrees"),
  made(),
];

export const agreement = (differing: Partial<StandingAgreement> = {}): StandingAgreement => ({
  agreement: "in-advance",
  body: BODY,
  purpose: "align-support",
  parts: ["headline", "summary", "evidence"],
  strand: "corporate",
  ...IN_OFFICE,
  given: byCouncil,
  ...differing,
});
export const takenBack = agreement({ takenBack: byCouncil });

export const logConcern = (differing: Partial<Input<"logConcern">> = {}): ConcernCommand => ({
  name: "logConcern",
  input: {
    council: COUNCIL,
    strand: "corporate",
    cause: "finance",
    period,
    ...narrative,
    evidence: [adviserEvidence],
    ...differing,
  },
});
export const addEvidence = (differing: Partial<typeof adviserEvidence> = {}): ConcernCommand => ({
  name: "addEvidence",
  input: { concern: "concern", evidence: { ...adviserEvidence, ...differing } },
});
export const extendTelling = (differing: Partial<Input<"extendTelling">> = {}): ConcernCommand => ({
  name: "extendTelling",
  input: { concern: "concern", workingDays: 10, reason: "The chief executive is ill.", ...differing },
});
export const openUntoldWords = (purpose: Input<"openUntoldWords">["purpose"] = "tell"): ConcernCommand => ({
  name: "openUntoldWords",
  input: { concern: "concern", purpose },
});
export const recordUntoldDue = (): ConcernCommand => ({ name: "recordUntoldDue", input: { concern: "concern" } });
export const proposeDiscard = (ground: Input<"proposeDiscard">["ground"] = "did-not-stand"): ConcernCommand => ({
  name: "proposeDiscard",
  input: { concern: "concern", ground },
});
export const discardConcern = (): ConcernCommand => ({ name: "discardConcern", input: { concern: "concern" } });
export const outcomeOpened = (differing: Partial<Data<"OutcomeOpened.v1">> = {}): ConcernEvent => ({
  type: "OutcomeOpened.v1",
  data: { conclusion: "conclusion", ending: "explanation", bodies: [BODY], until: "2026-04-08", ...differing },
});
export const outcomeRefused = (conclusion = "conclusion"): ConcernEvent => ({
  type: "OutcomeRefused.v1",
  data: { conclusion, ...IN_OFFICE },
});
export const recordOutcomeOpened = (ending: Input<"recordOutcomeOpened">["ending"] = "explanation"): ConcernCommand => ({
  name: "recordOutcomeOpened",
  input: { concern: "concern", conclusion: "conclusion", ending },
});
export const refuseOutcome: ConcernCommand = { name: "refuseOutcome", input: { concern: "concern" } };
export const supplyEvidence = (differing: Partial<typeof councilEvidence> = {}): ConcernCommand => ({
  name: "supplyEvidence",
  input: { concern: "concern", evidence: { ...councilEvidence, ...differing } },
});
export const withdrawEvidence = (evidence = "evidence-0"): ConcernCommand => ({
  name: "withdrawEvidence",
  input: { concern: "concern", evidence, reason: "It was of another council." },
});
export const recordAwareness = (differing: Partial<Input<"recordAwareness">> = {}): ConcernCommand => ({
  name: "recordAwareness",
  input: {
    concern: "concern",
    toldName: "Ines Hollowell",
    toldOffice: "chief-executive",
    channel: "in-person",
    toldOn: "2026-02-27",
    about: "The budget, and who will be told of it.",
    bodies: [BODY],
    ...differing,
  },
});
export const answerAwareness = (
  answer: AwarenessAnswer["answer"],
  differing: Partial<Input<"answerAwareness">> = {},
): ConcernCommand => ({
  name: "answerAwareness",
  input: { concern: "concern", awareness: "awareness", answer, bodies: [], words: [], ...differing },
});
export const acceptConditions = (statement = 1, share = "share"): ConcernCommand => ({
  name: "acceptConditions",
  input: { concern: "concern", share, statement },
});
export const requestShare = (differing: Partial<Input<"requestShare">> = {}): ConcernCommand => ({
  name: "requestShare",
  input: {
    ...{ concern: "concern", body: PEERS, parts: ["headline", "summary"], purpose: "align-support", until: UNTIL },
    ...requesting,
    ...differing,
  },
});
export const withdrawShareRequest = (request = "request"): ConcernCommand => ({
  name: "withdrawShareRequest",
  input: { concern: "concern", request },
});
export const makeRequestedShare = (request = "request"): ConcernCommand => ({
  name: "makeRequestedShare",
  input: { concern: "concern", request },
});
export const declineShareRequest = (request = "request"): ConcernCommand => ({
  name: "declineShareRequest",
  input: { concern: "concern", request, reason: "They have had it from us." },
});
export const proposeShare = (differing: Partial<Input<"proposeShare">> = {}): ConcernCommand => ({
  name: "proposeShare",
  input: {
    concern: "concern",
    body: BODY,
    parts: ["headline", "summary", "evidence"],
    purpose: "align-support",
    explanation: "So that two finance reviews do not clash.",
    until: UNTIL,
    answerBy: ANSWER_BY,
    ...differing,
  },
});
export const statePosition = (position: Stated["position"], differing: Partial<Input<"statePosition">> = {}): ConcernCommand => ({
  name: "statePosition",
  input: { concern: "concern", share: "share", position, ...differing },
});
export const overrideObjection = (share = "share", differing: Partial<Input<"overrideObjection">> = {}): ConcernCommand => ({
  name: "overrideObjection",
  input: { concern: "concern", share, reason: "Support cannot be aligned otherwise.", ...differing },
});
export const restrictConcern = (differing: Partial<Input<"restrictConcern">> = {}): ConcernCommand => ({
  name: "restrictConcern",
  input: {
    ...{ concern: "concern", aboutOffices: ["chief-executive"], named: ["leader", "monitoring-officer"], ...aboutHead },
    ...differing,
  },
});
export const reviewRestriction = (): ConcernCommand => ({
  name: "reviewRestriction",
  input: { concern: "concern", reason: "The inquiry goes on." },
});
export const setOwner = (owner?: string): ConcernCommand => ({ name: "setOwner", input: { concern: "concern", owner } });
export const liftRestriction = (): ConcernCommand => ({
  name: "liftRestriction",
  input: { concern: "concern", reason: "The inquiry is over." },
});
export const makeShare = (share = "share"): ConcernCommand => ({ name: "makeShare", input: { concern: "concern", share } });
export const confirmDanger = (share = "share"): ConcernCommand => ({
  name: "confirmDanger",
  input: { concern: "concern", share, reason: "The section 114 notice is drafted." },
});
export const takeMoreTime = (share = "share"): ConcernCommand => ({ name: "takeMoreTime", input: { concern: "concern", share } });
export const recordLetter = (differing: Partial<Input<"recordLetter">> = {}): ConcernCommand => ({
  name: "recordLetter",
  input: { concern: "concern", share: "share", sentOn: "2026-03-02", ...letterText, ...differing },
});
export const confirmLetter = (share = "share"): ConcernCommand => ({
  name: "confirmLetter",
  input: { concern: "concern", share },
});
export const recordCouncilReached = (share = "share", person = "chief-executive"): ConcernCommand => ({
  name: "recordCouncilReached",
  input: { concern: "concern", share, person },
});
export const recordCouncilNotReached = (share = "share"): ConcernCommand => ({
  name: "recordCouncilNotReached",
  input: { concern: "concern", share },
});
export const withdrawShare = (share = "share"): ConcernCommand => ({
  name: "withdrawShare",
  input: { concern: "concern", share, reason: "The support has been arranged." },
});
export const expireShare = (share = "share"): ConcernCommand => ({ name: "expireShare", input: { concern: "concern", share } });

export const recordConversation = (given: Partial<Input<"recordConversation">> = {}): ConcernCommand => ({
  name: "recordConversation",
  input: {
    concern: "concern",
    heldOn: "2026-02-27",
    channel: "in-person",
    offices: ["chief-executive"],
    liaison: [],
    ...conversed,
    ...given,
  },
});
/** Each kind of conclusion with its required content. */
const CONTENT = {
  "satisfactory-explanation": explanation,
  "under-review": { ...acting, reviewOn: REVIEW_ON },
  "light-support": { ...arranged, supports: [] },
  "support-package": { ...arranged, package: "support" },
  "not-accepted": { ...disputed, choice: "refusal" },
} as const;
type Concluding = Input<"concludeConcern">;
export const concludeConcern = <Kind extends Concluding["kind"]>(
  kind: Kind,
  given: Partial<Extract<Concluding, { kind: Kind }>> = {},
): ConcernCommand => ({
  name: "concludeConcern",
  input: { concern: "concern", kind, ...CONTENT[kind], ...given } as Concluding,
});
export const reopenConcern = (): ConcernCommand => ({
  name: "reopenConcern",
  input: { concern: "concern", reason: "The auditor reports anew." },
});
export const closeConcern = (): ConcernCommand => ({
  name: "closeConcern",
  input: { concern: "concern", reason: "Nothing is left to do." },
});
export const recordReviewDue = (conclusion = "conclusion"): ConcernCommand => ({
  name: "recordReviewDue",
  input: { concern: "concern", conclusion },
});
export const sayNotPersuaded = (given: Partial<Input<"sayNotPersuaded">> = {}): ConcernCommand => ({
  name: "sayNotPersuaded",
  input: { concern: "concern", body: MINISTRY, grounds: ["support-without-effect"], ...unpersuaded, ...given },
});
export const raiseEscalation = (given: Partial<Input<"raiseEscalation">> = {}): ConcernCommand => ({
  name: "raiseEscalation",
  input: {
    concern: "concern",
    body: MINISTRY,
    parts: ["headline", "summary", "evidence"],
    explanation: "So that two finance reviews do not clash.",
    until: UNTIL,
    answerBy: ANSWER_BY,
    grounds: ["denial"],
    ...escalating,
    ...given,
  },
});
export const confirmEscalation = (escalation = "escalation"): ConcernCommand => ({
  name: "confirmEscalation",
  input: { concern: "concern", escalation, ...escalating },
});
export const standDownEscalation = (escalation = "escalation"): ConcernCommand => ({
  name: "standDownEscalation",
  input: { concern: "concern", escalation, ...escalating },
});
export const giveReassurance = (share = "share"): ConcernCommand => ({
  name: "giveReassurance",
  input: { concern: "concern", share, reassurance: "A mentor works with the council." },
});
export const challengeConcern = (given: Partial<Input<"challengeConcern">> = {}): ConcernCommand => ({
  name: "challengeConcern",
  input: {
    concern: "concern",
    about: "support-package",
    challenge: "What has the package changed?",
    answerBy: ANSWER_BY,
    ...given,
  },
});
export const answerChallenge = (challenge = "challenge"): ConcernCommand => ({
  name: "answerChallenge",
  input: { concern: "concern", challenge, answer: "The budget is balanced." },
});
export const recordAnswerDue = (challenge = "challenge"): ConcernCommand => ({
  name: "recordAnswerDue",
  input: { concern: "concern", challenge },
});
export const reviewEffectiveness = (challenge = "challenge"): ConcernCommand => ({
  name: "reviewEffectiveness",
  input: { concern: "concern", challenge, judgement: "effective", finding: "The budget is balanced." },
});
