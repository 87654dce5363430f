/** Returns the same queries; `failed` converts each error to the one that is thrown. */
export function guarded<Queries>(queries: Queries, failed: (error: unknown) => unknown): Queries {
  const guard = (query: unknown): unknown => {
    if (typeof query === "object" && query !== null) return guarded(query, failed);
    if (typeof query !== "function") return query;
    return (...args: unknown[]) => {
      try {
        return query(...args);
      } catch (error) {
        throw failed(error);
      }
    };
  };
  return Object.fromEntries(Object.entries(queries as object).map(([name, query]) => [name, guard(query)])) as Queries;
}
