// One operation or more for every root field of the schema, in an order in which each can be carried out on a hub with demonstration data.
import { answerDay } from "../helpers/fair-days.ts";
import { policyFiles, shipped } from "../helpers/policy-files.ts";
import { wholeMutation } from "../helpers/send-command.ts";
import {
  approach,
  awareness,
  CIB,
  challenge,
  concern,
  conclusions,
  contact,
  conversation,
  councilEvidence,
  EAST_MIDLANDS,
  escalation,
  evidence,
  notedDate,
  offer,
  PANEL,
  proposal,
  routineContact,
  signal,
  submission,
  TARROWSHIRE,
  told,
} from "./api-inputs.ts";

/** Kind of record, such as a concern or a share -> the last one that earlier operations have created. */
export type MadeIds = Readonly<Record<string, string>>;

export type Operation = {
  readonly as: string;
  readonly document: string;
  /** The command that it sends; undefined for a query. */
  readonly command?: string;
  readonly variables: (held: MadeIds) => object;
  /** The name under which the created record is stored; its kind by default. The council is told of no record with another name. */
  readonly heldAs?: string;
  /** The day on which the operation runs, if it is a later one. */
  readonly on?: string;
};

const otherDays = {
  ...{ from: offer.from, until: "2026-12-18", presence: [{ from: "2026-05-18", to: "2026-05-21", place: "The library" }] },
};
let keys = 0;
const command = (name: string, as: string, input: (held: MadeIds) => object, on?: string): Operation => {
  keys += 1;
  const idempotencyKey = `operation-${keys}`;
  return {
    as,
    document: wholeMutation(name),
    command: name,
    variables: (held) => ({ input: { idempotencyKey, ...input(held) } }),
    ...(on && { on }),
  };
};
/** A command on what is held of `names`: a concern and a share, say. */
const on = (name: string, as: string, names: readonly string[], input: (held: MadeIds) => object = () => ({}), day?: string) =>
  command(name, as, (held) => ({ ...Object.fromEntries(names.map((of) => [of, held[of]])), ...input(held) }), day);
const query = (as: string, document: string, variables: (held: MadeIds) => object = () => ({})): Operation => ({
  as,
  document,
  variables,
});
/** A made share to which the council agrees. */
const shared = (body: string, purpose: string, until = "2026-06-30"): readonly Operation[] => [
  on("proposeShare", "adviser", ["concern"], () => ({ ...proposal, body, purpose, until })),
  ...agreedAndMade(),
];
/** A share that is made on conditions in words, which its body accepts. */
const onConditions = (body: string, purpose: string): readonly Operation[] => [
  ...shared(body, purpose),
  on("statePosition", "chief-executive", ["concern", "share"], () => ({
    ...{ position: "AGREES_WITH_CONDITIONS", until: "2026-06-29", office: "CHIEF_EXECUTIVE", statement: "For you alone." },
  })),
  query(
    "department",
    "{ sharesToAccept { nodes { concern share council { code } body { id } purpose parts until conditions statement } } }",
  ),
  on("acceptConditions", "department", ["concern", "share"], () => ({ statement: 1 })),
];
const agreedAndMade = (): readonly Operation[] => [
  on("statePosition", "chief-executive", ["concern", "share"], () => ({ position: "AGREES", office: "CHIEF_EXECUTIVE" })),
  on("makeShare", "adviser", ["concern", "share"]),
];

const requested = {
  ...{ body: "member-peers-east-midlands", parts: ["HEADLINE"], purpose: "ALIGN_SUPPORT", until: "2026-06-30" },
  ...{ explanation: "So that our peers know what we do about it.", office: "CHIEF_EXECUTIVE" },
};
const agreement = { council: TARROWSHIRE, body: CIB, purpose: "ALIGN_SUPPORT", parts: ["SUMMARY"], strand: "ADULTS" };
const proposedInJuly = { ...proposal, until: "2026-09-30", answerBy: answerDay("2026-07-01") };
const letter = {
  ...{ reference: "LGA/2026/117", sentOn: "2026-07-01" },
  ...{ chiefExecutive: "Ines (invented)", monitoringOfficer: "Bram (invented)" },
};
const series = {
  metric: "990003",
  label: "Invented: visits",
  unit: "Number",
  valueType: "raw",
  period: "fin_2024_25",
  periodLabel: "2024/25",
};
const reason = "It was asked for.";
/** Advisers bring figures in; with this the administrator does not. */
const withoutImports = (text: string): string => text.replace(/@id\("administrator-imports-metrics"\)[^;]*;\n/, "");
const ofTarrowshire = () => ({ council: TARROWSHIRE });

export const OPERATIONS: readonly Operation[] = [
  // A concern that is concluded and closed.
  command("logConcern", "adviser", () => concern),
  on("recordAwareness", "adviser", ["concern"], () => awareness),
  on("concludeConcern", "adviser", ["concern"], () => conclusions.explained),
  on("refuseOutcome", "chief-executive", ["concern"], () => ({ office: "CHIEF_EXECUTIVE" })),
  on("closeConcern", "adviser", ["concern"], () => ({ reason })),

  // A concern of which the council is not told.
  { ...command("logConcern", "adviser", () => concern), heldAs: "untold" },

  // A submission that is redirected, withdrawn by its sender and set aside.
  ...[
    command("submitInformation", "department", () => ({ ...submission, strand: "ADULTS", beyondRemitReason: reason })),
    command("redirectSubmission", "adviser", ({ aside }) => ({
      ...{ submission: aside, council: TARROWSHIRE, strand: "CHILDRENS", reason },
    })),
    command("requestSubmissionChange", "department", ({ aside }) => ({
      ...{ submission: aside, request: "WITHDRAW", explanation: reason },
    })),
    command("setSubmissionAside", "adviser", ({ aside }) => ({ submission: aside, reason })),
  ].map((one) => ({ ...one, heldAs: "aside" })),

  // A concern about leadership, which is restricted inside the council until the restriction is lifted.
  ...[
    command("logConcern", "adviser", () => ({ ...concern, cause: "LEADERSHIP" })),
    command("restrictConcern", "adviser", ({ leadership }) => ({
      ...{ concern: leadership, aboutOffices: ["CHIEF_EXECUTIVE"], named: ["leader", "monitoring-officer"], reason },
    })),
    command("reviewRestriction", "second-adviser", ({ leadership }) => ({ concern: leadership, reason })),
    command("liftRestriction", "adviser", ({ leadership }) => ({ concern: leadership, reason })),
  ].map((one) => ({ ...one, heldAs: "leadership" })),

  { ...command("submitInformation", "department", () => submission), heldAs: "late" },

  // One that everything is done to. It rests on what a department submitted, too.
  command("submitInformation", "department", () => submission),
  command("logConcern", "adviser", () => concern),
  on("extendTelling", "second-adviser", ["concern"], () => ({ workingDays: 5, reason })),
  on("addEvidence", "adviser", ["concern"], ({ submission }) => ({
    evidence: { ...evidence, kind: "DEPARTMENT_INFORMATION", submission },
  })),
  on("addEvidence", "adviser", ["concern"], () => ({
    evidence: {
      ...{ ...evidence, protectedSource: true, kind: "PUBLISHED_METRIC" },
      cites: { metric: "990001", area: TARROWSHIRE, period: "fin_2024_25" },
    },
  })),
  on("withdrawEvidence", "adviser", ["concern", "evidence"], () => ({ reason })),
  on("recordAwareness", "adviser", ["concern"], () => ({ ...awareness, bodies: [CIB, "dfe", PANEL] })),
  on("answerAwareness", "chief-executive", ["concern", "awareness"], ({ evidence }) => ({
    ...{ answer: "TOLD_OTHERWISE", bodies: ["dfe"], words: [evidence], statement: "Not of the department." },
  })),
  on("answerAwareness", "chief-executive", ["concern", "awareness"], () => ({ answer: "CONFIRMED", office: "CHIEF_EXECUTIVE" })),
  on("supplyEvidence", "chief-executive", ["concern"], () => ({ evidence: councilEvidence })),
  on("reply", "nominated-officer", ["concern"], () => ({
    reply: "Both teams have a manager since October.",
    office: "NOMINATED_OFFICER",
  })),
  on("requestCorrection", "chief-executive", ["concern"], () => ({
    request: "It is two teams of six.",
    office: "CHIEF_EXECUTIVE",
  })),
  on("resolveCorrection", "adviser", ["concern", "correction"], () => ({
    ...{ outcome: "ACCEPTED", reason, correctedSummary: "Late in two of six." },
  })),

  // The council requests a share with the CIB leads, an adviser makes it, and the council then sets a condition in words, which nobody accepts. Of two
  // more requests the adviser declines one, and the council withdraws the other.
  on("requestShare", "chief-executive", ["concern"], () => ({ ...requested, body: CIB, until: "2027-06-30" })),
  on("makeRequestedShare", "adviser", ["concern", "request"]),
  on("statePosition", "chief-executive", ["concern", "share"], () => ({
    ...{ position: "AGREES_WITH_CONDITIONS", until: "2027-06-29", office: "CHIEF_EXECUTIVE", statement: "For the leads alone." },
  })),
  ...[
    on("declineShareRequest", "adviser", ["concern", "request"], () => ({ reason })),
    on("withdrawShareRequest", "chief-executive", ["concern", "request"], () => ({ office: "CHIEF_EXECUTIVE" })),
  ].flatMap((answer) => [
    on("requestShare", "chief-executive", ["concern"], () => ({
      ...{ ...requested, body: CIB, limitedTo: { people: ["cib-lead"], seats: ["LEAD_MEMBER"] } },
    })),
    answer,
  ]),
  on("recordConversation", "adviser", ["concern"], () => ({
    ...{ ...conversation, liaison: [CIB], nextStep: "Meet the managers.", nextStepBy: "2026-03-30" },
  })),

  // It is concluded with a package, which is reported to the panel.
  command("offerSupport", "adviser", () => ({ ...offer, shownTo: [CIB] })),
  // The council says that it was not told of the CIB leads. A second adviser tells it again, and it confirms that.
  on("answerOfferTelling", "chief-executive", ["support"], () => ({
    ...{ answer: "TOLD_OTHERWISE", bodies: [CIB], statement: "Not of the leads.", office: "CHIEF_EXECUTIVE" },
  })),
  on("tellOfOfferAgain", "second-adviser", ["support"], () => ({ ...told, shownTo: [CIB] })),
  on("answerOfferTelling", "chief-executive", ["support"], () => ({ answer: "CONFIRMED", office: "CHIEF_EXECUTIVE" })),
  // The council changes its answer: its first answer stays in the history.
  on("answerSupport", "nominated-officer", ["support"], () => ({ answer: "DECLINED", statement: "Not before May." })),
  on("answerSupport", "chief-executive", ["support"], () => ({
    answer: "AGREED",
    statement: "Welcome.",
    office: "CHIEF_EXECUTIVE",
  })),
  on("setRegionView", "chief-executive", ["support"], () => ({ regionSees: "PURPOSE", office: "CHIEF_EXECUTIVE" })),
  on("concludeConcern", "adviser", ["concern"], ({ support }) => ({ ...conclusions.package, package: support, told })),
  ...shared(PANEL, "CHALLENGE_SUPPORT", "2026-12-31"),
  on("challengeConcern", "panel-member", ["concern"], () => challenge),
  on("answerChallenge", "adviser", ["concern", "challenge"], () => ({
    ...{ answer: "It does, weekly.", told: { ...told, bodies: [PANEL] } },
  })),
  on("answerWords", "chief-executive", ["concern"], ({ challenge }) => ({
    ...{ words: [challenge], answer: "OPEN", statement: "The panel may read it.", office: "CHIEF_EXECUTIVE" },
  })),
  on("reviewEffectiveness", "panel-member", ["concern", "challenge"], () => ({
    ...{ judgement: "PARTLY_EFFECTIVE", finding: "Weekly in one of the two." },
  })),
  on("challengeConcern", "panel-member", ["concern"], () => challenge),

  // A department is reassured, is not persuaded, and it is escalated to it: twice, as the first is stood down.
  ...onConditions("dfe", "REASSURE_ON_SUPPORT"),
  on("giveReassurance", "adviser", ["concern", "share"], () => ({
    reassurance: "Mentoring began in both teams.",
    told: { ...told, bodies: ["dfe"] },
  })),
  on("sayNotPersuaded", "department", ["concern"], () => ({ body: "dfe", grounds: ["DENIAL"], reason })),
  on("raiseEscalation", "adviser", ["concern"], () => ({
    ...{ ...escalation, answerBy: "2026-03-03", imminentDanger: reason, limitedTo: { people: ["department"] } },
  })),
  on("confirmEscalation", "second-adviser", ["concern", "escalation"], () => ({ reason })),
  on("standDownEscalation", "adviser", ["concern", "escalation"], () => ({ reason })),
  on("raiseEscalation", "adviser", ["concern"], () => ({ ...escalation, until: "2026-12-31" })),
  on("confirmEscalation", "second-adviser", ["concern", "escalation"], () => ({ reason })),
  ...agreedAndMade(),

  on("reopenConcern", "adviser", ["concern"], () => ({ reason })),
  on("concludeConcern", "adviser", ["concern"], () => conclusions.underReview),

  // A share that the council objects to.
  on("proposeShare", "adviser", ["concern"], () => proposal),
  on("statePosition", "chief-executive", ["concern", "share"], () => ({ position: "OBJECTS", statement: reason })),
  on("overrideObjection", "second-adviser", ["concern", "share"], () => ({ reason, urgent: true })),
  on("makeShare", "adviser", ["concern", "share"]),
  on("confirmDanger", "adviser", ["concern", "share"], () => ({ reason })),
  query(
    "cib-lead",
    "query($id: ID!) { concern(id: $id) { summary { text } sharedWithMe { purpose councilObjects objection } } }",
    ({ concern }) => ({
      id: concern,
    }),
  ),
  query("cib-lead", "query($id: ID!) { explain(concern: $id, part: EVIDENCE) { sentence } }", ({ concern }) => ({ id: concern })),
  query(
    "chief-executive",
    `query($id: ID!) { explain(concern: $id, part: SUMMARY, person: "cib-lead") { sentence facts { because { what at by } } challenges }
      concern(id: $id) { audience { label people { name } parts { part policies { challenge } } } } }`,
    ({ concern }) => ({ id: concern }),
  ),
  query("cib-lead", "query { concerns { nodes { id } totalCount facets { stage { value count } } } }"),
  query(
    "chief-executive",
    `query { ledger(council: "${TARROWSHIRE}") { __typename ... on Ledger {
      scope removedTo policyVersion concerns { nodes { id version history { number what previous } disclosures { nodes { at } } } }
      disclosures { nodes { at surface person { name } capacities { role bodies { name } } parts { part policies } } } } } }`,
    () => ({}),
  ),
  query(
    "chief-executive",
    `query($id: ID!) { pastConcern(concern: $id, at: "2026-03-02T12:00:00.000Z") { __typename ... on PastConcern {
      at policyVersion concern { stage withheld audience { label } } } } }`,
    ({ concern }) => ({ id: concern }),
  ),

  // The support runs.
  on("changeSupportLead", "adviser", ["support"], () => ({ lead: "Noor (invented)" })),
  on("beginSupport", "adviser", ["support"], () => ({ begunOn: "2026-03-02" })),
  on("setMilestone", "adviser", ["support"], () => ({ kind: "OTHER", due: "2026-03-20", about: "Both mentors named." })),
  on("meetMilestone", "adviser", ["support", "milestone"], () => ({ metOn: "2026-03-02" })),
  on("setMilestone", "adviser", ["support"], () => ({ kind: "PROGRESS_REVIEW", due: "2026-04-10" })),
  on("planReview", "adviser", ["support"], () => ({ from: "2026-04-01", to: "2026-04-03" })),
  on("cancelReview", "adviser", ["support", "review"]),
  on("planReview", "adviser", ["support"], () => ({ from: "2026-04-08", to: "2026-04-09" })),
  on("planPresence", "adviser", ["support"], () => ({ from: "2026-05-11", to: "2026-05-14", place: "The town hall" })),
  on("cancelPresence", "adviser", ["support", "presence"]),
  { ...command("offerSupport", "adviser", () => ({ ...offer, kind: "MENTORING" })), heldAs: "part" },
  { ...command("setPackage", "adviser", ({ part, support }) => ({ support: part, package: support })), heldAs: "part" },
  on("moveSupport", "adviser", ["support"], () => ({ by: "PROVIDER", ...otherDays, reason: "An inspection that week." })),
  on("answerMove", "chief-executive", ["support", "move"], () => ({
    by: "COUNCIL",
    answer: "AGREED",
    office: "CHIEF_EXECUTIVE",
  })),
  on("moveSupport", "chief-executive", ["support"], () => ({
    ...{ by: "COUNCIL", office: "CHIEF_EXECUTIVE", ...otherDays, until: "2026-11-30", reason: "The council elects its leader." },
  })),
  on("answerMove", "adviser", ["support", "move"], () => ({ by: "PROVIDER", answer: "DECLINED", note: "Not this year." })),
  on("recordProgress", "adviser", ["support", "review"], () => ({
    ...{ reviewedOn: "2026-03-02", progress: "WORKING", finding: "Supervision is back in one team." },
  })),

  // The conversation with the council, its agreement to be contacted, and its request.
  command("endLead", "adviser", () => ({ ...ofTarrowshire(), reason: "The lead moves to another region." })),
  command("nameLead", "adviser", () => ({ ...ofTarrowshire(), person: "second-adviser" })),
  command("planApproach", "adviser", ({ approach: known }) => ({
    ...{ ...approach, leadConsulted: true, knowing: known ? [known] : [] },
  })),
  on("cancelApproach", "adviser", ["approach"], () => ({ ...ofTarrowshire(), reason: "The leads visit that week." })),
  command("planApproach", "cib-lead", () => ({
    ...{ ...approach, body: CIB, leadConsulted: true, from: "2026-12-01", to: "2026-12-02" },
  })),
  command("planApproach", "adviser", ({ approach: known }) => ({
    ...{ ...approach, knowing: known ? [known] : [], leadConsulted: true, from: "2026-12-01", to: "2026-12-02" },
  })),
  on("settleClash", "adviser", ["clash"], () => ({ ...ofTarrowshire(), how: "BOTH_RUN", note: "One team meets both." })),
  command("recordContact", "adviser", () => routineContact),
  command("correctContact", "adviser", ({ talk }) => ({
    ...{ ...ofTarrowshire(), contact: talk },
    ...{
      people: "Maren Tolliver (invented)",
      topic: "The leadership team.",
      nextStep: "Propose dates.",
      nextStepBy: "2026-03-12",
    },
    ...{ saysNothingUntold: true, reason: "It was about the team alone." },
  })),
  command("withdrawContact", "adviser", ({ talk }) => ({ ...ofTarrowshire(), contact: talk, reason: "Recorded twice." })),
  command("recordContact", "adviser", () => routineContact),
  query(
    "chief-executive",
    `query { council(code: "${TARROWSHIRE}") { routineContactCount routineContacts { topic agreed nextStepBy recorded { actor { name } } } } }`,
  ),
  command("noteDate", "chief-executive", () => notedDate),
  command("cancelNotedDate", "adviser", ({ noted }) => ({ ...ofTarrowshire(), notedDate: noted })),
  command("noteDate", "adviser", () => notedDate),
  query(
    "cib-lead",
    `query { council(code: "${TARROWSHIRE}") { notedDateCount notedDates { kind from to noted { at } cancelled { at } } } }`,
  ),
  command("agreeToBeContacted", "chief-executive", () => contact),
  on("takeBackContact", "chief-executive", ["contact"], ofTarrowshire),
  command("agreeToBeContacted", "chief-executive", () => contact),
  query(
    "second-adviser",
    `query { council(code: "${TARROWSHIRE}") { supports { nodes { aim: detail { aim } } } conversationLead { person } approaches { about } } }`,
  ),
  query(
    "cib-lead",
    `query { alignedSupport(region: "${EAST_MIDLANDS}") { clashCount(settled: true) clashes { first { kind support { id } }
      settlements { how note settled { by at } } } strands { running } } }`,
  ),
  query(
    "cib-lead",
    `query { supports(filter: { region: "${EAST_MIDLANDS}", clashing: false }, order: DUE, first: 5) {
      nodes { strand status nextDue provider { id } } pageInfo { hasNextPage endCursor } totalCount facets { status { value count } kind { value count } } } }`,
  ),
  query(
    "adviser",
    `query { diary(region: "${EAST_MIDLANDS}", from: "2026-03-01", to: "2026-12-31") {
      nodes { kind council { code } provider { id } from to support { id } approach } pageInfo { hasNextPage endCursor } } }`,
  ),
  query(
    "cib-lead",
    `query { diaryFile(region: "${EAST_MIDLANDS}", from: "2026-03-01", to: "2026-12-31", format: ICS) { name mediaType entries content } }`,
  ),
  query("cib-lead", "query($id: ID!) { support(id: $id) { kind status detailWithheld } }", ({ support }) => ({ id: support })),
  command("requestSupport", "chief-executive", () => signal),
  on("withdrawSignal", "chief-executive", ["signal"], () => ({ reason })),
  command("requestSupport", "chief-executive", () => signal),
  on("answerSignal", "adviser", ["signal"], ({ support }) => ({ answer: "A mentor from the package.", supports: [support] })),
  query("adviser", "query($id: ID!) { signal(id: $id) { wanted answer } signals { nodes { wanted } } }", ({ signal }) => ({
    id: signal,
  })),
  on("tellCouncilOfSubmission", "adviser", ["submission"], () => told),
  on("answerSubmissionTelling", "chief-executive", ["submission"], () => ({
    ...{ answer: "NOT_TOLD", statement: "Nobody called.", office: "CHIEF_EXECUTIVE" },
  })),
  on("tellCouncilOfSubmission", "second-adviser", ["submission"], () => told),
  on("answerSubmissionTelling", "chief-executive", ["submission"], () => ({ answer: "CONFIRMED", office: "CHIEF_EXECUTIVE" })),
  on("setSubmissionAside", "adviser", ["submission"], () => ({ reason })),
  query("department", "query($id: ID!) { submission(id: $id) { account } submissions { nodes { id } } }", ({ submission }) => ({
    id: submission,
  })),
  query(
    "adviser",
    `query { regionCouncils(region: "${EAST_MIDLANDS}", first: 50) {
      nodes { council { name } lastContactOn openConcerns support { strand running } nextDay { kind from to } nextTask { kind due } }
      pageInfo { hasNextPage } } }`,
  ),
  query("adviser", "query { inbox { nodes { kind sentence concern { id } } pageInfo { hasNextPage endCursor } } }"),
  query(
    "adviser",
    "query { inbox(first: 1, filter: { mine: false, hidePutOff: true }) { nodes { id claimed { by at } putOff { until said { by } } } } }",
  ),
  query("adviser", "query($id: ID!) { task(id: $id) { kind sentence commands } }", ({ task }) => ({ id: task })),
  command("claimTask", "adviser", ({ task }) => ({ task })),
  command("releaseTask", "adviser", ({ task }) => ({ task })),
  command("putOffTask", "adviser", ({ task }) => ({ task, until: "2026-03-03" })),
  command("putOffTask", "adviser", ({ task }) => ({ task })),
  command("claimTask", "adviser", ({ task }) => ({ task })),
  command("putOffTask", "adviser", ({ task }) => ({ task, until: "2026-03-04" })),

  on("setOwner", "second-adviser", ["concern"], () => ({ owner: "second-adviser" })),
  query(
    "second-adviser",
    "query { concerns(filter: { mine: true, open: true }, order: DUE) { totalCount nodes { owner { id name } coveredBy { id } loggedBy { id inWords } changedAt nextStep { kind awaits about since due } } } }",
  ),

  // Days pass: the review, the second challenge and a milestone fall due. The support ends and is judged.
  on("recordReviewDue", "adviser", ["concern", "conclusion"], undefined, "2026-04-20T12:00:00.000Z"),
  on("recordAnswerDue", "adviser", ["concern", "challenge"]),
  on("answerChallenge", "adviser", ["concern", "challenge"], () => ({ answer: "Weekly in both.", told })),
  on("recordMilestoneDue", "adviser", ["support", "milestone"]),
  on("endSupport", "adviser", ["support"], () => ({ how: "COMPLETED", endedOn: "2026-04-20", reason })),
  on("judgeOutcome", "chief-executive", ["support"], () => ({ by: "COUNCIL", judgement: "EFFECTIVE", why: reason })),
  on("judgeOutcome", "adviser", ["support"], () => ({ by: "PROVIDER", judgement: "EFFECTIVE", why: reason })),
  query(
    "leader-ambleford",
    "query { practiceContacts(strand: CHILDRENS, cause: SERVICE_PERFORMANCE) { nodes { contact learned } } }",
  ),
  query("advisory-board", 'query { overviewQuarters overview(quarter: "2026-Q1") { measures { measure total } } }'),

  on("expireShare", "adviser", ["concern", "share"], undefined, "2026-07-01T12:00:00.000Z"),
  { ...on("recordSubmissionDue", "adviser", [], ({ late }) => ({ submission: late })), heldAs: "late" },
  { ...command("recordUntoldDue", "adviser", ({ untold }) => ({ concern: untold })), heldAs: "untold" },
  query("governance-officer", "query { overdueUntold { region { name } kind days } }"),
  query(
    "governance-officer",
    "query { retention { isHalted rules { records keptFor erasedCount } disclosures { next { month passesOn } removed { month removedOn } } } }",
  ),
  { ...command("openUntoldWords", "adviser", ({ untold }) => ({ concern: untold, purpose: "TELL" })), heldAs: "untold" },
  { ...command("proposeDiscard", "adviser", ({ untold }) => ({ concern: untold, ground: "DID_NOT_STAND" })), heldAs: "untold" },
  // Another on the same matter, which is discarded.
  { ...command("logConcern", "adviser", () => concern), heldAs: "discarded" },
  {
    ...command("proposeDiscard", "adviser", ({ discarded }) => ({ concern: discarded, ground: "DID_NOT_STAND" })),
    heldAs: "discarded",
  },
  { ...command("discardConcern", "second-adviser", ({ discarded }) => ({ concern: discarded })), heldAs: "discarded" },
  // A share that is limited to one person and one seat. The council is notified of it by letter, and takes more time to answer.
  on("proposeShare", "adviser", ["concern"], () => ({
    ...proposedInJuly,
    limitedTo: { people: ["cib-lead"], seats: ["DIRECTOR"] },
  })),
  on("recordLetter", "adviser", ["concern", "share"], () => letter),
  on("confirmLetter", "second-adviser", ["concern", "share"]),
  on("takeMoreTime", "chief-executive", ["concern", "share"], () => ({ office: "CHIEF_EXECUTIVE" })),
  on("withdrawShare", "adviser", ["concern", "share"], () => ({ reason })),
  // It has a day to answer, in imminent danger, and nobody of it is reached.
  on("proposeShare", "adviser", ["concern"], () => ({ ...proposedInJuly, answerBy: "2026-07-02", imminentDanger: reason })),
  on("confirmDanger", "second-adviser", ["concern", "share"], () => ({ reason })),
  on("recordCouncilNotReached", "adviser", ["concern", "share"], undefined, "2026-07-03T12:00:00.000Z"),
  // The concern ends with a satisfactory explanation, and the regional leads, who had opened it, are shown the outcome.
  on("concludeConcern", "adviser", ["concern"], () => ({ ...conclusions.explained, told })),
  on("recordOutcomeOpened", "adviser", ["concern", "conclusion"], () => ({ ending: "EXPLANATION" }), "2026-07-10T12:00:00.000Z"),
  query(
    "cib-lead",
    "query($id: ID!) { outcome(concern: $id) { conclusion explanation lastReply { text } until } outcomes { nodes { concern } } }",
    ({ concern }) => ({ id: concern }),
  ),
  command("giveStandingAgreement", "chief-executive", () => ({
    ...agreement,
    body: "adass-east-midlands",
    statement: "For this year.",
    office: "CHIEF_EXECUTIVE",
  })),
  on("takeBackStandingAgreement", "chief-executive", ["agreement"], () => ({
    ...ofTarrowshire(),
    statement: "The year is over.",
    office: "CHIEF_EXECUTIVE",
  })),
  query("chief-executive", "query($code: ID!) { council(code: $code) { name standingAgreements { takenBack { at } } } }", () => ({
    code: TARROWSHIRE,
  })),
  query("adviser", `query { councils(region: "${EAST_MIDLANDS}") { name } }`),
  query("adviser", "query { viewer { person assignments { role } } regions { code } bodies { name region { name } } }"),
  command("setFirstMailAddress", "governance-officer", () => ({ person: "nominated-officer", address: "officer@candour.test" })),
  command("setMailAddress", "group-office", () => ({ person: "group-office", address: "office@candour.test" })),
  command("setWorkContact", "adviser", () => ({ person: "adviser", contact: "020 7946 0000" })),
  command("setWorkContact", "group-office", () => ({ person: "group-office", contact: "office@candour.test" })),
  command("setWorkContact", "group-office", () => ({ person: "group-office" })),
  query(
    "chief-executive",
    "query { myAdvisers { region { name } council { name } advisers { name role strands workContact } lead { name } } }",
  ),
  query("department", `query { advisers(region: "${EAST_MIDLANDS}") { advisers(strand: CHILDRENS) { name } } }`),
  command("declareInterests", "group-office", () => ({
    ...{ person: "group-office", home: "X00000009", councils: ["X00000005"], about: "I chair a joint committee there." },
  })),
  query(
    "chief-executive",
    "query { news(first: 3) { nodes { kind sentence at unread mark council { name } concern { stage } body { id } about } unread moreUnread } }",
  ),
  command("markNewsRead", "chief-executive", ({ mark }) => ({ person: "chief-executive", upTo: mark })),
  query("group-office", "query { viewer { interests { home { code } councils { name } about at } } }"),
  command("invitePerson", "governance-officer", () => ({
    ...{ name: "Ottilie Vane (invented)", address: "ottilie.vane@candour.test", role: "LEAD_MEMBER", council: TARROWSHIRE },
    ...{ strands: ["ADULTS"], speaks: true, acting: true, from: "2026-03-02", until: "2026-12-31" },
  })),
  query(
    "governance-officer",
    "{ invitations { nodes { id name address linkUntil linkEnded mail council { code } invited { by } } cannotBeRead } }",
  ),
  query("administrator", "query($id: ID!) { invitation(id: $id) { name address role from until } }", ({ invitation }) => ({
    id: invitation,
  })),
  query(
    "governance-officer",
    '{ person(id: "adviser") { name joined { at } assignments { role } } roleTerms { role regions bodyKind } }',
  ),
  on("sendInvitationAgain", "administrator", ["invitation"]),
  on("withdrawInvitation", "governance-officer", ["invitation"]),
  command("invitePerson", "governance-officer", () => ({
    ...{ name: "Wilf Aster (invented)", address: "wilf.aster@candour.test", role: "CIB_LEAD", regions: [EAST_MIDLANDS] },
    ...{ seat: "LEAD_MEMBER", from: "2026-03-02", until: "2026-12-31" },
  })),
  command("invitePerson", "governance-officer", () => ({
    ...{ name: "Juno Marl (invented)", address: "juno.marl@candour.test", role: "DEPARTMENT", body: "dfe" },
    ...{ from: "2026-03-02", until: "2026-12-31" },
  })),
  command("registerPerson", "administrator", () => ({ person: "newcomer", name: "Newcomer (invented)" })),
  command("renamePerson", "administrator", () => ({ person: "newcomer", name: "Newcombe (invented)", reason })),
  command("startAssignment", "administrator", () => ({
    ...{ person: "newcomer", role: "CIB_LEAD", regions: [EAST_MIDLANDS], from: "2026-03-02", until: "2026-12-31" },
  })),
  on("endAssignment", "governance-officer", ["assignment"], () => ({ person: "newcomer", reason })),
  command("startAssignment", "administrator", () => ({
    ...{ person: "newcomer", role: "SENIOR_ADVISER", regions: [EAST_MIDLANDS], strands: ["CHILDRENS"] },
    ...{ from: "2026-03-02", until: "2026-12-31" },
  })),
  on("endAssignment", "governance-officer", ["assignment"], () => ({ person: "newcomer", caseloadTo: "adviser" })),
  // The days are those of the operations: the cover is of a time to come.
  command("arrangeCover", "adviser", () => ({
    ...{ person: "adviser", by: "second-adviser", from: "2026-11-02", until: "2026-11-13" },
  })),
  query("adviser", "query { viewer { covers { id by adviser { name } from until arranged { at } ended { at } } } }"),
  on("endCover", "adviser", ["cover"], () => ({ person: "adviser" })),
  query("adviser", "query { inbox(filter: { kind: NEXT_STEP_DUE, overdue: true }) { nodes { kind due } } }"),
  command("nameOfficer", "monitoring-officer", () => ({
    ...{
      council: TARROWSHIRE,
      person: "named-officer",
      name: "Named officer (invented)",
      office: "SECTION_151_OFFICER",
      acting: true,
    },
    ...{ strands: ["CORPORATE"], speaks: true, from: "2026-03-02", until: "2026-12-31" },
  })),
  command("endOfficer", "chief-executive", () => ({
    ...{ council: TARROWSHIRE, person: "named-officer", office: "SECTION_151_OFFICER", reason },
  })),
  query("governance-officer", "query { people { nodes { id assignments { role } } pageInfo { hasNextPage } } }"),
  command("importMetricSeries", "administrator", () => ({ ...series, values: [{ area: TARROWSHIRE, value: 3 }] })),
  query("adviser", 'query { metric(id: "990003") { id periods { id version } } }'),
  query(
    "cib-lead",
    `query { metric(id: "990003") { comparison(council: "${TARROWSHIRE}") { period { id } council region england } } }`,
  ),
  query(
    "adviser",
    `query { metrics(text: "visits") { nodes { label periods { id } value(area: "${TARROWSHIRE}", period: "fin_2024_25") } } }`,
  ),

  // Whoever has a role may read the policy. The officer tries out one without a sentence of it, and publishes it.
  query(
    "cib-lead",
    "query { policyInForce { id published { by at reason } } policyDraft { basedOn added files { name } } policyVersions { nodes { id files { name } } } }",
  ),
  query(
    "governance-officer",
    "query($files: [CandidateFileInput!]!) { simulatePolicy(files: $files) { version problems shifts { part people } complete } }",
    () => ({ files: policyFiles({ "5-people.cedar": withoutImports }) }),
  ),
  command("publishPolicy", "governance-officer", () => ({
    files: policyFiles({ "5-people.cedar": withoutImports }),
    basedOn: shipped.version,
    reason: "Advisers bring figures in.",
  })),
];

/** The input of a command's first operation, without its key, with these ids. */
export function inputOf(command: string, ids: MadeIds): Readonly<Record<string, unknown>> {
  const operation = OPERATIONS.find((one) => one.command === command);
  if (!operation) throw new Error(`No operation sends ${command}.`);
  const { idempotencyKey: _, ...input } = (operation.variables(ids) as { input: Record<string, unknown> }).input;
  return input;
}

/** What the next operation can name within what is held, each list read back as somebody who may see it; the last entry is held. */
export const LISTS_TO_READ_BACK: readonly { readonly of: string; readonly as: string; readonly document: string }[] = [
  {
    of: "concern",
    as: "adviser",
    document: `query($of: ID!) { concern(id: $of) { evidence { id } summary { correction: corrections { id } conclusion: conclusions { id } }
      share: sharingRecord { id } request: shareRequests { id } awareness { id } challenge: challenges { id } escalation: escalations { id } } }`,
  },
  {
    of: "support",
    as: "adviser",
    document:
      "query($of: ID!) { support(id: $of) { milestone: milestones { id } review: reviews { id } presence { id } detail { move: moves { id } } } }",
  },
  {
    of: "council",
    as: "chief-executive",
    document: `query($of: ID!) { council(code: $of) { approach: approaches { id } contact: practiceContacts { id } talk: routineContacts { id } noted: notedDates { id }
      agreement: standingAgreements { id } alignedSupport { clash: clashes(first: 1) { id } } } }`,
  },
  { of: "person", as: "newcomer", document: "{ viewer { assignment: assignments { id } } }" },
  { of: "person", as: "adviser", document: "{ viewer { cover: covers { id } } }" },
];
