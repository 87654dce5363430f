// The numbers of concerns: the total and the facets.
import type { ConcernFacts } from "../../policies/engine/facts.ts";

export const FACETS = ["region", "strand", "cause", "stage"] as const satisfies readonly (keyof ConcernFacts)[];
type FacetName = (typeof FACETS)[number];
/** One value of each facet. */
export type Cell = Readonly<Record<FacetName, string>>;

/** Facts that filter a list; `text` is searched only in parts that the reader may read. */
export const FILTERS = ["council", ...FACETS] as const;
export type ConcernFilter = { readonly [Name in (typeof FILTERS)[number] | "text"]?: string | undefined };

type FacetCount = { readonly value: string; readonly count: number };
/** All counts have the same rights and filter. */
export type Counts = {
  readonly total: number;
  /** The council, if all concerns are about the same one. */
  readonly council: string | undefined;
  readonly facets: Readonly<Record<FacetName, readonly FacetCount[]>>;
};

export function countsOf(rows: readonly (Cell & { readonly n: number })[], councils: ReadonlySet<string>): Counts {
  const facet = (name: FacetName): readonly FacetCount[] => {
    const sums = new Map<string, number>();
    for (const row of rows) sums.set(row[name], (sums.get(row[name]) ?? 0) + row.n);
    return [...sums].map(([value, count]) => ({ value, count })).sort((a, b) => a.value.localeCompare(b.value));
  };
  const [council] = councils;
  return {
    total: rows.reduce((sum, { n }) => sum + n, 0),
    council: councils.size === 1 ? council : undefined,
    facets: Object.fromEntries(FACETS.map((name) => [name, facet(name)])) as Counts["facets"],
  };
}
