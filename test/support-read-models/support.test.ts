import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { StoredEvent } from "../../event-log/port.ts";
import { openStore } from "../../projections/runtime/store.ts";
import type { SupportQueries } from "../../projections/support/queries.ts";
import { supportModel } from "../../projections/support/support.ts";
import { COMPARED } from "../../projections/support/visits.ts";
import { dayAfter, daysAfter } from "../../services/dates.ts";
import { USUAL_CLASH_DAYS as CLASH_DAYS, findPurposeClashes, findVisitClashes } from "../../services/support/clashes.ts";
import { supportFacts } from "../../services/support/facts.ts";
import { lastProgress, type SupportState, statusOfSupport } from "../../services/support/state.ts";
import { agreed, begun, milestoneSet, offered, presencePlanned, progressReviewed } from "../examples/support.ts";
import { COUNCILS, DAYS, FIRST_DAY, historyOf, logWriter, stateOf, supportActions } from "../helpers/random-supports.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { cases } from "../helpers/soak.ts";
import { noKeys } from "../helpers/specification.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});
/** No key is asked for: what is confidential is kept closed. */
const opened = (today: () => string) => {
  const store = openStore(supportModel, ":memory:", { keys: noKeys, today });
  cleanups.push(() => store.close());
  return store;
};
const dayOf = (event: StoredEvent) => event.at.slice(0, 10);
const SEES_ALL = { reader: {}, ofSupport: { text: "TRUE", values: [] }, isVisible: () => true };

// The picture, counted afresh and as plainly as can be.
function waitingFor(state: SupportState): readonly string[] {
  const days: string[] = [];
  const status = statusOfSupport(state);
  if (status === "offered") days.push(state.answerBy);
  if (status === "agreed") days.push(state.from);
  if (status === "running") {
    for (const { due, met } of state.milestones) if (!met) days.push(due);
    for (const { planned, held, cancelled } of state.reviews) if (planned && !held && !cancelled) days.push(planned.to);
    days.push(state.until);
  }
  return days;
}

/** The same without milestones and reviews. */
function engagementWaitingFor({ answerBy, from, until, ...state }: SupportState): readonly string[] {
  const day = { offered: answerBy, agreed: from, running: until }[statusOfSupport(state) as "offered"];
  return day ? [day] : [];
}

function counted(states: readonly SupportState[], today: string) {
  const n = (holds: (state: SupportState) => boolean) => states.filter(holds).length;
  const stands = (status: string) => n((state) => statusOfSupport(state) === status);
  const works = (progress: string) => n((state) => statusOfSupport(state) === "running" && lastProgress(state) === progress);
  return {
    offered: stands("offered"),
    agreed: stands("agreed"),
    declined: stands("declined"),
    running: stands("running"),
    ended: n(({ ended }) => ended !== undefined),
    due: n((state) => waitingFor(state).some((day) => day >= today && day <= daysAfter(today, 28))),
    overdue: n((state) => waitingFor(state).some((day) => day < today)),
    day_due: n((state) => engagementWaitingFor(state).some((day) => day >= today && day <= daysAfter(today, 28))),
    day_overdue: n((state) => engagementWaitingFor(state).some((day) => day < today)),
    working: works("working"),
    partly_working: works("partly-working"),
    not_working: works("not-working"),
    waiting: n((state) => statusOfSupport(state) === "agreed" && state.from < today),
  };
}

function pictures(states: readonly SupportState[], today: string) {
  const groups = Map.groupBy(states, (state) => `${state.council} ${state.strand} ${JSON.stringify(supportFacts(state))}`);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, of]) => [key, counted(of, today)]);
}

const openStates = (states: readonly SupportState[]) =>
  states.filter((state) => ["offered", "agreed", "running"].includes(statusOfSupport(state)));

/** Every pair of days of presence and planned reviews, and every pair of open supports, compared as plainly as can be. */
function clashing(states: readonly SupportState[]): readonly string[] {
  const open = openStates(states);
  const packageOf = ({ id, partOf }: SupportState) => partOf ?? id;
  const visits = open.flatMap((of) => [
    ...of.presences.filter(({ cancelled }) => !cancelled).map(({ presence: id, from, to }) => ({ id, from, to, of })),
    ...of.reviews
      .filter(({ planned, held, cancelled }) => planned && !held && !cancelled)
      .map(({ review: id, planned }) => ({ id, from: planned?.from ?? "", to: planned?.to ?? "", of })),
  ]);
  const pairs = <One>(all: readonly One[]) => all.flatMap((one, n) => all.slice(n + 1).map((other) => [one, other] as const));
  const isOne = (a: SupportState, b: SupportState) => a.council === b.council && packageOf(a) !== packageOf(b);
  return [
    ...pairs(visits)
      .filter(([a, b]) => isOne(a.of, b.of) && a.of.provider !== b.of.provider)
      .filter(([a, b]) => daysAfter(a.to, CLASH_DAYS) >= b.from && daysAfter(b.to, CLASH_DAYS) >= a.from)
      .map(([a, b]) => `days ${[a.id, b.id].sort().join()}`),
    ...pairs(open)
      .filter(([a, b]) => isOne(a, b) && a.strand === b.strand && a.causes.some((cause) => b.causes.includes(cause)))
      .map(([a, b]) => `purpose ${[a.id, b.id].sort().join()}`),
  ];
}

const unrecorded = (states: readonly SupportState[], today: string) =>
  states.filter(({ ended, milestones }) => !ended && milestones.some(({ met, fellDue, due }) => !met && !fellDue && due < today));

function expectSame(queries: SupportQueries, states: readonly SupportState[], today: string): void {
  const shown = queries
    .pictures(COUNCILS)
    .map(({ facts, ...counts }) => [`${facts.council} ${facts.strand} ${JSON.stringify(facts)}`, counts] as const);
  expect([...shown].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(pictures(states, today));
  const factsOf = (id: string) => supportFacts(states.find((state) => state.id === id) ?? expect.fail(id));
  const clashes = COUNCILS.flatMap((council) => {
    const [visits, offers] = [queries.openVisits(council, "", SEES_ALL), queries.openOffers(council, SEES_ALL)];
    for (const { facts, support } of visits) expect(facts).toEqual(factsOf(support ?? ""));
    for (const { facts, id } of offers) expect(facts).toEqual(factsOf(id));
    return [...findVisitClashes(visits, CLASH_DAYS), ...findPurposeClashes(offers)];
  });
  const named = clashes.map(({ kind, first, second }) => `${kind} ${[first.id, second.id].sort().join()}`);
  expect(named.sort()).toEqual([...clashing(states)].sort());
  expect(new Set(queries.due(10_000).map(({ id }) => id))).toEqual(new Set(unrecorded(states, today).map(({ id }) => id)));
}

describe("The read model of support", () => {
  it("equals the sum of the supports on the day, whatever happened and however often a new day began", () => {
    const seen = { due: 0, overdue: 0, waiting: 0, running: 0, ended: 0, clashes: 0, packages: 0, unrecorded: 0 };
    fc.assert(
      fc.property(
        supportActions(120),
        fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 3, maxLength: 8 }),
        (all, pauses) => {
          const { events, ids } = historyOf(all);
          let today = FIRST_DAY;
          const { queries, applyPage } = opened(() => today);
          let at = 0;
          for (const pause of [...pauses, 2 * DAYS]) {
            // Events of the days that pass arrive before the turn of the day is noticed.
            today = daysAfter(today, pause);
            const until = events.findIndex((event, index) => index >= at && dayOf(event) > today);
            const end = until < 0 ? events.length : until;
            applyPage(events.slice(at, end));
            at = end;
            const states = ids.flatMap((id) => stateOf(events.slice(0, at), id) ?? []);
            expectSame(queries, states, today);
            const sum = counted(states, today);
            for (const name of ["due", "overdue", "waiting", "running", "ended"] as const) seen[name] += sum[name];
            seen.clashes += clashing(states).length;
            seen.packages += openStates(states).filter(({ partOf }) => partOf !== undefined).length;
            seen.unrecorded += unrecorded(states, today).length;
          }
        },
      ),
      { numRuns: cases(25, 200), endOnFailure: true },
    );
    // The lives reach everything that is counted, or the test would prove little.
    for (const [name, times] of Object.entries(seen)) expect(times, name).toBeGreaterThan(10);
  });

  it("is the same for events one by one, in pages, or all at once, and whenever a new day begins", () => {
    fc.assert(
      fc.property(supportActions(80), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (all, sizes) => {
        const { events } = historyOf(all);
        const last = daysAfter(FIRST_DAY, DAYS + 20);
        const atOnce = opened(() => last);
        atOnce.applyPage(events);
        let today = FIRST_DAY;
        const bitByBit = opened(() => today);
        for (let at = 0, n = 0; at < events.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          const page = events.slice(at, at + size);
          bitByBit.applyPage(page);
          at += size;
          today = page.map(dayOf).at(-1) ?? today;
          if (n % 3 === 0) bitByBit.queries.pictures(COUNCILS);
        }
        today = last;
        bitByBit.queries.pictures(COUNCILS);
        expect(contentsOf(bitByBit.db)).toEqual(contentsOf(atOnce.db));
      }),
      { numRuns: cases(15, 150), endOnFailure: true },
    );
  });

  it("changes with a new day, without any event", () => {
    const writer = logWriter();
    const at = "2026-02-20T10:00:00.000Z";
    const milestone = milestoneSet({ due: "2026-05-01" });
    writer.append("support-running", at, [offered(), agreed(), begun(), milestone, progressReviewed()]);
    writer.append("support-agreed", at, [offered({ strand: "adults" }), agreed()]);
    writer.append("support-offered", at, [offered({ strand: "childrens" })]);
    let today = "2026-03-02";
    const { queries, applyPage } = opened(() => today);
    applyPage(writer.events);
    const on = (day: string) => {
      today = day;
      const picture = queries.pictures(["X00000001"]);
      return Object.fromEntries(picture.map(({ facts, due, overdue, waiting }) => [facts.strand, [due, overdue, waiting]]));
    };
    // Asked to answer by 16 March; to begin on 1 April; a milestone on 1 May, and the end on 30 September.
    expect(on("2026-03-02")).toEqual({ childrens: [1, 0, 0], adults: [0, 0, 0], corporate: [0, 0, 0] });
    expect(on("2026-03-04")).toEqual({ childrens: [1, 0, 0], adults: [1, 0, 0], corporate: [0, 0, 0] });
    expect(on("2026-03-17")).toEqual({ childrens: [0, 1, 0], adults: [1, 0, 0], corporate: [0, 0, 0] });
    expect(on("2026-04-01")).toEqual({ childrens: [0, 1, 0], adults: [1, 0, 0], corporate: [0, 0, 0] });
    expect(on("2026-04-02")).toEqual({ childrens: [0, 1, 0], adults: [0, 1, 1], corporate: [0, 0, 0] });
    expect(on("2026-04-03")).toEqual({ childrens: [0, 1, 0], adults: [0, 1, 1], corporate: [1, 0, 0] });
    expect(queries.due(10)).toEqual([]);
    expect(on("2026-05-02")).toEqual({ childrens: [0, 1, 0], adults: [0, 1, 1], corporate: [0, 1, 0] });
    expect(queries.due(10).map(({ id }) => id)).toEqual(["running"]);
    expect(on("2026-09-02")).toEqual({ childrens: [0, 1, 0], adults: [0, 1, 1], corporate: [1, 1, 0] });
    expect(queries.pictures(["X00000001"]).find(({ facts }) => facts.strand === "corporate")).toMatchObject({
      running: 1,
      working: 1,
    });
  });

  it("leaves out what a person does not see before it limits what is compared", () => {
    const writer = logWriter();
    const at = "2026-02-20T10:00:00.000Z";
    const presences = (from: string, count: number, name: string) =>
      Array.from({ length: count }, (_, n) => presencePlanned(from, from, `${name} ${n}`));
    writer.append("support-seen", at, [offered(), agreed(undefined, "dates"), ...presences("2026-05-01", 1, "seen")]);
    for (let n = 0; n < 6; n += 1)
      writer.append(`support-hidden${n}`, at, [
        offered(),
        agreed(undefined, "nothing"),
        ...presences("2026-04-01", 90, `hidden ${n}`),
      ]);
    for (let n = 6; n < 120; n += 1) writer.append(`support-hidden${n}`, at, [offered(), agreed(undefined, "nothing")]);
    const { queries, applyPage } = opened(() => "2026-03-02");
    applyPage(writer.events);
    const isSeenByFacts = ({ facts }: { readonly facts?: { readonly regionSees: boolean } }) => facts?.regionSees === true;
    for (const seen of [
      { reader: {}, ofSupport: { text: "s.region_sees = ?", values: [1] }, isVisible: () => true },
      { reader: {}, ofSupport: { text: "TRUE", values: [] }, isVisible: isSeenByFacts },
    ]) {
      expect(queries.openVisits("X00000001", "2026-03-01", seen).map(({ id }) => id)).toEqual(["seen 0"]);
      expect(queries.openOffers("X00000001", seen).map(({ id }) => id)).toEqual(["seen"]);
    }
    expect(queries.openVisits("X00000001", "2026-03-01", SEES_ALL)).toHaveLength(COMPARED.visits);
    expect(queries.openOffers("X00000001", SEES_ALL)).toHaveLength(COMPARED.supports);
  });

  it("does not go back to an earlier day with a clock that is set back", () => {
    const writer = logWriter();
    writer.append("support-offered", "2026-02-20T10:00:00.000Z", [offered()]);
    let today = "2026-03-17";
    const { queries, applyPage } = opened(() => today);
    applyPage(writer.events);
    expect(queries.pictures(["X00000001"])).toMatchObject([{ overdue: 1 }]);
    today = dayAfter("2026-03-01");
    expect(queries.pictures(["X00000001"])).toMatchObject([{ overdue: 1 }]);
  });
});
