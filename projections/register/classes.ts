// Concerns with equal facts form a class. Visibility depends only on facts, so counts iterate over the classes and not over the concerns: the figure
// `count_flat` of bench/. A concern's facts are stored with its class.
import type { Database } from "../../event-log/stores/database.ts";
import type { RecordedFacts } from "../../services/concern/facts.ts";

// AUTOINCREMENT: a number is never used for other facts.
export const CLASSES_SCHEMA = `
CREATE TABLE IF NOT EXISTS classes (class INTEGER PRIMARY KEY AUTOINCREMENT, fingerprint TEXT NOT NULL UNIQUE, n INTEGER NOT NULL) STRICT;`;

type Row = { readonly class: number; readonly fingerprint: string; readonly n: number };
/** `n` concerns have these facts. */
export type FactsClass = { readonly facts: RecordedFacts; readonly n: number };

export type Classes = ReturnType<typeof openClasses>;

export function openClasses(db: Database) {
  const sql = {
    find: db.prepare("SELECT class FROM classes WHERE fingerprint = ?"),
    insert: db.prepare("INSERT INTO classes (fingerprint, n) VALUES (?, 0)"),
    add: db.prepare("UPDATE classes SET n = n + ? WHERE class = ?"),
    removeEmpty: db.prepare("DELETE FROM classes WHERE class = ? AND n = 0"),
    fingerprint: db.prepare("SELECT fingerprint FROM classes WHERE class = ?"),
    after: db.prepare("SELECT class, fingerprint, n FROM classes WHERE class > ? ORDER BY class"),
    count: db.prepare("SELECT n FROM classes WHERE class = ?"),
  };
  /**
   * Class number -> facts, of the classes that were needed. At most as many as the table has: with fewer, classes would be parsed again and again, and
   * the rights that are cached by the object of their facts would be lost with it.
   */
  const parsed = new Map<number, RecordedFacts>();
  /** The lowest number of a class that was inserted since the start or the last rollback. A rollback frees such numbers for other facts. */
  let firstInserted = Number.POSITIVE_INFINITY;
  /** Count changes that are not written to the table yet. */
  let pending = new Map<number, number>();
  /** Every class since the first count, in the order of the class numbers, and the index of each number. */
  let all: { readonly facts: RecordedFacts; n: number }[] = [];
  let positions = new Map<number, number>();
  let last = 0;
  /** Classes whose count in the table differs from `all`. */
  let changed = new Set<number>();

  function factsIn(number: number, fingerprint: () => string): RecordedFacts {
    const facts = parsed.get(number) ?? (JSON.parse(fingerprint()) as RecordedFacts);
    parsed.set(number, facts);
    return facts;
  }

  return {
    /** The facts must not be modified, because all concerns of the class share them. */
    factsOf: (number: number): RecordedFacts =>
      factsIn(number, () => sql.fingerprint.get<{ fingerprint: string }>(number).fingerprint),
    /** Returns the number of the class with these facts, by their JSON. Inserts the class if there is none. */
    numberOf(fingerprint: string): number {
      const found = sql.find.get<{ class: number } | undefined>(fingerprint)?.class;
      if (found !== undefined) return found;
      const inserted = Number(sql.insert.run(fingerprint).lastInsertRowid);
      firstInserted = Math.min(firstInserted, inserted);
      return inserted;
    },
    /** Counts concerns that enter a class, or leave it. `flush` writes the count in the same transaction. */
    add: (number: number, more: number) => pending.set(number, (pending.get(number) ?? 0) + more),
    /** Writes counts, and deletes empty classes. */
    flush(): void {
      for (const [number, more] of pending) {
        changed.add(number);
        sql.add.run(more, number);
        if (more <= 0 && sql.removeEmpty.run(number).changes > 0) parsed.delete(number);
      }
      pending = new Map();
    },
    /** Returns every class, including empty ones, in a stable order: the array changes only after `forget`. */
    all(): readonly FactsClass[] {
      for (const row of sql.after.all<Row>(last)) {
        positions.set(row.class, all.length);
        all.push({ facts: factsIn(row.class, () => row.fingerprint), n: row.n });
        last = row.class;
      }
      for (const number of changed) {
        const known = all[positions.get(number) ?? -1];
        if (known) known.n = sql.count.get<{ n: number } | undefined>(number)?.n ?? 0;
      }
      changed = new Set();
      return all;
    },
    /** Called after a transaction was, or may have been, rolled back. */
    forget(): void {
      [all, positions, last, changed, pending] = [[], new Map(), 0, new Set(), new Map()];
      for (const number of parsed.keys()) if (number >= firstInserted) parsed.delete(number);
      firstInserted = Number.POSITIVE_INFINITY;
    },
  };
}
