import { boundedCache } from "../caching/cache.ts";
import type { Database, Statement } from "../event-log/stores/database.ts";

type Value = string | number;
/** A condition on rows: SQL with the values of its placeholders. */
export type Predicate = { readonly text: string; readonly values: readonly Value[] };

/** Runs selects on a read model's tables. Prepared statements are cached by their text, so that viewers with rights of the same shape share one. */
export function openSelect(db: Database) {
  const prepared = boundedCache<string, Statement>(500);
  const statement = (text: string): Statement => prepared.getOrMake(text, () => db.prepare(text));
  return {
    all: <Row>({ text, values }: Predicate): readonly Row[] => statement(text).all<Row>(...values),
    /** Reads row by row until `visit` returns false. */
    each<Row>({ text, values }: Predicate, visit: (row: Row) => boolean): void {
      for (const row of statement(text).iterate<Row>(...values)) if (!visit(row)) return;
    },
  };
}
