// The overview as a read model: what is counted, when it is shown, and that it stays.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../../event-log/port.ts";
import { overviewModel } from "../../projections/overview/overview.ts";
import type { PublishedQuarter } from "../../projections/overview/publish.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { CAUSES, causeAllowedIn } from "../../reference/causes.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import { daysAfter } from "../../services/dates.ts";
import { eventsOf, type Life, lives, storedEvents } from "../helpers/overview/random-histories.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { cases } from "../helpers/soak.ts";

const LATER = "2028-06-01";

function overview(events: readonly StoredEvent[] = [], today: () => string = () => LATER) {
  const store = openStore(overviewModel, ":memory:", { keys: { unseal: () => undefined } as never, today });
  store.applyPage(events);
  return store;
}

/**
 * Concerns all over England, so that nothing is small: in each region and strand, one of each of so many councils, which is 27 times as
 * many in all; at least five. Logged on a day, and then the steps.
 */
function everywhere(councils: number, logged: string, steps: Life["steps"] = [], signal = false): readonly Life[] {
  return REGIONS.flatMap(({ code }) =>
    STRANDS.flatMap((strand) =>
      Array.from({ length: councils }, (_, index) => {
        const causes = CAUSES.filter((one) => causeAllowedIn(one, strand));
        const council = `E06-${code}-${index}`;
        const id = [code, strand, index, logged, ...steps.flatMap(({ step, on }) => [step, on])].join("-");
        return { id, council, region: code, strand, cause: causes[index % causes.length] ?? "", signal, logged, steps };
      }),
    ),
  );
}

const measureOf = (quarter: PublishedQuarter | undefined, name: string) =>
  quarter?.measures.find(({ measure }) => measure === name);
/** The totals that are shown. */
const totals = (quarter: PublishedQuarter | undefined) =>
  Object.fromEntries((quarter?.measures ?? []).flatMap(({ measure, total }) => (total === null ? [] : [[measure, total]])));
const shown = (entries: readonly { key: string; figure: number | null }[] | undefined) =>
  Object.fromEntries((entries ?? []).flatMap(({ key, figure }) => (figure === null ? [] : [[key, figure]])));

describe("the overview", () => {
  it("counts each step in the quarter of its own day in England", () => {
    const { queries } = overview(
      eventsOf(
        everywhere(5, "2025-02-03", [
          { step: "share", on: "2025-03-31" },
          { step: "object", on: "2025-04-01" },
        ]),
      ),
    );
    expect(totals(queries.quarter("2025-Q1"))).toEqual({ logged: 135, shared: 135 });
    expect(totals(queries.quarter("2025-Q2"))).toEqual({ objected: 135 });
  });

  it("reads an instant late on the last day of June, UTC, as July in England", () => {
    const late = eventsOf(everywhere(5, "2025-06-30")).map((event) => ({ ...event, at: "2025-06-30T23:30:00.000Z" }));
    expect(overview(late).queries.quarters()[0]).toBe("2025-Q3");
  });

  it("counts the first time that a council is made aware and that a concern is shared, and every objection", () => {
    const twice: Life["steps"] = (["aware", "share", "object"] as const).flatMap((step) => [
      { step, on: "2025-02-10" },
      { step, on: "2025-05-10" },
    ]);
    // Two groups, so that not all fall in one band of days, which would have to be withheld with the empty ones.
    const steps = twice.toSorted((a, b) => (a.on < b.on ? -1 : 1));
    const { queries } = overview(eventsOf([...everywhere(5, "2025-02-08", steps), ...everywhere(6, "2025-01-20", steps)]));
    expect(totals(queries.quarter("2025-Q1"))).toEqual({ logged: 297, aware: 297, shared: 297, objected: 297 });
    expect(totals(queries.quarter("2025-Q2"))).toEqual({ objected: 297 });
  });

  it("shows the duration of each step in bands of days, and the conclusions of concerns", () => {
    const days = { 5: 7, 6: 28, 7: 90, 8: 91 };
    const outcomes = { 5: "under-review", 6: "light-support", 7: "support-package", 8: "not-accepted" } as const;
    const all = ([5, 6, 7, 8] as const).flatMap((councils) => {
      const [logged, aware] = [daysAfter("2026-03-01", -2 * days[councils]), daysAfter("2026-03-01", -days[councils])];
      return everywhere(councils, logged, [
        { step: "aware", on: aware },
        { step: outcomes[councils], on: "2026-03-01" },
      ]);
    });
    // The fifth outcome and the shortest time, of which nothing may be small either.
    all.push(...everywhere(9, "2026-03-01", [{ step: "satisfactory-explanation", on: "2026-03-01" }]));
    const concluded = measureOf(overview(eventsOf(all)).queries.quarter("2026-Q1"), "concluded");
    expect(shown(concluded?.byDays)).toEqual({
      "within-7-days": 27 * 14,
      "within-28-days": 27 * 6,
      "within-90-days": 27 * 7,
      "over-90-days": 27 * 8,
    });
    expect(shown(concluded?.byOutcome)).toEqual({
      ...{ "under-review": 135, "light-support": 162, "support-package": 189, "not-accepted": 216 },
      "satisfactory-explanation": 243,
    });
  });

  it("counts a conclusion as supported once, when the first of its supports begins, whether before it or after", () => {
    const after: Life["steps"] = [
      { step: "light-support", on: "2025-01-20" },
      { step: "begin-other", on: "2025-03-01" },
      { step: "begin", on: "2025-05-01" },
    ];
    const before: Life["steps"] = [
      { step: "begin", on: "2025-01-20" },
      { step: "light-support", on: "2025-02-20" },
      { step: "begin-other", on: "2025-05-01" },
    ];
    const { queries } = overview(eventsOf([...everywhere(5, "2025-01-13", after), ...everywhere(6, "2025-01-13", before)]));
    expect(totals(queries.quarter("2025-Q1"))).toMatchObject({ supported: 297 });
    expect(totals(queries.quarter("2025-Q2"))).toEqual({});
  });

  it("keeps councils' own signals apart from concerns", () => {
    const { queries } = overview(eventsOf(everywhere(5, "2025-01-13", [], true)));
    expect(totals(queries.quarter("2025-Q1"))).toEqual({ signals: 135 });
    expect(measureOf(queries.quarter("2025-Q1"), "signals")?.byCause).toEqual([]);
  });

  it("withholds counts from fewer than three councils, however large", () => {
    const corporate = (councils: number) => {
      const all = everywhere(12, "2025-01-13");
      const events = eventsOf(
        all.map((life, index) =>
          life.region === "E12000003" && life.strand === "corporate" ? { ...life, council: `E06-${index % councils}` } : life,
        ),
      );
      const logged = measureOf(overview(events).queries.quarter("2025-Q1"), "logged");
      return logged?.byRegionAndStrand.find(({ region, strand }) => region === "E12000003" && strand === "corporate")?.figure;
    };
    expect(corporate(2)).toBe(null);
    expect(corporate(3)).toBe(12);
  });

  it("gives the same figures in every cut: if all parts of a figure are published, they add up to it", () => {
    const logged = measureOf(overview(eventsOf(everywhere(5, "2025-01-13"))).queries.quarter("2025-Q1"), "logged");
    const sum = (figures: readonly { figure: number | null }[] = []) =>
      figures.reduce((all, { figure }) => all + (figure ?? Number.NaN), 0);
    for (const cut of ["byRegion", "byStrand", "byCause", "byRegionAndStrand", "byStrandAndCause"] as const)
      expect(sum(logged?.[cut]), cut).toBe(135);
  });

  it("leaves out what cannot be: a corporate concern about service performance", () => {
    const logged = measureOf(overview(eventsOf(everywhere(5, "2025-01-13"))).queries.quarter("2025-Q1"), "logged");
    expect(logged?.byStrandAndCause).toHaveLength(14);
    expect(logged?.byStrandAndCause.some(({ strand, cause }) => strand === "corporate" && cause === "service-performance")).toBe(
      false,
    );
  });

  it("names no council, concern or day", () => {
    const { queries } = overview(eventsOf(everywhere(5, "2025-01-13", [{ step: "aware", on: "2025-01-20" }])));
    expect(JSON.stringify(queries.quarter("2025-Q1"))).not.toMatch(/E06|2025-01/);
  });

  it("does not show the quarter in progress, nor the last one on the day after its end", () => {
    let today = "2025-03-31";
    const { queries } = overview(eventsOf(everywhere(5, "2025-02-03")), () => today);
    for (today of ["2025-03-31", "2025-04-01"]) {
      expect(queries.quarters()).toEqual([]);
      expect(queries.quarter("2025-Q1")).toBeUndefined();
    }
    today = "2025-04-02";
    expect(queries.quarters()).toEqual(["2025-Q1"]);
    expect(totals(queries.quarter("2025-Q1"))).toEqual({ logged: 135 });
    for (const other of ["2025-Q2", "2024-Q4", "2025", ""]) expect(queries.quarter(other)).toBeUndefined();
  });

  it("has a result for a quiet quarter between others, in which everything is withheld", () => {
    const { queries } = overview(eventsOf([...everywhere(5, "2024-12-31"), ...everywhere(5, "2025-07-01")]));
    expect(queries.quarters().slice(0, 3)).toEqual(["2024-Q4", "2025-Q1", "2025-Q2"]);
    expect(totals(queries.quarter("2025-Q1"))).toEqual({});
  });

  it("gives the same figures for a quarter at any time, whatever happens later", () => {
    fc.assert(
      fc.property(lives, (all) => {
        const events = eventsOf(all);
        let today = "2025-01-01";
        const store = overview([], () => today);
        const first = new Map<string, PublishedQuarter | undefined>();
        // Day by day as it would be, looked at on many of the days.
        const days = [...new Set(events.map(({ at }) => at.slice(0, 10)))];
        for (const [index, day] of days.entries()) {
          today = day;
          store.applyPage(events.filter(({ at }) => at.startsWith(day)));
          if (index % 5 > 0) continue;
          for (const quarter of store.queries.quarters()) {
            const answer = store.queries.quarter(quarter);
            expect(answer).toEqual(first.get(quarter) ?? answer);
            first.set(quarter, answer);
          }
        }
        const rebuilt = overview(events);
        for (const [quarter, answer] of first) expect(rebuilt.queries.quarter(quarter)).toEqual(answer);
      }),
      { numRuns: cases(3, 50), endOnFailure: true },
    );
  });

  it("is the same whether events come one by one, in pages of any size, or all at once, read in between or not", () => {
    fc.assert(
      fc.property(lives, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (all, sizes) => {
        const events = eventsOf(all);
        const atOnce = overview(events);
        const bitByBit = overview();
        for (let at = 0, n = 0; at < events.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          bitByBit.applyPage(events.slice(at, at + size));
          at += size;
          if (n % 40 === 0) bitByBit.queries.quarter("2025-Q2");
        }
        expect(contentsOf(bitByBit.db)).toEqual(contentsOf(atOnce.db));
        for (const quarter of atOnce.queries.quarters())
          expect(bitByBit.queries.quarter(quarter)).toEqual(atOnce.queries.quarter(quarter));
      }),
      { numRuns: cases(3, 50), endOnFailure: true },
    );
  });

  it("answers as a rebuild would should an event reach it after its quarter was shown", () => {
    const events = eventsOf(everywhere(6, "2025-02-03"));
    const store = overview(events.slice(0, -1));
    expect(totals(store.queries.quarter("2025-Q1"))).toEqual({ logged: 161 });
    store.applyPage(events.slice(-1));
    expect(totals(store.queries.quarter("2025-Q1"))).toEqual({ logged: 162 });
  });

  it("counts everything of a page but what cannot be read", () => {
    const events = eventsOf(everywhere(6, "2025-02-03"));
    const store = overview(events.slice(0, -1));
    const bad = storedEvents([{ on: "2025-02-04", stream: "concern-x", type: "ConcernLogged.v99", data: {} }]);
    store.applyPage([...bad, ...events.slice(-1)]);
    expect(store.quarantined()).toMatchObject([{ stream: "concern-x", reason: "UNKNOWN_TYPE" }]);
    expect(totals(store.queries.quarter("2025-Q1"))).toEqual({ logged: 162 });
  });
});
