// Stores tasks as rows. A read model that folds concerns or supports stores their tasks in its own file, in the transaction that changed them. A
// page reads one index range for each audience.
import { boundedCache } from "../../caching/cache.ts";
import type { Database, Statement } from "../../event-log/stores/database.ts";
import type { ClaimState } from "../../services/claim/stream.ts";
import { sideOf, type TaskName } from "../../services/claim/task-name.ts";
import type { Task, TaskAudience, TaskKind } from "../../services/tasks.ts";
import { CLAIMS_SCHEMA, openClaims } from "./claim-rows.ts";
import { inOrder, NO_DAY, placeOf, type TaskPlace, tasksByKey, type Waiting } from "./waiting-task.ts";

export const TASKS_SCHEMA = `
CREATE TABLE IF NOT EXISTS tasks (
  subject TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, audience TEXT NOT NULL, due TEXT NOT NULL,
  since TEXT NOT NULL, from_day TEXT NOT NULL, until TEXT, not_for TEXT, council TEXT NOT NULL,
  owner TEXT, claimant TEXT, put_off_until TEXT
) STRICT;
${CLAIMS_SCHEMA}`;
// `tasks_of_council` also has the columns that decide whether a task waits today: future tasks of a council are skipped without reading their rows.
export const TASKS_INDEXES = `
CREATE UNIQUE INDEX IF NOT EXISTS tasks_by_subject ON tasks (subject, kind, about, audience);
CREATE INDEX IF NOT EXISTS tasks_of ON tasks (audience, due, subject, kind, about);
CREATE INDEX IF NOT EXISTS tasks_of_kind ON tasks (audience, kind, due, subject, about);
CREATE INDEX IF NOT EXISTS tasks_of_council ON tasks (audience, council, due, subject, kind, about, from_day, until, not_for);
CREATE INDEX IF NOT EXISTS tasks_of_owner ON tasks (audience, owner, due, subject, kind, about) WHERE owner IS NOT NULL;
CREATE INDEX IF NOT EXISTS tasks_claimed ON tasks (claimant, audience, due, subject, kind, about) WHERE claimant IS NOT NULL;
CREATE INDEX IF NOT EXISTS tasks_since ON tasks (audience, since);`;

export type TaskFilter = {
  readonly kind?: TaskKind;
  readonly council?: string;
  /** Whether the due day has passed. */
  readonly overdue?: boolean;
  /** Leaves out tasks that are put off to a later day. */
  readonly hidePutOff?: boolean;
  /** Whether the person has claimed the task, is its only audience, or owns its concern: the recorded owners of each audience whose concerns are theirs. */
  readonly mine?: { readonly wanted: boolean; readonly owners: ReadonlyMap<TaskAudience, readonly string[]> };
};

export type TaskQueries = ReturnType<typeof openTasks>["queries"];

const WAITS = "from_day <= :today AND (until IS NULL OR until >= :today) AND (not_for IS NULL OR not_for <> :person)";

export function openTasks(db: Database) {
  const remove = db.prepare("DELETE FROM tasks WHERE subject = ? AND kind = ? AND about = ? AND audience = ?");
  const removeAll = db.prepare("DELETE FROM tasks WHERE subject = ?");
  const insert = db.prepare(
    "INSERT INTO tasks (subject, kind, about, audience, due, since, from_day, until, not_for, council, owner, claimant, put_off_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  /** A statement for each combination of filters and number of ranges, so that each has its index. */
  const statements = boundedCache<string, Statement>(64);
  const filterText = ({ kind, council, overdue, hidePutOff }: TaskFilter): string =>
    [
      ...(hidePutOff ? ["AND (put_off_until IS NULL OR put_off_until <= :today)"] : []),
      ...(kind === undefined ? [] : ["AND kind = :ofKind"]),
      ...(council === undefined ? [] : ["AND council = :council"]),
      ...(overdue === undefined ? [] : [overdue ? "AND due < :today" : "AND due >= :today"]),
    ].join(" ");

  /**
   * Rows of all ranges in order, merged by SQLite: it reads no more of each than the page has of it. Several can be of one task. SQLite
   * returns these in the order of the ranges (task-table.test.ts). A range number in ORDER BY would guarantee it, but SQLite then sorts.
   */
  function rowsIn(ranges: readonly TaskRange[], filter: TaskFilter, bounds: Record<string, string | number>): readonly Row[] {
    const after = "AND (due, subject, kind, about) > (:due, :subject, :kind, :about)";
    const selects = ranges.map(
      ({ whose }, n) =>
        `SELECT * FROM tasks WHERE audience = :audience${n} ${whose(n)} ${filterText(filter)} ${after} AND ${WAITS}`,
    );
    // Where a parameter alone is the limit, SQLite prepares the statement anew each time.
    const text = `${selects.join(" UNION ALL ")} ORDER BY due, subject, kind, about LIMIT :limit + 0`;
    const ofRanges = ranges.map(({ audience, value }, n) => [
      [`audience${n}`, audience],
      ...(value === undefined ? [] : [[`whose${n}`, value]]),
    ]);
    const statement = statements.getOrMake(text, () => db.prepare(text));
    return statement.all<Row>({ ...bounds, ...Object.fromEntries(ofRanges.flat()) });
  }

  /** Up to `limit` different tasks of the ranges after a place. */
  function tasksIn(
    ranges: readonly TaskRange[],
    filter: TaskFilter,
    bounds: Record<string, string | number>,
    after: TaskPlace,
    limit: number,
  ): readonly Waiting[] {
    const found: Waiting[] = [];
    for (let place = after; ; ) {
      const [due, subject, kind, about] = place;
      const rows = rowsIn(ranges, filter, { ...bounds, due, subject, kind, about, limit }).map(taskIn);
      found.push(...rows);
      const tasks = inOrder(found);
      const last = rows.at(-1);
      if (!last || rows.length < limit || tasks.length >= limit) return tasks.slice(0, limit);
      place = placeOf(last);
    }
  }

  const named = db.prepare(`SELECT * FROM tasks WHERE subject = :subject AND kind = :kind AND about = :about
    AND audience IN (SELECT value FROM json_each(:audiences)) AND since = :instant AND ${WAITS} LIMIT 1`);
  const changeOwner = db.prepare("UPDATE tasks SET owner = ? WHERE subject = ?");
  const ofSubject = db.prepare("SELECT * FROM tasks WHERE subject = ?");
  const claimedBy = db.prepare("SELECT * FROM tasks WHERE claimant = ?");
  const since = db.prepare(
    `SELECT * FROM tasks WHERE audience = :audience AND since > :instant AND ${WAITS} ORDER BY since LIMIT :limit`,
  );
  const firstOfCouncils = db.prepare(`SELECT t.* FROM json_each(:councils) c CROSS JOIN json_each(:audiences) a CROSS JOIN tasks t
    WHERE t.rowid IN (SELECT rowid FROM tasks WHERE audience = a.value AND council = c.value AND ${WAITS}
      ORDER BY due, subject, kind, about LIMIT :limit)`);
  const claims = openClaims(db);
  const queries = {
    /** Returns the tasks that wait today for these audiences and this person, in order, after a cursor. */
    waiting(
      audiences: readonly TaskAudience[],
      person: string,
      today: string,
      after: TaskPlace,
      limit: number,
      filter: TaskFilter = {},
    ): readonly Waiting[] {
      const bounds = {
        ...{ person, today },
        ...(filter.kind !== undefined && { ofKind: filter.kind }),
        ...(filter.council !== undefined && { council: filter.council }),
      };
      const ranges = audiences.flatMap((audience) => rangesOf(audience, person, filter));
      const parts = Array.from({ length: Math.ceil(ranges.length / MAX_RANGES) }, (_, part) =>
        tasksIn(ranges.slice(part * MAX_RANGES, (part + 1) * MAX_RANGES), filter, bounds, after, limit),
      );
      return parts.length === 1 ? (parts[0] ?? []) : inOrder(parts.flat()).slice(0, limit);
    },
    /** Council -> tasks about it that wait today: up to `limit` for each audience, those that are due first. One statement for all councils. */
    firstByCouncil(
      councils: readonly string[],
      audiences: readonly TaskAudience[],
      person: string,
      today: string,
      limit: number,
    ): ReadonlyMap<string, readonly Waiting[]> {
      const wanted = { councils: JSON.stringify(councils), audiences: JSON.stringify(audiences), person, today, limit };
      const rows = Map.groupBy(firstOfCouncils.all<Row & { council: string }>(wanted), ({ council }) => council);
      return new Map([...rows].map(([council, ofCouncil]) => [council, ofCouncil.map(taskIn)]));
    },
    /** Returns a task if it waits today for one of these audiences and this person. */
    find(
      { subject, kind, about, since, side }: Omit<TaskName, "type">,
      audiences: readonly TaskAudience[],
      person: string,
      today: string,
    ): Waiting | undefined {
      const ofSide = JSON.stringify(audiences.filter((audience) => sideOf({ kind, audience }) === side));
      const row = named.get<Row | undefined>({ subject, kind, about, instant: since, audiences: ofSide, person, today });
      return row && taskIn(row);
    },
    /** Returns the recorded claim of a task and the day to which it is put off. Whether the claimant still has the task is not checked. */
    claimOf: (task: Waiting): ClaimState | undefined => claims.find(namedBy(task, task.audience)),
    /** Returns all tasks of a subject, whoever they are for, including future ones. */
    of: (subject: string): readonly Waiting[] => ofSubject.all<Row>(subject).map(taskIn),
    /** Returns all tasks that a person has claimed, whether or not they still have them. */
    claimedBy: (person: string): readonly Waiting[] => claimedBy.all<Row>(person).map(taskIn),
    /** Returns the tasks of an audience that started to wait after an instant, in order of their start. */
    since: (audience: TaskAudience, person: string, today: string, instant: string, limit: number): readonly Waiting[] =>
      since.all<Row>({ audience, person, today, instant, limit }).map(taskIn),
  };
  return {
    queries,
    applyClaim: claims.apply,
    withdrawClaims: claims.withdraw,
    removeAll: (subject: string) => removeAll.run(subject),
    /** Replaces a subject's tasks that have changed. `owners`: the recorded owner of a concern before and after. */
    put(
      subject: string,
      council: string,
      before: readonly Task[],
      after: readonly Task[],
      owners: { readonly before?: string | undefined; readonly after?: string | undefined } = {},
    ): void {
      if (owners.before !== owners.after && before.length > 0) changeOwner.run(owners.after ?? null, subject);
      const [earlier, later] = [tasksByKey(before), tasksByKey(after)];
      for (const [key, { text, task }] of earlier)
        if (later.get(key)?.text !== text) remove.run(subject, task.kind, task.about ?? "", task.audience);
      for (const [key, { text, task }] of later) {
        if (earlier.get(key)?.text === text) continue;
        const { kind, about, audience, due, since, from, until, notFor } = task;
        const now = claims.find(namedBy({ ...task, subject }, audience));
        insert.run(
          ...([subject, kind, about ?? "", audience, due ?? NO_DAY, since, from] as const),
          ...([until ?? null, notFor ?? null, council] as const),
          ...([owners.after ?? null, now?.claimed?.actor ?? null, now?.putOff?.until ?? null] as const),
        );
      }
    },
  };
}

const namedBy = (
  { subject, kind, about = "", since }: Pick<Waiting, "subject" | "kind" | "about" | "since">,
  audience: TaskAudience,
) => ({ subject, kind, about, since, side: sideOf({ kind, audience }) });

/** The most ranges of one statement. */
const MAX_RANGES = 50;

/** A range of an audience's tasks: a further condition of the n-th range of a statement, and its value. */
type TaskRange = { readonly audience: TaskAudience; readonly whose: (n: number) => string; readonly value?: string };

/** The ranges of an audience's tasks that a filter needs. */
function rangesOf(audience: TaskAudience, person: string, { mine }: TaskFilter): readonly TaskRange[] {
  const isAlone = audience === `person:${person}`;
  if (!mine || (mine.wanted && isAlone)) return [{ audience, whose: () => "" }];
  const owners = mine.owners.get(audience) ?? [];
  if (mine.wanted)
    return [
      { audience, whose: () => "AND claimant = :person" },
      ...owners.map((owner) => ({ audience, whose: (n: number) => `AND owner = :whose${n}`, value: owner })),
    ];
  if (isAlone) return [];
  const others = (n: number) =>
    `AND claimant IS NOT :person AND (owner IS NULL OR owner NOT IN (SELECT value FROM json_each(:whose${n})))`;
  return [{ audience, whose: others, value: JSON.stringify(owners) }];
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

const taskIn = ({ subject, kind, about, audience, due, since, from_day, until, not_for }: Row): Waiting => ({
  subject,
  kind,
  audience,
  since,
  from: from_day,
  ...(about !== "" && { about }),
  ...(due !== NO_DAY && { due }),
  ...(until !== null && { until }),
  ...(not_for !== null && { notFor: not_for }),
});
