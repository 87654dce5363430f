// Queries whose answers disclose every part on every surface: this file checks that the comparison detects each kind of wrong record, and that
// the hub answers nothing while it can record nothing.
import { graphql } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Disclosure } from "../../disclosure/events.ts";
import type { Recorder } from "../../disclosure/record.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { contextOf } from "../../graphql/context.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { type Disclosing, disclosing } from "../../queries/disclosing.ts";
import { DISCLOSED_PARTS, type DisclosedPart, PARTS } from "../../reference/concern-parts.ts";
import { ALL_RECORD_PARTS } from "../../reference/record-parts.ts";
import { SURFACES, type Surface } from "../../reference/surfaces.ts";
import { TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Answer, answersTo, expectRightEntries } from "../helpers/disclosure/ask-and-compare.ts";
import { BEGIN, entriesOf, type RandomHub, recordedAfter, STEP, startRandomHub } from "../helpers/disclosure/random-hub.ts";
import { type Action, type Kind, WHOLE_LIST } from "../helpers/disclosure/random-questions.ts";
import {
  type Carried,
  EVERYTHING,
  IDENTITY,
  type Identity,
  readConcern,
  selectionOf,
} from "../helpers/disclosure/read-answer.ts";

const OTHER_PARTS = ALL_RECORD_PARTS.filter(
  (part) => part !== "outcome" && part !== "shareEnding" && !DISCLOSED_PARTS.includes(part as DisclosedPart),
);
/** Selects every field of each kind of record other than concerns. */
const EVERY_OTHER = Array.from({ length: 40 }, (_, n) => n);

type Data = Readonly<Record<string, unknown>>;

/** A separate hub for deliberate faults: one concern with content in every part, and a query that selects every part. */
describe("With a concern that has content in every part", () => {
  let held: RandomHub;
  let instant = BEGIN;
  beforeAll(async () => {
    held = await startRandomHub([], []);
  });
  afterAll(() => held.test.close());

  const [KNOWN, UNKNOWN] = [0, 1];
  const ask = async (person: string, kinds: readonly Kind[], wanted = EVERYTHING, deed?: Action): Promise<Answer> => {
    instant += 2 * STEP;
    const fields = (kinds.length > 0 ? kinds : [read(KNOWN)]).map((kind) => ({ kind, wanted, other: EVERY_OTHER }));
    const answers = answersTo(held, instant, { who: held.people.indexOf(person), fields, deed });
    const { value } = await answers.next();
    await answers.return();
    if (!value) throw new Error("No answer.");
    return value;
  };
  const read = (of: number): Kind => ({ ask: "read", of });

  it("the answer to an adviser has every part except share terms, and all of them are on record", async () => {
    const { carried, recorded } = await ask("adviser", [read(KNOWN)]);
    expect(carried).toEqual(PARTS.map((part) => `read ${held.ids[KNOWN]} ${part}`).sort());
    expect(entriesOf(recorded)).toEqual(carried);
  });

  it("the answer to a recipient has the shared parts and the share terms, and the answer to others has nothing", async () => {
    const { carried, recorded } = await ask("department", [read(KNOWN)]);
    const parts = ["headline", "summary", "evidence", "shareTerms"];
    expect(carried).toEqual(parts.map((part) => `read ${held.ids[KNOWN]} ${part}`).sort());
    expect(entriesOf(recorded)).toEqual(carried);
    for (const who of ["administrator", "panel"]) {
      const { carried, recorded } = await ask(who, [read(KNOWN), { ask: "list", filter: {}, first: 20, page: 1, ...WHOLE_LIST }]);
      expect([carried, recorded]).toEqual([[], []]);
    }
  });

  const others = (person: string) =>
    ask(person, [
      ...(["Support", "Submission", "Signal"] as const).map((type): Kind => ({ ask: "other", type, of: 0 })),
      { ask: "aligned", of: TARROWSHIRE, first: 20, fields: "clashCount", clashes: true },
    ]);

  it("the answer to an adviser has every part of support, a submission and a request for support, and all of them are on record", async () => {
    const { carried, recorded } = await others("adviser");
    const parts = new Set(carried.map((entry) => entry.split(" ")[2]));
    expect([...parts].sort()).toEqual([...OTHER_PARTS, undefined].sort());
    expect(entriesOf(recorded)).toEqual(carried);
  });

  describe("the comparison detects a hub with a wrong record:", () => {
    type Spoil = (one: Disclosure) => readonly Disclosure[];
    /** Changes the disclosures before the hub's recorder gets them. */
    async function withRecorder(spoil: Spoil, kinds: readonly Kind[], person = "adviser", deed?: Action) {
      const { hub } = held;
      const { recorder } = hub;
      const spoilt: Recorder = { ...recorder, record: (given) => recorder.record(given.flatMap(spoil)) };
      Object.assign(hub, { recorder: spoilt });
      try {
        return await ask(person, kinds, EVERYTHING, deed);
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
    const spoilers: readonly (readonly [string, Spoil])[] = [
      ...[...PARTS, ...OTHER_PARTS].map((part) => [`one that leaves out ${part}`, without(part)] as const),
      ["one that leaves out what the council is not aware of", (one) => (one.series === "" ? [one] : [])],
      ["one that leaves out what the council is aware of", (one) => (one.series === "" ? [] : [one])],
      [
        "one that names a part that was not given",
        withViews((views) => views.map((v) => ({ ...v, parts: { ...v.parts, shareTerms: ["p"] } }))),
      ],
      [
        "one that names another concern",
        withViews((views) => views.map((v) => ({ ...v, records: [{ id: "other", version: 1 }] }))),
      ],
      ["one that takes lists for reads", (one) => [{ ...one, surface: one.surface === "list" ? "read" : one.surface }]],
      ["one that records nothing", () => []],
    ];
    const kinds: readonly Kind[] = [
      read(KNOWN),
      { ask: "list", filter: {}, first: 20, page: 1, ...WHOLE_LIST },
      ...(["Support", "Submission", "Signal"] as const).map((type): Kind => ({ ask: "other", type, of: 0 })),
    ];
    it.each(spoilers)("%s", async (_, spoil) => {
      const { carried, recorded } = await withRecorder(spoil, kinds);
      expect(entriesOf(recorded)).not.toEqual(carried);
    });

    it("and finds the record of the same answer right if nothing was changed", async () => {
      const { carried, recorded } = await withRecorder((one) => [one], kinds);
      expect(entriesOf(recorded)).toEqual(carried);
    });

    const AT = "2026-03-10T12:00:00.000Z";
    const list = (more: object): Kind => ({ ask: "list", filter: {}, first: 20, page: 1, ...WHOLE_LIST, ...more });
    const LEDGER: Kind = { ask: "ledger", council: TARROWSHIRE, at: undefined, first: 20, disclosures: false };
    const way = (surface: Surface, person: string, kinds: readonly Kind[], deed?: Action) => ({ surface, person, kinds, deed });
    const waysOut = [
      way("read", "adviser", [read(KNOWN)]),
      way("list", "adviser", [list({})]),
      ...(["Support", "Submission", "Signal"] as const).map((type) => way("read", "adviser", [{ ask: "other", type, of: 0 }])),
      way("list", "leads", [{ ask: "supports", council: TARROWSHIRE, first: 20, nodes: true, pageInfo: false }]),
      way("list", "department", [{ ask: "others", type: "Submission", first: 20 }]),
      way("list", "chief-executive", [{ ask: "others", type: "Signal", first: 20 }]),
      way("list", "leads", [{ ask: "aligned", of: TARROWSHIRE, first: 20, fields: "", clashes: true }]),
      way("count", "leads", [{ ask: "aligned", of: "E12000004", first: 20, fields: "strands { running }", clashes: false }]),
      way("count", "leads", [{ ask: "supports", council: TARROWSHIRE, first: 1, nodes: false, pageInfo: true }]),
      way("inbox", "adviser", [{ ask: "inbox", first: 20, nodes: "other" }]),
      way("ledger", "chief-executive", [{ ask: "ledger", council: TARROWSHIRE, at: undefined, first: 20, disclosures: true }]),
      way("command", "adviser", [], { do: "change", type: "Support", of: 0 }),
      way("live", "leads", [], { do: "follow support", council: TARROWSHIRE, clashes: true }),
      way("live", "leads", [], { do: "follow one support", of: 0 }),
      way("search", "adviser", [list({ filter: { text: "teams" } })]),
      way("count", "adviser", [list({ nodes: false, pageInfo: false })]),
      way("count", "adviser", [list({ nodes: false, counts: "" })]),
      way("inbox", "adviser", [{ ask: "inbox", first: 20, nodes: "type" }]),
      way("inbox", "adviser", [{ ask: "inbox", first: 20, nodes: "concern" }]),
      way("news", "chief-executive", [{ ask: "news", first: 20, nodes: "concern" }]),
      way("explain", "department", [{ ask: "explain", of: KNOWN, part: "summary" }]),
      way("past", "chief-executive", [{ ask: "past", of: KNOWN, at: AT }]),
      way("ledger", "chief-executive", [LEDGER]),
      way("ledger", "officer", [{ ask: "ledger", council: TARROWSHIRE, at: AT, first: 20, disclosures: false }]),
      way("command", "chief-executive", [], { do: "command", name: "reply", of: KNOWN }),
      way("live", "department", [], { do: "live", of: KNOWN }),
      way("page", "department", [read(KNOWN)], { do: "page" }),
      way("list", "leads", [list({})], { do: "page" }),
      way("print", "department", [read(KNOWN)], { do: "print" }),
      way("download", "department", [read(KNOWN)], { do: "download" }),
      way("print", "chief-executive", [LEDGER], { do: "print" }),
      way("export", "chief-executive", [], { do: "export", council: TARROWSHIRE, at: undefined }),
      way("export", "officer", [], { do: "export", council: TARROWSHIRE, at: AT }),
    ];
    it.each(waysOut)("one that does not record disclosures by $surface to $person", async ({ surface, person, kinds, deed }) => {
      const spoilt = await withRecorder((one) => (one.surface === surface ? [] : [one]), kinds, person, deed);
      const missing = spoilt.carried.filter((entry) => !entriesOf(spoilt.recorded).includes(entry));
      expect(missing.length).toBeGreaterThan(0);
      expect(missing.filter((entry) => !entry.startsWith(`${surface} `))).toEqual([]);
      const honest = await withRecorder((one) => [one], kinds, person, deed);
      expect(entriesOf(honest.recorded)).toEqual(honest.carried);
      await expectRightEntries(held, honest);
    });

    it("on every surface", () => {
      expect([...new Set(waysOut.map(({ surface }) => surface))].sort()).toEqual([...SURFACES].sort());
    });

    const misled: readonly (readonly [string, Spoil])[] = [
      [
        "of another version",
        withViews((views) => views.map((v) => ({ ...v, records: v.records.map((one) => ({ ...one, version: 1 })) }))),
      ],
      [
        "under another policy",
        withViews((views) =>
          views.map((v) => ({ ...v, parts: Object.fromEntries(Object.keys(v.parts).map((part) => [part, ["council-reads"]])) })),
        ),
      ],
      ["in another capacity", (one) => [{ ...one, assignments: ["another"] }]],
      ["to somebody else", (one) => [{ ...one, person: "officer" }]],
      ["of another council", (one) => [{ ...one, council: "X00000005" }]],
    ];
    it.each(misled)("one that records it as %s", async (_, spoil) => {
      await expectRightEntries(held, await ask("adviser", [read(KNOWN)]));
      await expect(expectRightEntries(held, await withRecorder(spoil, [read(KNOWN)]))).rejects.toThrow(/expected/);
    });

    it("one whose fields do not note one of the parts", async () => {
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
        const connection = { expires: Number.MAX_SAFE_INTEGER, closed: () => new AbortController().signal };
        const contextValue = { ...contextOf(hub, person, "request", connection), disclosing: lossy };
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
      ["a support", "leads", () => `q: support(id: "${held.supports[0]}") { id }`],
      ["a region's support", "leads", () => 'q: alignedSupport(region: "E12000004") { clashCount }'],
      ["a submission, to who submitted it", "department", () => `q: submission(id: "${held.submissions[1]}") { account }`],
      ["a request for support", "chief-executive", () => `q: signal(id: "${held.signals[0]}") { wanted }`],
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

    it("a command is recorded although its answer is refused, and its key repeats it", async () => {
      const mutation = `mutation($input: ReplyInput!) { q: reply(input: $input) { __typename ... on ConcernChanged { id concern { summary { replies { text } } } } } }`;
      keys += 1;
      const input = { idempotencyKey: `reply-${keys}`, concern: held.ids[KNOWN], reply: "Said once." };
      const replies = () =>
        held.hub.register
          .queries()
          .findUnchecked(held.ids[KNOWN] ?? "")
          ?.state().replies.length ?? 0;
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

    it("a repeated query within the hour is answered, because its disclosure is already on record", async () => {
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

  it("a field is neither answered nor recorded if no policy lets the reader see its part", async () => {
    const { hub } = held;
    const viewer = () => hub.people.queries().viewer("chief-executive") ?? hub.people.queries().stranger("chief-executive");
    const collector = disclosing(hub, viewer, "request");
    const found = hub.register.queries().findUnchecked(held.ids[UNKNOWN] ?? "");
    if (!found) throw new Error("There is no such concern.");
    const concern = {
      ...found,
      parts: new Map([["headline", ["p"]]]),
      kind: "concern",
      surface: "read",
      viewer: viewer(),
      received: () => [],
    } as never;
    const head = await hub.disclosures.head();
    for (const part of [...PARTS, "shareTerms"] as const)
      if (part !== "headline") expect(() => collector.note(concern, part), part).toThrow(/no policy/);
    await collector.record();
    expect(await hub.disclosures.head()).toBe(head);
  });
});
