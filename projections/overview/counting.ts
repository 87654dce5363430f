// The overview's counts: a count for each quarter, measure, cell and council, and the state of concerns and supports that is needed to detect first
// occurrences and durations. Days and quarters are the English date of the event itself, which nobody can backdate.
import type { StoredEvent } from "../../event-log/port.ts";
import type { Database, Statement } from "../../event-log/stores/database.ts";
import type { Measure } from "../../reference/measures.ts";
import { CONCERN_CATEGORY, type ConcernEvent } from "../../services/concern/events.ts";
import { CONCLUDES, type ConclusionEventType } from "../../services/concern/life.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { daysBetween, londonDate } from "../../services/dates.ts";
import { SIGNAL_CATEGORY } from "../../services/signal/events.ts";
import { readSignalEvent } from "../../services/signal/stream.ts";
import { SUBMISSION_CATEGORY, type SubmissionEvent } from "../../services/submission/events.ts";
import { readSubmissionEvent } from "../../services/submission/stream.ts";
import { SUPPORT_CATEGORY } from "../../services/support/events.ts";
import { readSupportEvent } from "../../services/support/stream.ts";
import { bandOf, type Partition } from "./measures.ts";
import type { ByCouncil, CellCount, MemberCount } from "./publish.ts";
import { quarterOf } from "./quarters.ts";

export const COUNTING_SCHEMA = `
CREATE TABLE IF NOT EXISTS cells (
  quarter TEXT NOT NULL, measure TEXT NOT NULL, region TEXT NOT NULL, strand TEXT NOT NULL, cause TEXT NOT NULL,
  council TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (quarter, measure, region, strand, cause, council)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS members (
  quarter TEXT NOT NULL, measure TEXT NOT NULL, partition TEXT NOT NULL, member TEXT NOT NULL,
  council TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (quarter, measure, partition, member, council)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS concerns (
  id TEXT PRIMARY KEY, council TEXT NOT NULL, region TEXT NOT NULL, strand TEXT NOT NULL, cause TEXT NOT NULL,
  logged TEXT NOT NULL, aware TEXT, shared INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS awaited (
  support TEXT NOT NULL, conclusion TEXT NOT NULL, concern TEXT NOT NULL, concluded TEXT NOT NULL, PRIMARY KEY (support, conclusion)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS awaited_by ON awaited (conclusion);
CREATE TABLE IF NOT EXISTS submissions (
  id TEXT PRIMARY KEY, council TEXT NOT NULL, region TEXT NOT NULL, strand TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS begun (support TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counted (quarter TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT, WITHOUT ROWID;`;

/** The cell of a count; `cause` is empty for a measure without causes. */
type CountedIn = { readonly council: string; readonly region: string; readonly strand: string; readonly cause: string };
type Concern = CountedIn & { readonly logged: string; readonly aware: string | null; readonly shared: number };
type Awaited = { readonly conclusion: string; readonly concern: string; readonly concluded: string };

export function openCounting(db: Database) {
  const sql = {
    cell: db.prepare("INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1"),
    member: db.prepare("INSERT INTO members VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1"),
    log: db.prepare("INSERT INTO concerns (id, council, region, strand, cause, logged) VALUES (?, ?, ?, ?, ?, ?)"),
    concern: db.prepare("SELECT council, region, strand, cause, logged, aware, shared FROM concerns WHERE id = ?"),
    aware: db.prepare("UPDATE concerns SET aware = ? WHERE id = ?"),
    shared: db.prepare("UPDATE concerns SET shared = 1 WHERE id = ?"),
    await: db.prepare("INSERT OR IGNORE INTO awaited (support, conclusion, concern, concluded) VALUES (?, ?, ?, ?)"),
    awaiting: db.prepare("SELECT conclusion, concern, concluded FROM awaited WHERE support = ? ORDER BY conclusion"),
    settle: db.prepare("DELETE FROM awaited WHERE conclusion = ?"),
    counted: db.prepare("INSERT INTO counted VALUES (?, 1) ON CONFLICT DO UPDATE SET times = times + 1"),
    timesCounted: db.prepare("SELECT times FROM counted WHERE quarter = ?"),
    begin: db.prepare("INSERT OR IGNORE INTO begun (support) VALUES (?)"),
    begun: db.prepare("SELECT 1 FROM begun WHERE support = ?"),
    submit: db.prepare("INSERT OR REPLACE INTO submissions (id, council, region, strand) VALUES (?, ?, ?, ?)"),
    submission: db.prepare("SELECT council, region, strand FROM submissions WHERE id = ?"),
    first: db.prepare("SELECT min(quarter) AS quarter FROM cells"),
    // The councils of a cell are one text, because passing thousands of rows costs more than adding them up.
    cells: db.prepare(
      "SELECT measure, region, strand, cause, json_group_object(council, n) AS byCouncil FROM cells WHERE quarter = ? GROUP BY measure, region, strand, cause",
    ),
    members: db.prepare(
      "SELECT measure, partition, member, json_group_object(council, n) AS byCouncil FROM members WHERE quarter = ? GROUP BY measure, partition, member",
    ),
  };

  function count(measure: Measure, on: string, cell: CountedIn, members: Partial<Record<Partition, string>> = {}): void {
    const quarter = quarterOf(on);
    sql.cell.run(quarter, measure, cell.region, cell.strand, cell.cause, cell.council);
    for (const [partition, member] of Object.entries(members)) sql.member.run(quarter, measure, partition, member, cell.council);
    sql.counted.run(quarter);
  }

  function find(id: string): Concern {
    const row = sql.concern.get(id);
    if (!row) throw new Error(`The overview has no concern ${id}.`);
    return row as Concern;
  }

  function applyToConcern(id: string, event: ConcernEvent, on: string): void {
    switch (event.type) {
      case "ConcernLogged.v2": {
        const { council, region, strand, cause } = event.data;
        sql.log.run(id, council, region, strand, cause, on);
        count("logged", on, { council, region, strand, cause });
        break;
      }
      case "CouncilMadeAware.v2": {
        const concern = find(id);
        if (concern.aware !== null) break;
        sql.aware.run(on, id);
        count("aware", on, concern, { days: bandOf(daysBetween(concern.logged, on)) });
        break;
      }
      case "ShareMade.v2": {
        const concern = find(id);
        if (event.data.basis === "silence") count("silent", on, concern);
        if (concern.shared) break;
        sql.shared.run(id);
        count("shared", on, concern);
        break;
      }
      case "PositionStated.v2":
        if (event.data.position === "objects") count("objected", on, find(id));
        break;
      case "CouncilNotReached.v1":
        count("not-reached", on, find(id));
        break;
      case "ObjectionOverridden.v2":
        count("overridden", on, find(id));
        break;
      case "ExplanationAccepted.v2":
      case "ReviewAgreed.v2":
      case "ConcernNotAccepted.v2":
        conclude(id, event.type, on);
        break;
      case "LightSupportArranged.v2":
        conclude(id, event.type, on);
        awaitSupport(id, on, event.data.conclusion, event.data.supports);
        break;
      case "SupportPackageArranged.v2":
        conclude(id, event.type, on);
        awaitSupport(id, on, event.data.conclusion, [event.data.package]);
        break;
      case "ConcernReopened.v2":
        count("reopened", on, find(id));
        break;
      case "UntoldFellDue.v1":
        count("untold-overdue", on, find(id));
        break;
      case "ConcernDiscarded.v1":
        count("discarded", on, find(id));
        break;
      case "EscalationConfirmed.v1":
        count("escalated", on, find(id));
        break;
    }
  }

  function applyToSubmission(id: string, { type, data }: SubmissionEvent, on: string): void {
    if (type === "InformationSubmitted.v3" || type === "SubmissionRedirected.v1")
      sql.submit.run(id, data.council, data.region, data.strand);
    if (type !== "SubmissionFellDue.v1") return;
    const place = sql.submission.get<Omit<CountedIn, "cause"> | undefined>(id);
    if (!place) throw new Error(`The overview has no submission ${id}.`);
    count("submissions-overdue", on, { ...place, cause: "" });
  }

  /** Days count from awareness, or without awareness from logging: every conclusion has a band, so that the bands add up. */
  function conclude(id: string, type: ConclusionEventType, on: string): void {
    const concern = find(id);
    const days = bandOf(daysBetween(concern.aware ?? concern.logged, on));
    count("concluded", on, concern, { outcome: CONCLUDES[type], days });
  }

  /** A conclusion counts as supported once: when the first of its supports starts, or at once if one has started. */
  function awaitSupport(id: string, on: string, conclusion: string, supports: readonly string[]): void {
    if (supports.some((support) => sql.begun.get(support))) count("supported", on, find(id), { days: bandOf(0) });
    else for (const support of supports) sql.await.run(support, conclusion, id, on);
  }

  function begin(support: string, on: string): void {
    sql.begin.run(support);
    for (const { conclusion, concern, concluded } of sql.awaiting.all<Awaited>(support)) {
      count("supported", on, find(concern), { days: bandOf(daysBetween(concluded, on)) });
      sql.settle.run(conclusion);
    }
  }

  return {
    apply(event: StoredEvent): void {
      const { category, streamId } = event;
      const on = londonDate(new Date(event.at));
      if (category === CONCERN_CATEGORY) applyToConcern(streamId, readConcernEvent(event), on);
      else if (category === SUBMISSION_CATEGORY) applyToSubmission(streamId, readSubmissionEvent(event), on);
      else if (category === SUPPORT_CATEGORY) {
        if (readSupportEvent(event).type === "SupportBegun.v1") begin(streamId, on);
      } else if (category === SIGNAL_CATEGORY) {
        const { type, data } = readSignalEvent(event);
        if (type === "SupportRequested.v2") count("signals", on, { ...data, cause: "" });
      }
    },
    /** The first quarter with a count. */
    firstQuarter: () => sql.first.get<{ quarter: string | null }>().quarter ?? undefined,
    /** How often something was counted in a quarter: its figures are the same while this is. */
    timesCounted: (quarter: string) => sql.timesCounted.get<{ times: number } | undefined>(quarter)?.times ?? 0,
    cells: (quarter: string) => read<CellCount>(sql.cells, quarter),
    members: (quarter: string) => read<MemberCount>(sql.members, quarter),
  };
}

const read = <Row extends { readonly byCouncil: ByCouncil }>(statement: Statement, quarter: string): readonly Row[] =>
  statement
    .all<Omit<Row, "byCouncil"> & { readonly byCouncil: string }>(quarter)
    .map((row) => ({ ...row, byCouncil: JSON.parse(row.byCouncil) }) as unknown as Row);
