// The overview under attack. Attacker and publisher share no code: see attack.ts.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PARTITIONS } from "../../projections/overview/measures.ts";
import { overviewModel } from "../../projections/overview/overview.ts";
import { type CellCount, type MemberCount, type PublishedMeasure, publish } from "../../projections/overview/publish.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { MEASURES, type Measure } from "../../reference/measures.ts";
import { STRANDS } from "../../reference/strands.ts";
import { type Cut, figuresOf, nameOf, rangesOf, rangesOfSums, refigured, tabulate } from "../helpers/overview/attack.ts";
import { counted, eventsOf, lives, type Placed, truthOf } from "../helpers/overview/random-histories.ts";
import { cases } from "../helpers/soak.ts";

// The promise, in the test's own words: see docs/decisions/0013-the-overview.md.
const SMALLEST = 5;
const FEWEST_COUNCILS = 3;
const WIDTH = 5;

/** The published measure of a quarter with only these items. */
function published(measure: Measure, list: readonly Placed[]): PublishedMeasure {
  const cells = list.map(({ region, strand, cause = "", council }): CellCount => {
    return { measure, region, strand, cause, byCouncil: { [council]: 1 } };
  });
  const members = list.flatMap((one) =>
    PARTITIONS.flatMap((partition): MemberCount[] => {
      const member = one[partition];
      return member === undefined ? [] : [{ measure, partition, member, byCouncil: { [one.council]: 1 } }];
    }),
  );
  const found = publish("2025-Q1", cells, members).measures.find((one) => one.measure === measure);
  if (!found) throw new Error(`${measure} is not published.`);
  return found;
}

/** The dimensions of a measure with this name. */
const asIn = (measure: "logged" | "concluded" | "signals", list: readonly Placed[]): readonly Placed[] =>
  list.map(({ council, region, strand, cause = "", outcome = "", days = "" }) => ({
    ...{ council, region, strand },
    ...(measure !== "signals" && { cause }),
    ...(measure === "concluded" && { outcome, days }),
  }));

/** Each council's share of a sum of disjoint figures. */
function councilsIn(list: readonly Placed[], of: readonly Cut[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const isIn = (one: Placed) => of.some((cut) => (Object.keys(cut) as (keyof Cut)[]).every((field) => one[field] === cut[field]));
  for (const one of list) if (isIn(one)) counts.set(one.council, (counts.get(one.council) ?? 0) + 1);
  return counts;
}
function isSensitive(list: readonly Placed[], ...of: readonly Cut[]): boolean {
  const councils = councilsIn(list, of);
  return councils.size < FEWEST_COUNCILS || councils.values().reduce((a, b) => a + b, 0) < SMALLEST;
}

/** Withheld figures whose range is too narrow. */
const narrow = (measure: PublishedMeasure): readonly string[] =>
  rangesOf(measure)
    .filter(({ low, high }) => high - low < WIDTH)
    .map(({ of, low, high }) => `${of.map(nameOf).join()} is ${low} to ${high}`);

/** The rest of a total or margin after subtracting the visible figures, if it would not have been published itself. */
const leftOver = (measure: PublishedMeasure, list: readonly Placed[]): readonly string[] =>
  rangesOfSums(
    measure,
    [],
    [...linesIn(measure).values()].map((line) => line.filter(({ figure }) => figure === null).map(({ cut }) => cut)),
  )
    .filter(({ of, low, high }) => of.length > 0 && low === high && isSensitive(list, ...of))
    .map(({ of, low }) => `${of.map(nameOf).join(" and ")} are ${low}`);

/** Figures that are all of one council or two, and that these can tell to be all theirs; up to so many pairs try. */
function knownToTheirOwn(measure: PublishedMeasure, list: readonly Placed[], pairs: number): readonly string[] {
  const groups = figuresOf(measure).map(({ cut }) => [...councilsIn(list, [cut]).keys()]);
  const alone = [...new Set(groups.filter(({ length }) => length === 1).flat())];
  const both = groups.filter(({ length }) => length === 2);
  const any = alone.map((council, index) => [council, alone[(index * 7 + list.length) % alone.length] ?? council]);
  return [...any, ...both].slice(0, pairs).flatMap((pair) => {
    const isTheirs = (of: readonly Cut[]) => {
      const councils = [...councilsIn(list, of).keys()];
      return councils.length > 0 && councils.every((council) => pair.includes(council));
    };
    const own = list.filter(({ council }) => pair.includes(council));
    return rangesOf(measure, own)
      .filter(({ of, low, high }) => low === high && isTheirs(of))
      .map(({ of, low }) => `${of.map(nameOf).join()} is ${low}, as ${pair.join(" and ")} can tell`);
  });
}

const breaches = (measure: PublishedMeasure, list: readonly Placed[], pairs: number): readonly string[] => [
  ...narrow(measure),
  ...leftOver(measure, list),
  ...knownToTheirOwn(measure, list, pairs),
];

/** Returns the faults of the published figures. */
function untruths(measure: PublishedMeasure, list: readonly Placed[]): readonly string[] {
  const truth = tabulate(list);
  return figuresOf(measure).flatMap(({ cut, figure }) => {
    if (figure === null) return [];
    const name = nameOf(cut);
    if (figure !== (truth.get(name) ?? 0)) return [`${name} is not ${figure}`];
    return isSensitive(list, cut) ? [`${name} could tell of a council`] : [];
  });
}

describe("the published overview, attacked with all that it shows", () => {
  for (const [measure, numRuns] of [
    ["concluded", cases(10, 200)],
    ["logged", cases(8, 150)],
    ["signals", cases(8, 150)],
  ] as const)
    it(`reveals no withheld figure of "${measure}", to any reader or any two councils, in any cut`, () => {
      fc.assert(
        fc.property(counted, (all) => {
          const list = asIn(measure, all);
          const shown = published(measure, list);
          expect(untruths(shown, list)).toEqual([]);
          expect(breaches(shown, list, 6)).toEqual([]);
        }),
        { numRuns, endOnFailure: true },
      );
    });

  it("reveals nothing of any quarter and measure of a history of events", () => {
    fc.assert(
      fc.property(lives, (all) => {
        const store = openStore(overviewModel, ":memory:", {
          keys: { unseal: () => undefined } as never,
          today: () => "2028-06-01",
        });
        store.applyPage(eventsOf(all));
        const truth = truthOf(all);
        let counted = 0;
        for (const quarter of store.queries.quarters()) {
          const measures = store.queries.quarter(quarter)?.measures ?? [];
          expect(measures.map(({ measure }) => measure)).toEqual(MEASURES);
          for (const measure of measures) {
            const list = truth.get(`${quarter} ${measure.measure}`) ?? [];
            counted += list.length;
            expect(untruths(measure, list), `${quarter} ${measure.measure}`).toEqual([]);
            // Where nothing at all is shown there is nothing to attack with.
            const isAny = figuresOf(measure).some(({ figure }) => figure !== null);
            if (isAny) expect(breaches(measure, list, 4), `${quarter} ${measure.measure}`).toEqual([]);
          }
        }
        expect(counted).toBe(truth.values().reduce((sum, list) => sum + list.length, 0));
        store.close();
      }),
      { numRuns: cases(3, 30), endOnFailure: true },
    );
  });
});

describe("the attack itself", () => {
  const samples = fc.sample(counted, { numRuns: 30, seed: 11 }).filter((list) => list.length >= 40);

  /** The figures of a list as they are, but for those that are hidden. */
  function masked(list: readonly Placed[], hide: (cut: Cut) => boolean): PublishedMeasure {
    const truth = tabulate(list);
    return refigured(published("concluded", []), (cut) => (hide(cut) ? null : (truth.get(nameOf(cut)) ?? 0)));
  }
  const onlySmallHidden = (list: readonly Placed[]) => masked(list, (cut) => isSensitive(list, cut));

  it("recovers figures if only the small ones are withheld", () => {
    const recovered = samples.filter((list) => rangesOf(onlySmallHidden(list)).some(({ low, high }) => low === high));
    expect(samples.length).toBeGreaterThan(10);
    expect(recovered.length).toBeGreaterThan(samples.length / 2);
  });

  it("narrows figures if each line with one withheld figure withholds only one more", () => {
    const caught = samples.filter((list) => narrow(secondInEachLine(onlySmallHidden(list))).length > 0);
    expect(caught.length).toBeGreaterThan(samples.length / 2);
  });

  it("narrows figures if one of the withheld neighbours is published", () => {
    const caught: boolean[] = [];
    for (const list of samples) {
      const measure = published("concluded", list);
      const withheld = new Set(figuresOf(measure).flatMap(({ cut, figure }) => (figure === null ? [nameOf(cut)] : [])));
      const neighbours = figuresOf(measure).filter(({ cut }) => withheld.has(nameOf(cut)) && !isSensitive(list, cut));
      for (const { cut: neighbour } of neighbours.filter((_, index) => index % cases(6, 1) === 0)) {
        const shown = masked(list, (cut) => withheld.has(nameOf(cut)) && nameOf(cut) !== nameOf(neighbour));
        caught.push([...narrow(shown), ...leftOver(shown, list)].length > 0);
      }
    }
    // This need not be true for every neighbour, because the overview searches for few neighbours, not for the minimum.
    expect(caught.length).toBeGreaterThan(20);
    expect(caught.filter(Boolean).length).toBeGreaterThan(caught.length / 5);
  });

  it("sees through figures that two councils share between them, which the overview then does not show", () => {
    const of = (council: string, region: string, strand: string, n: number) =>
      new Array<Placed>(n).fill({ council, region, strand, cause: "finance", outcome: "under-review", days: "within-7-days" });
    // In the first region, two strands are those of two councils. With both withheld, the region's other figures give their sum.
    const [first, second] = ["E12000001", "E12000002"];
    const list = [
      ...["a", "b", "c", "d"].flatMap((name) => of(`first-${name}`, first, "adults", 3)),
      ...["a", "b", "c", "d"].flatMap((name) => STRANDS.flatMap((strand) => of(`second-${name}`, second, strand, 5))),
      ...of("x", first, "corporate", 6),
      ...of("y", first, "childrens", 6),
    ];
    const withheld = [first, second].flatMap((region) => ["corporate", "childrens"].map((strand) => nameOf({ region, strand })));
    const naive = masked(list, (cut) => isSensitive(list, cut) || withheld.includes(nameOf(cut)));
    const corporate = nameOf({ region: first, strand: "corporate" });
    const widthFor = (own: readonly Placed[]) =>
      rangesOf(naive, own)
        .filter(({ of }) => of.map(nameOf).includes(corporate))
        .map(({ low, high }) => high - low);
    expect(widthFor([])[0]).toBeGreaterThanOrEqual(WIDTH);
    expect(widthFor(list.filter(({ council }) => council === "x" || council === "y"))).toEqual([0]);
    expect(breaches(published("concluded", list), list, 40)).toEqual([]);
  });
});

/** The lines of a table: a row of cells, a column of cells, and each kind of margin. */
function linesIn(measure: PublishedMeasure) {
  const lineOf = (cut: Cut): readonly string[] => {
    const fields = Object.keys(cut) as (keyof Cut)[];
    return fields.length === 2 ? fields.map((field) => `${fields.join()} ${cut[field]}`) : fields;
  };
  const figures = figuresOf(measure);
  const lines = Map.groupBy(
    figures.flatMap((one) => lineOf(one.cut).map((line) => ({ line, ...one }))),
    ({ line }) => line,
  );
  return lines;
}

/** The usual rule of thumb: a line with a single withheld figure gets a second one, its smallest. */
function secondInEachLine(measure: PublishedMeasure): PublishedMeasure {
  const more = new Set<string>();
  for (const line of linesIn(measure).values()) {
    const shown = line.filter(({ cut, figure }) => figure !== null && !more.has(nameOf(cut)));
    const least = shown.toSorted((a, b) => (a.figure ?? 0) - (b.figure ?? 0))[0];
    if (least && shown.length === line.length - 1) more.add(nameOf(least.cut));
  }
  return refigured(measure, (cut, figure) => (more.has(nameOf(cut)) ? null : figure));
}
