// Disclosure before data, as a whole: over random histories, for people of every role and random questions over HTTP, what an answer
// carries of concerns is what is on record of it, no more and no less. And where nothing can be recorded, nothing is answered.
import { makeExecutableSchema } from "@graphql-tools/schema";
import fc from "fast-check";
import { graphql } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../event-log/database.ts";
import { ConcernUndisclosed, type Disclosing, disclosing, disclosingConcerns } from "../../graphql/disclosing.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { PARTS, type Part, READ_ACTIONS } from "../../policies/facts.ts";
import { shareFacts } from "../../services/concern/facts.ts";
import { councilOf, type Disclosed } from "../../services/disclosure/events.ts";
import type { Disclosure, Recorder } from "../../services/disclosure/record.ts";
import { isCurrent, personFacts } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";
import { awareness, concern, conversation, evidence, proposal, submission, TARROWSHIRE } from "../http/examples.ts";
import { assignments, historyWriter, type Script, script, WORD } from "../support/histories.ts";
import { startHub } from "../support/hub.ts";
import {
  type Carried,
  EVERYTHING,
  IDENTITY,
  type Identity,
  type Pick,
  picks,
  readConcern,
  selectionOf,
  UNKNOWN_FIELDS,
} from "./reading.ts";

const RUNS = Number(process.env.DISCLOSURE_RUNS ?? 4);
const SEED = Number(process.env.FC_SEED ?? 20261122);
const CONCERNS = 14;
const QUESTIONS = 58;
/** When the first question is asked; each comes more than an hour after the one before, so that nothing is covered by it. */
const BEGIN = Date.parse("2026-03-10T00:30:00.000Z");
const STEP = 61 * 60_000;

const COUNCILS = ["X00000004", "X00000005", "X00000009", "X00000010"];
const ALL_STRANDS = ["corporate", "childrens", "adults"] as const;
const REGIONS = ["E12000004", "E12000007", "E12000008"];
/** People that every hub has beside generated ones, so that each kind of reader asks; some through several assignments. */
const REGULARS: Readonly<Record<string, readonly object[]>> = {
  adviser: [{ role: "principal-adviser", regions: REGIONS, strands: ALL_STRANDS }],
  "second-adviser": [
    { role: "senior-adviser", regions: ["E12000004"], strands: ["childrens"] },
    { role: "senior-adviser", regions: ["E12000004", "E12000007"], strands: ALL_STRANDS },
    { role: "panel-member" },
  ],
  "chief-executive": [{ role: "chief-executive", council: TARROWSHIRE }],
  officer: [
    { role: "nominated-officer", council: TARROWSHIRE },
    { role: "cib-lead", regions: ["E12000004"] },
  ],
  leads: [
    { role: "cib-lead", regions: REGIONS },
    { role: "adass-lead", regions: REGIONS },
    { role: "member-peer", regions: REGIONS },
  ],
  panel: [{ role: "panel-member" }],
  department: [{ role: "department", body: "dfe" }],
  improvement: [{ role: "regional-improvement", regions: REGIONS }],
  administrator: [{ role: "administrator" }],
};
const GENERATED = 4;

type Kind =
  | { readonly ask: "read"; readonly of: number }
  | { readonly ask: "list"; readonly filter: object; readonly first: number; readonly page: 1 | 2; readonly counts: string }
  | { readonly ask: "council"; readonly council: string; readonly first: number; readonly counts: string }
  | { readonly ask: "inbox"; readonly first: number; readonly withConcern: boolean }
  | { readonly ask: "handling"; readonly listed: boolean }
  | { readonly ask: "explain"; readonly of: number; readonly part: Part };
type Command = { readonly name: string; readonly of: number };
type Question = {
  readonly who: number;
  readonly fields: readonly { readonly kind: Kind; readonly wanted: readonly Pick[] }[];
  readonly command: Command | undefined;
};

const first = fc.constantFrom(1, 3, 20);
const counts = fc.constantFrom(
  "",
  "",
  "totalCount",
  "facets { strand { value count } }",
  "totalCount facets { stage { count } }",
);
const narrowings = fc.record({
  council: fc.constantFrom(...COUNCILS),
  strand: fc.constantFrom("CORPORATE", "CHILDRENS", "ADULTS"),
  stage: fc.constantFrom("LOGGED", "AWARE", "SHARED", "CONCLUDED"),
  region: fc.constantFrom(...REGIONS),
  text: fc.constantFrom(WORD.summary, WORD.summary, WORD.evidence, WORD.source, "teams", "  "),
});
/** Few at once: together they would find nothing. */
const filter = fc
  .tuple(narrowings, fc.uniqueArray(fc.constantFrom("council", "strand", "stage", "region", "text", "text"), { maxLength: 2 }))
  .map(([all, names]): object => Object.fromEntries(Object.entries(all).filter(([name]) => (names as string[]).includes(name))));
const kind: fc.Arbitrary<Kind> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ ask: fc.constant("read" as const), of: fc.nat(CONCERNS + 2) }) },
  {
    weight: 4,
    arbitrary: fc.record({ ask: fc.constant("list" as const), filter, first, page: fc.constantFrom(1, 1, 2), counts }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ ask: fc.constant("council" as const), council: fc.constantFrom(...COUNCILS), first, counts }),
  },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant("inbox" as const), first, withConcern: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("handling" as const), listed: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ ask: fc.constant("explain" as const), of: fc.nat(CONCERNS + 2), part: fc.constantFrom(...PARTS) }),
  },
);
const command: fc.Arbitrary<Command> = fc.record({
  name: fc.constantFrom("recordConversation", "addEvidence", "reply", "withdrawEvidence"),
  of: fc.nat(CONCERNS + 2),
});
const question: fc.Arbitrary<Question> = fc.record({
  // Who may see much more often than who may see nothing.
  who: fc.oneof({ weight: 3, arbitrary: fc.nat(4) }, { weight: 2, arbitrary: fc.nat(200) }),
  fields: fc.array(fc.record({ kind, wanted: picks }), { minLength: 1, maxLength: 3, size: "max" }),
  command: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: command }),
});

/** A hub that holds what the scripts come to, with submissions that are cited beside, and those who ask. */
async function world(scripts: readonly Script[], generated: readonly (readonly Assignment[])[]) {
  const test = await startHub({ seed: false });
  test.clock.set(new Date(BEGIN).toISOString());
  const { hub } = test;
  const people = { ...REGULARS, ...Object.fromEntries(generated.map((held, n) => [`generated-${n}`, held])) };
  for (const [person, held] of Object.entries(people)) {
    const name = `${person} (invented)`;
    await hub.services.people.execute("registerPerson", { person, name }, hub.asHub(`register-${person}`));
    for (const [n, given] of held.entries()) {
      const { assignment: _, started: __, ...wanted } = { from: "2026-01-01", until: "2026-12-31", ...given } as Assignment;
      const outcome = await hub.services.people.execute("startAssignment", { person, ...wanted }, hub.asHub(`${person}-${n}`));
      if (outcome.kind === "refused") throw new Error(`${person}: ${outcome.message}`);
    }
  }
  const writer = historyWriter(hub.keys);
  for (const [index, one] of scripts.entries()) writer.write(one, index);
  let last = "";
  for (const { stream, type, data, at, metadata } of writer.events) {
    const appended = await hub.log.append({ stream, expected: "any", events: [{ type, data }], metadata, bodyDigest: "", at });
    if (appended.kind !== "appended") throw new Error(`Not appended: ${appended.kind}`);
    last = appended.position;
  }
  await hub.caughtUp(last);

  let keys = 0;
  const act = async (person: string, name: string, input: object): Promise<string> => {
    keys += 1;
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const id = "... on ConcernChanged { id } ... on SubmissionChanged { id } ... on Refused { message }";
    const result =
      name === "submitInformation"
        ? id.replace("... on ConcernChanged { id }", "")
        : id.replace("... on SubmissionChanged { id }", "");
    const query = `mutation($input: ${type}!) { done: ${name}(input: $input) { ${result} } }`;
    const { body } = await test.ask<{ done: { id?: string } }>(person, query, {
      input: { idempotencyKey: `w-${keys}`, ...input },
    });
    if (!body.data?.done.id) throw new Error(`${name}: ${JSON.stringify(body)}`);
    return body.data.done.id;
  };
  // One that rests on a department's submission, of which the council and the department know; with evidence that nobody was told of yet,
  // one piece that was withdrawn, and a protected source. And one that the same submission is evidence of, and no council knows of.
  const cited = await act("department", "submitInformation", submission);
  const restingOn = { ...concern, evidence: [evidence, { ...evidence, submission: cited, reference: "R-1" }] };
  const told = { ...awareness, toldOn: "2026-03-01", bodies: ["cib-east-midlands", "dfe"] };
  const known = await act("adviser", "logConcern", restingOn);
  await act("adviser", "recordAwareness", { concern: known, ...told });
  for (const body of ["cib-east-midlands", "dfe"]) {
    await act("adviser", "proposeShare", { concern: known, ...proposal, body, parts: ["SUMMARY", "EVIDENCE"] });
    const share = hub.register.queries().find(known)?.state.shares.at(-1)?.id;
    await act("chief-executive", "statePosition", { concern: known, share, position: "AGREES" });
    await act("adviser", "makeShare", { concern: known, share });
  }
  await act("adviser", "addEvidence", { concern: known, evidence: { ...evidence, protectedSource: true, reference: "R-2" } });
  const withdrawn = hub.register.queries().find(known)?.state.evidence[1]?.evidence;
  await act("adviser", "withdrawEvidence", { concern: known, evidence: withdrawn, reason: "It was about another team." });
  const unknown = await act("adviser", "logConcern", restingOn);
  const ids = [...scripts.map((_, n) => `concern-${n}`), known, unknown, "no-such-concern"];
  return { test, hub, ids, cited, people: Object.keys(people) };
}
type World = Awaited<ReturnType<typeof world>>;

type Data = Readonly<Record<string, unknown>>;
type Connection = {
  readonly nodes: readonly Data[];
  readonly totalCount?: number;
  readonly facets?: Record<string, { count: number }[]>;
};
type InboxNode = { readonly kind?: string; readonly subject?: Identity | null };

/** The text of one field of a question, with what is selected of each concern in it. */
function fieldOf(kind: Kind, { ids, cited }: World, after: string | undefined, selection: string): string {
  const page = (size: number) => `first: ${size}${after ? `, after: ${JSON.stringify(after)}` : ""}`;
  const literal = (value: object) =>
    Object.entries(value)
      .map(([name, given]) => `${name}: ${name === "strand" || name === "stage" ? given : JSON.stringify(given)}`)
      .join(", ");
  switch (kind.ask) {
    case "read":
      return `concern(id: "${ids[kind.of]}") ${selection}`;
    case "list":
      return `concerns(${page(kind.first)}, filter: { ${literal(kind.filter)} }) { pageInfo { endCursor } nodes ${selection} ${kind.counts} }`;
    case "council":
      return `council(code: "${kind.council}") { concerns(first: ${kind.first}) { nodes ${selection} ${kind.counts} } }`;
    case "inbox":
      return `inbox(first: ${kind.first}) { nodes { since ${kind.withConcern ? `concern ${selection}` : ""} } }`;
    case "handling":
      return kind.listed
        ? `submissions(first: 3) { nodes { handling { concerns ${selection} } } }`
        : `submission(id: "${cited}") { handling { concerns ${selection} } }`;
    case "explain":
      return `explain(concern: "${ids[kind.of]}", part: ${kind.part.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase()}) { allowed sentence facts { name value } }`;
  }
}
/** The same, asked beside for which concerns stand where. */
const identityOf = (kind: Kind, world: World, after: string | undefined): string =>
  kind.ask === "inbox"
    ? `inbox(first: ${kind.first}) { nodes { kind subject: concern ${IDENTITY} } }`
    : fieldOf(kind, world, after, IDENTITY);

const surfaceOf = (kind: Kind): string => {
  if (kind.ask === "list") return "text" in kind.filter && String(kind.filter.text).trim() ? "search" : "list";
  return { read: "read", council: "list", inbox: "inbox", handling: "read", explain: "explain" }[kind.ask];
};

/** Every concern that stands in a field's value, in order. */
function concernsIn(kind: Kind, value: unknown): readonly (Data | null)[] {
  const handled = (one: unknown) => (one as { handling: { concerns: Data[] } | null } | null)?.handling?.concerns ?? [];
  switch (kind.ask) {
    case "read":
      return [value as Data | null];
    case "list":
      return (value as Connection).nodes;
    case "council":
      return (value as { concerns: Connection }).concerns.nodes;
    case "inbox":
      return (value as { nodes: { concern?: Data | null; subject?: Data | null }[] }).nodes.map(
        (one) => one.concern ?? one.subject ?? null,
      );
    case "handling":
      return kind.listed ? (value as { nodes: unknown[] }).nodes.flatMap(handled) : handled(value);
    case "explain":
      return [];
  }
}

/** What one field of an answer carries, by its JSON and that of what was asked beside it. */
function read(
  carried: Carried,
  kind: Kind,
  wanted: readonly Pick[],
  value: unknown,
  beside: unknown,
  may: (id: string) => readonly string[],
  { ids }: World,
) {
  const surface = surfaceOf(kind);
  if (kind.ask === "explain") {
    // It says who it is shared with and since when to those who read the sharing record; to a recipient, that they have it.
    const parts = may(ids[kind.of] ?? "");
    const more = ["sharingRecord", "shareTerms"].find((part) => parts.includes(part));
    if (value) for (const part of ["headline", ...(more ? [more] : [])]) carried.add(`explain ${ids[kind.of]} ${part}`);
    return;
  }
  if (kind.ask === "inbox")
    // That something waits in a concern tells of it, asked for or not; that an answer to a challenge waits tells of the challenge.
    for (const { kind: task, subject } of (beside as { nodes: InboxNode[] }).nodes) {
      if (subject) carried.add(`inbox ${subject.id} headline`);
      if (subject && task === "EFFECTIVENESS_TO_REVIEW") carried.add(`inbox ${subject.id} challenges`);
    }
  const council =
    kind.ask === "council" ? kind.council : kind.ask === "list" ? (kind.filter as { council?: string }).council : undefined;
  const connection = (kind.ask === "council" ? (value as { concerns: Connection }).concerns : value) as Connection;
  const some = (connection?.totalCount ?? 0) > 0 || Object.values(connection?.facets ?? {}).some((tallies) => tallies.length > 0);
  if (council && some) carried.add(`count ${council}`);
  const [nodes, identities] = [concernsIn(kind, value), concernsIn(kind, beside) as readonly (Identity | null)[]];
  if (kind.ask === "inbox" && !kind.withConcern) return;
  if (nodes.length !== identities.length) throw new Error("What was asked beside is another list.");
  for (const [n, node] of nodes.entries()) {
    const identity = identities[n];
    if (node && identity) readConcern(carried, surface, node, identity, wanted);
    else if (node || identity) throw new Error("What was asked beside is about another concern.");
  }
}

/** What was put on record after a position. */
async function recordedAfter(
  { hub }: World,
  position: string,
): Promise<readonly (Disclosed & { council: string; at: string })[]> {
  const events = await hub.disclosures.readAll(position, 10_000);
  return events.map(({ stream, data, at }) => ({ ...(data as unknown as Disclosed), council: councilOf(stream), at }));
}
const entriesOf = (recorded: readonly (Disclosed & { council: string })[]): readonly string[] =>
  [
    ...new Set(
      recorded.flatMap(({ surface, council, views }) =>
        views.length === 0
          ? [`${surface} ${council}`]
          : views.flatMap(({ concerns, parts }) =>
              concerns.flatMap(({ concern }) => Object.keys(parts).map((part) => `${surface} ${concern} ${part}`)),
            ),
      ),
    ),
  ].sort();

/** Who the person is to policy today, in all and by each current assignment alone. */
function whoIs({ hub }: World, person: string) {
  const viewer = hub.people.queries().viewer(person);
  const current = (viewer?.assignments ?? []).filter((one) => isCurrent(one, hub.today()));
  return {
    facts: personFacts(person, current, hub.today()),
    current: current.map((one) => ({ id: one.assignment, facts: personFacts(person, [one], hub.today()) })),
  };
}

/** The policies by which Cedar lets somebody see a part; none where it does not. */
function decidedBy({ hub }: World, facts: ReturnType<typeof personFacts>, id: string, part: string): readonly string[] {
  const found = hub.register.queries().find(id);
  if (!found) return [];
  const decide = (action: string, resource: Parameters<typeof hub.policy.decide>[2]) => {
    const { allowed, policies } = hub.policy.decide({ type: "Person", facts }, action, resource);
    return allowed ? policies.map((one) => one.id) : [];
  };
  if (part !== "shareTerms") return decide(READ_ACTIONS[part as Part], { type: "Concern", id, facts: found.facts }).toSorted();
  const shares = found.state.shares.flatMap((share) =>
    decide("readShareTerms", { type: "Share", id: share.id, facts: shareFacts(share, found.facts, found.day) }),
  );
  return [...new Set(shares)].sort();
}

/** Asks, and gives what the answer carries beside what was put on record of it. */
async function answer(world: World, instant: number, { who, fields, command }: Question, n: number) {
  const { test, hub, people } = world;
  test.clock.set(new Date(instant).toISOString());
  const person = people[who % people.length] ?? "";
  const may = (id: string) =>
    [...PARTS, "shareTerms"].filter((part) => decidedBy(world, whoIs(world, person).facts, id, part).length > 0);
  const carried: Carried = new Set();
  let position: string;
  let text: string;
  let recorded: Awaited<ReturnType<typeof recordedAfter>>;
  if (command) {
    const id = world.ids[command.of] ?? "";
    const [{ wanted }] = fields as [Question["fields"][number]];
    const item = hub.register.queries().find(id)?.state.evidence[0]?.evidence ?? "none";
    const more = {
      recordConversation: { ...conversation, heldOn: "2026-03-01" },
      addEvidence: { evidence },
      reply: { reply: "A reply." },
      withdrawEvidence: { evidence: item, reason: "A reason." },
    }[command.name];
    const type = `${command.name.charAt(0).toUpperCase()}${command.name.slice(1)}Input`;
    const mutation = (selection: string) =>
      `mutation($input: ${type}!) { q: ${command.name}(input: $input) { ... on ConcernChanged { concern ${selection} } ... on Refused { code } } }`;
    const variables = { input: { idempotencyKey: `command-${n}`, concern: id, ...more } };
    test.clock.set(new Date(instant + STEP).toISOString());
    position = await hub.disclosures.head();
    text = mutation(selectionOf(wanted));
    const { body } = await test.ask<{ q: { concern?: Data } }>(person, text, variables);
    expect(body.errors, text).toBeUndefined();
    recorded = await recordedAfter(world, position);
    const beside = await test.ask<{ q: { concern?: Identity } }>(person, mutation(IDENTITY), variables);
    const identity = beside.body.data.q.concern;
    if (body.data.q.concern && identity) readConcern(carried, "command", body.data.q.concern, identity, wanted);
  } else {
    // Where a second page is wanted: the place where the first ends.
    const after: (string | undefined)[] = [];
    for (const { kind } of fields) {
      const isSecond = kind.ask === "list" && kind.page === 2;
      const { body } = isSecond
        ? await test.ask<{ q: { pageInfo: { endCursor: string | null } } }>(
            person,
            `{ q: ${identityOf(kind, world, undefined)} }`,
          )
        : { body: undefined };
      after.push(body?.data.q.pageInfo.endCursor ?? undefined);
    }
    // Past the hour again: what was just asked for the first page's end covers nothing of what follows.
    test.clock.set(new Date(instant + STEP).toISOString());
    position = await hub.disclosures.head();
    text = `{ ${fields.map(({ kind, wanted }, q) => `q${q}: ${fieldOf(kind, world, after[q], selectionOf(wanted))}`).join(" ")} }`;
    const { body } = await test.ask<Data>(person, text);
    recorded = await recordedAfter(world, position);
    if (body.errors) {
      // What is too large to answer carries nothing.
      expect([body.data, ...body.errors.map(({ extensions }) => extensions?.code)], text).toEqual([undefined, "TOO_LARGE"]);
      return { person, text, carried: [], recorded };
    }
    const beside = await test.ask<Data>(
      person,
      `{ ${fields.map(({ kind }, q) => `q${q}: ${identityOf(kind, world, after[q])}`).join(" ")} }`,
    );
    expect(beside.body.errors).toBeUndefined();
    for (const [q, { kind, wanted }] of fields.entries())
      read(carried, kind, wanted, body.data[`q${q}`], beside.body.data[`q${q}`], may, world);
  }
  return { person, text, carried: [...carried].sort(), recorded };
}

describe("Over random histories, a disclosure stands on record for everything that an answer carried, and nothing else", () => {
  it(`for ${RUNS} hubs, people of every role and ${QUESTIONS} questions each`, { timeout: 300_000 }, async () => {
    const met = new Map<string, number>();
    const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
    const worlds = fc.tuple(
      fc.array(script, { minLength: CONCERNS, maxLength: CONCERNS }),
      fc.array(assignments, { minLength: GENERATED, maxLength: GENERATED }),
      fc.array(question, { minLength: QUESTIONS, maxLength: QUESTIONS }),
    );
    // Drawn and not shrunk: a world takes seconds, and what fails is said with its question.
    for (const [scripts, generated, questions] of fc.sample(worlds, { numRuns: RUNS, seed: SEED })) {
      const held = await world(scripts, generated);
      try {
        let instant = BEGIN;
        for (const [n, one] of questions.entries()) {
          instant += STEP;
          const { person, text, carried, recorded } = await answer(held, instant, one, n);
          expect(entriesOf(recorded), `${person} asked ${text}`).toEqual(carried);
          const { facts, current } = whoIs(held, person);
          for (const { council, to, views, surface } of recorded) {
            meet(surface);
            expect(to.map((one) => one.person)).toEqual([person]);
            expect(new Set(recorded.map((one) => one.to[0]?.request)).size).toBe(1);
            for (const { concerns, parts } of views)
              for (const { concern, version } of concerns) {
                const found = held.hub.register.queries().find(concern);
                expect([found?.state.council, found?.state.version]).toEqual([council, version]);
                for (const [part, policies] of Object.entries(parts)) {
                  meet(part);
                  expect(policies.toSorted(), `${person}: ${part} in ${text}`).toEqual(decidedBy(held, facts, concern, part));
                }
                const alone = current.filter(({ facts }) => decidedBy(held, facts, concern, "headline").length > 0);
                const through = (alone.length > 0 ? alone : current).map(({ id }) => id);
                expect(to[0]?.assignments, person).toEqual(through);
                if (through.length < current.length) meet("through some of several assignments");
              }
          }
          if (recorded.length === 0) meet("nothing");
        }
        expect(await held.hub.disclosures.verify()).toEqual([]);
      } finally {
        await held.test.close();
      }
    }
    // Every way out and every part was met, or the test would prove little.
    const wanted = ["read", "list", "search", "count", "inbox", "command", "explain", ...PARTS, "shareTerms", "nothing"];
    if (process.env.DISCLOSURE_MET) console.log(Object.fromEntries(met));
    for (const what of [...wanted, "through some of several assignments"]) expect(met.get(what) ?? 0, what).toBeGreaterThan(0);
  });
});

/** A world of its own for what is tried on purpose: one concern with everything in it, and a question that carries every part of it. */
describe("Of a concern with everything in it", () => {
  let held: World;
  let instant = BEGIN;
  beforeAll(async () => {
    held = await world([], []);
  }, 60_000);
  afterAll(() => held.test.close());

  const [KNOWN, UNKNOWN] = [0, 1];
  const ask = (person: string, kinds: readonly Kind[], wanted = EVERYTHING) => {
    instant += 2 * STEP;
    const question = { who: held.people.indexOf(person), fields: kinds.map((kind) => ({ kind, wanted })), command: undefined };
    return answer(held, instant, question, 0);
  };
  const read = (of: number): Kind => ({ ask: "read", of });

  it("an adviser's question carries every part that there is but share terms, and all of it is on record", async () => {
    const { carried, recorded } = await ask("adviser", [read(KNOWN)]);
    expect(carried).toEqual(PARTS.map((part) => `read ${held.ids[KNOWN]} ${part}`).sort());
    expect(entriesOf(recorded)).toEqual(carried);
  });

  it("a recipient's carries what is shared and its terms; a stranger's, nothing", async () => {
    const { carried, recorded } = await ask("department", [read(KNOWN)]);
    const parts = ["headline", "summary", "evidence", "shareTerms"];
    expect(carried).toEqual(parts.map((part) => `read ${held.ids[KNOWN]} ${part}`).sort());
    expect(entriesOf(recorded)).toEqual(carried);
    for (const who of ["administrator", "panel"]) {
      const { carried, recorded } = await ask(who, [
        read(KNOWN),
        { ask: "list", filter: {}, first: 20, page: 1, counts: "totalCount" },
      ]);
      expect([carried, recorded]).toEqual([[], []]);
    }
  });

  it("counts of one council are recorded as counts, with no concern named, where there are some", async () => {
    const none: readonly Pick[] = [{ field: "id", below: [], evidence: [], how: "skipped" }];
    const council = (code: string): Kind => ({ ask: "council", council: code, first: 1, counts: "totalCount" });
    const { recorded } = await ask("adviser", [council(TARROWSHIRE)], none);
    expect(recorded.map(({ surface, council, views, to }) => [surface, council, views, to[0]?.person])).toEqual([
      ["count", TARROWSHIRE, [], "adviser"],
    ]);
    expect((await ask("adviser", [council("X00000010")], none)).recorded).toEqual([]);
    expect((await ask("administrator", [council(TARROWSHIRE)], none)).recorded).toEqual([]);
  });

  describe("a hub that keeps its record badly is found out:", () => {
    /** What the hub's recorder is given, spoilt on the way. */
    async function withRecorder(spoil: (one: Disclosure) => readonly Disclosure[], kinds: readonly Kind[]) {
      const { hub } = held;
      const { recorder } = hub;
      const spoilt: Recorder = { ...recorder, record: (given) => recorder.record(given.flatMap(spoil)) };
      Object.assign(hub, { recorder: spoilt });
      try {
        return await ask("adviser", kinds);
      } finally {
        Object.assign(hub, { recorder });
      }
    }
    const withViews = (change: (views: Disclosure["views"]) => Disclosure["views"]) => (one: Disclosure) => [
      { ...one, views: change(one.views) },
    ];
    const without = (part: string) =>
      withViews((views) =>
        views.map((view) => ({
          ...view,
          parts: Object.fromEntries(Object.entries(view.parts).filter(([name]) => name !== part)),
        })),
      );
    const spoilers: readonly (readonly [string, (one: Disclosure) => readonly Disclosure[]])[] = [
      ...PARTS.map((part) => [`one that leaves out ${part}`, without(part)] as const),
      [
        "one that leaves out every concern but the first",
        withViews((views) => views.slice(0, 1).map((v) => ({ ...v, concerns: v.concerns.slice(0, 1) }))),
      ],
      [
        "one that names a part that was not given",
        withViews((views) => views.map((v) => ({ ...v, parts: { ...v.parts, shareTerms: ["p"] } }))),
      ],
      [
        "one that names another concern",
        withViews((views) => views.map((v) => ({ ...v, concerns: [{ concern: "other", version: 1 }] }))),
      ],
      ["one that takes lists for reads", (one) => [{ ...one, surface: one.surface === "list" ? "read" : one.surface }]],
      ["one that records nothing", () => []],
    ];
    it.each(spoilers)("%s", async (_, spoil) => {
      const kinds: readonly Kind[] = [read(KNOWN), { ask: "list", filter: {}, first: 20, page: 1, counts: "" }];
      const { carried, recorded } = await withRecorder(spoil, kinds);
      expect(entriesOf(recorded)).not.toEqual(carried);
      const honest = await withRecorder((one) => [one], kinds);
      expect(entriesOf(honest.recorded)).toEqual(honest.carried);
    });

    it("one whose fields note a part too few", async () => {
      const { hub } = held;
      const id = held.ids[KNOWN] ?? "";
      const person = "adviser";
      const viewer = () => hub.people.queries().viewer(person) ?? hub.people.queries().stranger(person);
      const schema = buildSchema();
      const carriedAndRecorded = async (drop: string) => {
        instant += 2 * STEP;
        held.test.clock.set(new Date(instant).toISOString());
        const collector = disclosing(hub, viewer, "request");
        const lossy: Disclosing = { ...collector, note: (concern, part) => part === drop || collector.note(concern, part) };
        const contextValue = { hub, viewer: viewer(), correlation: "request", disclosing: lossy };
        const position = await hub.disclosures.head();
        const ask = async (selection: string) => {
          const { data, errors } = await graphql({ schema, source: `{ q: concern(id: "${id}") ${selection} }`, contextValue });
          expect(errors).toBeUndefined();
          return (data as { q: Data }).q;
        };
        const node = await ask(selectionOf(EVERYTHING));
        await lossy.record();
        const recorded = await recordedAfter(held, position);
        const carried: Carried = new Set();
        readConcern(carried, "read", node, (await ask(IDENTITY)) as unknown as Identity, EVERYTHING);
        return [[...carried].sort(), entriesOf(recorded)] as const;
      };
      const [carried, recorded] = await carriedAndRecorded("none");
      expect(recorded).toEqual(carried);
      for (const part of PARTS) {
        const [carried, recorded] = await carriedAndRecorded(part);
        expect(carried.filter((entry) => !recorded.includes(entry))).toEqual([`read ${id} ${part}`]);
      }
    });
  });

  describe("while the record of disclosures cannot be written", () => {
    let keys = 0;
    /** A store that refuses every event, as a full disk would. */
    async function unwritable(work: () => Promise<void>): Promise<void> {
      const db = openDatabase(held.hub.folder.disclosuresFile, "durable");
      db.exec("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
      instant += 2 * STEP;
      held.test.clock.set(new Date(instant).toISOString());
      try {
        await work();
      } finally {
        db.exec("DROP TRIGGER full");
        db.close();
      }
    }
    const refused = { status: 200, body: { errors: [{ message: expect.any(String), extensions: { code: "UNAVAILABLE" } }] } };
    const query = async (person: string, field: string) => {
      const { status, body } = await held.test.ask<Data>(person, `{ about: council(code: "${TARROWSHIRE}") { code } ${field} }`);
      return { status, body };
    };

    it.each([
      ["a question about one concern", "adviser", () => `q: concern(id: "${held.ids[KNOWN]}") { id }`],
      ["the same by a recipient", "department", () => `q: concern(id: "${held.ids[KNOWN]}") { sharedWithMe { id } }`],
      ["a list", "chief-executive", () => "q: concerns { nodes { stage } }"],
      ["a search", "adviser", () => 'q: concerns(filter: { text: "teams" }) { nodes { id } }'],
      ["a count", "adviser", () => `q: council(code: "${TARROWSHIRE}") { concerns { totalCount } }`],
      ["what waits for somebody", "adviser", () => "q: inbox { nodes { since } }"],
      ["what became of a submission", "adviser", () => "q: submissions(first: 3) { nodes { handling { concerns { id } } } }"],
    ])("%s is not answered at all, and is answered again afterwards", async (_, person, field) => {
      const head = await held.hub.disclosures.head();
      await unwritable(async () => {
        // Twice: what failed covers nothing.
        for (let n = 0; n < 2; n += 1) expect(await query(person, field())).toEqual(refused);
        expect(await held.hub.disclosures.head()).toBe(head);
        // What carries nothing of a concern is answered all the same.
        const { body } = await held.test.ask("administrator", `{ ${field()} }`);
        expect(body.errors).toBeUndefined();
      });
      const { body } = await query(person, field());
      expect(body.errors).toBeUndefined();
      expect(body.data.q).toBeTruthy();
      expect(await recordedAfter(held, head)).not.toEqual([]);
      expect(held.test.logged.some((line) => line.includes("an answer was held back"))).toBe(true);
    });

    it("a command stands, though its answer is refused, and repeats under its key", async () => {
      const mutation = `mutation($input: ReplyInput!) { q: reply(input: $input) { __typename ... on ConcernChanged { id concern { summary { replies { text } } } } } }`;
      keys += 1;
      const input = { idempotencyKey: `reply-${keys}`, concern: held.ids[KNOWN], reply: "Said once." };
      const replies = () => held.hub.register.queries().find(held.ids[KNOWN] ?? "")?.state.replies.length ?? 0;
      const before = replies();
      await unwritable(async () => {
        for (let n = 0; n < 2; n += 1) {
          const { status, body } = await held.test.ask("chief-executive", mutation, { input });
          expect({ status, body }).toEqual(refused);
        }
        expect(replies()).toBe(before + 1);
      });
      const { body } = await held.test.ask<{ q: { concern: { summary: { replies: { text: string }[] } } } }>(
        "chief-executive",
        mutation,
        { input },
      );
      expect(body.data.q.concern.summary.replies.at(-1)).toEqual({ text: "Said once." });
      expect(replies()).toBe(before + 1);
    });

    it("a view that was on record within the hour is answered: nothing is left to record", async () => {
      const field = `q: concern(id: "${held.ids[KNOWN]}") { id }`;
      instant += 2 * STEP;
      held.test.clock.set(new Date(instant).toISOString());
      await query("adviser", field);
      instant -= 2 * STEP;
      await unwritable(async () => {
        const { body } = await query("adviser", field);
        expect(body.errors).toBeUndefined();
      });
    });
  });

  it("a part that no policy lets its reader see keeps its field from leaving, and is not put on record", async () => {
    const { hub } = held;
    const viewer = () => hub.people.queries().viewer("chief-executive") ?? hub.people.queries().stranger("chief-executive");
    const collector = disclosing(hub, viewer, "request");
    const found = hub.register.queries().find(held.ids[UNKNOWN] ?? "");
    if (!found) throw new Error("There is no such concern.");
    const concern = { ...found, parts: new Map([["headline", ["p"]]]), surface: "read", received: () => [] } as never;
    const head = await hub.disclosures.head();
    for (const part of [...PARTS, "shareTerms"] as const)
      if (part !== "headline") expect(() => collector.note(concern, part), part).toThrow(/no policy/);
    await collector.record();
    expect(await hub.disclosures.head()).toBe(head);
  });
});

describe("A schema in which a field of Concern does not say what it tells", () => {
  const built = (field: string) =>
    disclosingConcerns(
      makeExecutableSchema({
        typeDefs: `directive @discloses(part: String!) on FIELD_DEFINITION
          type Query { concern: Concern }
          type Concern { id: ID! @discloses(part: "headline") ${field} }`,
      }),
    );

  it("is not built: without a part, with one that there is not, with none of its own", () => {
    expect(() => built('stage: String @discloses(part: "headline") terms: String @discloses(part: "shareTerms")')).not.toThrow();
    expect(() => built("stage: String")).toThrow(ConcernUndisclosed);
    expect(() => built("stage: String")).toThrow(/Concern\.stage/);
    expect(() => built('stage: String @discloses(part: "Headline")')).toThrow(ConcernUndisclosed);
    expect(() => built('stage: String @discloses(part: "")')).toThrow(ConcernUndisclosed);
  });

  it("the hub's own says it of every field, and this test's table knows them all", () => {
    expect(UNKNOWN_FIELDS).toEqual([]);
  });
});
