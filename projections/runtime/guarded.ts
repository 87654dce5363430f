/** Returns the same queries, each wrapped; those in nested objects too. */
export function wrapQueries<Queries>(queries: Queries, wrap: (query: Query) => Query): Queries {
  const wrapped = (query: unknown): unknown => {
    if (typeof query === "object" && query !== null) return wrapQueries(query, wrap);
    return typeof query === "function" ? wrap(query as Query) : query;
  };
  return Object.fromEntries(Object.entries(queries as object).map(([name, query]) => [name, wrapped(query)])) as Queries;
}
type Query = (...args: unknown[]) => unknown;

/** Returns the same queries; `failed` converts each error to the one that is thrown. */
export const guarded = <Queries>(queries: Queries, failed: (error: unknown) => unknown): Queries =>
  wrapQueries(queries, (query) => (...args) => {
    try {
      return query(...args);
    } catch (error) {
      throw failed(error);
    }
  });
