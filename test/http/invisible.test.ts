// Unknown and invisible are one answer: whoever may not see a concern cannot tell by any question or command that it is there.
import { type GraphQLInputType, getNamedType, isInputObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enumName } from "../../graphql/enums.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { PARTS } from "../../policies/facts.ts";
import { startHub, type TestHub } from "../support/hub.ts";
import { expectNothingInternal } from "../support/nothing-internal.ts";
import { awareness, CIB, concern, done, evidence, mutation, proposal, TARROWSHIRE } from "./examples.ts";

/** Nothing about Tarrowshire is theirs to see. */
const OUTSIDERS = [
  ...["somebody-new", "adviser-london", "former-adviser", "adviser-elsewhere", "corporate-adviser", "leader-ambleford"],
  ...["chief-executive-london", "cib-lead-london", "adass-lead", "regional-improvement", "group-office", "panel-member"],
  ...["department", "inspectorate", "advisory-board", "improvement-board", "governance-officer", "administrator"],
];
const KEEPERS = ["governance-officer", "administrator"];
const COUNCIL = ["chief-executive", "nominated-officer"];
const RECIPIENTS = ["cib-lead", "member-peer"];

/** Ids that a question can name; those of what is there, and those of nothing. */
type Ids = Readonly<
  Record<"concern" | "evidence" | "share" | "correction" | "agreement" | "person" | "assignment" | "council", string>
>;
const NOTHING: Ids = {
  concern: "00000000-0000-8000-8000-000000000001",
  evidence: "00000000-0000-8000-8000-000000000002",
  share: "00000000-0000-8000-8000-000000000003",
  correction: "00000000-0000-8000-8000-000000000004",
  agreement: "00000000-0000-8000-8000-000000000005",
  person: "no-such-person",
  assignment: "00000000-0000-8000-8000-000000000006",
  council: "X00000006", // a council of another region, with no concern
};

type Question = readonly [document: string, variables: (ids: Ids) => object];
const asks = (name: string, input: (ids: Ids) => object): Question => [
  mutation(name),
  (ids) => ({ input: { idempotencyKey: "a key", ...input(ids) } }),
];
const text = "Words enough to be taken.";

/** One question for every root field that names something a viewer may not see: a concern, a council with concerns, a person. */
const ABOUT_CONCERN: Readonly<Record<string, Question>> = {
  concern: [
    "query($id: ID!) { concern(id: $id) { id stage withheld summary { text } sharedWithMe { id } } }",
    ({ concern }) => ({ id: concern }),
  ],
  explain: [
    "query($id: ID!) { explain(concern: $id, part: HEADLINE) { allowed sentence policies { id } } }",
    ({ concern }) => ({ id: concern }),
  ],
  addEvidence: asks("addEvidence", (ids) => ({ concern: ids.concern, evidence })),
  supplyEvidence: asks("supplyEvidence", (ids) => {
    const { grading: _, ...own } = evidence;
    return { concern: ids.concern, evidence: own };
  }),
  withdrawEvidence: asks("withdrawEvidence", (ids) => ({ concern: ids.concern, evidence: ids.evidence, reason: text })),
  recordAwareness: asks("recordAwareness", (ids) => ({ concern: ids.concern, ...awareness })),
  reply: asks("reply", (ids) => ({ concern: ids.concern, reply: text })),
  requestCorrection: asks("requestCorrection", (ids) => ({ concern: ids.concern, request: text })),
  resolveCorrection: asks("resolveCorrection", (ids) => ({
    concern: ids.concern,
    correction: ids.correction,
    outcome: "REFUSED",
    reason: text,
  })),
  proposeShare: asks("proposeShare", (ids) => ({ concern: ids.concern, ...proposal })),
  statePosition: asks("statePosition", (ids) => ({ concern: ids.concern, share: ids.share, position: "OBJECTS" })),
  overrideObjection: asks("overrideObjection", (ids) => ({ concern: ids.concern, share: ids.share, reason: text })),
  makeShare: asks("makeShare", (ids) => ({ concern: ids.concern, share: ids.share })),
  withdrawShare: asks("withdrawShare", (ids) => ({ concern: ids.concern, share: ids.share, reason: text })),
  expireShare: asks("expireShare", (ids) => ({ concern: ids.concern, share: ids.share })),
};
const ABOUT_COUNCIL: Readonly<Record<string, Question>> = {
  concerns: [
    "query($f: ConcernFilter) { concerns(filter: $f) { totalCount nodes { id } pageInfo { hasNextPage endCursor } facets { strand { count } } } }",
    ({ council }) => ({ f: { council, strand: "CHILDRENS" } }),
  ],
  logConcern: asks("logConcern", ({ council }) => ({ ...concern, council })),
  giveStandingAgreement: asks("giveStandingAgreement", ({ council }) => ({
    ...{ council, body: CIB, purpose: "ALIGN_SUPPORT", parts: ["SUMMARY"], strand: "CHILDRENS" },
  })),
  takeBackStandingAgreement: asks("takeBackStandingAgreement", ({ agreement }) => ({ council: TARROWSHIRE, agreement })),
};
const ABOUT_PEOPLE: Readonly<Record<string, Question>> = {
  people: [
    "query($after: ID) { people(first: 1, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }",
    ({ person }) => ({ after: person }),
  ],
  registerPerson: asks("registerPerson", ({ person }) => ({ person, name: "Any name" })),
  startAssignment: asks("startAssignment", ({ person }) => ({
    person,
    role: "PANEL_MEMBER",
    from: "2026-03-02",
    until: "2026-04-01",
  })),
  endAssignment: asks("endAssignment", ({ person, assignment }) => ({ person, assignment })),
};
/** What their ids name is public: councils, regions and published data are there for anybody who is signed in. */
const PUBLIC = ["council", "councils", "metrics", "importMetricSeries"];

let hub: TestHub;
/** Never told to the council; shared with the CIB leads for the summary; and shared with them once, no longer. */
let hidden: Readonly<Record<"logged" | "shared" | "withdrawn", Ids>>;
/** What each person was answered before any of them was there. */
const before = new Map<string, string>();

type Full = {
  concern: { evidence: { id: string }[]; sharingRecord: { id: string }[]; summary: { corrections: { id: string }[] } };
  council: { standingAgreements: { id: string }[] };
  people: { nodes: { id: string; assignments: { id: string }[] }[] };
};

beforeAll(async () => {
  hub = await startHub();
  const roles = [
    ["adviser-elsewhere", { role: "SENIOR_ADVISER", regions: ["E12000001"], strands: ["CORPORATE", "CHILDRENS", "ADULTS"] }],
    ["corporate-adviser", { role: "SENIOR_ADVISER", regions: ["E12000004"], strands: ["CORPORATE"] }],
  ] as const;
  for (const [person, assignment] of roles) {
    await done(hub, "administrator", "registerPerson", { person, name: `${person} (invented)` });
    await done(hub, "administrator", "startAssignment", { person, ...assignment, from: "2026-01-01", until: "2026-12-31" });
  }
  for (const person of OUTSIDERS) before.set(person, await survey(person));

  const agreement = {
    council: TARROWSHIRE,
    body: "regional-improvement-east-midlands",
    purpose: "OFFER_SUPPORT",
    parts: ["HEADLINE"],
    strand: "CORPORATE",
  };
  const logged = await done(hub, "adviser", "logConcern", concern);
  const shared = await share({ bodies: [CIB, "member-peers-east-midlands"] }, [
    proposal,
    { ...proposal, body: "member-peers-east-midlands", parts: ["HEADLINE"] },
  ]);
  const withdrawn = await share({}, [proposal]);
  const { share: ended } = await idsOf(withdrawn);
  await done(hub, "adviser", "withdrawShare", { concern: withdrawn, share: ended, reason: "No longer needed." });
  await done(hub, "chief-executive", "giveStandingAgreement", agreement);
  hidden = { logged: await idsOf(logged), shared: await idsOf(shared), withdrawn: await idsOf(withdrawn) };
});
afterAll(() => hub.close());

/** A concern that the council knows of and answered, with shares that it agreed to and that were made. */
async function share(told: object, proposals: readonly object[]): Promise<string> {
  const secret = { ...evidence, protectedSource: true, source: "Zebulon Quince (invented)", reference: "Zebulonfile" };
  const id = await done(hub, "adviser", "logConcern", {
    ...concern,
    evidence: [{ ...evidence, account: "Supervisionless since June." }, secret],
  });
  await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness, ...told });
  await done(hub, "chief-executive", "requestCorrection", { concern: id, request: "Six teams." });
  for (const proposed of proposals) await done(hub, "adviser", "proposeShare", { concern: id, ...proposed });
  const { body } = await hub.ask<Full>("adviser", "query($id: ID!) { concern(id: $id) { sharingRecord { id } } }", { id });
  for (const { id: share } of body.data.concern.sharingRecord) {
    await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
    await done(hub, "adviser", "makeShare", { concern: id, share });
  }
  return id;
}

async function idsOf(id: string): Promise<Ids> {
  const query = `query($id: ID!) { concern(id: $id) { evidence { id } sharingRecord { id } summary { corrections { id } } }
    council(code: "${TARROWSHIRE}") { standingAgreements { id } } }`;
  const { data } = (await hub.ask<Full>("adviser", query, { id })).body;
  const councils = await hub.ask<Full>("chief-executive", `{ council(code: "${TARROWSHIRE}") { standingAgreements { id } } }`);
  const people = await hub.ask<Full>("administrator", "{ people { nodes { id assignments { id } } } }");
  const person = people.body.data.people.nodes.find((known) => known.id === "second-adviser");
  return {
    concern: id,
    evidence: data.concern.evidence[0]?.id ?? "",
    share: data.concern.sharingRecord[0]?.id ?? "x",
    correction: data.concern.summary.corrections[0]?.id ?? "x",
    agreement: councils.body.data.council.standingAgreements[0]?.id ?? "",
    person: "second-adviser",
    assignment: person?.assignments[0]?.id ?? "",
    council: TARROWSHIRE,
  };
}

/** Everything a person can ask without an id: lists, totals, facets, words, pages, councils. */
async function survey(person: string): Promise<string> {
  const LIST =
    "totalCount nodes { id stage withheld } pageInfo { hasNextPage endCursor } facets { region { value count } strand { value count } cause { value count } stage { value count } }";
  const filters = [
    ...[
      {},
      { council: TARROWSHIRE },
      { region: "E12000004" },
      { strand: "CHILDRENS" },
      { cause: "SERVICE_PERFORMANCE" },
      { stage: "LOGGED" },
    ],
    ...["assessments late teams", "supervisionless", "zebulon", "six teams", "manager", "maren"].map((words) => ({
      text: words,
    })),
  ];
  const declared = filters.map((_, i) => `$f${i}: ConcernFilter`).join(", ");
  const lists = filters.map((_, i) => `l${i}: concerns(first: 10, filter: $f${i}) { ${LIST} }`).join(" ");
  const query = `query(${declared}) { ${lists} first: concerns(first: 1) { nodes { id } pageInfo { hasNextPage endCursor } }
    council(code: "${TARROWSHIRE}") { name concerns { ${LIST} } standingAgreements { id } }
    viewer { person } people(first: 3) { nodes { id } pageInfo { hasNextPage endCursor } } metrics { id } }`;
  const { body } = await hub.ask(person, query, Object.fromEntries(filters.map((filter, i) => [`f${i}`, filter])));
  expect(body.errors).toBeUndefined();
  return JSON.stringify(body);
}

/** What is answered about `ids`, with each id written as if it were nothing's. */
async function answer(person: string, [document, variables]: Question, ids: Ids): Promise<string> {
  const { status, body } = await hub.ask(person, document, variables(ids));
  let said = JSON.stringify({ status, body });
  for (const [kind, id] of Object.entries(ids)) if (id.length > 3) said = said.replaceAll(id, NOTHING[kind as keyof Ids]);
  return said;
}

/** What a person is told of nothing; it does not change while these tests run, so it is asked once. */
const told = new Map<string, Promise<string>>();
function ofNothing(person: string, question: Question): Promise<string> {
  const key = `${person} ${question[0]}`;
  const known = told.get(key) ?? answer(person, question, NOTHING);
  told.set(key, known);
  return known;
}

describe("Every root field that names something", () => {
  const namesSomething = (type: GraphQLInputType): boolean => {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return named.name === "ID";
    return Object.values(named.getFields()).some((field) => namesSomething(field.type));
  };

  it("is asked about here, or names only what is public", () => {
    const schema = buildSchema();
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.values(type?.getFields() ?? {}));
    const naming = roots.filter(({ args }) => args.some(({ type }) => namesSomething(type))).map(({ name }) => name);
    const here = [ABOUT_CONCERN, ABOUT_COUNCIL, ABOUT_PEOPLE].flatMap(Object.keys);
    expect([...here, ...PUBLIC].sort()).toEqual(naming.sort());
  });

  /** Each person is told of `ids` exactly what they are told of nothing, and nothing is recorded. */
  async function alike(people: readonly string[], question: Question, ids: Ids): Promise<void> {
    const head = await hub.hub.log.head();
    for (const person of people) {
      const said = await answer(person, question, ids);
      expect(`${person}: ${said}`).toBe(`${person}: ${await ofNothing(person, question)}`);
      expectNothingInternal(said);
      expect(said).not.toMatch(/"__typename":"(?!Refused)|"code":"(?:INTERNAL|BAD_|GRAPHQL_|INVALID_)/);
    }
    expect(await hub.hub.log.head()).toBe(head);
  }

  it.each(Object.entries(ABOUT_CONCERN))(
    "answers the same of a concern that is invisible as of none: %s",
    async (_, question) => {
      await alike([...OUTSIDERS, ...COUNCIL, ...RECIPIENTS], question, hidden.logged);
      await alike(OUTSIDERS, question, hidden.shared);
      await alike([...OUTSIDERS, ...RECIPIENTS], question, hidden.withdrawn);
    },
  );

  it.each(Object.entries(ABOUT_COUNCIL))("answers the same of a council with concerns as of one without: %s", (_, question) =>
    alike(OUTSIDERS, question, hidden.shared),
  );

  it.each(Object.entries(ABOUT_PEOPLE))("answers the same of a person as of nobody, to who keeps no people: %s", (_, question) =>
    alike(
      [...OUTSIDERS.filter((person) => !KEEPERS.includes(person)), ...COUNCIL, ...RECIPIENTS, "adviser"],
      question,
      hidden.shared,
    ),
  );

  it("of a concern that is shared, answers a recipient's command the same whatever part of it the command names", async () => {
    for (const [name, question] of Object.entries(ABOUT_CONCERN)) {
      if (["concern", "explain"].includes(name)) continue;
      for (const person of RECIPIENTS) {
        const said = await answer(person, question, hidden.shared);
        expect(said).toBe(await answer(person, question, { ...NOTHING, concern: hidden.shared.concern }));
        expect(said).toContain('"code":"NOT_PERMITTED"');
      }
    }
  });
});

describe("What can be asked without naming it", () => {
  it.each(OUTSIDERS)(
    "does not change for %s by a concern's being logged, told to the council, answered and shared with others",
    async (person) => {
      expect(await survey(person)).toBe(before.get(person));
    },
  );

  it("changes for the council only once it is aware, and for a recipient only once the share is made", async () => {
    const outside = new Map<string, string>();
    for (const person of [...COUNCIL, ...RECIPIENTS]) outside.set(person, await survey(person));
    const id = await done(hub, "adviser", "logConcern", {
      ...concern,
      summary: "Six teams late, without a manager.",
    });
    for (const [person, survey_] of outside) expect(await survey(person)).toBe(survey_);

    await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness });
    await done(hub, "adviser", "proposeShare", { concern: id, ...proposal });
    for (const person of COUNCIL) expect(await survey(person)).not.toBe(outside.get(person));
    for (const person of RECIPIENTS) expect(await survey(person)).toBe(outside.get(person));
  });

  type Count = { concerns: { totalCount: number; nodes: { id: string }[]; facets: { strand: { count: number }[] } } };
  const found = async (person: string, words: string) => {
    const query = "query($f: ConcernFilter) { concerns(filter: $f) { totalCount nodes { id } facets { strand { count } } } }";
    const { concerns } = (await hub.ask<Count>(person, query, { f: { text: words, council: TARROWSHIRE } })).body.data;
    const inFacets = concerns.facets.strand.reduce((sum, { count }) => sum + count, 0);
    expect([concerns.nodes.length, inFacets]).toEqual([concerns.totalCount, concerns.totalCount]);
    return concerns.nodes.map(({ id }) => id);
  };

  it("words find a concern only in parts that their reader may read", async () => {
    const { concern: shared } = hidden.shared;
    expect(await found("adviser", "supervisionless")).toContain(shared);
    expect(await found("chief-executive", "supervisionless")).toContain(shared);
    expect(await found("cib-lead", "assessments late")).toEqual([shared]); // the summary is shared with them
    expect(await found("cib-lead", "supervisionless")).toEqual([]); // the evidence is not
    expect(await found("cib-lead", "assessments supervisionless")).toEqual([]); // nor a part of the words in each
    expect(await found("member-peer", "assessments")).toEqual([]); // they have the headline alone
  });

  it("the words of a protected source find nothing for anybody but its advisers", async () => {
    for (const person of [...COUNCIL, ...RECIPIENTS, ...OUTSIDERS]) expect(await found(person, "zebulon")).toEqual([]);
    for (const person of [...COUNCIL, ...RECIPIENTS]) expect(await found(person, "zebulonfile")).toEqual([]);
  });
});

describe("A recipient of a share", () => {
  const ALL = `query($id: ID!) { concern(id: $id) { id stage version withheld erased council { name standingAgreements { id } }
    summary { text observed replies { text } corrections { request } } evidence { account source reference sourceWithheld }
    awareness { toldName bodies { id } } sharingRecord { body { name } } sharedWithMe { body { id name } purpose explanation conditions } }
    explain(concern: $id, part: EVIDENCE) { allowed sentence facts { name value } policies { id } } }`;
  type All = { concern: Record<string, unknown>; explain: { allowed: boolean } };
  const reads = async (person: string) => (await hub.ask<All>(person, ALL, { id: hidden.shared.concern })).body.data;

  it("reads what it covers; every other part is null and named as withheld", async () => {
    const { concern: seen, explain } = await reads("cib-lead");
    expect(seen.summary).toMatchObject({ text: concern.summary });
    expect([seen.evidence, seen.awareness, seen.sharingRecord, seen.version]).toEqual([null, null, null, null]);
    expect(seen.withheld).toEqual(PARTS.filter((part) => part !== "headline" && part !== "summary").map(enumName));
    expect(explain.allowed).toBe(false);
    expect((await reads("member-peer")).concern.summary).toBeNull();
  });

  it("is told of its own share and of no other recipient, source or person", async () => {
    const forCib = JSON.stringify(await reads("cib-lead"));
    expect(forCib).toContain(CIB);
    expect(forCib).not.toMatch(/member.peer/i);
    const forPeers = JSON.stringify(await reads("member-peer"));
    expect(forPeers).not.toMatch(/cib|improvement board/i);
    for (const said of [forCib, forPeers]) expect(said).not.toMatch(/zebulon|supervisionless|maren|"adviser"|chief-executive/i);
  });

  it("loses all of it with the share, at once", async () => {
    const seen = (await hub.ask<All>("cib-lead", ALL, { id: hidden.withdrawn.concern })).body.data;
    expect(seen).toEqual({ concern: null, explain: null });
  });
});

describe("The council", () => {
  it("sees that there is a protected source and what was said, and not who it is", async () => {
    type Items = {
      concern: { evidence: { account: string; source: string | null; reference: string | null; sourceWithheld: boolean }[] };
    };
    const query = "query($id: ID!) { concern(id: $id) { evidence { account source reference sourceWithheld } } }";
    const items = async (person: string) =>
      (await hub.ask<Items>(person, query, { id: hidden.shared.concern })).body.data.concern.evidence;
    const withheld = { account: evidence.account, source: null, reference: null, sourceWithheld: true };
    expect(await items("chief-executive")).toContainEqual(withheld);
    const known = {
      account: evidence.account,
      source: "Zebulon Quince (invented)",
      reference: "Zebulonfile",
      sourceWithheld: false,
    };
    expect(await items("adviser")).toContainEqual(known);
  });
});
