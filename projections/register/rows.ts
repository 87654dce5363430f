// The register's tables, and how a concern's facts become rows of them. `seq` is the register's own order of logging; lists are newest
// first by it. States stand apart: they are wide, and ranges are to be narrow.
import type { Database } from "../../event-log/database.ts";
import type { ConcernFacts } from "../../policies/facts.ts";
import { FACT_COLUMNS, FACT_SETS } from "../../policies/sql.ts";
import type { ConcernState } from "../../services/concern/state.ts";

const columns = Object.values(FACT_COLUMNS);
const factColumns = columns
  .map((name) => `${name} ${name === "council_aware" || name === "evidenced" ? "INTEGER" : "TEXT"} NOT NULL`)
  .join(", ");

export const ROWS_SCHEMA = `
CREATE TABLE IF NOT EXISTS concerns (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, class INTEGER NOT NULL, next_end TEXT, ${factColumns}
) STRICT;
CREATE INDEX IF NOT EXISTS by_council ON concerns (council, seq);
CREATE INDEX IF NOT EXISTS by_scope ON concerns (scope, seq);
CREATE INDEX IF NOT EXISTS by_scope_cause ON concerns (scope, cause, seq);
CREATE INDEX IF NOT EXISTS by_scope_stage ON concerns (scope, stage, seq);
CREATE INDEX IF NOT EXISTS by_next_end ON concerns (next_end) WHERE next_end IS NOT NULL;
CREATE TABLE IF NOT EXISTS states (seq INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS shared (part TEXT NOT NULL, body TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (part, body, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shared_of ON shared (seq, part, body);
CREATE TABLE IF NOT EXISTS classes (class INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, n INTEGER NOT NULL, ${factColumns}) STRICT;
CREATE TABLE IF NOT EXISTS class_shared (class INTEGER NOT NULL, part TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (class, part, body)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deadlines (seq INTEGER PRIMARY KEY, on_day TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS by_deadline ON deadlines (on_day);
CREATE TABLE IF NOT EXISTS standing (agreement TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS resting (agreement TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (agreement, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS day (one INTEGER PRIMARY KEY CHECK (one = 1), today TEXT NOT NULL) STRICT;`;

/** A concern as the register holds it. `fingerprint` is the JSON of the facts that its rows stand for. */
export type Held = { readonly seq: number; readonly state: ConcernState; readonly fingerprint: string };

const HELD =
  "SELECT c.seq, s.state, k.fingerprint FROM concerns c JOIN states s ON s.seq = c.seq JOIN classes k ON k.class = c.class";

/** The register's rows and how facts become them. */
export function openRows(db: Database) {
  const marks = columns.map(() => "?").join(", ");
  const factValues = (facts: ConcernFacts) =>
    Object.keys(FACT_COLUMNS).map((fact) => {
      const value = facts[fact as keyof typeof FACT_COLUMNS];
      return typeof value === "boolean" ? Number(value) : value;
    });
  const sql = {
    find: db.prepare(`${HELD} WHERE c.id = ?`),
    load: db.prepare(`${HELD} WHERE c.seq = ?`),
    insert: db.prepare(`INSERT INTO concerns (id, class, ${columns.join(", ")}) VALUES (?, 0, ${marks})`),
    update: db.prepare(
      `UPDATE concerns SET class = ?, next_end = ?, ${columns.map((name) => `${name} = ?`).join(", ")} WHERE seq = ?`,
    ),
    setNextEnd: db.prepare("UPDATE concerns SET next_end = ? WHERE seq = ? AND next_end IS NOT ?"),
    putState: db.prepare("INSERT INTO states (seq, state) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET state = excluded.state"),
    unshare: db.prepare("DELETE FROM shared WHERE seq = ?"),
    share: db.prepare("INSERT INTO shared (part, body, seq) VALUES (?, ?, ?)"),
    classOf: db.prepare("SELECT class FROM classes WHERE fingerprint = ?"),
    newClass: db.prepare(`INSERT INTO classes (fingerprint, n, ${columns.join(", ")}) VALUES (?, 0, ${marks})`),
    newClassShared: db.prepare("INSERT INTO class_shared (class, part, body) VALUES (?, ?, ?)"),
    count: db.prepare("UPDATE classes SET n = n + ? WHERE class = ?"),
    dropEmptyShared: db.prepare(
      "DELETE FROM class_shared WHERE class = ? AND (SELECT n FROM classes k WHERE k.class = class_shared.class) = 0",
    ),
    dropEmpty: db.prepare("DELETE FROM classes WHERE class = ? AND n = 0"),
    endedBy: db.prepare("SELECT seq FROM concerns WHERE next_end <= ?"),
    deadline: db.prepare(
      "INSERT INTO deadlines (seq, on_day) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET on_day = excluded.on_day",
    ),
    settled: db.prepare("DELETE FROM deadlines WHERE seq = ?"),
    stand: db.prepare("INSERT OR IGNORE INTO standing (agreement) VALUES (?)"),
    fall: db.prepare("DELETE FROM standing WHERE agreement = ?"),
    stands: db.prepare("SELECT 1 FROM standing WHERE agreement = ?"),
    rest: db.prepare("INSERT OR IGNORE INTO resting (agreement, seq) VALUES (?, ?)"),
    restingOn: db.prepare("SELECT seq FROM resting WHERE agreement = ?"),
    day: db.prepare("SELECT today FROM day"),
    setDay: db.prepare("INSERT INTO day (one, today) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET today = excluded.today"),
  };
  let knownDay: string | undefined;
  // Looked up row by row: the set of all agreements would grow with the log.
  const standing = { has: (agreement: string) => sql.stands.get(agreement) !== undefined };
  const dayNow = () => (knownDay ??= (sql.day.get() as { today: string } | undefined)?.today);
  const setRows = (facts: ConcernFacts) =>
    Object.entries(FACT_SETS).flatMap(([fact, part]) =>
      facts[fact as keyof typeof FACT_SETS].map((body) => [part, body] as const),
    );

  function classFor(fingerprint: string): number {
    const known = sql.classOf.get(fingerprint) as { class: number } | undefined;
    if (known) return known.class;
    const facts = JSON.parse(fingerprint) as ConcernFacts;
    const made = Number(sql.newClass.run(fingerprint, ...factValues(facts)).lastInsertRowid);
    for (const [part, body] of setRows(facts)) sql.newClassShared.run(made, part, body);
    return made;
  }

  type Row = { seq: number; state: string; fingerprint: string };
  const held = (row: Row): Held => ({ ...row, state: JSON.parse(row.state) });

  return {
    standing,
    day: dayNow,
    setDay: (day: string) => {
      sql.setDay.run(day);
      knownDay = day;
    },
    forget: () => {
      knownDay = undefined;
    },
    find: (id: string): Held | undefined => {
      const row = sql.find.get(id) as Row | undefined;
      return row && held(row);
    },
    load: (seq: number): Held => held(sql.load.get(seq) as Row),
    insert: (id: string, facts: ConcernFacts): number => Number(sql.insert.run(id, ...factValues(facts)).lastInsertRowid),
    /** Writes the state, if it changed, and the facts where they differ from those of `before`. Returns their fingerprint. */
    update(
      seq: number,
      state: ConcernState | undefined,
      before: string | undefined,
      facts: ConcernFacts,
      nextEnd: string | undefined,
    ) {
      if (state) sql.putState.run(seq, JSON.stringify(state));
      const end = nextEnd ?? null;
      const fingerprint = JSON.stringify(facts);
      if (before === fingerprint) {
        sql.setNextEnd.run(end, seq, end);
        return fingerprint;
      }
      const into = classFor(fingerprint);
      sql.count.run(1, into);
      if (before !== undefined) {
        const from = classFor(before);
        sql.count.run(-1, from);
        sql.dropEmptyShared.run(from);
        sql.dropEmpty.run(from);
      }
      sql.update.run(into, end, ...factValues(facts), seq);
      sql.unshare.run(seq);
      for (const [part, body] of setRows(facts)) sql.share.run(part, body, seq);
      return fingerprint;
    },
    /** The first day on which something of the concern is to be put on record by date; undefined for none. */
    fallDue: (seq: number, day: string | undefined) => (day === undefined ? sql.settled.run(seq) : sql.deadline.run(seq, day)),
    stand: (agreement: string) => sql.stand.run(agreement),
    fall: (agreement: string) => sql.fall.run(agreement),
    rest: (agreement: string, seq: number) => sql.rest.run(agreement, seq),
    restingOn: (agreement: string) => (sql.restingOn.all(agreement) as { seq: number }[]).map(({ seq }) => seq),
    endedBy: (day: string) => (sql.endedBy.all(day) as { seq: number }[]).map(({ seq }) => seq),
  };
}
