// A council's list of support, and what waits for whom in it, for any viewer: the model's SQL and a full Cedar decision give one answer.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { FIRST_PLACE, placeOf, type Waiting } from "../../projections/inbox/waiting-task.ts";
import { openStore } from "../../projections/runtime/store.ts";
import type { SupportQueries } from "../../projections/support/queries.ts";
import { supportModel } from "../../projections/support/support.ts";
import type { Reader } from "../../queries/concerns/authorised-concern.ts";
import { listSupports } from "../../queries/support/read-support.ts";
import { supportFacts } from "../../services/support/facts.ts";
import { SUPPORT_STATUSES, type SupportState, type SupportStatus, statusOfSupport } from "../../services/support/state.ts";
import { supportTasks } from "../../services/support/tasks.ts";
import { audiencesOf } from "../../services/tasks.ts";
import { assignments, TODAY } from "../helpers/random-histories.ts";
import { COUNCILS, historyOf, LAST_DAY, stateOf, supportActions } from "../helpers/random-supports.ts";
import { cases } from "../helpers/soak.ts";
import { noKeys } from "../helpers/specification.ts";
import { readerOf } from "../helpers/viewer.ts";

const policy = loadPolicy();
const rights = rightsUnder(policy);
const VIEWERS = 20;
/** The day on which all has happened; viewers hold the assignments of TODAY. */
const READ_ON = LAST_DAY;

/** Lives read by viewers who are generated too. */
function forViewers(
  check: (queries: SupportQueries, states: readonly SupportState[], reader: Reader) => void,
  { numRuns }: { numRuns: number },
): void {
  const viewers = fc.array(assignments, { minLength: VIEWERS, maxLength: VIEWERS });
  fc.assert(
    fc.property(supportActions(300), viewers, (all, people) => {
      const { events, ids } = historyOf(all);
      const store = openStore(supportModel, ":memory:", { keys: noKeys, today: () => READ_ON });
      store.applyPage(events);
      const states = ids.flatMap((id) => stateOf(events, id) ?? []);
      for (const [n, held] of people.entries())
        check(store.queries, states, readerOf(held, rights, TODAY, n % 5 === 0 ? "adviser" : `viewer-${n}`));
      store.close();
    }),
    { numRuns, endOnFailure: true },
  );
}

const listOf = (
  queries: SupportQueries,
  { person }: Reader,
  filter: Parameters<typeof listSupports>[2],
  after: string | undefined,
  limit: number,
) => listSupports({ rights, support: { queries: () => queries } }, person, filter, after, limit);

/** A whole list, page by page. */
function wholeList(queries: SupportQueries, reader: Reader, council: string, status: SupportStatus | undefined, size: number) {
  const seen: string[] = [];
  for (;;) {
    const page =
      listOf(queries, reader, { council, status }, seen.at(-1), size) ?? expect.fail("There is nothing to go on from.");
    expect(page.length).toBeLessThanOrEqual(size);
    seen.push(...page.map(({ id }) => id));
    if (page.length < size) return seen;
  }
}

describe("A council's list of support", () => {
  it("has the supports that Cedar lets the viewer see, newest first, page by page without gaps or repeats", () => {
    const seen = { shown: 0, hidden: 0, partly: 0 };
    forViewers(
      (queries, states, reader) => {
        const principal = { type: "Person", facts: reader.person } as const;
        const may = (state: SupportState) =>
          policy.decideCached(principal, "readSupport", { type: "Support", id: "support", facts: supportFacts(state) }).allowed;
        for (const council of COUNCILS) {
          const ofCouncil = states.filter((state) => state.council === council).toReversed();
          const visible = ofCouncil.filter(may);
          seen.shown += visible.length;
          seen.hidden += ofCouncil.length - visible.length;
          if (visible.length > 0 && visible.length < ofCouncil.length) seen.partly += 1;
          for (const size of [1, 2, 100])
            expect(wholeList(queries, reader, council, undefined, size)).toEqual(visible.map(({ id }) => id));
          for (const status of SUPPORT_STATUSES)
            expect(wholeList(queries, reader, council, status, 2)).toEqual(
              visible.filter((state) => statusOfSupport(state) === status).map(({ id }) => id),
            );
        }
      },
      { numRuns: cases(3, 12) },
    );
    // Viewers see all, nothing and some of a council, or the test would prove little.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });

  it("is undefined after an unknown support", () => {
    const store = openStore(supportModel, ":memory:", { keys: noKeys, today: () => TODAY });
    const reader = readerOf([], rights, TODAY);
    expect(listOf(store.queries, reader, { council: "X00000004" }, "none", 5)).toBeUndefined();
    expect(listOf(store.queries, reader, { council: "X00000004" }, undefined, 5)).toEqual([]);
    expect(store.queries.findUnchecked("none")).toBeUndefined();
    store.close();
  });
});

describe("A task about support", () => {
  it("is found for every audience of the viewer in order, page by page without gaps or repeats", () => {
    const seen = new Map<string, number>();
    forViewers(
      (queries, states, { person }) => {
        const audiences = audiencesOf(person);
        const waits = states.flatMap((state) =>
          supportTasks(state)
            .filter(({ audience, notFor }) => audiences.includes(audience) && notFor !== person.id)
            .filter(({ from, until }) => from <= READ_ON && (until === undefined || until >= READ_ON))
            .map(({ audience: _, ...task }) => ({ ...task, subject: state.id })),
        );
        const place = (task: Omit<Waiting, "audience">) => JSON.stringify(placeOf(task as Waiting));
        const expected = [...new Map(waits.map((task) => [place(task), task])).values()].sort((a, b) =>
          place(a) < place(b) ? -1 : 1,
        );
        for (const { kind } of expected) seen.set(kind, (seen.get(kind) ?? 0) + 1);
        for (const size of [1, 3, 100]) {
          const found: Waiting[] = [];
          for (;;) {
            const last = found.at(-1);
            const page = queries.tasks.waiting(audiences, person.id, READ_ON, last ? placeOf(last) : FIRST_PLACE, size);
            found.push(...page);
            if (page.length < size) break;
          }
          expect(found.map(({ audience: _, ...task }) => task)).toEqual(expected);
        }
        // What began to wait after an instant is the same, narrowed; and nothing waits for nobody.
        const instant = "2026-04-02T00:00:00.000Z";
        const since = audiences
          .flatMap((audience) => queries.tasks.since(audience, person.id, READ_ON, instant, 1_000))
          .map(place);
        expect([...new Set(since)].sort()).toEqual(
          expected
            .filter((task) => task.since > instant)
            .map(place)
            .sort(),
        );
        expect(queries.tasks.waiting([], person.id, READ_ON, FIRST_PLACE, 100)).toEqual([]);
      },
      { numRuns: cases(10, 60) },
    );
    const kinds = ["offer-to-answer", "support-to-begin", "agreement-taken-back", "milestone-due", "progress-review-due"];
    for (const kind of [...kinds, "support-overrunning", "outcome-to-judge"])
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
  });
});
