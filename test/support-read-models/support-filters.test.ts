// Lists, counts and facets of support by filters, and a region's diary, are what a comparison of everything that the reader is shown finds, for any
// reader.
import fc from "fast-check";
import { expect, it } from "vitest";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { supportModel } from "../../projections/support/support.ts";
import { SUPPORT_ORDERS, type SupportCell, type SupportPlace } from "../../projections/support/support-pages.ts";
import type { ReadDeps } from "../../queries/deps.ts";
import { readAlignedSupport } from "../../queries/support/aligned-support.ts";
import { readDiary } from "../../queries/support/diary.ts";
import { presentSupport } from "../../queries/support/present.ts";
import { seenSupport } from "../../queries/support/read-support.ts";
import { countFiltered, listFiltered, type SupportFilter } from "../../queries/support/support-list.ts";
import { CAUSES } from "../../reference/causes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { PROGRESS, SUPPORT_KINDS } from "../../reference/support-kinds.ts";
import { councilStream } from "../../services/council/events.ts";
import { daysAfter } from "../../services/dates.ts";
import { USUAL_CLASH_DAYS } from "../../services/support/clashes.ts";
import { SUPPORT_STATUSES, type SupportState } from "../../services/support/state.ts";
import { clashSettled } from "../examples/support.ts";
import { assignments } from "../helpers/random-histories.ts";
import { COUNCILS, FIRST_DAY, historyOf, stateOf, supportActions } from "../helpers/random-supports.ts";
import { cases } from "../helpers/soak.ts";
import { councils, noKeys } from "../helpers/specification.ts";
import { storedEvent } from "../helpers/stored-event.ts";
import { assignmentOf, readerOf } from "../helpers/viewer.ts";

const policy = loadPolicy();
const rights = rightsUnder(policy);
const MIDLANDS = "E12000004";
const READ_ON = daysAfter(FIRST_DAY, 30);
const here = { regions: [MIDLANDS] };
const USUAL = [
  readerOf([assignmentOf("principal-adviser", { ...here, strands: [...STRANDS] })], rights, READ_ON, "adviser"),
  readerOf([assignmentOf("cib-lead", here)], rights, READ_ON, "lead"),
  readerOf([assignmentOf("chief-executive", { council: COUNCILS[0] ?? "" })], rights, READ_ON, "chief"),
];

const day = fc.nat(90).map((n) => daysAfter(FIRST_DAY, n));
const values = {
  region: fc.constantFrom(MIDLANDS, MIDLANDS, "E12000007"),
  council: fc.constantFrom(...COUNCILS, "X99999999"),
  strand: fc.constantFrom(...STRANDS),
  provider: fc.constantFrom("lga", "cib-east-midlands", "adass-east-midlands"),
  status: fc.constantFrom(...SUPPORT_STATUSES),
  kind: fc.constantFrom(...SUPPORT_KINDS),
  cause: fc.constantFrom(...CAUSES),
  progress: fc.constantFrom(...PROGRESS),
  clashing: fc.boolean(),
  dueBefore: day,
  between: fc.tuple(day, fc.nat(20)).map(([from, lasts]) => ({ from, to: daysAfter(from, lasts) })),
} satisfies { readonly [Name in keyof SupportFilter]-?: fc.Arbitrary<NonNullable<SupportFilter[Name]>> };
const NAMES = Object.keys(values) as (keyof SupportFilter)[];
/** Two values at most, because those of many find nothing. Whether something clashes is asked within a region. */
const filters = fc
  .tuple(fc.record(values), fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 2 }))
  .map(([all, chosen]): SupportFilter => {
    const named = Object.fromEntries(chosen.map((name) => [name, all[name]]));
    return chosen.includes("clashing") ? { region: MIDLANDS, ...named } : named;
  });

/** Filters that generated ones rarely meet something with. */
const OFTEN: readonly SupportFilter[] = [
  {},
  { region: MIDLANDS, clashing: true },
  { dueBefore: daysAfter(READ_ON, 30) },
  { region: MIDLANDS, clashing: false },
];

type Shown = ReturnType<typeof presentSupport>;

/** What is due next, by what is shown. */
function nextDue({ status, answerBy, from, until, milestones = [], reviews = [] }: Shown): string | undefined {
  if (status === "offered") return answerBy;
  if (status === "agreed") return from;
  if (status !== "running") return undefined;
  const ahead = [
    ...milestones.filter(({ metOn }) => !metOn).map(({ due }) => due),
    ...reviews.filter(({ cancelled, reviewedOn }) => !cancelled && !reviewedOn).flatMap(({ to }) => to ?? []),
  ];
  return [until, ...ahead].sort()[0];
}

function meets(shown: Shown, filter: SupportFilter, clashing: ReadonlySet<string>): boolean {
  const { between, dueBefore, cause } = filter;
  const due = nextDue(shown);
  const equal = (["council", "strand", "status", "kind", "progress"] as const).every(
    (name) => filter[name] === undefined || filter[name] === shown[name],
  );
  return (
    equal &&
    (filter.region === undefined || councils.find(shown.council)?.region === filter.region) &&
    (filter.provider === undefined || shown.provider.id === filter.provider) &&
    (cause === undefined || (shown.causes ?? []).includes(cause)) &&
    (filter.clashing === undefined || clashing.has(shown.id) === filter.clashing) &&
    (dueBefore === undefined || (due !== undefined && due < dueBefore)) &&
    (between === undefined || (shown.from <= between.to && shown.until >= between.from))
  );
}

const tally = (values: readonly (string | null | undefined)[]) => {
  const given = values.flatMap((value) => value ?? []);
  return Object.fromEntries([...Map.groupBy(given, (value) => value)].map(([value, all]) => [value, all.length]));
};
const tallyOf = (cells: readonly SupportCell[], name: Exclude<keyof SupportCell, "n">) =>
  tally(cells.flatMap((cell) => Array.from({ length: cell.n }, () => cell[name])));

/** The days of a support that belong in a diary: without those that did not take place because it ended before. */
function diaryDaysOf(shown: Shown): readonly { readonly id: string; readonly from: string; readonly to: string }[] {
  const { status, endedOn, presence, reviews = [] } = shown;
  const isOpen = status === "offered" || status === "agreed" || status === "running";
  if (!isOpen && (!endedOn || status === "offer-withdrawn")) return [];
  const tookPlace = (from: string) => isOpen || from <= (endedOn ?? "");
  return [
    ...presence.filter(({ cancelled, from }) => !cancelled && tookPlace(from)),
    ...reviews.flatMap(({ id, reviewedOn, cancelled, from, to }) => {
      if (reviewedOn) return [{ id, from: reviewedOn, to: reviewedOn }];
      return isOpen && !cancelled && from && to ? [{ id, from, to }] : [];
    }),
  ].map(({ id, from, to }) => ({ id, from, to }));
}

it("Lists, counts and facets of support, and diaries, are those of everything that the reader is shown", () => {
  const seen = { found: 0, withheld: 0, due: 0, clashing: 0, settled: 0, hidden: 0, days: 0, daysOfEnded: 0 };
  fc.assert(
    fc.property(
      supportActions(250),
      fc.array(assignments, { minLength: 4, maxLength: 4 }),
      fc.array(filters, { minLength: 25, maxLength: 25 }),
      (all, people, wanted) => {
        const { events, ids } = historyOf(all);
        const store = openStore(supportModel, ":memory:", { keys: noKeys, today: () => READ_ON });
        store.applyPage(events);
        const deps = {
          ...{ policy, rights, councils, today: () => READ_ON, clashDays: USUAL_CLASH_DAYS },
          support: { queries: () => store.queries },
        } as unknown as ReadDeps;
        const ofRegion = councils.inRegion(MIDLANDS, READ_ON).filter(({ code }) => COUNCILS.includes(code));
        const clashesFor = (person: (typeof USUAL)[number]["person"]) =>
          readAlignedSupport(deps, person, ofRegion).flatMap(({ council, clashes }) =>
            clashes().map((clash) => ({ ...clash, council: council.code })),
          );
        // Every second clash of the region is settled.
        const settled = (USUAL[0] ? clashesFor(USUAL[0].person) : []).filter((_, n) => n % 2 === 0);
        for (const [n, { id, council }] of settled.entries()) {
          const { type, data } = clashSettled();
          const where = { stream: councilStream(council), version: n + 1 };
          store.applyPage([storedEvent(events.length + 1 + n, { type, data: { ...data, clash: id } }, where)]);
        }
        const states = ids.flatMap((id): SupportState[] => [stateOf(events, id) ?? []].flat());
        const readers = [...USUAL, ...people.map((held, n) => readerOf(held, rights, READ_ON, `viewer-${n}`))];
        for (const { person } of readers) {
          const visible = states.flatMap((state) => {
            const support = seenSupport(deps, person, state);
            return support ? [presentSupport(noKeys, support)] : [];
          });
          seen.hidden += states.length - visible.length;
          const open = clashesFor(person).filter(({ settlements }) => settlements().length === 0);
          seen.settled += clashesFor(person).length - open.length;
          for (const { between = { from: FIRST_DAY, to: daysAfter(FIRST_DAY, 200) } } of [{}, ...wanted] as SupportFilter[]) {
            const days = visible
              .filter(({ council }) => councils.find(council)?.region === MIDLANDS)
              .flatMap(diaryDaysOf)
              .filter(({ from, to }) => from <= between.to && to >= between.from)
              .sort((a, b) => (a.from + a.id < b.from + b.id ? -1 : 1));
            seen.days += days.length;
            const ended = new Set(visible.flatMap((shown) => (shown.endedOn ? diaryDaysOf(shown).map(({ id }) => id) : [])));
            seen.daysOfEnded += days.filter(({ id }) => ended.has(id)).length;
            expect(wholeDiary(deps, person, ofRegion, between)).toEqual(days);
          }
          const clashing = new Set(open.flatMap(({ first, second }) => [first.support ?? [], second.support ?? []].flat()));
          for (const shown of visible) expect(shown.nextDue).toBe(shown.purposeWithheld ? undefined : nextDue(shown));
          for (const [n, filter] of [...OFTEN, ...wanted].entries()) {
            const found = visible.filter((shown) => meets(shown, filter, clashing));
            seen.found += found.length;
            seen.withheld += found.filter(({ purposeWithheld }) => purposeWithheld).length;
            if ("dueBefore" in filter) seen.due += found.length;
            if ("clashing" in filter && filter.clashing) seen.clashing += found.length;
            const order = SUPPORT_ORDERS[n % SUPPORT_ORDERS.length] ?? "offered";
            expect(wholeList(deps, person, { filter, order }, 1 + (n % 5) * 3)).toEqual(
              inOrder(found, order).map(({ id }) => id),
            );
            const cells = countFiltered(deps, person, filter);
            expect(cells.reduce((sum, cell) => sum + cell.n, 0)).toBe(found.length);
            for (const name of ["council", "strand", "status", "kind", "progress"] as const)
              expect([name, tallyOf(cells, name)]).toEqual([name, tally(found.map((shown) => shown[name]))]);
            expect(tallyOf(cells, "provider")).toEqual(tally(found.map(({ provider }) => provider.id)));
          }
        }
        store.close();
      },
    ),
    { numRuns: cases(5, 120), endOnFailure: true },
  );
  // Readers find something by each, or the test would prove little.
  const { daysOfEnded, ...often } = seen;
  for (const [what, times] of Object.entries(often)) expect(times, what).toBeGreaterThan(0);
  // Few histories have a visit before their end.
  expect(daysOfEnded).toBeGreaterThanOrEqual(cases(0, 1));
});

function wholeDiary(
  deps: ReadDeps,
  person: Parameters<typeof readDiary>[1],
  of: Parameters<typeof readDiary>[2],
  between: NonNullable<SupportFilter["between"]>,
) {
  const SIZE = 7;
  const found: { readonly id: string; readonly from: string; readonly to: string }[] = [];
  for (;;) {
    const page = readDiary(deps, person, of, between, found.at(-1), SIZE);
    found.push(...page.map(({ id, from, to }) => ({ id, from, to })));
    if (page.length < SIZE) return found;
  }
}

function inOrder(found: readonly Shown[], order: (typeof SUPPORT_ORDERS)[number]): readonly Shown[] {
  if (order === "offered") return found.toReversed();
  const key = (shown: Shown) => (order === "due" ? (nextDue(shown) ?? "~") : shown.from);
  // Those that are equal are in the order in which they were offered.
  return found.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function wholeList(
  deps: ReadDeps,
  person: Parameters<typeof listFiltered>[1],
  list: Parameters<typeof listFiltered>[2],
  size: number,
): readonly string[] {
  const found: string[] = [];
  let after: SupportPlace | undefined;
  for (;;) {
    const page = listFiltered(deps, person, list, after, size) ?? expect.fail("There is nothing to go on from.");
    found.push(...page.map(({ state }) => state.id));
    after = page.at(-1)?.place;
    if (page.length < size) return found;
  }
}
