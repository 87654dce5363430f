// Concerns with equal facts form a class. Rights depend on facts alone, so counts go through classes, of which there are few, and not through
// concerns; and a concern's facts are found by its class. Counters are rows of the file. They are kept in memory too, as numbers to add up:
// those that changed are read anew before the next count.
import { boundedCache } from "../../caching/cache.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { type Condition, holds } from "../../policies/engine/condition.ts";
import { READ_ACTIONS } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import type { RecordedFacts } from "../../services/concern/facts.ts";
import type { Reader } from "./concern-record.ts";
import { type Cell, type Counts, countsOf } from "./tallies.ts";

// AUTOINCREMENT: a number that stood for one set of facts never stands for another.
export const CLASSES_SCHEMA = `
CREATE TABLE IF NOT EXISTS classes (class INTEGER PRIMARY KEY AUTOINCREMENT, fingerprint TEXT NOT NULL UNIQUE, n INTEGER NOT NULL) STRICT;`;

export type Classes = {
  /** The number of the class with these facts, by their JSON; made if there is none. */
  numberOf(fingerprint: string): number;
  /** The facts that a class stands for. Nobody changes them. */
  factsOf(number: number): RecordedFacts;
  /** So many concerns more in a class, or fewer: written with `settle`, within the same transaction. One that is then empty is gone. */
  count(number: number, more: number): void;
  settle(): void;
  /** Of what a reader may see the headline of, and a condition admits. */
  counts(reader: Reader, wanted: Condition): Counts;
  /** A transaction was taken back, or may have been: nothing that is remembered of it holds. */
  forget(): void;
};

type Row = { readonly class: number; readonly fingerprint: string; readonly n: number };
type Class = { readonly number: number; readonly facts: RecordedFacts; readonly cell: number; n: number };
/** What a reader may see, as places among all classes; `upTo` says how many have been asked about. */
type Seen = { upTo: number; readonly places: number[] };

/** Classes whose facts are remembered, and kinds of readers for whom it is remembered which of them they see. */
const REMEMBERED = 50_000;
const READERS = 200;
/** Classes whose number is remembered: concerns that are logged or change together have few. */
const NUMBERS = 100_000;

export function openClasses(db: Database): Classes {
  const sql = {
    find: db.prepare("SELECT class FROM classes WHERE fingerprint = ?"),
    make: db.prepare("INSERT INTO classes (fingerprint, n) VALUES (?, 0)"),
    count: db.prepare("UPDATE classes SET n = n + ? WHERE class = ?"),
    removeEmpty: db.prepare("DELETE FROM classes WHERE class = ? AND n = 0"),
    fingerprint: db.prepare("SELECT fingerprint FROM classes WHERE class = ?"),
    after: db.prepare("SELECT class, fingerprint, n FROM classes WHERE class > ? ORDER BY class"),
    counter: db.prepare("SELECT n FROM classes WHERE class = ?"),
  };
  const facts = boundedCache<number, RecordedFacts>(REMEMBERED);
  const numbers = boundedCache<string, number>(NUMBERS);
  let unsettled = new Map<number, number>();
  const texts = new Map<string, string>();
  const cells: Cell[] = [];
  const cellNumbers = new Map<string, number>();
  /** Every class that there is or was since they were first read, in the order of their numbers. */
  let all: Class[] = [];
  let places = new Map<number, number>();
  let changed = new Set<number>();
  const seenBy = boundedCache<string, Seen>(READERS);

  function factsOf(number: number, fingerprint?: string): RecordedFacts {
    const known = facts.get(number);
    if (known) return known;
    const text = fingerprint ?? sql.fingerprint.get<{ fingerprint: string }>(number).fingerprint;
    const made = JSON.parse(text, (_, value) => (typeof value === "string" ? once(value) : value)) as RecordedFacts;
    facts.set(number, made);
    return made;
  }

  /** Facts are made of a few hundred words, each of which is to stand in memory once. */
  function once(text: string): string {
    const known = texts.get(text) ?? text;
    texts.set(text, known);
    return known;
  }

  function cellOf({ region, strand, cause, stage }: RecordedFacts): number {
    const key = JSON.stringify([region, strand, cause, stage]);
    const number = cellNumbers.get(key) ?? cells.push({ region, strand, cause, stage }) - 1;
    cellNumbers.set(key, number);
    return number;
  }

  function refresh(): void {
    for (const row of sql.after.all<Row>(all.at(-1)?.number ?? 0)) {
      const of = factsOf(row.class, row.fingerprint);
      places.set(row.class, all.length);
      all.push({ number: row.class, facts: of, cell: cellOf(of), n: row.n });
    }
    for (const number of changed) {
      const known = all[places.get(number) ?? -1];
      if (known) known.n = sql.counter.get<{ n: number } | undefined>(number)?.n ?? 0;
    }
    changed = new Set();
  }

  function placesSeenBy({ person, rights }: Reader): readonly number[] {
    const key = `${rights.version()} ${rights.classOf(person)}`;
    const seen = seenBy.getOrMake(key, () => ({ upTo: 0, places: [] }));
    if (seen.upTo === all.length) return seen.places;
    const headline = conditionOf(rights.of(person, READ_ACTIONS.headline));
    for (const [index, { facts }] of all.slice(seen.upTo).entries())
      if (holds(headline, facts)) seen.places.push(seen.upTo + index);
    seen.upTo = all.length;
    return seen.places;
  }

  return {
    factsOf,
    numberOf(fingerprint) {
      const known = numbers.get(fingerprint);
      if (known !== undefined) return known;
      const found = sql.find.get<{ class: number } | undefined>(fingerprint);
      const number = found?.class ?? Number(sql.make.run(fingerprint).lastInsertRowid);
      numbers.set(fingerprint, number);
      return number;
    },
    count: (number, more) => unsettled.set(number, (unsettled.get(number) ?? 0) + more),
    settle() {
      for (const [number, more] of unsettled) {
        changed.add(number);
        sql.count.run(more, number);
        if (more > 0 || sql.removeEmpty.run(number).changes === 0) continue;
        numbers.clear();
      }
      unsettled = new Map();
    },
    counts(reader, wanted) {
      refresh();
      const sums = new Array<number>(cells.length).fill(0);
      const councils = new Set<string>();
      for (const place of placesSeenBy(reader)) {
        const { n, cell, facts } = all[place] as Class;
        if (n === 0 || !(wanted.kind === "always" || holds(wanted, facts))) continue;
        sums[cell] = (sums[cell] ?? 0) + n;
        // Two tell already that it is not one.
        if (councils.size < 2) councils.add(facts.council);
      }
      const rows = cells.map((cell, index) => ({ ...cell, n: sums[index] ?? 0 })).filter(({ n }) => n > 0);
      const [council, ...others] = councils;
      return countsOf(rows, others.length === 0 ? council : undefined);
    },
    forget() {
      [all, places, changed, unsettled] = [[], new Map(), new Set(), new Map()];
      for (const cache of [facts, numbers, seenBy]) cache.clear();
    },
  };
}
