// Unknown and invisible records get the same response: a person who may not see a concern cannot detect it with any query or command.
import { type GraphQLInputType, getNamedType, isInputObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildSchema } from "../../graphql/schema.ts";
import { PARTS } from "../../reference/concern-parts.ts";
import { enumName } from "../../text/enum-name.ts";
import {
  approach,
  awareness,
  CIB,
  challenge,
  concern,
  conclusions,
  contact,
  conversation,
  EAST_MIDLANDS,
  escalation,
  evidence,
  offer,
  PANEL,
  proposal,
  signal,
  submission,
  TARROWSHIRE,
  told as toldOfSubmission,
} from "../examples/api-inputs.ts";
import {
  ABOUT_CONCERN,
  ABOUT_CONVERSATION,
  ABOUT_COUNCIL,
  ABOUT_LEDGER,
  ABOUT_PEOPLE,
  ABOUT_SIGNAL,
  ABOUT_SUBMISSION,
  ABOUT_SUPPORT,
  type About,
  type Ids,
  NOTHING,
  PUBLIC,
  type Read,
  reason,
  text,
  withoutCursors,
} from "../examples/operations-naming-ids.ts";
import { expectNothingInternal } from "../helpers/nothing-internal.ts";
import { openLaterWords } from "../helpers/open-words.ts";
import { addExtraPeople } from "../helpers/play-history.ts";
import { done } from "../helpers/send-command.ts";
import { isSoak } from "../helpers/soak.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

/** Nothing about Tarrowshire's children's services is theirs to see. */
const OUTSIDERS = [
  ...["somebody-new", "adviser-london", "former-adviser", "adviser-elsewhere", "corporate-adviser", "leader-ambleford"],
  ...["chief-executive-london", "cib-lead-london", "adass-lead", "regional-improvement", "group-office", "panel-member"],
  ...["department", "inspectorate", "advisory-board", "improvement-board", "governance-officer", "administrator"],
];
/** These align support in the region, from another strand: of support and of approaches they have the picture. */
const NEAR = ["corporate-adviser", "adass-lead", "regional-improvement"];
const FAR = OUTSIDERS.filter((person) => !NEAR.includes(person));
const KEEPERS = ["governance-officer", "administrator"];
const COUNCIL = ["chief-executive", "nominated-officer"];
const RECIPIENTS = ["cib-lead", "member-peer"];

let hub: TestHub;
/**
 * The ids of five concerns, and of the support, the submission and other records about the same council. `logged`: the council was not told of it.
 * `shared`: with the CIB leads and member peers. `withdrawn`: the share with the CIB leads has ended. `reported`: shared with the panel, which has
 * challenged it, and with an escalation that nobody has confirmed. `restricted`: to named people of the council.
 */
let hidden: Readonly<Record<"logged" | "shared" | "withdrawn" | "reported" | "restricted", Ids>>;
/** Person -> the survey before any of these concerns existed, and after the first three did. */
const before = new Map<string, string>();
const after = new Map<string, string>();

type Lists = Readonly<Record<string, readonly { readonly id: string }[]>>;
type Full = {
  concern: Lists & { summary: Lists };
  council: Lists;
  people: { nodes: { id: string; assignments: { id: string }[] }[] };
};

beforeAll(async () => {
  hub = await startHub();
  await addExtraPeople(hub);
  const roles = [
    ["adviser-elsewhere", { role: "SENIOR_ADVISER", regions: ["E12000001"], strands: ["CORPORATE", "CHILDRENS", "ADULTS"] }],
  ] as const;
  for (const [person, assignment] of roles) {
    await done(hub, "administrator", "registerPerson", { person, name: `${person} (invented)` });
    await done(hub, "administrator", "startAssignment", { person, ...assignment, from: "2026-01-01", until: "2026-12-31" });
  }
  for (const person of OUTSIDERS) before.set(person, await survey(person));

  const beside = await others();
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
  await done(hub, "adviser", "recordConversation", { concern: shared, ...conversation });
  await done(hub, "adviser", "concludeConcern", { concern: shared, ...conclusions.underReview, told: toldOfSubmission });
  await openLaterWords(hub, shared);
  const withdrawn = await share({}, [proposal]);
  const { share: ended } = await idsOf(withdrawn, beside);
  await done(hub, "adviser", "withdrawShare", { concern: withdrawn, share: ended, reason: "No longer needed." });
  await done(hub, "chief-executive", "giveStandingAgreement", agreement);
  for (const person of OUTSIDERS) after.set(person, await survey(person));

  const toPanel = { ...proposal, body: PANEL, purpose: "CHALLENGE_SUPPORT" };
  const reported = await share({ bodies: [PANEL, "dfe"] }, [toPanel]);
  await done(hub, "adviser", "concludeConcern", { concern: reported, ...conclusions.notAccepted, told: toldOfSubmission });
  await openLaterWords(hub, reported);
  await done(hub, "panel-member", "challengeConcern", { concern: reported, ...challenge, about: "DISPUTED_CONCERN" });
  await done(hub, "adviser", "raiseEscalation", { concern: reported, ...escalation });
  const restricted = await share({}, [], { cause: "LEADERSHIP" });
  await done(hub, "adviser", "restrictConcern", {
    ...{ concern: restricted, aboutOffices: ["CHIEF_EXECUTIVE"], named: ["leader", "monitoring-officer"], reason },
  });
  hidden = {
    logged: await idsOf(logged, beside),
    shared: await idsOf(shared, beside),
    withdrawn: await idsOf(withdrawn, beside),
    reported: await idsOf(reported, beside),
    restricted: await idsOf(restricted, beside),
  };
});
afterAll(() => hub.close());

/** Support, a submission, a request for support and an approach, by id. */
async function others(): Promise<Partial<Ids>> {
  const support = await done(hub, "adviser", "offerSupport", offer);
  await done(hub, "chief-executive", "answerSupport", { support, answer: "AGREED" });
  await done(hub, "adviser", "beginSupport", { support, begunOn: "2026-03-02" });
  await done(hub, "adviser", "setMilestone", { support, kind: "OTHER", due: "2026-05-01" });
  await done(hub, "adviser", "planReview", { support, from: "2026-05-01", to: "2026-05-02" });
  await done(hub, "adviser", "planPresence", { support, from: "2026-05-01", to: "2026-05-02", place: text });
  const other = { from: offer.from, until: "2026-11-30", presence: [], reason: text };
  await done(hub, "adviser", "moveSupport", { support, by: "PROVIDER", ...other });
  await done(hub, "adviser", "planApproach", { ...approach });
  await done(hub, "chief-executive", "agreeToBeContacted", contact);
  const state = hub.hub.support.queries().findUnchecked(support);
  const council = hub.hub.council.queries().findUnchecked(TARROWSHIRE);
  return {
    support,
    milestone: state?.milestones[0]?.milestone ?? "",
    review: state?.reviews[0]?.review ?? "",
    presence: state?.presences[0]?.presence ?? "",
    move: state?.moves[0]?.move ?? "",
    approach: council.approaches[0]?.approach ?? "",
    contact: council.contacts[0]?.contact ?? "",
    submission: await done(hub, "other-department", "submitInformation", {
      ...{ ...submission, body: "mhclg" },
      beyondRemitReason: "The council's accounts rest on them.",
    }),
    signal: await done(hub, "chief-executive", "requestSupport", signal),
  };
}

/** A concern that the council knows of and answered, with shares that it agreed to and that were made. */
async function share(told: object, proposals: readonly object[], more: object = {}): Promise<string> {
  const secret = { ...evidence, protectedSource: true, source: "Zebulon Quince (invented)", reference: "Zebulonfile" };
  const id = await done(hub, "adviser", "logConcern", {
    ...{ ...concern, ...more },
    evidence: [{ ...evidence, account: "Supervisionless since June." }, secret],
  });
  await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness, ...told });
  await done(hub, "chief-executive", "requestCorrection", { concern: id, request: "Six teams." });
  await done(hub, "chief-executive", "requestShare", {
    ...{ concern: id, body: CIB, parts: ["SUMMARY"], purpose: "ALIGN_SUPPORT", until: "2026-06-30" },
    explanation: "So that the leads know what we do.",
  });
  for (const proposed of proposals) await done(hub, "adviser", "proposeShare", { concern: id, ...proposed });
  const { body } = await hub.ask<Full>("adviser", "query($id: ID!) { concern(id: $id) { sharingRecord { id } } }", { id });
  for (const { id: share } of body.data.concern.sharingRecord ?? []) {
    await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
    await done(hub, "adviser", "makeShare", { concern: id, share });
  }
  return id;
}

async function idsOf(id: string, beside: Partial<Ids>): Promise<Ids> {
  const query = `query($id: ID!) { concern(id: $id) { evidence { id } awareness { id } share: sharingRecord { id } request: shareRequests { id } challenge: challenges { id } escalation: escalations { id }
    conversation: conversations { id } summary { correction: corrections { id } conclusion: conclusions { id } } } }`;
  const { summary, ...lists } = (await hub.ask<Full>("adviser", query, { id })).body.data.concern;
  const councils = await hub.ask<Full>("chief-executive", `{ council(code: "${TARROWSHIRE}") { standingAgreements { id } } }`);
  const people = await hub.ask<Full>("administrator", "{ people { nodes { id assignments { id } } } }");
  const person = people.body.data.people.nodes.find((known) => known.id === "second-adviser");
  const first = Object.entries({ ...lists, ...summary }).map(([kind, list]) => [kind, list[0]?.id ?? "x"]);
  return {
    ...NOTHING,
    ...beside,
    ...Object.fromEntries(first),
    concern: id,
    agreement: councils.body.data.council.standingAgreements?.[0]?.id ?? "",
    person: "second-adviser",
    assignment: person?.assignments[0]?.id ?? "",
    council: TARROWSHIRE,
    region: EAST_MIDLANDS,
  };
}

const OF_SUPPORT = `alignedSupport(region: "${EAST_MIDLANDS}") { council { code } clashCount strands { strand offered } } of: council(code: "${TARROWSHIRE}") {
  supports { nodes { id } pageInfo { hasNextPage endCursor } } alignedSupport { clashCount } conversationLead { person }
  approaches { id } practiceContacts { id } }`;

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
    viewer { person } people(first: 3) { nodes { id } pageInfo { hasNextPage endCursor } } metrics { nodes { id } }
    submissions { nodes { id } pageInfo { hasNextPage endCursor } } signals { nodes { id } pageInfo { hasNextPage endCursor } }
    inbox { nodes { kind about due } pageInfo { hasNextPage endCursor } } overviewQuarters
    practiceContacts(strand: CHILDRENS, cause: SERVICE_PERFORMANCE) { nodes { id } } ${NEAR.includes(person) ? "" : OF_SUPPORT} }`;
  const { body } = await hub.ask(person, query, Object.fromEntries(filters.map((filter, i) => [`f${i}`, filter])));
  expect(body.errors).toBeUndefined();
  // No cursor is issued twice, so only its existence is compared.
  return JSON.stringify(body, (name, value) => (name === "endCursor" && value !== null ? "a cursor" : value));
}

/** What is answered about `ids`, with each id written as if it were nothing's. */
async function answer(person: string, about: About, ids: Ids): Promise<string> {
  const reads = Object.values(about).filter((question) => typeof question !== "function");
  const commands = Object.entries(about).flatMap(([name, question]) =>
    typeof question === "function" ? [{ name, question }] : [],
  );
  const capital = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const declared = commands.map(({ name }) => `$${name}: ${capital(name)}Input!`).join(", ");
  const fields = commands.map(({ name }) => `${name}(input: $${name}) { __typename ... on Refused { code field message } }`);
  const inputs = commands.map(({ name, question }) => [name, { idempotencyKey: "a key", ...question(ids) }]);
  const asked: Read[] = [
    ...reads,
    ...(commands.length > 0
      ? [[`mutation(${declared}) { ${fields.join(" ")} }`, () => Object.fromEntries(inputs)] as const]
      : []),
  ];
  const answers = await Promise.all(asked.map(([document, variables]) => hub.ask(person, document, variables(ids))));
  let said = withoutCursors(JSON.stringify(answers));
  for (const [kind, id] of Object.entries(ids)) if (id.length > 3) said = said.replaceAll(id, NOTHING[kind as keyof Ids]);
  return said;
}

/** The responses for no record, which do not change during these tests, so they are requested once. */
const told = new Map<string, Promise<string>>();
function ofNothing(person: string, about: About): Promise<string> {
  const key = `${person} ${Object.keys(about)}`;
  const known = told.get(key) ?? answer(person, about, NOTHING);
  told.set(key, known);
  return known;
}

describe("Every root field that names something", () => {
  const namesSomething = (type: GraphQLInputType): boolean => {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return named.name === "ID";
    return Object.values(named.getFields()).some((field) => namesSomething(field.type));
  };

  it("is compared here, or names only what is public", () => {
    const schema = buildSchema();
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.values(type?.getFields() ?? {}));
    const naming = roots.filter(({ args }) => args.some(({ type }) => namesSomething(type))).map(({ name }) => name);
    const about = [ABOUT_CONCERN, ABOUT_COUNCIL, ABOUT_CONVERSATION, ABOUT_SUPPORT, ABOUT_SUBMISSION, ABOUT_SIGNAL, ABOUT_PEOPLE];
    const here = about.flatMap(Object.keys);
    // These lists are filtered by a council's code, which is public.
    expect([...here, ...PUBLIC, "inbox", "metrics", "news", "submissions"].sort()).toEqual(naming.sort());
  });

  /**
   * The soak test sends every command as every person. Otherwise each person sends every query and every second command: the next person, and the
   * same person about the next kind of concern, sends the others.
   */
  const inTurn = (about: About, turn: number): About => {
    const due = Object.entries(about).filter(
      ([, question], n) => isSoak || typeof question !== "function" || (n + turn) % 2 === 0,
    );
    return Object.fromEntries(due);
  };

  /** Checks that each person gets the same responses for `ids` as for no record, and that nothing is recorded. */
  async function alike(people: readonly string[], about: About, ids: Ids, turn = 0): Promise<void> {
    const head = await hub.hub.log.head();
    for (const [n, person] of people.entries()) {
      const asked = inTurn(about, n + turn);
      const said = await answer(person, asked, ids);
      expect(`${person}: ${said}`).toBe(`${person}: ${await ofNothing(person, asked)}`);
      expectNothingInternal(said);
      expect(said).not.toMatch(/"__typename":"(?!Refused)|"code":"(?:INTERNAL|BAD_|GRAPHQL_|INVALID_|TOO_)/);
    }
    expect(await hub.hub.log.head()).toBe(head);
  }
  const without = (...some: readonly string[]) => OUTSIDERS.filter((person) => !some.includes(person));

  it.each([
    ["that its council was not told of", "logged", [...OUTSIDERS, ...COUNCIL, ...RECIPIENTS]],
    ["that is shared with others", "shared", OUTSIDERS],
    ["that is restricted to others of its council", "restricted", [...OUTSIDERS, ...COUNCIL]],
    ["that was shared once", "withdrawn", [...OUTSIDERS, ...RECIPIENTS]],
    ["that is reported to the panel", "reported", [...without("panel-member"), ...RECIPIENTS]],
  ] as const)("answers the same for a concern %s as for none", (_, which, people) =>
    alike(people, ABOUT_CONCERN, hidden[which], Object.keys(hidden).indexOf(which)),
  );

  it("answers the same for invisible support as for none", () =>
    alike([...FAR, "member-peer", "other-department"], ABOUT_SUPPORT, hidden.shared));

  it("answers the same for an invisible submission as for none", () =>
    alike([...OUTSIDERS, ...COUNCIL, ...RECIPIENTS], ABOUT_SUBMISSION, hidden.shared));

  it("answers the same for an invisible request of a council as for none", () =>
    alike([...OUTSIDERS, ...RECIPIENTS, "other-department"], ABOUT_SIGNAL, hidden.shared));

  it("answers the same for a council that has a conversation as for another", () =>
    alike([...FAR, "member-peer"], ABOUT_CONVERSATION, hidden.shared));

  it("answers the same for a council with concerns as for one without", () =>
    alike(without("panel-member"), ABOUT_COUNCIL, hidden.shared)); // the panel has one of them

  it("answers the same for another council's ledger as for an empty one", () =>
    alike([...OUTSIDERS, ...RECIPIENTS, "adviser"], ABOUT_LEDGER, hidden.shared));

  it("answers the same for a person as for nobody, to people who do not manage people", () =>
    alike([...without(...KEEPERS), ...COUNCIL, ...RECIPIENTS, "adviser"], ABOUT_PEOPLE, hidden.shared));

  it("of a shared concern gives a recipient's command the same response for every part that it names", async () => {
    const commands = Object.fromEntries(Object.entries(ABOUT_CONCERN).filter(([, question]) => typeof question === "function"));
    for (const person of RECIPIENTS) {
      const said = await answer(person, commands, hidden.shared);
      expect(said).toBe(await answer(person, commands, { ...NOTHING, concern: hidden.shared.concern }));
      expect(said.match(/"code":"NOT_PERMITTED"/g)).toHaveLength(Object.keys(commands).length);
    }
  });
});

describe("A permitted command that names something invisible", () => {
  const said = (person: string, name: string, input: object) => answer(person, { [name]: () => input }, NOTHING);

  it("is refused as if that did not exist", async () => {
    const corporate = { ...concern, strand: "CORPORATE", cause: "FINANCE" };
    const own = await done(hub, "corporate-adviser", "logConcern", corporate);
    const inLondon = await done(hub, "adviser-london", "logConcern", { ...concern, council: "X00000009" });
    await done(hub, "adviser-london", "recordAwareness", { concern: inLondon, ...awareness, bodies: [] });
    const wish = await done(hub, "chief-executive-london", "requestSupport", { ...signal, council: "X00000009" });
    const head = await hub.hub.log.head();
    const { support, submission: theirs, approach: unseen } = hidden.shared;
    const withSubmission = (submission: string) => ({ ...evidence, submission });
    const questions: readonly (readonly [person: string, name: string, input: (real: boolean) => object, code: string])[] = [
      [
        ...(["corporate-adviser", "addEvidence"] as const),
        (real) => ({ concern: own, evidence: withSubmission(real ? theirs : NOTHING.submission) }),
        "UNKNOWN_SUBMISSION",
      ],
      [
        ...(["corporate-adviser", "logConcern"] as const),
        (real) => ({ ...corporate, evidence: [withSubmission(real ? theirs : NOTHING.submission)] }),
        "UNKNOWN_SUBMISSION",
      ],
      [
        ...(["adviser-london", "concludeConcern"] as const),
        (real) => ({ concern: inLondon, ...conclusions.package, package: real ? support : NOTHING.support }),
        "UNKNOWN_SUPPORT",
      ],
      [
        ...(["adviser-london", "answerSignal"] as const),
        (real) => ({ signal: wish, answer: text, supports: [real ? support : NOTHING.support] }),
        "UNKNOWN_SUPPORT",
      ],
      [
        ...(["adviser-london", "cancelApproach"] as const),
        (real) => ({ council: "X00000009", approach: real ? unseen : NOTHING.approach, reason }),
        "UNKNOWN_APPROACH",
      ],
      [
        ...(["adviser-london", "nameLead"] as const),
        (real) => ({ council: "X00000009", person: real ? "second-adviser" : NOTHING.person }),
        "NOT_AN_ADVISER_THERE",
      ],
    ];
    for (const [person, name, input, code] of questions) {
      const ofThis = await said(person, name, input(true));
      expect(ofThis).toBe(await said(person, name, input(false)));
      expect(ofThis).toContain(`"code":"${code}"`);
    }
    expect(await hub.hub.log.head()).toBe(head);
  });
});

describe("The content of lists and searches", () => {
  it.each(OUTSIDERS)(
    "does not change for %s when a concern is logged, told to the council, answered, concluded and shared with others, or support is given",
    (person) => expect(after.get(person)).toBe(before.get(person)),
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

  it("contains a concern for words only from parts that the reader may read", async () => {
    const { concern: shared } = hidden.shared;
    expect(await found("adviser", "supervisionless")).toContain(shared);
    expect(await found("chief-executive", "supervisionless")).toContain(shared);
    expect(await found("cib-lead", "assessments late")).toEqual([shared]); // the summary is shared with them
    expect(await found("cib-lead", "supervisionless")).toEqual([]); // the evidence is not
    expect(await found("cib-lead", "assessments supervisionless")).toEqual([]); // nor a part of the words in each
    expect(await found("member-peer", "assessments")).toEqual([]); // they have only the headline
  });

  it("contains a concern for the words of a protected source only for its advisers", async () => {
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

  it("reads the covered parts; every other part is null and named as withheld", async () => {
    const { concern: seen, explain } = await reads("cib-lead");
    expect(seen.summary).toMatchObject({ text: concern.summary });
    expect([seen.evidence, seen.awareness, seen.sharingRecord, seen.version]).toEqual([null, null, null, null]);
    expect(seen.withheld).toEqual(PARTS.filter((part) => part !== "headline" && part !== "summary").map(enumName));
    expect(explain.allowed).toBe(false);
    expect((await reads("member-peer")).concern.summary).toBeNull();
  });

  it("sees its own share and no other recipient, source or person", async () => {
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
