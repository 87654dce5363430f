// One question or command for every root field that names something a person may not see, with what they name left open: the ids of what is
// there, or of nothing.
import { encodeTask } from "../../services/claim/task-name.ts";
import { approach, CIB, concern, conclusions, contact, offer, signal, submission, TARROWSHIRE } from "./api-inputs.ts";
import { inputOf, OPERATIONS } from "./operations.ts";

/** Ids that a question can name; those of what is there, and those of nothing. */
const KINDS = [
  ...([
    "concern",
    "evidence",
    "share",
    "correction",
    "conclusion",
    "challenge",
    "escalation",
    "conversation",
    "awareness",
    "request",
  ] as const),
  ...(["support", "milestone", "review", "approach", "contact", "submission", "signal", "agreement", "assignment"] as const),
  ...(["presence", "move", "clash", "notedDate"] as const),
] as const;
export type Ids = Readonly<Record<(typeof KINDS)[number] | "person" | "council" | "region", string>>;
export const NOTHING = {
  ...Object.fromEntries(KINDS.map((kind, n) => [kind, `00000000-0000-8000-8000-0000000000${String(n + 10)}`])),
  person: "no-such-person",
  council: "X00000006", // a council of another region, of which nothing is held
  region: "E12000005",
} as Ids;

/** An answer without its cursors: no cursor is given twice, so it tells only that there is one. */
export const withoutCursors = (said: string): string => said.replace(/"endCursor":"[^"]*"/g, '"endCursor":"a cursor"');

/** A question is asked as it stands, a command with its input: all commands of a table at once, as none of them is carried out. */
export type Read = readonly [document: string, variables: (ids: Ids) => object];
type Command = (ids: Ids) => object;
export type About = Readonly<Record<string, Read | Command>>;
/** A command on what is named of `kinds`, with the rest of its input. */
/** What was said in a contact. */
const saidInContact = { people: "Somebody", topic: "Something", saysNothingUntold: true };

const on =
  (kinds: readonly (keyof Ids)[], input: object = {}): Command =>
  (ids) => ({ ...Object.fromEntries(kinds.map((kind) => [kind, ids[kind]])), ...input });
/** A task of a concern; that there is one on a concern that somebody may not see is found out by no id. */
const taskOf = (concern: string): string =>
  encodeTask({
    ...{ type: "concern", subject: concern, kind: "make-council-aware", about: "" },
    ...{ since: "2026-03-02T12:00:00.000Z", side: "advisers" },
  });
export const text = "Words enough to be taken.";
export const reason = text;
/** Operations name some concerns and submissions by what they are for. */
const byEveryName = (ids: Ids) => ({
  ...ids,
  untold: ids.concern,
  discarded: ids.concern,
  leadership: ids.concern,
  late: ids.submission,
  aside: ids.submission,
  part: ids.support,
});
/** Every command on one kind of record, by name, with what its first operation sends. */
const commandsOn = (kind: "concern" | "support" | "submission" | "signal"): About =>
  Object.fromEntries(
    [...new Set(OPERATIONS.flatMap(({ command }) => command ?? []))]
      .filter((name) => kind in inputOf(name, byEveryName(NOTHING)))
      .map((name): [string, Command] => [name, (ids) => inputOf(name, byEveryName(ids))]),
  );

/** One question for every root field that names something a viewer may not see: a concern, a council with concerns, a person. */
export const ABOUT_CONCERN: About = {
  task: ["query($id: ID!) { task(id: $id) { id sentence } }", ({ concern }) => ({ id: taskOf(concern) })],
  sharesToAccept: [
    "query($share: ID!) { sharesToAccept(share: $share) { nodes { share concern } } }",
    ({ share }) => ({ share }),
  ],
  concern: [
    "query($id: ID!) { concern(id: $id) { id stage withheld summary { text } sharedWithMe { id } } }",
    ({ concern }) => ({ id: concern }),
  ],
  explain: [
    "query($id: ID!) { explain(concern: $id, part: HEADLINE) { allowed sentence policies { id } } }",
    ({ concern }) => ({ id: concern }),
  ],
  outcome: [
    "query($id: ID!) { outcome(concern: $id) { conclusion explanation lastReply { text } until } }",
    ({ concern }) => ({ id: concern }),
  ],
  pastConcern: [
    `query($id: ID!) { pastConcern(concern: $id, at: "2026-03-02T12:00:00.000Z") { __typename ... on Refused { code field message } } }`,
    ({ concern }) => ({ id: concern }),
  ],
  ...commandsOn("concern"),
  concludeConcern: ({ concern, support }) => ({ concern, ...conclusions.lightSupport, supports: [support] }),
};
export const ABOUT_SUPPORT: About = {
  support: [
    "query($id: ID!) { support(id: $id) { id kind status lead milestones { id } detailWithheld detail { aim } } }",
    ({ support }) => ({ id: support }),
  ],
  ...commandsOn("support"),
};
export const ABOUT_SUBMISSION: About = {
  submission: [
    "query($id: ID!) { submission(id: $id) { id account handling { councilAware } } }",
    ({ submission }) => ({ id: submission }),
  ],
  ...commandsOn("submission"),
};
export const ABOUT_SIGNAL: About = {
  signal: ["query($id: ID!) { signal(id: $id) { id wanted supports { id } } }", ({ signal }) => ({ id: signal })],
  ...commandsOn("signal"),
};
/** What those near may do, and see. */
export const ABOUT_CONVERSATION: About = {
  diary: [
    `query($region: ID!) { diary(region: $region, from: "2026-03-01", to: "2026-12-31") { nodes { kind from support { id } noted } pageInfo { hasNextPage } } }`,
    ({ region }) => ({ region }),
  ],
  diaryFile: [
    `query($region: ID!) { diaryFile(region: $region, from: "2026-03-01", to: "2026-12-31", format: CSV) { name mediaType entries content } }`,
    ({ region }) => ({ region }),
  ],
  supports: [
    "query($region: ID!, $council: ID!) { supports(filter: { region: $region, clashing: false }) { totalCount facets { status { count } } nodes { id } pageInfo { hasNextPage endCursor } } of: supports(filter: { council: $council }, order: DUE) { totalCount } }",
    ({ region, council }) => ({ region, council }),
  ],
  regionCouncils: [
    `query($region: ID!) { regionCouncils(region: $region) { nodes { council { code } lastContactOn openConcerns support { strand } nextDay { from } nextTask { kind } } pageInfo { hasNextPage } } }`,
    ({ region }) => ({ region }),
  ],
  alignedSupport: [
    "query($region: ID!) { alignedSupport(region: $region) { council { code } strands { offered } clashCount(settled: false) clashes { kind settlements { note } } } }",
    ({ region }) => ({ region }),
  ],
  nameLead: on(["council", "person"]),
  endLead: on(["council"], { reason }),
  planApproach: ({ council, approach: known }) => ({ ...approach, council, knowing: [known] }),
  cancelApproach: on(["council", "approach"], { reason }),
  noteDate: on(["council"], { kind: "BUDGET", from: "2026-06-15", to: "2026-06-15" }),
  cancelNotedDate: on(["council", "notedDate"]),
  settleClash: on(["council", "clash"], { how: "MERGED", note: text }),
};
export const ABOUT_COUNCIL: About = {
  concerns: [
    "query($f: ConcernFilter) { concerns(filter: $f) { totalCount nodes { id } pageInfo { hasNextPage endCursor } facets { strand { count } } } }",
    ({ council }) => ({ f: { council, strand: "CHILDRENS" } }),
  ],
  logConcern: ({ council }) => ({ ...concern, council }),
  giveStandingAgreement: ({ council }) => ({
    ...{ council, body: CIB, purpose: "ALIGN_SUPPORT", parts: ["SUMMARY"], strand: "CHILDRENS" },
  }),
  takeBackStandingAgreement: ({ agreement }) => ({ council: TARROWSHIRE, agreement }),
  offerSupport: ({ council }) => ({ ...offer, council }),
  agreeToBeContacted: ({ council }) => ({ ...contact, council }),
  takeBackContact: on(["council", "contact"]),
  recordContact: on(["council"], {
    strand: "CHILDRENS",
    heldOn: "2026-03-01",
    channel: "TELEPHONE",
    offices: ["LEADER"],
    ...saidInContact,
  }),
  correctContact: on(["council", "contact"], { ...saidInContact, reason }),
  withdrawContact: on(["council", "contact"], { reason }),
  submitInformation: ({ council }) => ({ ...submission, body: "mhclg", council }),
  requestSupport: ({ council }) => ({ ...signal, council }),
};
/** Nobody in these tests is of it. */
const WENDLEHAUGH = "X00000001";
export const ABOUT_PEOPLE: About = {
  registerPerson: ({ person }) => ({ person, name: "Any name" }),
  person: ["query($person: ID!) { person(id: $person) { id name assignments { role } } }", ({ person }) => ({ person })],
  invitation: ["query($person: ID!) { invitation(id: $person) { id name } }", ({ person }) => ({ person })],
  invitePerson: () => ({
    ...{ name: "Any name", address: "a@candour.test", role: "CHIEF_EXECUTIVE", council: WENDLEHAUGH },
    ...{ from: "2026-03-02", until: "2026-04-01" },
  }),
  sendInvitationAgain: ({ person }) => ({ invitation: person }),
  withdrawInvitation: ({ person }) => ({ invitation: person }),
  renamePerson: ({ person }) => ({ person, name: "Any name", reason }),
  startAssignment: ({ person }) => ({
    person,
    role: "PANEL_MEMBER",
    from: "2026-03-02",
    until: "2026-04-01",
  }),
  endAssignment: ({ person, assignment }) => ({ person, assignment }),
  nameOfficer: ({ person }) => ({
    ...{
      council: WENDLEHAUGH,
      person,
      name: "Any name",
      office: "LEAD_MEMBER",
      strands: ["ADULTS"],
      from: "2026-03-02",
      until: "2026-04-01",
    },
  }),
  endOfficer: ({ person }) => ({ council: WENDLEHAUGH, person, office: "LEAD_MEMBER", reason }),
  setWorkContact: ({ person }) => ({ person, contact: "020 7946 0000" }),
  setMailAddress: ({ person }) => ({ person, address: "a@candour.test" }),
  declareInterests: ({ person }) => ({ person, councils: [WENDLEHAUGH] }),
  claimTask: ({ concern }) => ({ task: taskOf(concern) }),
  releaseTask: ({ concern }) => ({ task: taskOf(concern) }),
  putOffTask: ({ concern }) => ({ task: taskOf(concern), until: "2026-03-10" }),
  markNewsRead: ({ person }) => ({ person, upTo: "an event" }),
  setFirstMailAddress: ({ person }) => ({ person, address: "a@candour.test" }),
};
/** A ledger is named by its council's code, which is public: whether anything stands in it is not. */
export const ABOUT_LEDGER: About = {
  ledger: [
    "query($council: String!) { ledger(council: $council) { __typename ... on Refused { code field message } } }",
    ({ council }) => ({ council }),
  ],
};
/** What happens to it, followed live: the first message is compared. */
export const ABOUT_LIVE: Readonly<Record<string, Read>> = {
  concernChanged: [
    "subscription($id: ID!) { concernChanged(concern: $id) { __typename ... on ConcernUpdate { position } ... on Refused { code field message } } }",
    ({ concern }) => ({ id: concern }),
  ],
  ledgerChanged: [
    "subscription($council: String!) { ledgerChanged(council: $council) { __typename ... on LedgerUpdate { position } ... on Refused { code field message } } }",
    ({ council }) => ({ council }),
  ],
  supportChanged: [
    "subscription($council: String!) { supportChanged(council: $council) { __typename ... on SupportUpdate { position } ... on Refused { code field message } } }",
    ({ council }) => ({ council }),
  ],
  oneSupportChanged: [
    "subscription($id: ID!) { oneSupportChanged(support: $id) { __typename ... on OneSupportUpdate { position } ... on Refused { code field message } } }",
    ({ support }) => ({ id: support }),
  ],
};
/** What their ids name is public: councils, regions, published data and policies are there for anybody who is signed in. */
export const PUBLIC = [
  // The directory of advisers is for everybody with a role. Cover is for advisers who are in it; of others it says as much as of nobody.
  "advisers",
  "arrangeCover",
  "endCover",
  "council",
  "councils",
  "metric",
  "importMetricSeries",
  "policyVersions",
  "publishPolicy",
  "simulatePolicy",
];
