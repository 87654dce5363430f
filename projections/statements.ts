// What is made once and kept, such as statements: viewers with rights of the same shape share one.
import type { Database, Statement } from "../event-log/stores/database.ts";

/** Prepared statements by their text. */
export const statementCache = (db: Database): ((text: string) => Statement) => remembering((text) => db.prepare(text), 500);

/** What was made of a key, made once. Beyond `most` keys, or `characters` of keys, it starts afresh. */
export function remembering<T>(
  make: (key: string) => T,
  most: number,
  characters = Number.POSITIVE_INFINITY,
): (key: string) => T {
  const kept = new Map<string, T>();
  let held = 0;
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    if (kept.size >= most || held + key.length > characters) {
      kept.clear();
      held = 0;
    }
    held += key.length;
    kept.set(key, made);
    return made;
  };
}

/** What is made when it is first asked for, and then kept. */
export function once<T extends object | undefined>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
