// Stores who has claimed tasks, and until when they are put off. The row of a task repeats both, so that lists are filtered by an index. A claim outlives its
// task here and is then shown nowhere, so the rows are the same in whatever order events are applied.
import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { type ClaimState, evolveClaim, readClaimEvent } from "../../services/claim/stream.ts";
import { sideOf, type TaskName, type TaskSubject } from "../../services/claim/task-name.ts";
import { occurrence } from "../../services/stored-events.ts";
import type { TaskAudience } from "../../services/tasks.ts";

export const CLAIMS_SCHEMA = `
CREATE TABLE IF NOT EXISTS claims (
  subject TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, since TEXT NOT NULL, side TEXT NOT NULL, stream TEXT NOT NULL,
  claim TEXT NOT NULL, PRIMARY KEY (subject, kind, about, since, side)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS claims_of_stream ON claims (stream);`;

/** A task, by all but the type of its subject. */
type Named = Omit<TaskName, "type">;

export function openClaims(db: Database) {
  const get = db.prepare("SELECT claim FROM claims WHERE subject = ? AND kind = ? AND about = ? AND since = ? AND side = ?");
  const put = db.prepare(
    "INSERT OR REPLACE INTO claims (subject, kind, about, since, side, stream, claim) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const ofStream = db.prepare("SELECT subject, kind, about, since, side FROM claims WHERE stream = ?");
  const remove = db.prepare("DELETE FROM claims WHERE stream = ?");
  const audiences = db.prepare("SELECT audience FROM tasks WHERE subject = ? AND kind = ? AND about = ? AND since = ?");
  const mark = db.prepare(
    "UPDATE tasks SET claimant = ?, put_off_until = ? WHERE subject = ? AND kind = ? AND about = ? AND audience = ?",
  );

  function find({ subject, kind, about, since, side }: Named): ClaimState | undefined {
    const row = get.get<{ claim: string } | undefined>(subject, kind, about, since, side);
    return row && JSON.parse(row.claim);
  }

  /** A task has a row for each of its audiences. */
  function markTasks({ subject, kind, about, since, side }: Named, now: ClaimState | undefined): void {
    for (const { audience } of audiences.all<{ audience: TaskAudience }>(subject, kind, about, since))
      if (sideOf({ kind, audience }) === side)
        mark.run(now?.claimed?.actor ?? null, now?.putOff?.until ?? null, subject, kind, about, audience);
  }

  return {
    find,
    /** Applies a claim on a task of one of these types of subjects. */
    apply(event: StoredEvent, types: readonly TaskSubject[]): void {
      const read = readClaimEvent(event);
      const { type, ...task } = read.data.task;
      if (!types.includes(type)) return;
      const now = evolveClaim(find(task), read, occurrence(event));
      const { subject, kind, about, since, side } = task;
      put.run(subject, kind, about, since, side, event.streamId, JSON.stringify(now));
      markTasks(task, now);
    },
    /** Nobody has claimed a task whose claims cannot be read, and it is not put off. */
    withdraw(stream: string): void {
      for (const task of ofStream.all<Named>(stream)) markTasks(task, undefined);
      remove.run(stream);
    },
  };
}
