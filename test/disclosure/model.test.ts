// The read model of disclosures: who was given what of which concern, found by the concern and by the council, newest first; and the same
// however it came about.
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { composeAnswers } from "../../disclosure/compose-answers.ts";
import { answerStream, type Disclosure, type View } from "../../disclosure/events.ts";
import { hashOfLeaf, parseLeaf } from "../../disclosure/leaf.ts";
import { openSeries } from "../../disclosure/series.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import { disclosuresModel } from "../../projections/disclosures/disclosures.ts";
import type { DisclosureEntry } from "../../projections/disclosures/entries.ts";
import type { NumberedEntry } from "../../projections/numbered-entry.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { entryOfDisclosure } from "../../queries/ledger/read-ledger.ts";
import { DISCLOSED_PARTS, type DisclosedPart } from "../../reference/concern-parts.ts";
import { ALL_RECORD_PARTS } from "../../reference/record-parts.ts";
import { SURFACES } from "../../reference/surfaces.ts";
import { isIncluded } from "../helpers/disclosure/inclusion.ts";
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

/** What was recorded at an instant: now, or by an earlier release, which had an event for each council. */
type Given = { readonly at: string; readonly earlier?: true; readonly disclosures: readonly Disclosure[] };

function stored(given: readonly Given[]): readonly StoredEvent[] {
  const byStream = new Map<string, ReturnType<typeof openSeries>>();
  const versions = new Map<string, number>();
  const events: StoredEvent[] = [];
  const add = (stream: string, at: string, event: { type: string; data: object }, policyVersion = "") => {
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    events.push(storedEvent(events.length + 1, event, { stream, version, at, metadata: { policyVersion } }));
    return version;
  };
  for (const { at, earlier, disclosures } of given) {
    const month = at.slice(0, 7);
    if (earlier) {
      for (const { council, policyVersion, surface, views, person, assignments, request } of disclosures) {
        const ofConcerns = views.map(({ records, parts }) => ({
          concerns: records.map(({ id, version }) => ({ concern: id, version })),
          parts,
        }));
        const data = { surface, to: [{ person, assignments, request }], views: ofConcerns };
        add(`disclosures-${council}-${month}`, at, { type: "ConcernsDisclosed.v1", data }, policyVersion);
      }
      continue;
    }
    const stream = answerStream("1", at);
    const series = byStream.get(stream) ?? openSeries();
    byStream.set(stream, series);
    const salt = () => Buffer.alloc(16, events.length);
    for (const { event, leaves } of composeAnswers(disclosures, { stream, at, series, salt }))
      expect(series.add(add(stream, at, event), leaves)).toEqual([]);
  }
  return events;
}

const view = (parts: View["parts"], ...concerns: readonly (readonly [string, number])[]): View => ({
  kind: "concern",
  records: concerns.map(([id, version]) => ({ id, version })),
  parts,
});
const to = (council: string, person: string, assignments: readonly string[], more: Partial<Disclosure>): Disclosure => ({
  ...{ council, series: "", person, assignments, surface: "read", request: "r", policyVersion: "p0", views: [] },
  ...more,
});
const said = ({ council, at, surface, version, person, assignments, parts, record, policyVersion }: DisclosureEntry) => ({
  ...{ council, at, surface, version, person, assignments, parts, record, policyVersion },
});
const short = ({ record, version, person, surface }: DisclosureEntry) =>
  `${person} ${surface} ${record?.[1] ?? "count"} ${version}`;

const LISTED = {
  surface: "list",
  views: [view({ headline: ["p"] }, ["one", 1], ["two", 4]), view({ headline: ["p"], summary: ["q", "r"] }, ["three", 2])],
} as const;
const HISTORY: readonly Given[] = [
  {
    at: "2026-02-28T23:00:00.000Z",
    disclosures: [to(HERE, "adviser", ["a", "b"], LISTED), to(HERE, "panel-member", ["c"], LISTED)],
  },
  { at: "2026-03-01T09:00:00.000Z", disclosures: [to(HERE, "chief-executive", ["d"], { surface: "count" })] },
  {
    at: "2026-03-01T10:00:00.000Z",
    disclosures: [to(THERE, "adviser", ["a"], { views: [view({ headline: ["p"] }, ["other", 1])] })],
  },
  {
    at: "2026-03-02T11:00:00.000Z",
    disclosures: [to(HERE, "chief-executive", ["d"], { policyVersion: "p1", views: [view({ evidence: ["s"] }, ["one", 2])] })],
  },
];
const AS_EARLIER = HISTORY.map((given) => ({ ...given, earlier: true }) as const);

describe.each([
  ["as they are recorded", HISTORY],
  ["as earlier releases recorded them", AS_EARLIER],
] as const)("The read model of disclosures %s", (_, history) => {
  const filled = () => {
    const store = model();
    store.applyPage(stored(history));
    return store.queries;
  };

  it("has an entry for each person and concern of every answer, with the recorded data", () => {
    const entries = filled().ofConcern("three", undefined, undefined, 10);
    const common = { at: "2026-02-28T23:00:00.000Z", council: HERE, record: ["concern", "three"], version: 2, surface: "list" };
    const parts = { headline: ["p"], summary: ["q", "r"] };
    expect(entries).toMatchObject([
      { ...common, parts, person: "panel-member", assignments: ["c"], policyVersion: "p0" },
      { ...common, parts, person: "adviser", assignments: ["a", "b"], policyVersion: "p0" },
    ]);
  });

  it("finds the disclosures of a concern in every month, newest first, and no others", () => {
    expect(filled().ofConcern("one", undefined, undefined, 10)?.map(short)).toEqual([
      "chief-executive read one 2",
      "panel-member list one 1",
      "adviser list one 1",
    ]);
    expect(filled().ofConcern("unknown", undefined, undefined, 10)).toEqual([]);
  });

  it("finds the disclosures of a council, including counts, newest first, and no others", () => {
    expect(filled().ofCouncil(HERE, undefined, undefined, 10)?.map(short)).toEqual([
      "chief-executive read one 2",
      "chief-executive count count 0",
      ...["three 2", "two 4", "one 1"].map((concern) => `panel-member list ${concern}`),
      ...["three 2", "two 4", "one 1"].map((concern) => `adviser list ${concern}`),
    ]);
    expect(filled().ofCouncil(THERE, undefined, undefined, 10)?.map(short)).toEqual(["adviser read other 1"]);
    expect(filled().ofCouncil("X", undefined, undefined, 10)).toEqual([]);
  });

  it("has pages with each disclosure once and in order, whatever is recorded meanwhile", () => {
    const events = stored([...history, ...history.slice(3), ...history.slice(3), ...history.slice(3)]);
    const store = model();
    store.applyPage(events.slice(0, -3));
    const later = events.slice(-3);
    const whole = store.queries.ofCouncil(HERE, undefined, undefined, 100)?.map(short);
    const paged: string[] = [];
    for (let after: NumberedEntry | undefined; ; ) {
      const page = store.queries.ofCouncil(HERE, after, undefined, 3) ?? expect.fail("There is nothing to go on from.");
      paged.push(...page.map(short));
      const last = page.at(-1);
      after = last && entryOfDisclosure(last);
      if (page.length < 3) break;
      store.applyPage(later.splice(0, 1));
    }
    expect(paged).toEqual(whole);
  });

  it("does not continue after an entry whose number now belongs to another, or after an entry of another list", () => {
    const queries = filled();
    const [last] = queries.ofCouncil(HERE, undefined, undefined, 1) ?? [];
    const entry = entryOfDisclosure(last ?? expect.fail("There is none."));
    expect(queries.ofCouncil(HERE, entry, undefined, 1)).toHaveLength(1);
    for (const another of [{ proof: "another" }, { number: "12a" }, { number: `${entry.number}1` }])
      expect(queries.ofCouncil(HERE, { ...entry, ...another }, undefined, 1)).toBeUndefined();
    expect(queries.ofCouncil(THERE, entry, undefined, 1)).toBeUndefined();
    expect(queries.ofConcern("three", entry, undefined, 1)).toBeUndefined();
  });

  it("leaves out disclosures after an instant, and includes those at the instant", () => {
    const until = (instant: string) => filled().ofCouncil(HERE, undefined, instant, 10)?.length;
    expect(until("2026-03-02T11:00:00.000Z")).toBe(8);
    expect(until("2026-03-02T10:59:59.999Z")).toBe(7);
    expect(until("2026-03-01T08:59:59.999Z")).toBe(6);
    expect(until("2026-02-28T22:59:59.999Z")).toBe(0);
    const ofOne = filled().ofConcern("one", undefined, "2026-03-01T00:00:00.000Z", 10);
    expect(ofOne?.map(({ person }) => person)).toEqual(["panel-member", "adviser"]);
  });
});

describe("The read model of disclosures", () => {
  it("has the text, index, path and root of every leaf, and none for disclosures of earlier releases", () => {
    const store = model();
    store.applyPage(stored([...AS_EARLIER, ...HISTORY]));
    const entries = store.queries.ofCouncil(HERE, undefined, undefined, 100) ?? [];
    expect(entries.map(({ leaf }) => leaf !== undefined)).toEqual([...Array(8).fill(true), ...Array(8).fill(false)]);
    for (const { leaf, person } of entries) if (leaf) expect(parseLeaf(leaf.text).person).toBe(person);
  });

  it("has the last leaf of each stream and series", () => {
    const store = model();
    store.applyPage(stored(HISTORY));
    expect(store.queries.streamHeads("answers-1-2026-03")).toEqual({
      ...{ version: 3, at: "2026-03-02T11:00:00.000Z" },
      heads: [
        { council: HERE, series: "", number: 2, hash: expect.stringMatching(/^[\w-]{43}$/) },
        { council: THERE, series: "", number: 1, hash: expect.stringMatching(/^[\w-]{43}$/) },
      ],
    });
    expect(store.queries.streamHeads("answers-2-2026-03")).toBeUndefined();
  });

  it("reports the month of an unreadable event instead of omitting a disclosure silently", () => {
    const [answers] = stored(HISTORY);
    const [earlier] = stored(AS_EARLIER);
    const root = "A".repeat(43);
    for (const [unreadable, reason] of [
      [{ ...earlier, data: { surface: "rumour", to: [], views: [] } }, "NOT_OF_ITS_FORM"],
      [{ ...earlier, type: "ConcernsDisclosed.v9" }, "UNKNOWN_TYPE"],
      [{ ...answers, type: "AnswersDisclosed.v9" }, "UNKNOWN_TYPE"],
      [{ ...answers, data: { ...answers?.data, root } }, "CHANGED"],
      [{ ...answers, stream: "answers-2-2026-02" }, "CHANGED"],
      [{ ...answers, data: { ...answers?.data, views: [] } }, "NOT_OF_ITS_FORM"],
      [{ ...answers, data: { ...answers?.data, answers: undefined } }, "NOT_OF_ITS_FORM"],
    ] as const) {
      const store = model();
      store.applyPage([unreadable as never]);
      expect(store.queries.ofCouncil(HERE, undefined, undefined, 10)).toEqual([]);
      expect(store.quarantined()).toMatchObject([{ stream: unreadable.stream, position: unreadable.position, reason }]);
    }
  });
});

const disclosure: fc.Arbitrary<Disclosure> = fc.record({
  council: fc.constantFrom(HERE, THERE),
  series: fc.constantFrom("", "", "counts", "one"),
  surface: fc.constantFrom(...SURFACES),
  person: fc.constantFrom("adviser", "chief-executive", "panel-member"),
  assignments: fc.array(fc.constantFrom("a", "b")),
  request: fc.constantFrom("r", "ä"),
  policyVersion: fc.constantFrom("p0", "p1"),
  views: fc.array(
    fc.record({
      kind: fc.constantFrom("concern", "concern", "support", "submission", "signal"),
      records: fc.array(fc.record({ id: fc.constantFrom("one", "two", "three"), version: fc.nat(5) }), {
        minLength: 1,
        maxLength: 3,
      }),
      parts: fc.dictionary(
        fc.constantFrom(...ALL_RECORD_PARTS),
        fc.array(fc.constantFrom("p", "q"), { minLength: 1 }),
      ) as fc.Arbitrary<View["parts"]>,
    }),
    { maxLength: 3 },
  ),
});
/** Earlier releases recorded no other. */
const ofConcernsAlone = (one: Disclosure): Disclosure => ({
  ...one,
  views: one.views.map(({ records, parts }) => ({
    ...{ kind: "concern", records },
    parts: Object.fromEntries(Object.entries(parts).filter(([part]) => DISCLOSED_PARTS.includes(part as DisclosedPart))),
  })),
});
/** Dates go forward. */
const histories: fc.Arbitrary<readonly Given[]> = fc
  .array(
    fc.record({
      days: fc.nat(3),
      earlier: fc.constantFrom(undefined, undefined, true as const),
      disclosures: fc.array(disclosure, { minLength: 1, maxLength: 4 }),
    }),
    { maxLength: 20 },
  )
  .map((entries) => {
    let instant = Date.parse("2026-02-01T12:00:00.000Z");
    return entries.map(({ days, earlier, disclosures }) => {
      instant += days * 86_400_000;
      const given = { at: new Date(instant).toISOString(), ...(earlier && { earlier }) };
      return { ...given, disclosures: earlier ? disclosures.map(ofConcernsAlone) : disclosures };
    });
  });

describe("Over random records of disclosures the read model", () => {
  it("is the same for events one by one, in pages of any size, or all at once", () => {
    fc.assert(
      fc.property(histories, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (history, sizes) => {
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
      }),
      { numRuns: cases(25, 200) },
    );
  });

  it("after a removal equals a rebuilt one, except for the numbers of rows", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const events = stored(history);
        const removal = storedEvent(
          events.length + 1,
          { type: "DisclosuresRemoved.v1", data: { month: "2026-02", keptMonths: 1 } },
          { stream: "retention" },
        );
        const [kept, rebuilt] = [model(), model()];
        kept.applyPage([...events, removal]);
        rebuilt.applyPage([...events.filter(({ stream }) => !stream.endsWith("-2026-02")), removal]);
        const compared = ({ db }: ReturnType<typeof model>) =>
          [
            ...Object.values(disclosuresModel.comparedAs ?? {}),
            ...["streams", "series", "removed"].map((table) => `SELECT * FROM ${table}`),
          ].map((select) =>
            db
              .prepare(select)
              .all()
              .map((row) => JSON.stringify(row))
              .sort(),
          );
        expect(compared(kept)).toEqual(compared(rebuilt));
        for (const council of [HERE, THERE])
          expect(kept.queries.ofCouncil(council, undefined, undefined, 1_000)?.map(said)).toEqual(
            rebuilt.queries.ofCouncil(council, undefined, undefined, 1_000)?.map(said),
          );
        for (const concern of ["one", "two", "three"])
          expect(kept.queries.ofConcern(concern, undefined, undefined, 1_000)?.map(said)).toEqual(
            rebuilt.queries.ofConcern(concern, undefined, undefined, 1_000)?.map(said),
          );
      }),
      { numRuns: cases(25, 200) },
    );
  });

  it("has exactly the recorded disclosures by concern and by council, and every leaf is in its tree", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 5 }), (history, size) => {
        const store = model();
        store.applyPage(stored(history));
        // The record read plainly: for each answer its views, for each view its concerns.
        const plain = history.flatMap(({ at, disclosures }) =>
          disclosures.flatMap(({ council, surface, person, assignments, policyVersion, views }) =>
            (views.length > 0 ? views : [view({}, ["", 0])]).flatMap(({ kind, records, parts }) =>
              records.map(({ id, version }) => ({
                ...{ council, at, surface, version, person, assignments, parts, policyVersion },
                record: id ? [kind, id] : undefined,
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
            if (page.length < size) break;
          }
          expect(new Set(found.map(({ seq }) => seq)).size).toBe(found.length);
          return found;
        };
        for (const until of [undefined, "2026-02-20T12:00:00.000Z"]) {
          const then = plain.filter(({ at }) => until === undefined || at <= until).reverse();
          for (const concern of ["one", "two", "three"])
            expect(inPages("ofConcern", concern, until).map(said)).toEqual(
              then.filter(({ record }) => record?.[0] === "concern" && record[1] === concern),
            );
          for (const council of [HERE, THERE]) {
            const found = inPages("ofCouncil", council, until);
            expect(found.map(said)).toEqual(then.filter((row) => row.council === council));
            for (const { leaf } of found) if (leaf) expect(isInTree(leaf)).toBe(true);
          }
        }
      }),
      { numRuns: cases(25, 200) },
    );
  });
});

function isInTree({ text, index, size, path, root }: NonNullable<DisclosureEntry["leaf"]>): boolean {
  const hashes = Array.from({ length: path.length / 32 }, (_, n) => path.subarray(32 * n, 32 * (n + 1)));
  return isIncluded(hashOfLeaf(text), { index, size, path: hashes }, root);
}
