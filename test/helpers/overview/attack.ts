// An attack on a published measure, from the outside. The attacker has the published figures and knows how cuts add up; it may also be two
// councils that know their own concerns. For each withheld figure it looks for the least and the greatest value that agree with all that.
//
// Nothing has to be believed of its arithmetic: for both ends it writes a list of concerns (each with region, strand, cause, and so
// on), counts that list from scratch, and compares every published figure. So a range that it reports is certain to be open.

import type { Figure, Keyed, PublishedMeasure } from "../../../projections/overview/publish.ts";
import { CAUSES, causeAllowedIn } from "../../../reference/causes.ts";
import { REGIONS } from "../../../reference/regions.ts";
import { STRANDS } from "../../../reference/strands.ts";
import { type Equation, program, type Solution } from "./simplex.ts";

/** A counted item, with its values in the cuts. */
export type Counted = {
  readonly region: string;
  readonly strand: string;
  readonly cause?: string;
  readonly outcome?: string;
  readonly days?: string;
};
const FIELDS = ["region", "strand", "cause", "outcome", "days"] as const;
/** A figure by its dimensions: `{ region, strand }` is a cell, `{}` the total. */
export type Cut = Partial<Counted>;
export const nameOf = ({ region, strand, cause, outcome, days }: Cut): string =>
  `${region ? ` in ${region}` : ""}${strand ? ` for ${strand}` : ""}${cause ? ` by ${cause}` : ""}${outcome ?? ""}${days ?? ""}` ||
  "total";

/** Every figure of a published measure. */
export function figuresOf(measure: PublishedMeasure): readonly { readonly cut: Cut; readonly figure: Figure }[] {
  const by = (field: (typeof FIELDS)[number], entries: readonly { key: string; figure: Figure }[] | undefined) =>
    (entries ?? []).map(({ key, figure }) => ({ cut: { [field]: key } as Cut, figure }));
  return [
    { cut: {}, figure: measure.total },
    ...by("region", measure.byRegion),
    ...by("strand", measure.byStrand),
    ...by("cause", measure.byCause),
    ...by("outcome", measure.byOutcome),
    ...by("days", measure.byDays),
    ...measure.byRegionAndStrand.map(({ region, strand, figure }) => ({ cut: { region, strand }, figure })),
    ...measure.byStrandAndCause.map(({ strand, cause, figure }) => ({ cut: { strand, cause }, figure })),
  ];
}

/** A number of equal counted items. */
type Run = Counted & { readonly n: number };

/** All figures of a list, counted from scratch. */
export function tabulate(list: readonly (Counted & { readonly n?: number })[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { region, strand, cause, outcome, days, n = 1 } of list) {
    const cuts: Cut[] = [{}, { region }, { strand }, { region, strand }];
    if (cause) cuts.push({ cause }, { strand, cause });
    if (outcome) cuts.push({ outcome });
    if (days) cuts.push({ days });
    for (const cut of cuts) {
      const name = nameOf(cut);
      counts.set(name, (counts.get(name) ?? 0) + n);
    }
  }
  return counts;
}

/** Returns the same measure with other figures. */
export function refigured(measure: PublishedMeasure, figureOf: (cut: Cut, figure: Figure) => Figure): PublishedMeasure {
  const keyed = <Key extends string>(field: (typeof FIELDS)[number], entries: readonly Keyed<Key>[]) =>
    entries.map(({ key, figure }) => ({ key, figure: figureOf({ [field]: key } as Cut, figure) }));
  return {
    measure: measure.measure,
    total: figureOf({}, measure.total),
    byRegion: keyed("region", measure.byRegion),
    byStrand: keyed("strand", measure.byStrand),
    byCause: keyed("cause", measure.byCause),
    byRegionAndStrand: measure.byRegionAndStrand.map(({ figure, ...cut }) => ({ ...cut, figure: figureOf(cut, figure) })),
    byStrandAndCause: measure.byStrandAndCause.map(({ figure, ...cut }) => ({ ...cut, figure: figureOf(cut, figure) })),
    ...(measure.byOutcome && { byOutcome: keyed("outcome", measure.byOutcome) }),
    ...(measure.byDays && { byDays: keyed("days", measure.byDays) }),
  };
}

/** A sum of figures, with its minimum and maximum. */
type Range = { readonly of: readonly Cut[]; readonly low: number; readonly high: number };

/** The range of every withheld figure for an attacker who sees the measure and knows that `own` is counted. */
export const rangesOf = (measure: PublishedMeasure, own: readonly Counted[] = []): readonly Range[] =>
  rangesOfSums(
    measure,
    own,
    figuresOf(measure).flatMap(({ cut, figure }) => (figure === null ? [[cut]] : [])),
  );

/** The same for sums of figures. */
export function rangesOfSums(
  measure: PublishedMeasure,
  own: readonly Counted[],
  sums: readonly (readonly Cut[])[],
): readonly Range[] {
  const shown = figuresOf(measure).flatMap(({ cut, figure }) => (figure === null ? [] : [{ name: nameOf(cut), cut, figure }]));
  const known = tabulate(own);
  const unknowns = unknownsOf(measure);
  const termsOf = (cut: Cut): Equation["terms"] =>
    unknowns.flatMap(({ cut: of }, index) => (of && isPartOf(of, cut) ? [[index, 1] as const] : []));
  const equations = shown.map(({ name, cut, figure }) => ({ terms: termsOf(cut), equals: figure - (known.get(name) ?? 0) }));
  // A measure with a withheld total has no upper limit: the attacker stops well above all visible figures.
  const most = Math.max(0, ...shown.map(({ figure }) => figure));
  const enough = { terms: [...termsOf({}), [unknowns.length - 1, 1] as const], equals: 20 * most + 5_000 };
  const solved = program(unknowns.length, [...equations, ...linksOf(measure, unknowns), enough]);
  if (!solved) throw new Error("The published figures contradict each other.");
  const certain = ({ at }: Solution, of: readonly Cut[]): number => {
    const counts = tabulate([...own, ...listOf(measure, unknowns, at)]);
    for (const { name, figure } of shown)
      if (figure !== (counts.get(name) ?? 0)) throw new Error(`The attack's list has another ${name}.`);
    return of.reduce((sum, cut) => sum + (counts.get(nameOf(cut)) ?? 0), 0);
  };
  return sums.map((of) => {
    const terms = of.flatMap(termsOf);
    const high = certain(solved.most(terms), of);
    const low = certain(solved.most(terms.map(([unknown, factor]) => [unknown, -factor] as const)), of);
    return { of, low, high };
  });
}

type Unknown = { readonly cut: Cut | undefined };

/** Region by strand, strand by cause, and the partitions; last what there is beyond what the attacker looks at. */
function unknownsOf(measure: PublishedMeasure): readonly Unknown[] {
  const cells = REGIONS.flatMap(({ code }) => STRANDS.map((strand) => ({ cut: { region: code, strand } })));
  const causes = measure.byStrandAndCause.map(({ strand, cause }) => ({ cut: { strand, cause } }));
  const outcomes = (measure.byOutcome ?? []).map(({ key }) => ({ cut: { outcome: key } }));
  const days = (measure.byDays ?? []).map(({ key }) => ({ cut: { days: key } }));
  return [...cells, ...causes, ...outcomes, ...days, { cut: undefined }];
}

/** Whether an unknown is part of a figure: each figure is a sum over the kind of unknown with the same dimensions. */
function isPartOf(unknown: Cut, cut: Cut): boolean {
  const kind = cut.outcome ? "outcome" : cut.days ? "days" : cut.cause ? "cause" : "region";
  return unknown[kind] !== undefined && FIELDS.every((field) => cut[field] === undefined || cut[field] === unknown[field]);
}

/** The equations between kinds of unknowns: each strand has the same sum over regions as over causes; each partition has the total. */
function linksOf(measure: PublishedMeasure, unknowns: readonly Unknown[]): readonly Equation[] {
  const links: Equation[] = [];
  const same = (one: (cut: Cut) => boolean, other: (cut: Cut) => boolean) =>
    links.push({
      equals: 0,
      terms: unknowns.flatMap(({ cut }, index) => {
        const factor = cut ? Number(one(cut)) - Number(other(cut)) : 0;
        return factor === 0 ? [] : [[index, factor] as const];
      }),
    });
  if (measure.byStrandAndCause.length > 0)
    for (const strand of STRANDS)
      same(
        (cut) => cut.region !== undefined && cut.strand === strand,
        (cut) => cut.cause !== undefined && cut.strand === strand,
      );
  for (const [field, entries] of [["outcome", measure.byOutcome] as const, ["days", measure.byDays] as const])
    if (entries)
      same(
        (cut) => cut[field] !== undefined,
        (cut) => cut.region !== undefined,
      );
  return links;
}

/** A list of concerns with these counts: within a strand, regions and causes are paired as they come, and so are the partitions. */
function listOf(measure: PublishedMeasure, unknowns: readonly Unknown[], at: readonly number[]): readonly Run[] {
  const runs = (wanted: (cut: Cut) => boolean): readonly (Cut & { readonly n: number })[] =>
    unknowns.flatMap(({ cut }, index) => {
      const n = at[index] ?? 0;
      if (!Number.isSafeInteger(n) || n < 0) throw new Error("The attack has found no whole number.");
      return cut && n > 0 && wanted(cut) ? [{ ...cut, n }] : [];
    });
  const caused = measure.byStrandAndCause.length > 0;
  const cells = STRANDS.flatMap((strand) => {
    const cells = runs((cut) => cut.strand === strand && cut.region !== undefined);
    return caused
      ? paired(
          cells,
          runs((cut) => cut.strand === strand && cut.cause !== undefined),
        )
      : cells;
  });
  const withOutcomes = measure.byOutcome
    ? paired(
        cells,
        runs(({ outcome }) => outcome !== undefined),
      )
    : cells;
  const list = measure.byDays
    ? paired(
        withOutcomes,
        runs(({ days }) => days !== undefined),
      )
    : withOutcomes;
  return list.map((run) => {
    const { region, strand } = run;
    const known = CAUSES.find((cause) => cause === run.cause);
    const possible = caused ? known && STRANDS.some((one) => one === strand && causeAllowedIn(known, one)) : !run.cause;
    if (!region || !strand || !possible) throw new Error("The attack's list has a concern that cannot be.");
    return { ...run, region, strand };
  });
}

/** Two ways of dividing the same number into runs, laid over each other. */
function paired<A extends { readonly n: number }, B extends { readonly n: number }>(ones: readonly A[], others: readonly B[]) {
  const result: (A & B)[] = [];
  const queue = others.map((other) => ({ ...other }));
  for (const one of ones)
    for (let left = one.n; left > 0; ) {
      const other = queue[0];
      if (!other) throw new Error("The attack's sums differ.");
      const n = Math.min(left, other.n);
      result.push({ ...one, ...other, n });
      left -= n;
      if (n === other.n) queue.shift();
      else queue[0] = { ...other, n: other.n - n };
    }
  if (queue.length > 0) throw new Error("The attack's sums differ.");
  return result;
}
