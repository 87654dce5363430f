// Queries for submissions and signals. They apply no rights: queries/intake does.
import type { Database } from "../../event-log/stores/database.ts";
import type { SignalFacts, SubmissionFacts } from "../../policies/engine/facts.ts";
import { signalFacts } from "../../services/signal/service.ts";
import type { SignalState } from "../../services/signal/state.ts";
import { submissionFacts } from "../../services/submission/service.ts";
import type { SubmissionState } from "../../services/submission/state.ts";
import type { Overdue } from "../council/council.ts";
import type { TaskQueries } from "../inbox/task-table.ts";
import type { NewsQueries } from "../news/news-rows.ts";
import type { CountRead } from "../register/records.ts";
import { openSelect, type Predicate } from "../select.ts";

export type SubmissionRecord = {
  readonly state: SubmissionState;
  readonly councilAware: boolean;
  /** Whether a concern has ever cited it, or it was set aside. */
  readonly considered: boolean;
  /** Ids of the concerns that have the submission as evidence. Each is shown only to people who may see that concern. */
  readonly concerns: readonly string[];
};

export type IntakeQueries = ReturnType<typeof intakeQueries>;

type SubmissionRow = Omit<Parameters<typeof submissionFacts>[0], "protectedSource"> & {
  readonly council_aware: number;
  readonly protected_source: number;
};
type SignalRow = Parameters<typeof signalFacts>[0];
type Row = { readonly id: string; readonly state: string; readonly council_aware: number; readonly considered: number };

export function intakeQueries(db: Database, { tasks, news }: { readonly tasks: TaskQueries; readonly news: NewsQueries }) {
  const select = openSelect(db);
  const submission = db.prepare("SELECT id, state, council_aware, considered FROM submissions WHERE id = ?");
  const signal = db.prepare("SELECT state FROM signals WHERE id = ?");
  const factsOfSubmission = db.prepare(
    "SELECT council, region, strand, body, council_aware, protected_source FROM submissions WHERE id = ?",
  );
  const factsOfSignal = db.prepare("SELECT council, region, strand FROM signals WHERE id = ?");
  const toTell = "FROM submissions WHERE awaits_telling = 1 AND council_aware = 0 AND tell_by < ?";
  const overdue = db.prepare(`SELECT region, tell_by ${toTell} ORDER BY tell_by, seq LIMIT ?`);
  const fallenDue = db.prepare(`SELECT id ${toTell} AND fell_due = 0 ORDER BY tell_by, seq LIMIT ?`);
  const concerns = db.prepare("SELECT DISTINCT concern FROM cites WHERE submission = ? AND standing = 1 ORDER BY concern");
  function stateIn<State>({ state }: Pick<Row, "state">, read?: CountRead): State {
    read?.(state.length);
    return JSON.parse(state) as State;
  }
  const recordOf = (row: Row, read?: CountRead): SubmissionRecord => ({
    state: stateIn(row, read),
    councilAware: row.council_aware === 1,
    considered: row.considered === 1,
    concerns: concerns.all<{ concern: string }>(row.id).map(({ concern }) => concern),
  });

  /** Returns the newest rows that meet any of the predicates on `c`, after the one with the id `after`. Undefined if that does not exist. */
  function list(
    table: "submissions" | "signals",
    ranges: readonly Predicate[],
    after: string | undefined,
    limit: number,
  ): readonly Row[] | undefined {
    const seqOf = (id: string) =>
      select.all<{ seq: number }>({ text: `SELECT seq FROM ${table} WHERE id = ?`, values: [id] })[0]?.seq;
    const before = after === undefined ? Number.MAX_SAFE_INTEGER : seqOf(after);
    if (before === undefined) return undefined;
    if (ranges.length === 0) return [];
    const heads = ranges.map(
      ({ text }) => `SELECT seq FROM (SELECT c.seq FROM ${table} c WHERE c.seq < ? AND ${text} ORDER BY c.seq DESC LIMIT ?)`,
    );
    const text = `SELECT * FROM ${table} WHERE seq IN (${heads.join(" UNION ")}) ORDER BY seq DESC LIMIT ?`;
    return select.all<Row>({ text, values: [...ranges.flatMap(({ values }) => [before, ...values, limit]), limit] });
  }

  return {
    tasks,
    news,
    findSubmissionUnchecked(id: string, read?: CountRead): SubmissionRecord | undefined {
      const row = submission.get<Row | undefined>(id);
      return row && recordOf(row, read);
    },
    findSignalUnchecked(id: string, read?: CountRead): SignalState | undefined {
      const row = signal.get<Row | undefined>(id);
      return row && stateIn(row, read);
    },
    /** The facts for policy decisions, without the states. */
    submissionFactsOf(id: string): SubmissionFacts | undefined {
      const row = factsOfSubmission.get<SubmissionRow | undefined>(id);
      return row && submissionFacts({ ...row, protectedSource: row.protected_source === 1 }, row.council_aware === 1);
    },
    signalFactsOf(id: string): SignalFacts | undefined {
      const row = factsOfSignal.get<SignalRow | undefined>(id);
      return row && signalFacts(row);
    },
    /** Returns the regions and last days of submissions that councils were to be told of before a day, the longest overdue first. */
    overdue: (today: string, limit: number): readonly Overdue[] =>
      overdue.all<{ region: string; tell_by: string }>(today, limit).map((row) => ({ region: row.region, tellBy: row.tell_by })),
    /** Returns submissions whose last day passed before a day and is not on record yet. */
    fallenDue: (today: string, limit: number): readonly string[] =>
      fallenDue.all<{ id: string }>(today, limit).map(({ id }) => id),
    isCited: (id: string): boolean => concerns.all(id).length > 0,
    submissions: (ranges: readonly Predicate[], after: string | undefined, limit: number, read?: CountRead) =>
      list("submissions", ranges, after, limit)?.map((row) => recordOf(row, read)),
    signals: (ranges: readonly Predicate[], after: string | undefined, limit: number, read?: CountRead) =>
      list("signals", ranges, after, limit)?.map((row) => stateIn<SignalState>(row, read)),
  };
}
