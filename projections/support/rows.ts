// Supports as rows, and what they add up to for a council: counted as they change, so that a region's picture is read and not summed.
import type { Database } from "../../event-log/stores/database.ts";
import { daysAfter } from "../../services/dates.ts";
import { isOpen, lastProgress, type SupportState, statusOfSupport } from "../../services/support/state.ts";

export const SUPPORT_SCHEMA = `
CREATE TABLE IF NOT EXISTS supports (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, council TEXT NOT NULL, region TEXT NOT NULL, strand TEXT NOT NULL,
  scope TEXT NOT NULL, provider TEXT NOT NULL, status TEXT NOT NULL, open INTEGER NOT NULL, next_turn TEXT, state TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS by_council ON supports (council, seq);
CREATE INDEX IF NOT EXISTS open_of_council ON supports (council, seq) WHERE open = 1;
CREATE INDEX IF NOT EXISTS by_next_turn ON supports (next_turn) WHERE next_turn IS NOT NULL;
CREATE TABLE IF NOT EXISTS deadlines (seq INTEGER PRIMARY KEY, on_day TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS by_deadline ON deadlines (on_day);
CREATE TABLE IF NOT EXISTS overlaps (
  council TEXT NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL, in_time INTEGER NOT NULL, in_purpose INTEGER NOT NULL,
  PRIMARY KEY (council, a, b)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pictures (
  council TEXT NOT NULL, strand TEXT NOT NULL, offered INTEGER NOT NULL DEFAULT 0, agreed INTEGER NOT NULL DEFAULT 0,
  declined INTEGER NOT NULL DEFAULT 0, running INTEGER NOT NULL DEFAULT 0, ended INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL DEFAULT 0, overdue INTEGER NOT NULL DEFAULT 0, working INTEGER NOT NULL DEFAULT 0,
  partly_working INTEGER NOT NULL DEFAULT 0, not_working INTEGER NOT NULL DEFAULT 0, waiting INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (council, strand)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS day (one INTEGER PRIMARY KEY CHECK (one = 1), today TEXT NOT NULL) STRICT;`;

/** What one support adds to its council's picture, under these names. */
export const TALLIES = [
  "offered",
  "agreed",
  "declined",
  "running",
  "ended",
  "due",
  "overdue",
  "working",
  "partly_working",
  "not_working",
  "waiting",
] as const;
export type SupportTally = (typeof TALLIES)[number];

/** Days on which something of a running or agreed support is to be done: milestones, planned reviews, its beginning and its end. */
function duesOf(state: SupportState): readonly string[] {
  const status = statusOfSupport(state);
  if (status === "offered") return [state.answerBy];
  if (status === "agreed") return [state.from];
  if (status !== "running") return [];
  return [
    ...state.milestones.filter(({ met }) => !met).map(({ due }) => due),
    ...state.reviews.flatMap(({ planned, held, cancelled }) => (planned && !held && !cancelled ? [planned.to] : [])),
    state.until,
  ];
}

/** Falls due within so many days: what a lead wants to know of now. */
const SOON = 28;

/** What a support counts as on a day. `waiting`: the council has agreed and the day to begin has passed, so an agreed need that nobody meets. */
export function talliesOf(state: SupportState, today: string): readonly SupportTally[] {
  const status = statusOfSupport(state);
  const dues = duesOf(state);
  const progress = status === "running" ? lastProgress(state) : undefined;
  const soon = daysAfter(today, SOON);
  return [
    ...(status === "offered" || status === "agreed" || status === "declined" || status === "running"
      ? [status]
      : (["ended"] as const)),
    ...(dues.some((due) => due >= today && due <= soon) ? (["due"] as const) : []),
    ...(dues.some((due) => due < today) ? (["overdue"] as const) : []),
    ...(progress
      ? [({ working: "working", "partly-working": "partly_working", "not-working": "not_working" } as const)[progress]]
      : []),
    ...(status === "agreed" && state.from < today ? (["waiting"] as const) : []),
  ];
}

/** The next day on which what a support counts as changes without an event; undefined when none will. */
export function nextTurn(state: SupportState, today: string): string | undefined {
  return duesOf(state)
    .flatMap((due) => [daysAfter(due, -SOON), daysAfter(due, 1)])
    .filter((day) => day > today)
    .sort()[0];
}

/** How two open supports of one council meet; undefined when they do not. In purpose: for one cause in one strand. */
export function overlapOf(
  a: SupportState,
  b: SupportState,
): { readonly inTime: boolean; readonly inPurpose: boolean } | undefined {
  const inTime = a.from <= b.until && b.from <= a.until;
  const inPurpose = a.strand === b.strand && a.causes.some((cause) => b.causes.includes(cause));
  return inTime || inPurpose ? { inTime, inPurpose } : undefined;
}

export type HeldSupport = { readonly seq: number; readonly state: SupportState };

export function openSupportRows(db: Database) {
  const sql = {
    find: db.prepare("SELECT seq, state FROM supports WHERE id = ?"),
    load: db.prepare("SELECT seq, state FROM supports WHERE seq = ?"),
    insert: db.prepare(
      "INSERT INTO supports (id, council, region, strand, scope, provider, status, open, state) VALUES (?, ?, ?, ?, ?, ?, '', 0, '')",
    ),
    update: db.prepare("UPDATE supports SET status = ?, open = ?, next_turn = ?, state = ? WHERE seq = ?"),
    turn: db.prepare("UPDATE supports SET next_turn = ? WHERE seq = ?"),
    turned: db.prepare("SELECT seq, state FROM supports WHERE next_turn <= ?"),
    // The newest of them: who makes a hundred offers to one council does not make each further one dearer. docs/policy.md says so.
    openOf: db.prepare("SELECT seq, state FROM supports WHERE council = ? AND open = 1 AND seq <> ? ORDER BY seq DESC LIMIT 100"),
    part: db.prepare("DELETE FROM overlaps WHERE council = ? AND (a = ? OR b = ?)"),
    meet: db.prepare("INSERT OR REPLACE INTO overlaps (council, a, b, in_time, in_purpose) VALUES (?, ?, ?, ?, ?)"),
    deadline: db.prepare(
      "INSERT INTO deadlines (seq, on_day) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET on_day = excluded.on_day",
    ),
    settled: db.prepare("DELETE FROM deadlines WHERE seq = ?"),
    remove: db.prepare("DELETE FROM supports WHERE seq = ?"),
    picture: db.prepare("INSERT OR IGNORE INTO pictures (council, strand) VALUES (?, ?)"),
    tally: Object.fromEntries(
      TALLIES.map((tally) => [tally, db.prepare(`UPDATE pictures SET ${tally} = ${tally} + ? WHERE council = ? AND strand = ?`)]),
    ),
    day: db.prepare("SELECT today FROM day"),
    setDay: db.prepare("INSERT INTO day (one, today) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET today = excluded.today"),
  };
  type Row = { seq: number; state: string };
  const held = ({ seq, state }: Row): HeldSupport => ({ seq, state: JSON.parse(state) });
  const row = (found: Row | undefined): HeldSupport | undefined => found && held(found);

  /** Which others of the council's open supports this one meets, now that it has changed. */
  function meetOthers(seq: number, state: SupportState): void {
    sql.part.run(state.council, seq, seq);
    if (!isOpen(state)) return;
    for (const other of sql.openOf.all<Row>(state.council, seq).map(held)) {
      const overlap = overlapOf(state, other.state);
      const [a, b] = seq < other.seq ? [seq, other.seq] : [other.seq, seq];
      if (overlap) sql.meet.run(state.council, a, b, Number(overlap.inTime), Number(overlap.inPurpose));
    }
  }

  return {
    day: () => sql.day.get<{ today: string } | undefined>()?.today,
    setDay: (today: string) => sql.setDay.run(today),
    find: (id: string) => row(sql.find.get<Row | undefined>(id)),
    load: (seq: number) => row(sql.load.get<Row | undefined>(seq)),
    insert: ({ id, council, region, strand, provider }: SupportState, scope: string): number => {
      sql.picture.run(council, strand);
      return Number(sql.insert.run(id, council, region, strand, scope, provider).lastInsertRowid);
    },
    update(seq: number, state: SupportState, turn: string | undefined) {
      sql.update.run(statusOfSupport(state), Number(isOpen(state)), turn ?? null, JSON.stringify(state), seq);
    },
    meetOthers,
    remove(seq: number, council: string): void {
      sql.part.run(council, seq, seq);
      sql.settled.run(seq);
      sql.remove.run(seq);
    },
    setTurn: (seq: number, day: string | undefined) => sql.turn.run(day ?? null, seq),
    turnedBy: (day: string): readonly HeldSupport[] => sql.turned.all<Row>(day).map(held),
    count({ council, strand }: SupportState, before: readonly SupportTally[], after: readonly SupportTally[]) {
      for (const tally of TALLIES) {
        const change = Number(after.includes(tally)) - Number(before.includes(tally));
        if (change !== 0) sql.tally[tally]?.run(change, council, strand);
      }
    },
    fallDue: (seq: number, day: string | undefined) => (day === undefined ? sql.settled.run(seq) : sql.deadline.run(seq, day)),
  };
}
