// The read model of disclosures: who was given what of which concern, found by the concern and by the council, newest first; and the same
// however it came about.
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { type Disclosed, disclosureStream } from "../../disclosure/events.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import { type DisclosureEntry, disclosuresModel } from "../../projections/disclosures/disclosures.ts";
import type { NumberedEntry } from "../../projections/numbered-entry.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { entryOfDisclosure } from "../../queries/ledger/read-ledger.ts";
import { DISCLOSED_PARTS } from "../../reference/concern-parts.ts";
import { SURFACES } from "../../reference/surfaces.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { cases } from "../helpers/soak.ts";
import { storedEvent } from "../helpers/stored-event.ts";

const HERE = "X00000004";
const THERE = "X00000005";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function model() {
  const store = openStore(disclosuresModel, ":memory:", { keys: {} as never, today: () => "2026-03-10" });
  cleanups.push(() => store.close());
  return store;
}

type Given = { readonly council: string; readonly at: string; readonly data: Disclosed };
const stored = (given: readonly Given[]): readonly StoredEvent[] =>
  given.map(({ council, at, data }, n) => {
    const place = { stream: disclosureStream(council, at.slice(0, 10)), version: n + 1, at };
    return storedEvent(n + 1, { type: "ConcernsDisclosed.v1", data }, { ...place, metadata: { policyVersion: `p${n % 2}` } });
  });
const to = (person: string, ...assignments: readonly string[]) => ({ person, assignments: [...assignments], request: "r" });
const view = (parts: Disclosed["views"][number]["parts"], ...concerns: readonly (readonly [string, number])[]) => ({
  concerns: concerns.map(([concern, version]) => ({ concern, version })),
  parts,
});
const said = ({ council, at, surface, version, person, assignments, parts, concern }: DisclosureEntry) => ({
  ...{ council, at, surface, version, person, assignments, parts, concern },
});
const short = ({ concern, version, person, surface }: DisclosureEntry) => `${person} ${surface} ${concern ?? "count"} ${version}`;

const HISTORY: readonly Given[] = [
  {
    council: HERE,
    at: "2026-02-28T23:00:00.000Z",
    data: {
      surface: "list",
      to: [to("adviser", "a", "b"), to("panel-member", "c")],
      views: [view({ headline: ["p"] }, ["one", 1], ["two", 4]), view({ headline: ["p"], summary: ["q", "r"] }, ["three", 2])],
    },
  },
  {
    council: HERE,
    at: "2026-03-01T09:00:00.000Z",
    data: { surface: "count", to: [to("chief-executive", "d")], views: [] },
  },
  {
    council: THERE,
    at: "2026-03-01T10:00:00.000Z",
    data: { surface: "read", to: [to("adviser", "a")], views: [view({ headline: ["p"] }, ["other", 1])] },
  },
  {
    council: HERE,
    at: "2026-03-02T11:00:00.000Z",
    data: { surface: "read", to: [to("chief-executive", "d")], views: [view({ evidence: ["s"] }, ["one", 2])] },
  },
];

describe("The read model of disclosures", () => {
  const filled = () => {
    const store = model();
    store.applyPage(stored(HISTORY));
    return store.queries;
  };

  it("has a row a person and concern of every answer, with what the record says", () => {
    const entries = filled().ofConcern("three", undefined, undefined, 10);
    const common = { at: "2026-02-28T23:00:00.000Z", council: HERE, concern: "three", version: 2, surface: "list" };
    const parts = { headline: ["p"], summary: ["q", "r"] };
    expect(entries).toMatchObject([
      { ...common, parts, person: "panel-member", assignments: ["c"], policyVersion: "p0" },
      { ...common, parts, person: "adviser", assignments: ["a", "b"], policyVersion: "p0" },
    ]);
  });

  it("finds a concern's in every month, newest first, and no other's", () => {
    expect(filled().ofConcern("one", undefined, undefined, 10)?.map(short)).toEqual([
      "chief-executive read one 2",
      "panel-member list one 1",
      "adviser list one 1",
    ]);
    expect(filled().ofConcern("unknown", undefined, undefined, 10)).toEqual([]);
  });

  it("finds a council's, mere counts too, newest first, and no other's", () => {
    expect(filled().ofCouncil(HERE, undefined, undefined, 10)?.map(short)).toEqual([
      "chief-executive read one 2",
      "chief-executive count count 0",
      "panel-member list three 2",
      "adviser list three 2",
      "panel-member list two 4",
      "adviser list two 4",
      "panel-member list one 1",
      "adviser list one 1",
    ]);
    expect(filled().ofCouncil(THERE, undefined, undefined, 10)?.map(short)).toEqual(["adviser read other 1"]);
    expect(filled().ofCouncil("X", undefined, undefined, 10)).toEqual([]);
  });

  it("goes through it page by page: each once, in order, whatever came in the meantime", () => {
    const store = model();
    store.applyPage(stored(HISTORY));
    const whole = store.queries.ofCouncil(HERE, undefined, undefined, 100)?.map(short);
    const paged: string[] = [];
    for (let after: NumberedEntry | undefined; ; ) {
      const page = store.queries.ofCouncil(HERE, after, undefined, 3) ?? expect.fail("There is nothing to go on from.");
      paged.push(...page.map(short));
      const last = page.at(-1);
      after = last && entryOfDisclosure(last);
      if (page.length < 3) break;
      const [newest] = stored(HISTORY.slice(3)).map((event) => ({ ...event, position: "0000000000000009" }));
      if (newest) store.applyPage([newest]);
    }
    expect(paged).toEqual(whole);
  });

  it("does not go on after an entry whose number is another's, nor after one of another list", () => {
    const queries = filled();
    const [last] = queries.ofCouncil(HERE, undefined, undefined, 1) ?? [];
    const entry = entryOfDisclosure(last ?? expect.fail("There is none."));
    expect(queries.ofCouncil(HERE, entry, undefined, 1)).toHaveLength(1);
    expect(queries.ofCouncil(HERE, { ...entry, proof: "another" }, undefined, 1)).toBeUndefined();
    expect(queries.ofCouncil(HERE, { ...entry, number: "12a" }, undefined, 1)).toBeUndefined();
    expect(queries.ofCouncil(THERE, entry, undefined, 1)).toBeUndefined();
  });

  it("leaves out what was disclosed after an instant, and keeps what was at it", () => {
    const until = (instant: string) => filled().ofCouncil(HERE, undefined, instant, 10)?.length;
    expect(until("2026-03-02T11:00:00.000Z")).toBe(8);
    expect(until("2026-03-02T10:59:59.999Z")).toBe(7);
    expect(until("2026-03-01T08:59:59.999Z")).toBe(6);
    expect(until("2026-02-28T22:59:59.999Z")).toBe(0);
    expect(
      filled()
        .ofConcern("one", undefined, "2026-03-01T00:00:00.000Z", 10)
        ?.map(({ person }) => person),
    ).toEqual(["panel-member", "adviser"]);
  });

  it("says of which month it cannot read an event, rather than leave a disclosure out in silence", () => {
    const [event] = stored(HISTORY);
    for (const [unreadable, reason] of [
      [{ ...event, data: { surface: "rumour", to: [], views: [] } }, "NOT_OF_ITS_FORM"],
      [{ ...event, type: "ConcernsDisclosed.v9" }, "UNKNOWN_TYPE"],
    ] as const) {
      const store = model();
      store.applyPage([unreadable as never]);
      expect(store.queries.ofCouncil(HERE, undefined, undefined, 10)).toEqual([]);
      expect(store.quarantined()).toMatchObject([{ stream: event?.stream, position: event?.position, reason }]);
    }
  });
});

const given: fc.Arbitrary<Given> = fc.record({
  council: fc.constantFrom(HERE, THERE),
  at: fc
    .integer({ min: 0, max: 59 })
    .map((day) => new Date(Date.parse("2026-02-01T12:00:00.000Z") + day * 86_400_000).toISOString()),
  data: fc.record({
    surface: fc.constantFrom(...SURFACES),
    to: fc.array(
      fc.record({
        person: fc.constantFrom("adviser", "chief-executive", "panel-member"),
        assignments: fc.array(fc.constantFrom("a", "b")),
        request: fc.constant("r"),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    views: fc.array(
      fc.record({
        concerns: fc.array(fc.record({ concern: fc.constantFrom("one", "two", "three"), version: fc.nat(5) }), {
          minLength: 1,
          maxLength: 3,
        }),
        parts: fc.dictionary(
          fc.constantFrom(...DISCLOSED_PARTS),
          fc.array(fc.constantFrom("p", "q"), { minLength: 1 }),
        ) as fc.Arbitrary<Disclosed["views"][number]["parts"]>,
      }),
      { maxLength: 3 },
    ),
  }),
});

describe("Over random records of disclosures the read model", () => {
  it("is the same whether they come one by one, in pages of any size, or all at once", () => {
    fc.assert(
      fc.property(
        fc.array(given, { maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (history, sizes) => {
          const events = stored(history);
          const atOnce = model();
          atOnce.applyPage(events);
          const bitByBit = model();
          for (let at = 0, n = 0; at < events.length; n += 1) {
            const size = sizes[n % sizes.length] ?? 1;
            bitByBit.applyPage(events.slice(at, at + size));
            at += size;
          }
          expect(contentsOf(bitByBit.db)).toEqual(contentsOf(atOnce.db));
        },
      ),
      { numRuns: cases(25, 200) },
    );
  });

  it("has what the record has, no more and no less, by concern and by council", () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 25 }), fc.integer({ min: 1, max: 5 }), (history, size) => {
        const store = model();
        store.applyPage(stored(history));
        // The record read plainly: for each event its views, for each view its concerns, for each concern those to whom it left.
        const plain = history.flatMap(({ council, at, data: { surface, to, views } }) =>
          (views.length > 0 ? views : [view({}, ["", 0])]).flatMap(({ concerns, parts }) =>
            concerns.flatMap(({ concern, version }) =>
              to.map(({ person, assignments }) => ({
                ...{ council, at, surface, version, person, assignments, parts },
                concern: concern || undefined,
              })),
            ),
          ),
        );
        const inPages = (query: "ofConcern" | "ofCouncil", of: string, until?: string) => {
          const found: DisclosureEntry[] = [];
          for (;;) {
            const last = found.at(-1);
            const page =
              store.queries[query](of, last && entryOfDisclosure(last), until, size) ?? expect.fail("There is no page.");
            found.push(...page);
            if (page.length < size) return found.map(said);
          }
        };
        for (const until of [undefined, "2026-02-20T12:00:00.000Z"]) {
          const then = plain.filter(({ at }) => until === undefined || at <= until).reverse();
          for (const concern of ["one", "two", "three"])
            expect(inPages("ofConcern", concern, until)).toEqual(then.filter((row) => row.concern === concern));
          for (const council of [HERE, THERE])
            expect(inPages("ofCouncil", council, until)).toEqual(then.filter((row) => row.council === council));
        }
      }),
      { numRuns: cases(25, 200) },
    );
  });
});
