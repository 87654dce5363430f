// One policy for every surface: for each person and each concern in any state, a point read, lists, totals, facets, searches,
// explanations, the audience, live updates, a very recent past instant and the council's export agree on who sees which part.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demonstrationPeople } from "../../demonstration/people.ts";
import { PARTS } from "../../reference/concern-parts.ts";
import { awareness, CIB, concern, conclusions, PANEL, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { done } from "../helpers/send-command.ts";
import { subscribe } from "../helpers/sse.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const NAMES = PARTS.map((part) => part.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase());
/** Of Tarrowshire, in whichever strand. */
const HEADS = ["chief-executive", "leader"];
const OFFICERS = ["nominated-officer", "section-151-officer", "monitoring-officer", "director-adults"];
const COUNCIL = [...HEADS, ...OFFICERS];
const PEOPLE = [...demonstrationPeople.map(({ id }) => id), "somebody-unknown"];

let hub: TestHub;
const ids: Record<string, string> = {};
beforeAll(async () => {
  hub = await startHub();
  const logged = async (name: string) => {
    ids[name] = await done(hub, "adviser", "logConcern", concern);
    return { concern: ids[name] };
  };
  const aware = async (name: string) => {
    const of = await logged(name);
    await done(hub, "adviser", "recordAwareness", {
      ...awareness,
      ...of,
      bodies: [CIB, PANEL, "dfe", "member-peers-east-midlands"],
    });
    return of;
  };
  const shared = async (name: string, body: string, parts: readonly string[]) => {
    const of = ids[name] ? { concern: ids[name] } : await aware(name);
    await done(hub, "adviser", "proposeShare", { ...proposal, ...of, body, parts });
    const share = hub.hub.register.queries().findUnchecked(of.concern)?.state().shares.at(-1)?.id;
    await done(hub, "chief-executive", "statePosition", { ...of, share, position: "AGREES" });
    await done(hub, "adviser", "makeShare", { ...of, share });
    return { ...of, share };
  };
  await logged("logged");
  await aware("aware");
  await shared("headline", CIB, ["HEADLINE"]);
  await shared("several", CIB, ["EVIDENCE"]);
  await shared("several", "dfe", ["SUMMARY"]);
  await shared("several", "member-peers-east-midlands", ["HEADLINE"]);
  await shared("panel", PANEL, ["SUMMARY"]);
  const suspended = await shared("suspended", CIB, ["SUMMARY"]);
  await done(hub, "chief-executive", "statePosition", { ...suspended, position: "OBJECTS", statement: "Not with them." });
  const withdrawn = await shared("withdrawn", "dfe", ["EVIDENCE"]);
  await done(hub, "adviser", "withdrawShare", { ...withdrawn, reason: "It has served." });
  await done(hub, "adviser", "concludeConcern", {
    ...(await shared("concluded", CIB, ["SUMMARY"])),
    share: undefined,
    ...conclusions.underReview,
  });
  const unevidenced = await shared("without evidence", CIB, ["EVIDENCE"]);
  const evidence = hub.hub.register.queries().findUnchecked(unevidenced.concern)?.state().evidence[0]?.evidence;
  await done(hub, "adviser", "withdrawEvidence", {
    concern: unevidenced.concern,
    evidence,
    reason: "It was about another team.",
  });
});
afterAll(() => hub.close());

type Parts = Readonly<Record<string, readonly string[]>>;
const readable = (withheld: readonly string[]) => NAMES.filter((part) => !withheld.includes(part));

/** The parts of each concern that a point read returns for a person, with which every other surface is compared. */
async function pointReads(person: string): Promise<Parts> {
  const { body } = await hub.ask<OfEach<{ withheld: string[] }>>(
    person,
    ofEach((id) => `concern(id: "${id}") { withheld }`),
  );
  return Object.fromEntries(
    Object.entries(ids).flatMap(([name, id]) => {
      const concern = body.data[aliasOf(name)];
      return concern ? [[id, readable(concern.withheld)]] : [];
    }),
  );
}
/** Person -> their point reads, which no later test changes. */
const read = new Map<string, Parts>();

/** A query that asks one thing of each concern, under its name. */
const ofEach = (field: (id: string) => string): string =>
  `{ ${Object.entries(ids)
    .map(([name, id]) => `${aliasOf(name)}: ${field(id)}`)
    .join(" ")} }`;
const aliasOf = (name: string): string => name.replaceAll(" ", "_");
type OfEach<Answer> = Readonly<Record<string, Answer | null>>;

type Audience = readonly { readonly people: readonly { id: string }[]; readonly parts: readonly { part: string }[] }[];
/** The audience of each concern, as an adviser sees it. */
const audiences: Record<string, Audience> = {};
beforeAll(async () => {
  const query = "query($id: ID!) { concern(id: $id) { audience { people { id } parts { part } } } }";
  for (const id of Object.values(ids)) {
    const { body } = await hub.ask<{ concern: { audience: Audience } }>("adviser", query, { id });
    audiences[id] = body.data.concern.audience;
  }
});

describe.each(PEOPLE)("On every surface, %s", (person) => {
  let parts: Parts;
  beforeAll(async () => {
    parts = await pointReads(person);
    read.set(person, parts);
  });
  const ask = async <Data>(query: string, variables: object = {}): Promise<Data> => {
    const { body } = await hub.ask<Data>(person, query, variables);
    expect(body.errors).toBeUndefined();
    return body.data;
  };

  it("finds the same concerns with the same parts in lists and searches, and as many in totals and facets", async () => {
    type List = {
      concerns: {
        totalCount: number;
        facets: { stage: { count: number }[]; cause: { count: number }[] };
        nodes: { id: string; withheld: string[] }[];
      };
    };
    const LIST = `query($filter: ConcernFilter) { concerns(filter: $filter, first: 100) { totalCount facets { stage { count } cause { count } } nodes { id withheld } } }`;
    const { concerns } = await ask<List>(LIST, { filter: { council: TARROWSHIRE, cause: "SERVICE_PERFORMANCE" } });
    const mine = concerns.nodes.filter(({ id }) => Object.values(ids).includes(id));
    expect(Object.fromEntries(mine.map(({ id, withheld }) => [id, readable(withheld)]))).toEqual(parts);
    const sum = (tallies: readonly { count: number }[]) => tallies.reduce((total, { count }) => total + count, 0);
    expect([concerns.totalCount, sum(concerns.facets.stage), sum(concerns.facets.cause)]).toEqual(
      Array(3).fill(concerns.nodes.length),
    );

    const search = await ask<List>(LIST, { filter: { council: TARROWSHIRE, text: "assessments of children in need" } });
    const summaries = Object.keys(parts).filter((id) => parts[id]?.includes("SUMMARY"));
    expect(
      search.concerns.nodes
        .map(({ id }) => id)
        .filter((id) => Object.values(ids).includes(id))
        .sort(),
    ).toEqual(summaries.sort());
    expect(search.concerns.totalCount).toBe(search.concerns.nodes.length);
  });

  it("gets the same from explanations, their own and the council's, and from the audience", async () => {
    for (const id of Object.values(ids)) {
      const asked = [...NAMES, "OUTCOME"]
        .map((part) => `${part}: explain(concern: "${id}", part: ${part}) { allowed }`)
        .join(" ");
      type Own = Readonly<Record<string, { allowed: boolean } | null>>;
      const { outcome, ...own } = await ask<Own>(`{ ${asked} outcome(concern: "${id}") { concern } }`);
      expect(own.OUTCOME?.allowed ?? false).toBe(outcome !== null);
      expect(NAMES.filter((part) => own[part]?.allowed)).toEqual(parts[id] ?? []);

      const rows = (audiences[id] ?? []).filter(({ people }) => people.some((one) => one.id === person));
      expect(NAMES.filter((part) => rows.some((row) => row.parts.some((one) => one.part === part)))).toEqual(parts[id] ?? []);
    }
  });

  it("sees the same in a subscription, and in the past if they may read it: the council and its advisers", async () => {
    for (const id of Object.values(ids)) {
      const LIVE = `subscription($id: ID!) { concernChanged(concern: $id) { __typename ... on Refused { code } ... on ConcernUpdate { concern { withheld } } } }`;
      const live = await subscribe<{ code?: string; concern?: { withheld: string[] } }>(hub, person, LIVE, { id });
      const first = await live.next();
      await live.leave();
      expect(first?.concern ? readable(first.concern.withheld) : first?.code).toEqual(parts[id] ?? "NOT_FOUND");
    }
    const at = hub.clock.now().toISOString();
    type Past = OfEach<{ code?: string; concern?: { withheld: string[] } }>;
    const past = await ask<Past>(
      ofEach(
        (id) => `pastConcern(concern: "${id}", at: "${at}") {
          ... on Refused { code } ... on PastConcern { concern { withheld } } }`,
      ),
    );
    for (const [name, id] of Object.entries(ids)) {
      const { concern, code } = past[aliasOf(name)] ?? {};
      const open = parts[id]?.includes("SHARING_RECORD") ? parts[id] : "NOT_FOUND";
      expect(concern ? readable(concern.withheld) : code).toEqual(open);
    }
  });

  it("gets as much of it in the council's ledger and its export, or neither", async () => {
    const { ledger } = await ask<{ ledger: { code?: string; concerns?: { nodes: { id: string; withheld: string[] }[] } } }>(
      `{ ledger(council: "${TARROWSHIRE}") { ... on Refused { code } ... on Ledger { concerns(first: 100) { nodes { id withheld } } } } }`,
    );
    const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.token(person)}` };
    const body = JSON.stringify({ council: TARROWSHIRE, format: "json" });
    const response = await fetch(`${hub.url}/ledger`, { method: "POST", headers, body });
    if (!COUNCIL.includes(person)) {
      expect([ledger.code, response.status]).toEqual(["NOT_FOUND", 404]);
      return;
    }
    const exported = (await response.json()) as { concerns: { id: string; withheld: string[] }[] };
    for (const nodes of [ledger.concerns?.nodes ?? [], exported.concerns]) {
      const mine = nodes.filter(({ id }) => Object.values(ids).includes(id));
      expect(Object.fromEntries(mine.map(({ id, withheld }) => [id, readable(withheld)]))).toEqual(parts);
    }
  });
});

it("The people in these tests each see different data", () => {
  expect(read.size).toBe(PEOPLE.length);
  const seen = new Set([...read.values()].map((parts) => JSON.stringify(parts)));
  expect(seen.size).toBeGreaterThanOrEqual(7);
});
