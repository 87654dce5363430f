// Stores supports as rows, with the counts of a council's picture, which are updated with each change, so that a region's picture needs no sums, for `support_flat`.
import type { Database } from "../../event-log/stores/database.ts";
import { daysAfter } from "../../services/dates.ts";
import { isOpen, lastProgress, type SupportState, statusOfSupport } from "../../services/support/state.ts";
import { DAY_SCHEMA } from "../day.ts";

/** The counts of a support in its council's picture: columns of the table, and fields of the result. */
export const TALLIES = [
  ...(["offered", "agreed", "declined", "running", "ended", "due", "overdue"] as const),
  ...(["working", "partly_working", "not_working", "waiting"] as const),
] as const;
export type SupportTally = (typeof TALLIES)[number];

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
  council TEXT NOT NULL, strand TEXT NOT NULL, ${TALLIES.map((tally) => `${tally} INTEGER NOT NULL DEFAULT 0`).join(", ")},
  PRIMARY KEY (council, strand)
) STRICT, WITHOUT ROWID;
${DAY_SCHEMA}`;

/** The due dates of a support: an answer, the start, milestones, planned reviews, the end. */
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

/** The number of days before a due date from which it counts as due. */
const SOON = 28;

/** The counts of a support on a day. `waiting`: agreed, and the planned start has passed. */
export function talliesOf(state: SupportState, today: string): readonly SupportTally[] {
  const status = statusOfSupport(state);
  const dues = duesOf(state);
  const progress = status === "running" ? lastProgress(state) : undefined;
  const soon = daysAfter(today, SOON);
  return [
    TALLIES.find((tally) => tally === status) ?? "ended",
    ...(dues.some((due) => due >= today && due <= soon) ? (["due"] as const) : []),
    ...(dues.some((due) => due < today) ? (["overdue"] as const) : []),
    ...(progress
      ? [({ working: "working", "partly-working": "partly_working", "not-working": "not_working" } as const)[progress]]
      : []),
    ...(status === "agreed" && state.from < today ? (["waiting"] as const) : []),
  ];
}

/** The next day on which the counts of a support change by date. */
export function nextChange(state: SupportState, today: string): string | undefined {
  return duesOf(state)
    .flatMap((due) => [daysAfter(due, -SOON), daysAfter(due, 1)])
    .filter((day) => day > today)
    .sort()[0];
}

/** The overlap of two supports of one council. Overlap in purpose: for the same cause in the same strand. */
function overlapOf(a: SupportState, b: SupportState): { readonly inTime: boolean; readonly inPurpose: boolean } | undefined {
  const inTime = a.from <= b.until && b.from <= a.until;
  const inPurpose = a.strand === b.strand && a.causes.some((cause) => b.causes.includes(cause));
  return inTime || inPurpose ? { inTime, inPurpose } : undefined;
}

type SupportRow = { readonly seq: number; readonly state: SupportState };

export function openSupportRows(db: Database) {
  const sql = {
    find: db.prepare("SELECT seq, state FROM supports WHERE id = ?"),
    insert: db.prepare(
      "INSERT INTO supports (id, council, region, strand, scope, provider, status, open, state) VALUES (?, ?, ?, ?, ?, ?, '', 0, '')",
    ),
    update: db.prepare("UPDATE supports SET status = ?, open = ?, next_turn = ?, state = ? WHERE seq = ?"),
    setNextChange: db.prepare("UPDATE supports SET next_turn = ? WHERE seq = ?"),
    changedBy: db.prepare("SELECT seq, state FROM supports WHERE next_turn <= ?"),
    // Only the newest hundred (docs/policy.md), so that many offers to one council do not make each further one more expensive.
    openOf: db.prepare("SELECT seq, state FROM supports WHERE council = ? AND open = 1 AND seq <> ? ORDER BY seq DESC LIMIT 100"),
    removeOverlaps: db.prepare("DELETE FROM overlaps WHERE council = ? AND (a = ? OR b = ?)"),
    addOverlap: db.prepare("INSERT OR REPLACE INTO overlaps (council, a, b, in_time, in_purpose) VALUES (?, ?, ?, ?, ?)"),
    setDeadline: db.prepare("INSERT OR REPLACE INTO deadlines (seq, on_day) VALUES (?, ?)"),
    clearDeadline: db.prepare("DELETE FROM deadlines WHERE seq = ?"),
    remove: db.prepare("DELETE FROM supports WHERE seq = ?"),
    picture: db.prepare("INSERT OR IGNORE INTO pictures (council, strand) VALUES (?, ?)"),
    tally: Object.fromEntries(
      TALLIES.map((tally) => [tally, db.prepare(`UPDATE pictures SET ${tally} = ${tally} + ? WHERE council = ? AND strand = ?`)]),
    ),
  };
  type StoredRow = { readonly seq: number; readonly state: string };
  const parse = ({ seq, state }: StoredRow): SupportRow => ({ seq, state: JSON.parse(state) });

  return {
    find(id: string): SupportRow | undefined {
      const row = sql.find.get<StoredRow | undefined>(id);
      return row && parse(row);
    },
    insert: ({ id, council, region, strand, provider }: SupportState, scope: string): number => {
      sql.picture.run(council, strand);
      return Number(sql.insert.run(id, council, region, strand, scope, provider).lastInsertRowid);
    },
    update: (seq: number, state: SupportState, next: string | undefined) =>
      sql.update.run(statusOfSupport(state), Number(isOpen(state)), next ?? null, JSON.stringify(state), seq),
    /** Replaces the overlaps of a support with others of its council that are open. */
    setOverlaps(seq: number, state: SupportState): void {
      sql.removeOverlaps.run(state.council, seq, seq);
      if (!isOpen(state)) return;
      for (const other of sql.openOf.all<StoredRow>(state.council, seq).map(parse)) {
        const overlap = overlapOf(state, other.state);
        const [a, b] = seq < other.seq ? [seq, other.seq] : [other.seq, seq];
        if (overlap) sql.addOverlap.run(state.council, a, b, Number(overlap.inTime), Number(overlap.inPurpose));
      }
    },
    remove(seq: number, council: string): void {
      sql.removeOverlaps.run(council, seq, seq);
      sql.clearDeadline.run(seq);
      sql.remove.run(seq);
    },
    setNextChange: (seq: number, day: string | undefined) => sql.setNextChange.run(day ?? null, seq),
    changedBy: (day: string): readonly SupportRow[] => sql.changedBy.all<StoredRow>(day).map(parse),
    count({ council, strand }: SupportState, before: readonly SupportTally[], after: readonly SupportTally[]) {
      for (const tally of TALLIES) {
        const change = Number(after.includes(tally)) - Number(before.includes(tally));
        if (change !== 0) sql.tally[tally]?.run(change, council, strand);
      }
    },
    setDeadline: (seq: number, day: string) => sql.setDeadline.run(seq, day),
    clearDeadline: (seq: number) => sql.clearDeadline.run(seq),
  };
}
