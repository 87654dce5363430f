// For any two records that a person may not see, and for none, they get the same response in the same time: from every query field,
// commands and subscriptions, and by the export. The fields are the schema's: one without a case here fails.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildSchema } from "../../graphql/schema.ts";
import {
  approach,
  awareness,
  CIB,
  concern,
  contact,
  conversation,
  evidence,
  offer,
  proposal,
  signal,
  submission,
  TARROWSHIRE,
} from "../examples/api-inputs.ts";
import {
  ABOUT_CONCERN,
  ABOUT_CONVERSATION,
  ABOUT_COUNCIL,
  ABOUT_LEDGER,
  ABOUT_LIVE,
  ABOUT_PEOPLE,
  ABOUT_SIGNAL,
  ABOUT_SUBMISSION,
  ABOUT_SUPPORT,
  type About,
  type Ids,
  NOTHING,
  PUBLIC,
  withoutCursors,
} from "../examples/operations-naming-ids.ts";
import { type AskInProcess, askInProcess } from "../helpers/ask-in-process.ts";
import { expectSameCpu } from "../helpers/compare-processor-time.ts";
import { done, mutation } from "../helpers/send-command.ts";
import { cases } from "../helpers/soak.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const NAMED: About = {
  ...{ ...ABOUT_CONCERN, ...ABOUT_CONVERSATION, ...ABOUT_COUNCIL, ...ABOUT_LEDGER, ...ABOUT_PEOPLE },
  ...{ ...ABOUT_SIGNAL, ...ABOUT_SUBMISSION, ...ABOUT_SUPPORT },
};
/** Fields without an argument that could name a record. Their lists are compared before and after further records exist, in `survey`. */
const NAMELESS = {
  inbox: "{ inbox { nodes { kind about due } pageInfo { hasNextPage endCursor } } }",
  news: "{ news { unread nodes { kind sentence } pageInfo { hasNextPage endCursor } } }",
  submissions: "{ submissions { nodes { id } pageInfo { hasNextPage endCursor } } }",
  signals: "{ signals { nodes { id } pageInfo { hasNextPage endCursor } } }",
  practiceContacts: "{ practiceContacts(strand: CHILDRENS, cause: SERVICE_PERFORMANCE) { nodes { id } } }",
  people: "{ people(first: 3) { nodes { id } pageInfo { hasNextPage endCursor } } }",
  invitations: "{ invitations(first: 3) { nodes { id } pageInfo { hasNextPage endCursor } } }",
  overviewQuarters: "{ overviewQuarters }",
  overview: '{ overview(quarter: "2026-Q1") { measures { total } } }',
  outcomes: "{ outcomes { nodes { concern } pageInfo { hasNextPage endCursor } } }",
  retention:
    "{ retention { isHalted rules { records keptFor afterwards erasedCount } disclosures { keptMonths next { month passesOn } } } }",
  overdueUntold: "{ overdueUntold { kind days region { code } } }",
  viewer: "{ viewer { person name } }",
  newsChanged: "subscription { newsChanged { __typename ... on NewsUpdate { kind unread moreUnread } } }",
  inboxChanged: "subscription { inboxChanged { __typename ... on InboxUpdate { kind inbox { nodes { kind about } } } } }",
} as const;
/** Fields whose result names no record about a council. */
const REFERENCE = ["regions", "bodies", "metrics", "policyInForce", "policyDraft", "myAdvisers", "roleTerms"];
const EXPORT = "the export";
const FIELDS = [...Object.keys(NAMED), ...Object.keys(ABOUT_LIVE), EXPORT];

/** To them nothing about Tarrowshire is visible: people of another region, and one who has no reading by their role. */
const [ADVISER, COUNCIL, OFFICER] = ["adviser-london", "chief-executive-london", "governance-officer"];
const outsidersOf = (field: string) => (field in ABOUT_PEOPLE ? [ADVISER, COUNCIL] : [ADVISER, COUNCIL, OFFICER]);

/** Commands on records of one kind are refused by the same function: one of each kind is compared as often as queries are. */
const FEWER_PAIRS = cases(30, 60);
const EXPORT_PAIRS = cases(50, 100);
const COMMAND_OF_EACH = [
  "addEvidence",
  "answerSupport",
  "setSubmissionAside",
  "withdrawSignal",
  "cancelApproach",
  "endAssignment",
];
function optionsFor(field: string): { readonly pairs?: number } {
  // The export is requested over HTTP, which costs more than the compared work.
  if (field === EXPORT) return { pairs: EXPORT_PAIRS };
  return typeof NAMED[field] === "function" && !COMMAND_OF_EACH.includes(field) ? { pairs: FEWER_PAIRS } : {};
}

/** Reads of one record by a lead of another region. */
const LEAD = "cib-lead-london";
const READS = {
  concern: "query($id: ID!) { found: concern(id: $id) { id summary { text } } }",
  explain: "query($id: ID!) { found: explain(concern: $id, part: HEADLINE) { sentence facts { because { on } } } }",
  "explain of another": `query($id: ID!) { found: explain(concern: $id, part: SUMMARY, person: "cib-lead") { sentence } }`,
  pastConcern: `query($id: ID!) { found: pastConcern(concern: $id, at: "2026-03-02T13:00:00.000Z") { __typename
    ... on PastConcern { concern { id } } } }`,
  support: "query($id: ID!) { found: support(id: $id) { id milestones { id } detail { aim } } }",
  submission: "query($id: ID!) { found: submission(id: $id) { id account handling { concerns { id } } } }",
  signal: "query($id: ID!) { found: signal(id: $id) { id wanted supports { id } } }",
} as const;
type Read = keyof typeof READS;
const idFor = (read: Read, ids: Ids): string =>
  read === "support" || read === "submission" || read === "signal" ? ids[read] : ids.concern;
async function found(person: string, read: Read, id: string): Promise<boolean> {
  const { data, errors } = await ask(person, READS[read], { id });
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data.found !== null && (data.found as { __typename?: string }).__typename !== "Refused";
}

let hub: TestHub;
let ask: AskInProcess;
/** What is there, with much in it and with little. */
let much: Ids;
let little: Ids;
let before: ReadonlyMap<string, string>;
const schema = buildSchema();

beforeAll(async () => {
  hub = await startHub();
  ask = askInProcess(hub.hub);
  before = await survey();
  const long = "Words that were observed, at some length. ".repeat(100);
  little = await things("Words.", 1);
  much = await things(long, 40);
});
afterAll(() => hub.close());

/** A record of each kind about Tarrowshire. */
async function things(long: string, times: number): Promise<Ids> {
  const many = async (make: (n: number) => Promise<string>) => {
    for (let n = 0; n < times; n += 1) await make(n);
  };
  const id = await done(hub, "adviser", "logConcern", { ...concern, observed: long });
  await many((n) => done(hub, "adviser", "addEvidence", { concern: id, evidence: { ...evidence, account: `${n} ${long}` } }));
  await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness, bodies: [CIB] });
  await done(hub, "chief-executive", "requestCorrection", { concern: id, request: long });
  await done(hub, "adviser", "proposeShare", { concern: id, ...proposal });
  await done(hub, "chief-executive", "requestShare", {
    ...{ concern: id, body: CIB, parts: ["SUMMARY"], purpose: "ALIGN_SUPPORT", until: "2026-06-30", explanation: long },
  });
  await many(() => done(hub, "adviser", "recordConversation", { concern: id, ...conversation, discussed: long }));
  const support = await done(hub, "adviser", "offerSupport", { ...offer, aim: long });
  await done(hub, "chief-executive", "answerSupport", { support, answer: "AGREED" });
  await done(hub, "adviser", "beginSupport", { support, begunOn: "2026-03-02" });
  await many(() => done(hub, "adviser", "setMilestone", { support, kind: "OTHER", due: "2026-05-01" }));
  await done(hub, "adviser", "planReview", { support, from: "2026-05-01", to: "2026-05-02" });
  await done(hub, "adviser", "planPresence", { support, from: "2026-05-01", to: "2026-05-02", place: long.slice(0, 900) });
  const other = { from: offer.from, until: "2026-11-30", presence: [], reason: long };
  await done(hub, "adviser", "moveSupport", { support, by: "PROVIDER", ...other });
  const planned = {
    ...approach,
    leadConsulted: true,
    knowing: hub.hub.council
      .queries()
      .findUnchecked(TARROWSHIRE)
      .approaches.map((one) => one.approach),
  };
  await done(hub, "adviser", "planApproach", planned);
  const strand = times > 1 ? "CHILDRENS" : "ADULTS";
  await done(hub, "chief-executive", "agreeToBeContacted", { ...contact, strand });
  await done(hub, "chief-executive", "giveStandingAgreement", {
    ...{ council: TARROWSHIRE, body: CIB, purpose: "ALIGN_SUPPORT", parts: ["SUMMARY"], strand: "CHILDRENS" },
  });
  type Lists = Record<"evidence" | "awareness" | "share" | "request" | "conversation", { id: string }[]>;
  const query = `query($id: ID!) { concern(id: $id) { evidence { id } awareness { id } share: sharingRecord { id } request: shareRequests { id }
    conversation: conversations { id } summary { correction: corrections { id } } } }`;
  const { body } = await hub.ask<{ concern: Lists & { summary: { correction: { id: string }[] } } }>("adviser", query, { id });
  const { summary, ...lists } = body.data.concern;
  const held = hub.hub.support.queries().findUnchecked(support);
  const council = hub.hub.council.queries().findUnchecked(TARROWSHIRE);
  const keeper = hub.hub.people.queries().viewer("second-adviser");
  return {
    ...NOTHING,
    ...Object.fromEntries(
      Object.entries({ ...lists, ...summary }).map(([kind, [first]]) => [kind, first?.id ?? expect.fail(kind)]),
    ),
    ...{ concern: id, support, council: TARROWSHIRE, region: "E12000004", person: "second-adviser" },
    milestone: held?.milestones.at(-1)?.milestone ?? expect.fail("milestone"),
    review: held?.reviews.at(-1)?.review ?? expect.fail("review"),
    presence: held?.presences.at(-1)?.presence ?? expect.fail("presence"),
    move: held?.moves.at(-1)?.move ?? expect.fail("move"),
    approach: council.approaches.at(-1)?.approach ?? expect.fail("approach"),
    contact: council.contacts.at(-1)?.contact ?? expect.fail("contact"),
    agreement: council.agreements.at(-1)?.agreement ?? expect.fail("agreement"),
    assignment: keeper?.assignments[0]?.assignment ?? expect.fail("assignment"),
    submission: await done(hub, "department", "submitInformation", { ...submission, account: long }),
    signal: await done(hub, "chief-executive", "requestSupport", { ...signal, wanted: long }),
  };
}

/** The results for outsiders of fields that name no record. */
async function survey(): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  for (const person of [ADVISER, COUNCIL, OFFICER])
    for (const [field, document] of Object.entries(NAMELESS))
      answers.set(`${person}, ${field}`, withoutCursors(JSON.stringify(await answerTo(person, field, document, {}))));
  return answers;
}

const answerTo = (
  person: string,
  _field: string,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<unknown> => ask(person, document, variables);

const tokens = new Map<string, string>();
async function exported(person: string, council: string): Promise<unknown> {
  const token = tokens.get(person) ?? (await hub.token(person));
  tokens.set(person, token);
  // Comparisons before this one keep the process busy for longer than the hub keeps an idle connection.
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}`, connection: "close" };
  const response = await fetch(`${hub.url}/ledger`, {
    method: "POST",
    headers,
    body: JSON.stringify({ council, format: "json" }),
  });
  return [response.status, await response.text()];
}

/** Queries a field for some records. */
function asking(person: string, field: string): (ids: Ids) => Promise<unknown> {
  if (field === EXPORT) return ({ council }) => exported(person, council);
  const about = NAMED[field] ?? ABOUT_LIVE[field] ?? expect.fail(field);
  if (typeof about !== "function") {
    const [document, variables] = about;
    return (ids) => answerTo(person, field, document, variables(ids) as Record<string, unknown>);
  }
  const document = mutation(field);
  return (ids) => ask(person, document, { input: { idempotencyKey: "a key", ...about(ids) } });
}

/** Returns a response with the requested ids replaced by the id of no record. */
function written(answer: unknown, ids: Ids): string {
  let said = withoutCursors(JSON.stringify(answer));
  for (const [kind, id] of Object.entries(ids)) if (id.length > 3) said = said.replaceAll(id, NOTHING[kind as keyof Ids]);
  return said;
}

describe("Every field of the schema", () => {
  it("has a case here", () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const all = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}));
    const cases = [...Object.keys(NAMED), ...Object.keys(ABOUT_LIVE), ...Object.keys(NAMELESS), ...PUBLIC, ...REFERENCE];
    expect(cases.sort()).toEqual(all.sort());
  });
});

describe("A record that a person may not see", () => {
  it.each(FIELDS)("gives the same answer as another invisible record, and as none: %s", async (field) => {
    const head = await hub.hub.log.head();
    for (const person of outsidersOf(field)) {
      const of = asking(person, field);
      const nothing = written(await of(NOTHING), NOTHING);
      expect([person, written(await of(much), much)]).toEqual([person, nothing]);
      expect([person, written(await of(little), little)]).toEqual([person, nothing]);
      expect(nothing).not.toMatch(/"code":"(?:INTERNAL|BAD_|GRAPHQL_|INVALID_|TOO_)/);
    }
    expect(await hub.hub.log.head()).toBe(head);
  });

  it("changes no result of a query that names no record", async () => {
    expect([...(await survey())]).toEqual([...before]);
  });

  it.each(FIELDS)("takes as long as no record: %s", async (field) => {
    const of = asking(ADVISER, field);
    await expectSameCpu(
      field,
      () => of(NOTHING),
      () => of(much),
      optionsFor(field),
    );
  });

  it.each(Object.keys(READS) as Read[])("takes as long as no record, for a lead of another region: %s", async (read) => {
    hub.clock.set("2026-03-02T14:00:00.000Z");
    const of = async (ids: Ids) => {
      if (await found(LEAD, read, idFor(read, ids))) throw new Error(`${LEAD} may not see the ${read}.`);
    };
    await expectSameCpu(
      read,
      () => of(NOTHING),
      () => of(much),
    );
  });

  it("takes as long as no record, for a lead of the region whom an offer does not name", async () => {
    const id = await done(hub, "adviser", "offerSupport", { ...offer, shownTo: [CIB] });
    for (let n = 0; n < 40; n += 1) await done(hub, "adviser", "setMilestone", { support: id, kind: "OTHER", due: "2026-05-01" });
    const of = async (support: string) => {
      if (await found("adass-lead", "support", support)) throw new Error("The lead may not see the support.");
    };
    expect(await found("cib-lead", "support", id)).toBe(true);
    await expectSameCpu(
      "support",
      () => of(NOTHING.support),
      () => of(id),
    );
  });

  it("is found by those who may see it", async () => {
    for (const read of Object.keys(READS) as Read[])
      expect(await found(read === "submission" ? "department" : "chief-executive", read, idFor(read, much)), read).toBe(true);
  });
});
