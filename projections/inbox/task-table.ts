// Tasks as rows beside the things they are about: a read model that folds concerns, supports or the like keeps theirs in its own file, in
// the transaction that changed them. A page walks one index range for each audience of the reader.
import type { Database } from "../../event-log/stores/database.ts";
import type { Task, TaskAudience } from "../../services/tasks.ts";

/** No day by which: after every other in order. */
const NO_DAY = "9999-12-31";

export const TASKS_SCHEMA = `
CREATE TABLE IF NOT EXISTS tasks (
  subject TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, audience TEXT NOT NULL, due TEXT NOT NULL,
  since TEXT NOT NULL, from_day TEXT NOT NULL, until TEXT, not_for TEXT
) STRICT;`;
export const TASKS_INDEXES = `
CREATE UNIQUE INDEX IF NOT EXISTS tasks_by_subject ON tasks (subject, kind, about, audience);
CREATE INDEX IF NOT EXISTS tasks_of ON tasks (audience, due, subject, kind, about);
CREATE INDEX IF NOT EXISTS tasks_since ON tasks (audience, since);`;

/** A task and what it is about: a concern, a support and so on by id. */
export type Waiting = Task & { readonly subject: string };
/** A place in the order of tasks: by day due, then by what they are about. */
export type TaskPlace = readonly [due: string, subject: string, kind: string, about: string];
export const FIRST_PLACE: TaskPlace = ["", "", "", ""];
export const placeOf = ({ due, subject, kind, about }: Waiting): TaskPlace => [due ?? NO_DAY, subject, kind, about ?? ""];

export type TaskQueries = {
  /** What waits today for these audiences and this person, in order, after a place. */
  waiting(audiences: readonly TaskAudience[], person: string, today: string, after: TaskPlace, limit: number): readonly Waiting[];
  /** What began to wait for an audience after an instant, in order of beginning. */
  since(audience: TaskAudience, person: string, today: string, instant: string, limit: number): readonly Waiting[];
};

const WAITS = "from_day <= :today AND (until IS NULL OR until >= :today) AND (not_for IS NULL OR not_for <> :person)";

export function openTasks(db: Database) {
  const remove = db.prepare("DELETE FROM tasks WHERE subject = ? AND kind = ? AND about = ? AND audience = ?");
  const removeAll = db.prepare("DELETE FROM tasks WHERE subject = ?");
  const insert = db.prepare(
    "INSERT INTO tasks (subject, kind, about, audience, due, since, from_day, until, not_for) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const waiting = db.prepare(`SELECT * FROM tasks WHERE audience = :audience
    AND (due, subject, kind, about) > (:due, :subject, :kind, :about) AND ${WAITS} ORDER BY due, subject, kind, about LIMIT :limit`);
  const since = db.prepare(
    `SELECT * FROM tasks WHERE audience = :audience AND since > :instant AND ${WAITS} ORDER BY since LIMIT :limit`,
  );
  const queries: TaskQueries = {
    waiting(audiences, person, today, [due, subject, kind, about], limit) {
      const rows = audiences.flatMap((audience) =>
        waiting.all<Row>({ audience, person, today, due, subject, kind, about, limit }).map(taskIn),
      );
      return inOrder(rows).slice(0, limit);
    },
    since: (audience, person, today, instant, limit) => since.all<Row>({ audience, person, today, instant, limit }).map(taskIn),
  };
  return {
    queries,
    /** Of a subject that cannot be read. */
    removeAll: (subject: string) => removeAll.run(subject),
    /** Replaces those of a subject's tasks that have changed. */
    put(subject: string, before: readonly Task[], after: readonly Task[]): void {
      const [earlier, later] = [byKey(before), byKey(after)];
      for (const [key, { said, task }] of earlier)
        if (later.get(key)?.said !== said) remove.run(subject, task.kind, task.about ?? "", task.audience);
      for (const [key, { said, task }] of later) {
        if (earlier.get(key)?.said === said) continue;
        const { kind, about, audience, due, since, from, until, notFor } = task;
        insert.run(subject, kind, about ?? "", audience, due ?? NO_DAY, since, from, until ?? null, notFor ?? null);
      }
    },
  };
}

/** A subject's tasks by what tells them apart in the table: of two that nothing does, the first stands. */
function byKey(tasks: readonly Task[]): ReadonlyMap<string, { readonly said: string; readonly task: Task }> {
  const found = new Map<string, { readonly said: string; readonly task: Task }>();
  for (const task of tasks) {
    const key = JSON.stringify([task.kind, task.about ?? "", task.audience]);
    if (!found.has(key)) found.set(key, { said: JSON.stringify(task), task });
  }
  return found;
}

/** In order of place, a task once though two audiences of the reader's have it. */
export function inOrder(tasks: readonly Waiting[]): readonly Waiting[] {
  const byPlace = new Map(tasks.map((task) => [JSON.stringify(placeOf(task)), task]));
  return [...byPlace.values()].sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
}

/** Below nought when `a` comes before `b`, above when after, nought for one and the same. */
export function comparePlaces(a: TaskPlace, b: TaskPlace): number {
  for (const [index, word] of a.entries()) {
    const other = b[index] ?? "";
    if (word !== other) return word < other ? -1 : 1;
  }
  return 0;
}

type Row = {
  readonly subject: string;
  readonly kind: Task["kind"];
  readonly about: string;
  readonly audience: TaskAudience;
  readonly due: string;
  readonly since: string;
  readonly from_day: string;
  readonly until: string | null;
  readonly not_for: string | null;
};

const taskIn = ({ subject, kind, about, audience, due, since, from_day, until }: Row): Waiting => ({
  subject,
  kind,
  audience,
  since,
  from: from_day,
  ...(about !== "" && { about }),
  ...(due !== NO_DAY && { due }),
  ...(until !== null && { until }),
});
