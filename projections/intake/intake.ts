// Intake of advisers: submissions, and councils' own requests for support. A council is aware of a
// submission after it was told of it, or if it is aware of a concern that cites it.
import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { scopeOf } from "../../policies/engine/facts.ts";
import { CLAIM_CATEGORY } from "../../services/claim/events.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { signalTasks, submissionTasks } from "../../services/intake-tasks.ts";
import { SIGNAL_CATEGORY } from "../../services/signal/events.ts";
import { newsOfSignal } from "../../services/signal/news.ts";
import { evolveSignal, type SignalState } from "../../services/signal/state.ts";
import { readSignalEvent } from "../../services/signal/stream.ts";
import { occurrence } from "../../services/stored-events.ts";
import { SUBMISSION_CATEGORY } from "../../services/submission/events.ts";
import { newsOfSubmission } from "../../services/submission/news.ts";
import { evolveSubmission, type SubmissionState } from "../../services/submission/state.ts";
import { readSubmissionEvent } from "../../services/submission/stream.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA } from "../inbox/task-table.ts";
import { NEWS_INDEXES, NEWS_SCHEMA, openNews } from "../news/news-rows.ts";
import type { Opened, ReadModel } from "../runtime/read-model.ts";
import { type IntakeQueries, intakeQueries } from "./queries.ts";

const COLUMNS =
  "council TEXT NOT NULL, region TEXT NOT NULL, strand TEXT NOT NULL, scope TEXT NOT NULL, council_strand TEXT GENERATED ALWAYS AS (council || '/' || strand)";

export const intakeModel: ReadModel<IntakeQueries> = {
  name: "intake",
  version: 10,
  categories: [SUBMISSION_CATEGORY, SIGNAL_CATEGORY, CONCERN_CATEGORY, CLAIM_CATEGORY],
  schema: `
    CREATE TABLE IF NOT EXISTS submissions (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, ${COLUMNS}, body TEXT NOT NULL, protected_source INTEGER NOT NULL,
      named_council TEXT NOT NULL, named_strand TEXT NOT NULL,
      council_aware INTEGER NOT NULL, considered INTEGER NOT NULL, set_aside INTEGER NOT NULL,
      tell_by TEXT NOT NULL, awaits_telling INTEGER NOT NULL, fell_due INTEGER NOT NULL, state TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS submissions_of_scope ON submissions (scope, seq);
    CREATE INDEX IF NOT EXISTS submissions_of_council ON submissions (council, seq);
    CREATE INDEX IF NOT EXISTS submissions_of_body ON submissions (body, seq);
    CREATE INDEX IF NOT EXISTS submissions_to_tell ON submissions (tell_by) WHERE awaits_telling = 1 AND council_aware = 0;
    CREATE TABLE IF NOT EXISTS cites (
      concern TEXT NOT NULL, evidence TEXT NOT NULL, submission TEXT NOT NULL, standing INTEGER NOT NULL, PRIMARY KEY (concern, evidence)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cites_of ON cites (submission, standing, concern);
    CREATE TABLE IF NOT EXISTS aware (concern TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS signals (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, ${COLUMNS}, state TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS signals_of_scope ON signals (scope, seq);
    CREATE INDEX IF NOT EXISTS signals_of_council ON signals (council, seq);
    ${TASKS_SCHEMA}${NEWS_SCHEMA}`,
  indexes: TASKS_INDEXES + NEWS_INDEXES,
  open,
};

function open(db: Database): Opened<IntakeQueries> {
  const tasks = openTasks(db);
  const news = openNews(db);
  const sql = {
    submission: db.prepare("SELECT state, council_aware FROM submissions WHERE id = ?"),
    newSubmission: db.prepare(
      `INSERT INTO submissions (id, council, region, strand, scope, named_council, named_strand, body, protected_source, council_aware, considered,
        set_aside, tell_by, awaits_telling, fell_due, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, 1, 0, '')`,
    ),
    putSubmission: db.prepare(
      "UPDATE submissions SET council_aware = council_aware OR ?, considered = considered OR ?, set_aside = ?, awaits_telling = ?, fell_due = ?, state = ? WHERE id = ?",
    ),
    redirect: db.prepare("UPDATE submissions SET council = ?, region = ?, strand = ?, scope = ? WHERE id = ?"),
    // What cited it was about another council.
    forgetCites: db.prepare("DELETE FROM cites WHERE submission = ?"),
    cite: db.prepare("INSERT OR IGNORE INTO cites (concern, evidence, submission, standing) VALUES (?, ?, ?, 1)"),
    // It was considered for good, whatever becomes of the concern.
    consider: db.prepare("UPDATE submissions SET considered = 1 WHERE id = ?"),
    cited: db.prepare("SELECT submission FROM cites WHERE concern = ? AND evidence = ?"),
    uncite: db.prepare("UPDATE cites SET standing = 0 WHERE concern = ? AND evidence = ?"),
    citedBy: db.prepare("SELECT DISTINCT submission FROM cites WHERE concern = ? AND standing = 1"),
    unciteAll: db.prepare("UPDATE cites SET standing = 0 WHERE concern = ? AND submission = ?"),
    isCited: db.prepare("SELECT 1 FROM cites WHERE submission = ? AND standing = 1"),
    makeAware: db.prepare("INSERT OR IGNORE INTO aware (concern) VALUES (?)"),
    aware: db.prepare(
      "UPDATE submissions SET council_aware = 1 WHERE id IN (SELECT submission FROM cites JOIN aware USING (concern) WHERE concern = ?)",
    ),
    signal: db.prepare("SELECT state FROM signals WHERE id = ?"),
    newSignal: db.prepare("INSERT INTO signals (id, council, region, strand, scope, state) VALUES (?, ?, ?, ?, ?, '')"),
    removeSubmission: db.prepare("DELETE FROM submissions WHERE id = ?"),
    removeSignal: db.prepare("DELETE FROM signals WHERE id = ?"),
    putSignal: db.prepare("UPDATE signals SET state = ? WHERE id = ?"),
  };
  const stateIn = <T>(row: unknown): T | undefined =>
    row === undefined ? undefined : JSON.parse((row as { state: string }).state);
  const submission = (id: string) => stateIn<SubmissionState>(sql.submission.get(id));
  const tasksOf = (state: SubmissionState) => submissionTasks(state, sql.isCited.get(state.id) !== undefined);

  function applyToSubmission(event: StoredEvent): void {
    const id = event.streamId;
    const before = submission(id);
    const read = readSubmissionEvent(event);
    const state = evolveSubmission(id, before, read, occurrence(event));
    const { council, region, strand, body, protectedSource } = state;
    if (before && state.redirected.length > before.redirected.length) {
      sql.redirect.run(council, region, strand, scopeOf(region, strand), id);
      sql.forgetCites.run(id);
    }
    if (!before)
      sql.newSubmission.run(
        ...([id, council, region, strand, scopeOf(region, strand), council, strand] as const),
        ...([body, Number(protectedSource), state.tellBy] as const),
      );
    const { told, setAside, fellDue } = state;
    sql.putSubmission.run(
      ...([Number(told !== undefined), Number(setAside !== undefined), Number(setAside !== undefined)] as const),
      ...([Number(!told && !setAside), Number(fellDue !== undefined)] as const),
      JSON.stringify(state),
      id,
    );
    tasks.put(id, council, before ? tasksOf(before) : [], tasksOf(state));
    news.add(id, council, event, newsOfSubmission(read, state));
  }

  function applyToSignal(event: StoredEvent): void {
    const id = event.streamId;
    const before = stateIn<SignalState>(sql.signal.get(id));
    const read = readSignalEvent(event);
    const state = evolveSignal(id, before, read, occurrence(event));
    const { council, region, strand } = state;
    if (!before) sql.newSignal.run(id, council, region, strand, scopeOf(region, strand));
    sql.putSignal.run(JSON.stringify(state), id);
    tasks.put(id, council, before ? signalTasks(before) : [], signalTasks(state));
    news.add(id, council, event, newsOfSignal(read, state));
  }

  function applyToConcern(event: StoredEvent): void {
    const { type, data } = readConcernEvent(event);
    const concern = event.streamId;
    if (type === "EvidenceWithdrawn.v1") {
      const cited = sql.cited.get<{ submission: string } | undefined>(concern, data.evidence);
      if (cited) replaceTasks(cited.submission, () => sql.uncite.run(concern, data.evidence));
    }
    if (type === "ConcernDiscarded.v1")
      for (const { submission: cited } of sql.citedBy.all<{ submission: string }>(concern))
        replaceTasks(cited, () => sql.unciteAll.run(concern, cited));
    if (type === "CouncilMadeAware.v2") sql.makeAware.run(concern);
    if (type === "SubmissionCited.v2") {
      replaceTasks(data.submission, () => sql.cite.run(concern, data.evidence, data.submission));
      sql.consider.run(data.submission);
    }
    if (type === "CouncilMadeAware.v2" || type === "SubmissionCited.v2") sql.aware.run(concern);
  }

  function replaceTasks(id: string, change: () => unknown): void {
    const state = submission(id);
    const before = state ? tasksOf(state) : [];
    change();
    if (state) tasks.put(id, state.council, before, tasksOf(state));
  }

  const queries = intakeQueries(db, { tasks: tasks.queries, news: news.queries });
  return {
    apply(event) {
      if (event.category === SUBMISSION_CATEGORY) applyToSubmission(event);
      else if (event.category === SIGNAL_CATEGORY) applyToSignal(event);
      else if (event.category === CONCERN_CATEGORY) applyToConcern(event);
      else if (event.category === CLAIM_CATEGORY) tasks.applyClaim(event, ["submission", "signal"]);
    },
    // The council stays aware of a submission, whatever happens to the concern.
    withdraw({ category, streamId: id }) {
      if (category === CLAIM_CATEGORY) tasks.withdrawClaims(id);
      if (category === CONCERN_CATEGORY || category === CLAIM_CATEGORY) return undefined;
      const isSubmission = category === SUBMISSION_CATEGORY;
      const facts = isSubmission ? queries.submissionFactsOf(id) : queries.signalFactsOf(id);
      tasks.removeAll(id);
      news.removeAll(id);
      (isSubmission ? sql.removeSubmission : sql.removeSignal).run(id);
      return facts;
    },
    queries,
  };
}
