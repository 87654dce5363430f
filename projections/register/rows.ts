// The register's tables, and the conversion of a concern's facts to rows. `seq` is the order in which concerns were logged. States are in a separate
// table, because they are wide and lists read ranges of narrow rows.
import { boundedCache } from "../../caching/cache.ts";
import type { Database, Statement } from "../../event-log/stores/database.ts";
import { type ConcernFacts, FACT_COLUMNS, FACT_SETS, namedIn } from "../../policies/engine/facts.ts";
import type { CaseloadValues } from "../../services/concern/caseload.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { type CouncilState, EMPTY_COUNCIL } from "../../services/council/state.ts";
import { DAY_SCHEMA } from "../day.ts";
import { BOXES_SCHEMA } from "./boxes.ts";
import { CASELOAD_INDEXES, CASELOAD_NAMES, CASELOAD_SCHEMA, caseloadValues } from "./caseload-columns.ts";
import { CLASSES_INDEXES, CLASSES_SCHEMA, type Classes } from "./classes.ts";

const columns = Object.values(FACT_COLUMNS);
const FLAGS: ReadonlySet<string> = new Set([
  "council_aware",
  "evidenced",
  "words_closed",
  "restricted",
] satisfies (typeof columns)[number][]);
const factColumns = columns.map((name) => `${name} ${FLAGS.has(name) ? "INTEGER" : "TEXT"} NOT NULL`).join(", ");

export const ROWS_SCHEMA = `
CREATE TABLE IF NOT EXISTS concerns (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, version INTEGER NOT NULL, class INTEGER NOT NULL, next_change TEXT, ${factColumns},${CASELOAD_SCHEMA}
) STRICT;
CREATE TABLE IF NOT EXISTS states (seq INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS shared (part TEXT NOT NULL, body TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (part, body, seq)) STRICT, WITHOUT ROWID;
${BOXES_SCHEMA}
${CLASSES_SCHEMA}
CREATE TABLE IF NOT EXISTS deadlines (seq INTEGER PRIMARY KEY, on_day TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS standing (agreement TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS resting (agreement TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (agreement, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS council_words (council TEXT PRIMARY KEY, said TEXT NOT NULL) STRICT, WITHOUT ROWID;
${DAY_SCHEMA}`;

export const ROWS_INDEXES = `
CREATE UNIQUE INDEX IF NOT EXISTS by_id ON concerns (id);
CREATE INDEX IF NOT EXISTS by_council ON concerns (council, seq);
CREATE INDEX IF NOT EXISTS aware ON concerns (council) WHERE council_aware = 1;
CREATE INDEX IF NOT EXISTS restricted_of ON concerns (council) WHERE restricted = 1;
CREATE INDEX IF NOT EXISTS by_scope ON concerns (scope, seq);
CREATE INDEX IF NOT EXISTS by_scope_cause ON concerns (scope, cause, seq);
CREATE INDEX IF NOT EXISTS by_scope_stage ON concerns (scope, stage, seq);
CREATE INDEX IF NOT EXISTS by_next_change ON concerns (next_change) WHERE next_change IS NOT NULL;
CREATE INDEX IF NOT EXISTS shared_of ON shared (seq, part, body);
CREATE INDEX IF NOT EXISTS shared_tokens ON shared (body) WHERE instr(body, '#') > 0;
CREATE INDEX IF NOT EXISTS by_deadline ON deadlines (on_day);${CLASSES_INDEXES}${CASELOAD_INDEXES}`;

/** The columns of a concern's row that events and dates change. */
const WRITTEN: readonly string[] = ["version", "class", "next_change", ...columns, ...CASELOAD_NAMES];
type Value = string | number | null;

/** `fingerprint` is the JSON of the facts in the concern's rows, and `written` has the columns of `WRITTEN` by name. */
export type RegisterRow = {
  readonly seq: number;
  readonly state: ConcernState;
  readonly fingerprint: string;
  readonly written: Readonly<Record<string, Value>>;
};
/** The facts of today and what lists filter by, and the next day on which they change by date: what begins and what ends. */
export type FactsOfDay = {
  readonly facts: ConcernFacts;
  readonly caseload: CaseloadValues;
  readonly nextChange: string | undefined;
};

const SELECT = `SELECT c.seq, s.state, k.fingerprint, ${WRITTEN.map((name) => `c.${name}`).join(", ")}
  FROM concerns c JOIN states s ON s.seq = c.seq JOIN classes k ON k.class = c.class`;

export function openRows(db: Database, classes: Classes) {
  const factValues = (facts: ConcernFacts) =>
    Object.keys(FACT_COLUMNS).map((fact) => {
      const value = facts[fact as keyof typeof FACT_COLUMNS];
      return typeof value === "boolean" ? Number(value) : value;
    });
  /** In the order of `WRITTEN`. */
  const valuesOf = (version: number, number: number, { facts, caseload, nextChange }: FactsOfDay): readonly Value[] => [
    ...[version, number, nextChange ?? null],
    ...factValues(facts),
    ...caseloadValues(caseload),
  ];
  const sql = {
    find: db.prepare(`${SELECT} WHERE c.id = ?`),
    load: db.prepare(`${SELECT} WHERE c.seq = ?`),
    insert: db.prepare(`INSERT INTO concerns (id, ${WRITTEN.join(", ")}) VALUES (?, ${WRITTEN.map(() => "?").join(", ")})`),
    insertState: db.prepare("INSERT INTO states (seq, state) VALUES (?, ?)"),
    changeState: db.prepare("UPDATE states SET state = ? WHERE seq = ?"),
    unshare: db.prepare("DELETE FROM shared WHERE seq = ?"),
    share: db.prepare("INSERT INTO shared (part, body, seq) VALUES (?, ?, ?)"),
    named: db.prepare("SELECT body FROM shared WHERE part = 'named' UNION SELECT body FROM shared WHERE instr(body, '#') > 0"),
    changedBy: db.prepare("SELECT seq FROM concerns WHERE next_change <= ?"),
    setDeadline: db.prepare(`INSERT INTO deadlines (seq, on_day) VALUES (?, ?)
      ON CONFLICT (seq) DO UPDATE SET on_day = excluded.on_day WHERE on_day <> excluded.on_day`),
    clearDeadline: db.prepare("DELETE FROM deadlines WHERE seq = ?"),
    ofCouncil: db.prepare("SELECT seq FROM concerns WHERE council = ?"),
    removeConcern: db.prepare("DELETE FROM concerns WHERE seq = ?"),
    removeState: db.prepare("DELETE FROM states WHERE seq = ?"),
    addAgreement: db.prepare("INSERT OR IGNORE INTO standing (agreement) VALUES (?)"),
    removeAgreement: db.prepare("DELETE FROM standing WHERE agreement = ?"),
    isInForce: db.prepare("SELECT 1 FROM standing WHERE agreement = ?"),
    linkAgreement: db.prepare("INSERT INTO resting (agreement, seq) VALUES (?, ?)"),
    unlinkAgreement: db.prepare("DELETE FROM resting WHERE agreement = ? AND seq = ?"),
    linkedTo: db.prepare("SELECT seq FROM resting WHERE agreement = ?"),
    idsLinkedTo: db.prepare("SELECT c.id FROM resting r CROSS JOIN concerns c ON c.seq = r.seq WHERE r.agreement = ?"),
    councilState: db.prepare("SELECT said FROM council_words WHERE council = ?"),
    setCouncilState: db.prepare("INSERT OR REPLACE INTO council_words (council, said) VALUES (?, ?)"),
  };

  /** A statement for each set of columns. */
  const updates = boundedCache<string, Statement>(64);
  /** Sets the columns that differ: SQLite writes the index entries of each column that it sets, also to the same value, and each is in another page. */
  function update({ seq, written }: RegisterRow, values: readonly Value[]): void {
    const changed = values.flatMap((value, n) => {
      const name = WRITTEN[n] as string;
      return value === written[name] ? [] : [{ name, value }];
    });
    if (changed.length === 0) return;
    const assignments = changed.map(({ name }) => `${name} = ?`).join(", ");
    const statement = updates.getOrMake(assignments, () => db.prepare(`UPDATE concerns SET ${assignments} WHERE seq = ?`));
    statement.run(...changed.map(({ value }) => value), seq);
  }

  function shareWith(seq: number, facts: ConcernFacts): void {
    for (const [fact, part] of Object.entries(FACT_SETS))
      for (const body of facts[fact as keyof typeof FACT_SETS]) sql.share.run(part, body, seq);
  }

  /** The people and tokens that some concern names, as last read. */
  let named: ReadonlySet<string> = new Set();
  let isNamedStale = true;
  const noteNamed = (facts: ConcernFacts): void => {
    isNamedStale ||= namedIn(facts).length > 0;
  };

  type StoredRow = { readonly seq: number; readonly state: string; readonly fingerprint: string };
  const parse = ({ seq, state, fingerprint, ...written }: StoredRow): RegisterRow => ({
    ...{ seq, fingerprint, written },
    state: JSON.parse(state),
  });
  const seqs = (rows: readonly { readonly seq: number }[]) => rows.map(({ seq }) => seq);

  return {
    /** Looked up row by row, because the set of all agreements would grow with the log. */
    inForce: { has: (agreement: string) => sql.isInForce.get(agreement) !== undefined },
    find(id: string): RegisterRow | undefined {
      const row = sql.find.get<StoredRow | undefined>(id);
      return row && parse(row);
    },
    load: (seq: number): RegisterRow => parse(sql.load.get<StoredRow>(seq)),
    /** Returns the new concern's `seq`. */
    add(state: ConcernState, ofDay: FactsOfDay): number {
      const { facts } = ofDay;
      const number = classes.numberOf(JSON.stringify(facts));
      const { lastInsertRowid } = sql.insert.run(state.id, ...valuesOf(state.version, number, ofDay));
      const seq = Number(lastInsertRowid);
      sql.insertState.run(seq, JSON.stringify(state));
      classes.add(number, 1);
      shareWith(seq, facts);
      noteNamed(facts);
      return seq;
    },
    /** Writes the state if it has changed, and what differs of the facts and the other columns. */
    change(before: RegisterRow, state: ConcernState, ofDay: FactsOfDay): void {
      const { seq, fingerprint } = before;
      const { facts } = ofDay;
      if (state !== before.state) sql.changeState.run(JSON.stringify(state), seq);
      const now = JSON.stringify(facts);
      const from = before.written.class as number;
      const into = now === fingerprint ? from : classes.numberOf(now);
      update(before, valuesOf(state.version, into, ofDay));
      if (into === from) return;
      classes.add(into, 1);
      classes.add(from, -1);
      sql.unshare.run(seq);
      shareWith(seq, facts);
      noteNamed(facts);
      noteNamed(JSON.parse(fingerprint));
    },
    /** The next day on which a deadline of the concern is due. */
    setDeadline: (seq: number, day: string) => sql.setDeadline.run(seq, day),
    clearDeadline: (seq: number) => sql.clearDeadline.run(seq),
    addAgreement: (agreement: string) => sql.addAgreement.run(agreement),
    removeAgreement: (agreement: string) => sql.removeAgreement.run(agreement),
    /** Links a concern to the agreements and other statements of its council on which its shares depend. */
    linkAgreement(seq: number, before: ReadonlySet<string>, after: ReadonlySet<string>): void {
      for (const agreement of after.difference(before)) sql.linkAgreement.run(agreement, seq);
      for (const agreement of before.difference(after)) sql.unlinkAgreement.run(agreement, seq);
    },
    /** A council's standing agreements and positions on shares. */
    councilState(council: string): CouncilState {
      const row = sql.councilState.get<{ said: string } | undefined>(council);
      return row ? JSON.parse(row.said) : EMPTY_COUNCIL;
    },
    setCouncilState: (council: string, { version, agreements, positions }: CouncilState) =>
      sql.setCouncilState.run(council, JSON.stringify({ ...EMPTY_COUNCIL, version, agreements, positions })),
    linkedTo: (agreement: string) => seqs(sql.linkedTo.all(agreement)),
    /** The ids of the concerns with shares that depend on a statement of a council (`dependenciesOf`). */
    dependentOn: (dependency: string): readonly string[] => sql.idsLinkedTo.all<{ id: string }>(dependency).map(({ id }) => id),
    ofCouncil: (council: string) => seqs(sql.ofCouncil.all(council)),
    remove({ seq, fingerprint }: RegisterRow): void {
      for (const statement of [sql.removeConcern, sql.removeState, sql.unshare, sql.clearDeadline]) statement.run(seq);
      classes.add(classes.numberOf(fingerprint), -1);
      noteNamed(JSON.parse(fingerprint));
    },
    /** The people and tokens that some concern names. The same object until one is named anew or no longer. */
    named(): ReadonlySet<string> {
      if (!isNamedStale) return named;
      const now = new Set(sql.named.all<{ body: string }>().map(({ body }) => body));
      // Every decision for a class depends on this object.
      if (now.symmetricDifference(named).size > 0) named = now;
      isNamedStale = false;
      return named;
    },
    /** Called after a transaction was rolled back. */
    forget(): void {
      isNamedStale = true;
    },
    /** `changed`: the facts of classes that concerns have entered or left; undefined for any. */
    changedElsewhere(changed: readonly ConcernFacts[] | undefined): void {
      if (changed) changed.forEach(noteNamed);
      else isNamedStale = true;
    },
    changedBy: (day: string) => seqs(sql.changedBy.all(day)),
  };
}
