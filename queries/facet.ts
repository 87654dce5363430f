// The values of one fact among counted rows.

type FacetCount = { readonly value: string; readonly count: number };

/** Returns each value with the sum of its rows' counts, sorted by value. Rows without a value, null, are left out. */
export function facetOf<Name extends string>(
  rows: readonly ({ readonly [One in Name]: string | null } & { readonly n: number })[],
  name: Name,
): readonly FacetCount[] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const value: string | null = row[name];
    if (value !== null) sums.set(value, (sums.get(value) ?? 0) + row.n);
  }
  return [...sums].map(([value, count]) => ({ value, count })).sort((a, b) => a.value.localeCompare(b.value));
}
