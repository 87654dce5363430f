// What can be read of submissions and signals. Lists take the reader's rights; `find…` do not: their callers decide.
import type { Database } from "../../event-log/stores/database.ts";
import type { SignalFacts, SubmissionFacts } from "../../policies/engine/facts.ts";
import { LISTED, type ListedAction, rangesOf, type Sql, toSql } from "../../policies/engine/sql.ts";
import { signalFacts } from "../../services/signal/service.ts";
import type { SignalState } from "../../services/signal/state.ts";
import { submissionFacts } from "../../services/submission/service.ts";
import type { SubmissionState } from "../../services/submission/state.ts";
import type { TaskQueries } from "../inbox/task-table.ts";
import type { CountRead, Reader } from "../register/concern-record.ts";
import { statementCache } from "../statements.ts";

export type HeldSubmission = {
  readonly state: SubmissionState;
  readonly councilAware: boolean;
  /** Concerns that it is evidence of, by id: shown to those who may see each. */
  readonly concerns: readonly string[];
};

export type IntakeQueries = {
  readonly tasks: TaskQueries;
  findSubmission(id: string, read?: CountRead): HeldSubmission | undefined;
  findSignal(id: string, read?: CountRead): SignalState | undefined;
  /** What policy decides by: their rows, without their states. */
  submissionFactsOf(id: string): SubmissionFacts | undefined;
  signalFactsOf(id: string): SignalFacts | undefined;
  /** Newest first; up to `limit` after the one with the id `after`. Undefined when there is none to go on from. */
  submissions(reader: Reader, after: string | undefined, limit: number, read?: CountRead): readonly HeldSubmission[] | undefined;
  signals(reader: Reader, after: string | undefined, limit: number, read?: CountRead): readonly SignalState[] | undefined;
};

type SubmissionRow = Parameters<typeof submissionFacts>[0] & { readonly council_aware: number };
type SignalRow = Parameters<typeof signalFacts>[0];
type Row = { readonly id: string; readonly state: string; readonly council_aware: number };

export function intakeQueries(db: Database, tasks: TaskQueries): IntakeQueries {
  const statement = statementCache(db);
  const submission = db.prepare("SELECT id, state, council_aware FROM submissions WHERE id = ?");
  const signal = db.prepare("SELECT state FROM signals WHERE id = ?");
  const factsOfSubmission = db.prepare("SELECT council, region, strand, body, council_aware FROM submissions WHERE id = ?");
  const factsOfSignal = db.prepare("SELECT council, region, strand FROM signals WHERE id = ?");
  const concerns = db.prepare("SELECT DISTINCT concern FROM cites WHERE submission = ? AND standing = 1 ORDER BY concern");
  const stateIn = <State>({ state }: Pick<Row, "state">, read?: CountRead): State => {
    read?.(state.length);
    return JSON.parse(state) as State;
  };
  const held = (row: Row, read?: CountRead): HeldSubmission => ({
    state: stateIn(row, read),
    councilAware: row.council_aware === 1,
    concerns: concerns.all<{ concern: string }>(row.id).map(({ concern }) => concern),
  });

  /** The newest rows of every range that the reader's rights open. */
  function list(
    { person, rights }: Reader,
    action: ListedAction,
    table: "submissions" | "signals",
    after: string | undefined,
    limit: number,
  ): readonly Row[] | undefined {
    const seqOf = (id: string) => statement(`SELECT seq FROM ${table} WHERE id = ?`).get<{ seq: number } | undefined>(id)?.seq;
    const before = after === undefined ? Number.MAX_SAFE_INTEGER : seqOf(after);
    if (before === undefined) return undefined;
    const columns = LISTED[action];
    const heads = rangesOf(rights.of(person, action), { kind: "always" }, columns).map((range): Sql => {
      const rest = toSql(range.rest, { row: "c", columns });
      const one = range.by === "column" ? { text: `c.${range.column} = ? AND`, values: [range.value] } : { text: "", values: [] };
      return {
        text: `SELECT seq FROM (SELECT c.seq FROM ${table} c WHERE ${one.text} c.seq < :before AND ${rest.text} ORDER BY c.seq DESC LIMIT :limit)`,
        values: [...one.values, ...rest.values],
      };
    });
    if (heads.length === 0) return [];
    const text = `SELECT * FROM ${table} WHERE seq IN (${heads.map((head) => head.text).join(" UNION ")}) ORDER BY seq DESC LIMIT :limit`;
    return statement(text).all<Row>({ before, limit }, ...heads.flatMap(({ values }) => values));
  }

  return {
    tasks,
    findSubmission(id, read) {
      const row = submission.get<Row | undefined>(id);
      return row && held(row, read);
    },
    findSignal(id, read) {
      const row = signal.get<Row | undefined>(id);
      return row && stateIn(row, read);
    },
    submissionFactsOf(id) {
      const row = factsOfSubmission.get<SubmissionRow | undefined>(id);
      return row && submissionFacts(row, row.council_aware === 1);
    },
    signalFactsOf(id) {
      const row = factsOfSignal.get<SignalRow | undefined>(id);
      return row && signalFacts(row);
    },
    submissions: (reader, after, limit, read) =>
      list(reader, "readSubmission", "submissions", after, limit)?.map((row) => held(row, read)),
    signals: (reader, after, limit, read) =>
      list(reader, "readSignal", "signals", after, limit)?.map((row) => stateIn<SignalState>(row, read)),
  };
}
