// How many concerns, and how many by each headline fact.
export const FACETS = ["region", "strand", "cause", "stage"] as const;
export type Facet = (typeof FACETS)[number];
/** One value of each facet. */
export type Cell = Readonly<Record<Facet, string>>;

export type FacetCount = { readonly value: string; readonly count: number };
/** All under the same rights and filter. */
export type Counts = {
  readonly total: number;
  /** The council that all of them are about, where it is one. */
  readonly council: string | undefined;
  readonly facets: Readonly<Record<Facet, readonly FacetCount[]>>;
};

export function countsOf(rows: readonly (Cell & { readonly n: number })[], council: string | undefined): Counts {
  const facet = (name: Facet): readonly FacetCount[] => {
    const sums = new Map<string, number>();
    for (const row of rows) sums.set(row[name], (sums.get(row[name]) ?? 0) + row.n);
    return [...sums].map(([value, count]) => ({ value, count })).sort((a, b) => a.value.localeCompare(b.value));
  };
  return {
    total: rows.reduce((sum, { n }) => sum + n, 0),
    council,
    facets: { region: facet("region"), strand: facet("strand"), cause: facet("cause"), stage: facet("stage") },
  };
}
