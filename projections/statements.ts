import { boundedCache } from "../caching/cache.ts";
import type { Database, Statement } from "../event-log/stores/database.ts";

/** Prepared statements by their text: viewers with rights of the same shape share one. */
export function statementCache(db: Database): (text: string) => Statement {
  const prepared = boundedCache<string, Statement>(500);
  return (text) => prepared.getOrMake(text, () => db.prepare(text));
}
