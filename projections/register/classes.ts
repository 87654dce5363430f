// Concerns with equal facts form a class. Visibility depends only on facts, so counts iterate over the classes and not over the concerns: the figure
// `count_flat` of bench/. A concern's facts are stored with its class.
import type { Database } from "../../event-log/stores/database.ts";
import type { RecordedFacts } from "../../services/concern/facts.ts";

// AUTOINCREMENT: a number is never used for other facts. `changed` numbers the flushes, so that another connection finds what changed since it last looked.
export const CLASSES_SCHEMA = `
CREATE TABLE IF NOT EXISTS classes (
  class INTEGER PRIMARY KEY AUTOINCREMENT, fingerprint TEXT NOT NULL UNIQUE, n INTEGER NOT NULL, changed INTEGER NOT NULL
) STRICT;`;
export const CLASSES_INDEXES = `
CREATE INDEX IF NOT EXISTS classes_changed ON classes (changed);
CREATE INDEX IF NOT EXISTS empty_classes ON classes (changed) WHERE n = 0;`;
/** Compared without empty classes, and without numbers that depend on how events were put together in pages. */
export const CLASSES_COMPARED = { classes: "SELECT class, fingerprint, n FROM classes WHERE n > 0" };

/** An empty class is removed after so many flushes. A connection that did not look for longer reads every class anew. */
const KEPT_EMPTY = 1_000;

type Row = { readonly class: number; readonly fingerprint: string; readonly n: number };
/** `n` concerns have these facts. */
export type FactsClass = { readonly facts: RecordedFacts; readonly n: number };

export type Classes = ReturnType<typeof openClasses>;

export function openClasses(db: Database) {
  const sql = {
    find: db.prepare("SELECT class FROM classes WHERE fingerprint = ?"),
    insert: db.prepare("INSERT INTO classes (fingerprint, n, changed) VALUES (?, 0, 0)"),
    add: db.prepare("UPDATE classes SET n = n + ?, changed = ? WHERE class = ?"),
    removeEmpty: db.prepare("DELETE FROM classes WHERE n = 0 AND changed < ? RETURNING class"),
    fingerprint: db.prepare("SELECT fingerprint FROM classes WHERE class = ?"),
    // With the plus SQLite finds the few rows by `changed`, and does not read all of them in the order of `class`.
    changedSince: db.prepare("SELECT class, fingerprint, n FROM classes WHERE changed > ? ORDER BY +class"),
    lastChange: db.prepare("SELECT max(changed) AS changed FROM classes"),
  };
  const lastChange = (): number => sql.lastChange.get<{ changed: number | null }>().changed ?? 0;
  /**
   * Class number -> facts, of the classes that were needed. At most as many as the table has: with fewer, classes would be parsed again and again, and
   * the rights that are cached by the object of their facts would be lost with it.
   */
  const parsed = new Map<number, RecordedFacts>();
  /** The lowest number of a class that was inserted since the start or the last rollback. A rollback frees such numbers for other facts. */
  let firstInserted = Number.POSITIVE_INFINITY;
  /** Count changes that are not written to the table yet. */
  let pending = new Map<number, number>();
  /** The number of the last flush; undefined before the first. It may have been rolled back: then the next number is higher than needed. */
  let flushed: number | undefined;
  /** Every class since the first count, in the order of the class numbers, and the index of each number. */
  let all: { readonly facts: RecordedFacts; n: number }[] | undefined;
  let positions = new Map<number, number>();
  /** The last change of the table that is in memory. */
  let seen: number | undefined;

  function factsIn(number: number, fingerprint: () => string): RecordedFacts {
    const facts = parsed.get(number) ?? (JSON.parse(fingerprint()) as RecordedFacts);
    parsed.set(number, facts);
    return facts;
  }

  /** Reads what has changed in the table. Returns the facts of the changed classes; undefined if some may have been removed since. */
  function refresh(): readonly RecordedFacts[] | undefined {
    const last = lastChange();
    const since = seen ?? last;
    const isComplete = last - since <= KEPT_EMPTY;
    const rows = since === last ? [] : sql.changedSince.all<Row>(isComplete ? since : EVERY_CHANGE);
    if (!isComplete) {
      for (const one of all ?? []) one.n = 0;
      const numbers = new Set(rows.map((row) => row.class));
      for (const number of parsed.keys()) if (!numbers.has(number)) parsed.delete(number);
    }
    const changed = rows.map(put);
    seen = last;
    return isComplete ? changed : undefined;
  }

  function put({ class: number, fingerprint, n }: Row): RecordedFacts {
    const facts = factsIn(number, () => fingerprint);
    if (n === 0) parsed.delete(number);
    const known = all?.[positions.get(number) ?? -1];
    if (known) known.n = n;
    else if (all) {
      positions.set(number, all.length);
      all.push({ facts, n });
    }
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
    /** Writes counts, and deletes classes that have been empty for long. */
    flush(): void {
      if (pending.size === 0) return;
      flushed = (flushed ?? lastChange()) + 1;
      for (const [number, more] of pending) sql.add.run(more, flushed, number);
      for (const row of sql.removeEmpty.all<Pick<Row, "class">>(flushed - KEPT_EMPTY)) parsed.delete(row.class);
      pending = new Map();
    },
    /** Returns every class, including empty ones, in a stable order: the array changes only after `forget`. */
    all(): readonly FactsClass[] {
      if (!all) [all, positions, seen] = [[], new Map(), EVERY_CHANGE];
      refresh();
      return all;
    },
    /** Called after another thread has changed the table. Returns the facts of the changed classes; undefined if any may have changed. */
    changedElsewhere: refresh,
    /** Called after a transaction was, or may have been, rolled back. */
    forget(): void {
      [all, positions, seen, pending] = [undefined, new Map(), undefined, new Map()];
      for (const number of parsed.keys()) if (number >= firstInserted) parsed.delete(number);
      firstInserted = Number.POSITIVE_INFINITY;
    },
  };
}

/** Before the first change. */
const EVERY_CHANGE = -1;
