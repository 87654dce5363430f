// Converts raw counts to publishable figures: every cut of a quarter's measures, without figures that could reveal a council. All figures of a measure
// are decided together, so that a figure is the same in every cut.
import { type Cause, causeAllowedIn } from "../../reference/causes.ts";
import type { ConclusionKind } from "../../reference/concern-terms.ts";
import { type DayBand, MEASURES, type Measure } from "../../reference/measures.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import { countOf, withheld } from "./cell-suppression.ts";
import { PARTITIONS, type Partition, SHAPES, type Shape } from "./measures.ts";

/** A count, or null if it is withheld. */
export type Figure = number | null;
export type Keyed<Key extends string = string> = { readonly key: Key; readonly figure: Figure };
export type PublishedMeasure = {
  readonly measure: Measure;
  readonly total: Figure;
  readonly byRegion: readonly Keyed[];
  readonly byStrand: readonly Keyed<Strand>[];
  readonly byRegionAndStrand: readonly { readonly region: string; readonly strand: Strand; readonly figure: Figure }[];
  /** Empty for a measure without causes. Impossible combinations of strand and cause are left out. */
  readonly byCause: readonly Keyed<Cause>[];
  readonly byStrandAndCause: readonly { readonly strand: Strand; readonly cause: Cause; readonly figure: Figure }[];
  readonly byOutcome?: readonly Keyed<ConclusionKind>[] | undefined;
  readonly byDays?: readonly Keyed<DayBand>[] | undefined;
};
export type PublishedQuarter = { readonly quarter: string; readonly measures: readonly PublishedMeasure[] };

/** Council code -> count. */
export type ByCouncil = Readonly<Record<string, number>>;
/** A measure in one cell and one member of a partition. `cause` is empty for a measure without causes. */
export type CellCount = {
  readonly measure: Measure;
  readonly region: string;
  readonly strand: string;
  readonly cause: string;
  readonly byCouncil: ByCouncil;
};
export type MemberCount = {
  readonly measure: Measure;
  readonly partition: Partition;
  readonly member: string;
  readonly byCouncil: ByCouncil;
};

export function publish(quarter: string, cells: readonly CellCount[], members: readonly MemberCount[]): PublishedQuarter {
  const measures = MEASURES.map((name) => {
    const isOfIt = ({ measure }: { readonly measure: Measure }) => measure === name;
    return publishMeasure(name, cells.filter(isOfIt), members.filter(isOfIt));
  });
  return { quarter, measures };
}

function publishMeasure(measure: Measure, cells: readonly CellCount[], members: readonly MemberCount[]): PublishedMeasure {
  const shape: Shape = SHAPES[measure];
  const places = placesOf(shape);
  const councils = new Map<string, number>();
  for (const { byCouncil } of cells)
    for (const council of Object.keys(byCouncil)) if (!councils.has(council)) councils.set(council, councils.size);
  const tallies = new Map(places.map(({ key }) => [key, new Array<number>(councils.size).fill(0)]));
  const add = (byCouncil: ByCouncil, keys: readonly string[]) => {
    const own = keys.map((key) => {
      const tally = tallies.get(key);
      if (!tally) throw new Error(`The overview has no figure for ${key}.`);
      return tally;
    });
    for (const [council, n] of Object.entries(byCouncil)) {
      const index = councils.get(council) ?? 0;
      for (const tally of own) tally[index] = (tally[index] ?? 0) + n;
    }
  };
  for (const { region, strand, cause, byCouncil } of cells) {
    const causal = shape.causes.length > 0 ? [cause, pair(strand, cause)] : [];
    add(byCouncil, ["total", region, strand, pair(region, strand), ...causal]);
  }
  for (const { partition, member, byCouncil } of members) add(byCouncil, [pair(partition, member)]);

  const arcs = places.map((place) => ({ ...place, byCouncil: tallies.get(place.key) ?? [] }));
  const hidden = withheld(arcs);
  const figures = new Map(arcs.map((arc, index) => [arc.key, hidden[index] ? null : countOf(arc)]));
  const figure = (key: string): Figure => figures.get(key) ?? null;
  const keyed = <Key extends string>(keys: readonly Key[]): readonly Keyed<Key>[] =>
    keys.map((key) => ({ key, figure: figure(key) }));
  const partition = <Key extends string>(name: Partition, members: readonly Key[] | undefined) =>
    members?.map((key) => ({ key, figure: figure(pair(name, key)) }));
  const [byOutcome, byDays] = [partition("outcome", shape.outcome), partition("days", shape.days)];
  return {
    measure,
    total: figure("total"),
    byRegion: keyed(REGION_CODES),
    byStrand: keyed(STRANDS),
    byRegionAndStrand: REGION_CODES.flatMap((region) =>
      STRANDS.map((strand) => ({ region, strand, figure: figure(pair(region, strand)) })),
    ),
    byCause: keyed(shape.causes),
    byStrandAndCause: strandCauses(shape).map(([strand, cause]) => ({ strand, cause, figure: figure(pair(strand, cause)) })),
    ...(byOutcome && { byOutcome }),
    ...(byDays && { byDays }),
  };
}

const REGION_CODES = REGIONS.map(({ code }) => code);
const pair = (one: string, other: string): string => `${one}/${other}`;
const strandCauses = ({ causes }: Shape) =>
  STRANDS.flatMap((strand) => causes.filter((cause) => causeAllowedIn(cause, strand)).map((cause) => [strand, cause] as const));

/**
 * Returns every figure of a measure as an arc of one ring: from the start over the total, a region, the region's strand, the strand, the
 * strand's cause and the cause, through the members of each partition, and back to the start. The cuts form a chain with the strand in the
 * middle, and a partition shares only the total with them. Therefore every circulation of the ring corresponds to a list of
 * concerns, and the ring determines the range of each figure exactly.
 */
function placesOf(shape: Shape): readonly { readonly key: string; readonly from: string; readonly to: string }[] {
  const partitions = PARTITIONS.filter((name) => shape[name]);
  const gate = (index: number) => partitions[index] ?? "start";
  const causal = shape.causes.length > 0;
  const between = (strand: string) => `${strand} by cause`;
  return [
    { key: "total", from: "start", to: "total" },
    ...REGION_CODES.map((region) => ({ key: region, from: "total", to: region })),
    ...REGION_CODES.flatMap((region) => STRANDS.map((strand) => ({ key: pair(region, strand), from: region, to: strand }))),
    ...STRANDS.map((strand) => ({ key: strand, from: strand, to: causal ? between(strand) : gate(0) })),
    ...strandCauses(shape).map(([strand, cause]) => ({ key: pair(strand, cause), from: between(strand), to: cause })),
    ...shape.causes.map((cause) => ({ key: cause, from: cause, to: gate(0) })),
    ...partitions.flatMap((name, index) =>
      (shape[name] ?? []).map((member) => ({ key: pair(name, member), from: name, to: gate(index + 1) })),
    ),
  ];
}
