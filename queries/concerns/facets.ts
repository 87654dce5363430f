// The numbers of concerns: the total and the facets.
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import { facetOf } from "../facet.ts";

export const FACETS = ["region", "strand", "cause", "stage"] as const satisfies readonly (keyof ConcernFacts)[];
type FacetName = (typeof FACETS)[number];
/** One value of each facet. */
export type Cell = Readonly<Record<FacetName, string>>;

/** Facts that filter a list; `text` is searched only in parts that the reader may read. */
export const FILTERS = ["council", ...FACETS] as const;
export type ConcernFilter = { readonly [Name in (typeof FILTERS)[number] | "text"]?: string | undefined };

/** All counts have the same rights and filter. */
export type Counts = {
  readonly total: number;
  /** The council, if all concerns are about the same one. */
  readonly council: string | undefined;
  readonly facets: Readonly<Record<FacetName, ReturnType<typeof facetOf>>>;
};

export function countsOf(rows: readonly (Cell & { readonly n: number })[], councils: ReadonlySet<string>): Counts {
  const [council] = councils;
  return {
    total: rows.reduce((sum, { n }) => sum + n, 0),
    council: councils.size === 1 ? council : undefined,
    facets: Object.fromEntries(FACETS.map((name) => [name, facetOf(rows, name)])) as Counts["facets"],
  };
}
