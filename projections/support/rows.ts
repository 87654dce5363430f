// Stores supports as rows, with the counts of a council's picture, which are updated with each change, so that a region's picture needs no sums
// over supports, for `support_flat`. Supports with equal facts are counted together: each reader gets the counts of those that they may see.
import type { Database } from "../../event-log/stores/database.ts";
import { scopeOf } from "../../policies/engine/facts.ts";
import { daysAfter } from "../../services/dates.ts";
import { duesOf, earliestOf, engagementDuesOf } from "../../services/support/dues.ts";
import { supportFacts } from "../../services/support/facts.ts";
import { isOpen, lastProgress, type SupportState, statusOfSupport } from "../../services/support/state.ts";
import { groupOf } from "../../services/support/visits.ts";
import { DAY_SCHEMA } from "../day.ts";

const STATUS_TALLIES = ["offered", "agreed", "declined", "running", "ended"] as const;
/**
 * The counts of a support in its council's picture: columns of the table. `day_due` and `day_overdue` use the days of the engagement alone, for
 * readers who may not see the purpose.
 */
export const TALLIES = [
  ...STATUS_TALLIES,
  ...(["due", "overdue", "day_due", "day_overdue", "working", "partly_working", "not_working", "waiting"] as const),
] as const;
export type SupportTally = (typeof TALLIES)[number];

export const SUPPORT_SCHEMA = `
CREATE TABLE IF NOT EXISTS supports (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, council TEXT NOT NULL, region TEXT NOT NULL, strand TEXT NOT NULL,
  scope TEXT NOT NULL, council_strand TEXT GENERATED ALWAYS AS (council || '/' || strand), provider TEXT NOT NULL, region_sees INTEGER NOT NULL, region_sees_purpose INTEGER NOT NULL, facts TEXT NOT NULL,
  status TEXT NOT NULL, open INTEGER NOT NULL, causes TEXT NOT NULL, package TEXT NOT NULL, from_day TEXT NOT NULL, until_day TEXT NOT NULL,
  kind TEXT NOT NULL, progress TEXT, due TEXT, engagement_due TEXT,
  next_turn TEXT, state TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS support_bodies (
  seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (seq, body)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_council ON supports (council, seq);
CREATE INDEX IF NOT EXISTS by_region ON supports (region, seq);
CREATE INDEX IF NOT EXISTS by_scope ON supports (scope, seq);
CREATE INDEX IF NOT EXISTS by_provider ON supports (provider, seq);
CREATE INDEX IF NOT EXISTS open_of_council ON supports (council, seq) WHERE open = 1;
CREATE INDEX IF NOT EXISTS by_next_turn ON supports (next_turn) WHERE next_turn IS NOT NULL;
CREATE TABLE IF NOT EXISTS deadlines (seq INTEGER PRIMARY KEY, on_day TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS by_deadline ON deadlines (on_day);
CREATE TABLE IF NOT EXISTS pictures (
  council TEXT NOT NULL, strand TEXT NOT NULL, facts TEXT NOT NULL,
  ${TALLIES.map((tally) => `${tally} INTEGER NOT NULL DEFAULT 0`).join(", ")},
  PRIMARY KEY (council, strand, facts)
) STRICT, WITHOUT ROWID;
${DAY_SCHEMA}`;

/** The number of days before a due date from which it counts as due. */
const SOON = 28;

/** The counts of a support on a day. `waiting`: agreed, and the planned start has passed. */
function talliesOf(state: SupportState, today: string): readonly SupportTally[] {
  const status = statusOfSupport(state);
  const [dues, engagementDues] = [duesOf(state), engagementDuesOf(state)];
  const progress = status === "running" ? lastProgress(state) : undefined;
  const soon = daysAfter(today, SOON);
  const isSoon = (due: string) => due >= today && due <= soon;
  const isPast = (due: string) => due < today;
  return [
    STATUS_TALLIES.find((tally) => tally === status) ?? "ended",
    ...(dues.some(isSoon) ? (["due"] as const) : []),
    ...(dues.some(isPast) ? (["overdue"] as const) : []),
    ...(engagementDues.some(isSoon) ? (["day_due"] as const) : []),
    ...(engagementDues.some(isPast) ? (["day_overdue"] as const) : []),
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

/** `facts` as text: supports with the same are counted together. */
type SupportRow = { readonly seq: number; readonly state: SupportState; readonly facts: string };
/** The facts of a support and its counts on a day. */
type Counted = Pick<SupportRow, "state" | "facts"> & { readonly tallies: readonly SupportTally[] };

export const factsText = (state: SupportState): string => JSON.stringify(supportFacts(state));
export const countedOn = ({ state, facts }: Pick<SupportRow, "state" | "facts">, today: string): Counted => ({
  ...{ state, facts, tallies: talliesOf(state, today) },
});

export function openSupportRows(db: Database) {
  const sql = {
    find: db.prepare("SELECT seq, state, facts FROM supports WHERE id = ?"),
    insert: db.prepare(
      `INSERT INTO supports (id, council, region, strand, scope, provider, causes, kind,
         region_sees, region_sees_purpose, facts, status, open, package, from_day, until_day, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, '', '', 0, '', '', '', '')`,
    ),
    setFacts: db.prepare("UPDATE supports SET region_sees = ?, region_sees_purpose = ?, facts = ? WHERE seq = ?"),
    showTo: db.prepare("INSERT OR IGNORE INTO support_bodies (seq, body) VALUES (?, ?)"),
    showToNobody: db.prepare("DELETE FROM support_bodies WHERE seq = ?"),
    update: db.prepare(
      "UPDATE supports SET status = ?, open = ?, package = ?, from_day = ?, until_day = ?, progress = ?, due = ?, engagement_due = ?, next_turn = ?, state = ? WHERE seq = ?",
    ),
    setNextChange: db.prepare("UPDATE supports SET next_turn = ? WHERE seq = ?"),
    changedBy: db.prepare("SELECT seq, state, facts FROM supports WHERE next_turn <= ?"),
    setDeadline: db.prepare("INSERT OR REPLACE INTO deadlines (seq, on_day) VALUES (?, ?)"),
    clearDeadline: db.prepare("DELETE FROM deadlines WHERE seq = ?"),
    remove: db.prepare("DELETE FROM supports WHERE seq = ?"),
    addToPicture: db.prepare(
      `INSERT INTO pictures (council, strand, facts, ${TALLIES.join(", ")}) VALUES (?, ?, ?, ${TALLIES.map(() => "?").join(", ")})
       ON CONFLICT DO UPDATE SET ${TALLIES.map((tally) => `${tally} = ${tally} + excluded.${tally}`).join(", ")}`,
    ),
    removeEmptyPicture: db.prepare(
      `DELETE FROM pictures WHERE council = ? AND strand = ? AND facts = ? AND ${STATUS_TALLIES.map((tally) => `${tally} = 0`).join(" AND ")}`,
    ),
  };
  function addToPicture({ state: { council, strand }, facts }: Counted, change: (tally: SupportTally) => number): void {
    const changes = TALLIES.map(change);
    if (changes.some((by) => by !== 0)) sql.addToPicture.run(council, strand, facts, ...changes);
  }
  type StoredRow = { readonly seq: number; readonly state: string; readonly facts: string };
  const parse = ({ seq, state, facts }: StoredRow): SupportRow => ({ seq, facts, state: JSON.parse(state) });

  return {
    find(id: string): SupportRow | undefined {
      const row = sql.find.get<StoredRow | undefined>(id);
      return row && parse(row);
    },
    insert: ({ id, council, region, strand, provider, causes, kind }: SupportState): number =>
      Number(
        sql.insert.run(id, council, region, strand, scopeOf(region, strand), provider, JSON.stringify(causes), kind)
          .lastInsertRowid,
      ),
    update: (seq: number, state: SupportState, next: string | undefined) =>
      sql.update.run(
        ...([statusOfSupport(state), Number(isOpen(state)), groupOf(state), state.from, state.until] as const),
        ...([
          lastProgress(state) ?? null,
          earliestOf(duesOf(state)) ?? null,
          earliestOf(engagementDuesOf(state)) ?? null,
        ] as const),
        ...([next ?? null, JSON.stringify(state), seq] as const),
      ),
    /** The facts that change, by which lists and clashes are decided. */
    setFacts(seq: number, state: SupportState, text: string): void {
      const { shownTo, regionSees, regionSeesPurpose } = supportFacts(state);
      sql.setFacts.run(Number(regionSees), Number(regionSeesPurpose), text, seq);
      sql.showToNobody.run(seq);
      for (const body of shownTo) sql.showTo.run(seq, body);
    },
    remove(seq: number): void {
      sql.showToNobody.run(seq);
      sql.clearDeadline.run(seq);
      sql.remove.run(seq);
    },
    setNextChange: (seq: number, day: string | undefined) => sql.setNextChange.run(day ?? null, seq),
    changedBy: (day: string): readonly SupportRow[] => sql.changedBy.all<StoredRow>(day).map(parse),
    /** Moves a support from its former counts to its current ones. */
    count(before: Counted | undefined, after: Counted | undefined): void {
      const had = (tally: SupportTally) => Number(before?.tallies.includes(tally) ?? false);
      const has = (tally: SupportTally) => Number(after?.tallies.includes(tally) ?? false);
      if (before && before.facts !== after?.facts) {
        addToPicture(before, (tally) => -had(tally));
        sql.removeEmptyPicture.run(before.state.council, before.state.strand, before.facts);
      }
      if (after) addToPicture(after, before?.facts === after.facts ? (tally) => has(tally) - had(tally) : has);
    },
    setDeadline: (seq: number, day: string) => sql.setDeadline.run(seq, day),
    clearDeadline: (seq: number) => sql.clearDeadline.run(seq),
  };
}
