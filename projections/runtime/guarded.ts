/** The same queries, with what they throw handed to `failed` first, which returns what is thrown instead. */
export function guarded<Queries>(queries: Queries, failed: (error: unknown) => unknown): Queries {
  const guard = (query: unknown): unknown => {
    if (typeof query === "object" && query !== null) return guarded(query, failed);
    if (typeof query !== "function") return query;
    return (...words: unknown[]) => {
      try {
        return query(...words);
      } catch (error) {
        throw failed(error);
      }
    };
  };
  return Object.fromEntries(Object.entries(queries as object).map(([name, query]) => [name, guard(query)])) as Queries;
}
