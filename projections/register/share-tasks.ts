// Finds shares by the tasks that wait on them: a council to be reached, conditions to be accepted.
import type { Database } from "../../event-log/stores/database.ts";

/** A share, by its concern and its id. */
type ShareName = { readonly concern: string; readonly share: string };

/** Tasks on a share of which the council has not been reached. */
const AWAITING_REACH = "kind IN ('council-to-reach', 'letter-to-confirm')";
const WAITS_TODAY = "from_day <= ? AND until >= ?";

export const SHARE_TASKS_INDEXES = `
CREATE INDEX IF NOT EXISTS tasks_awaiting_reach ON tasks (subject, about) WHERE ${AWAITING_REACH};`;

/** `today`: the day of the rows. */
export function openShareTasks(db: Database, today: () => string) {
  const awaitingReach = db.prepare(`SELECT subject AS concern, about AS share FROM tasks
    WHERE ${AWAITING_REACH} AND (subject, about) > (?, ?) AND until >= ? ORDER BY subject, about LIMIT ?`);
  const toAccept = db.prepare(
    `SELECT 1 FROM tasks WHERE subject = ? AND kind = 'conditions-to-accept' AND about = ? AND audience = ? AND ${WAITS_TODAY}`,
  );
  const allToAccept = db.prepare(`SELECT subject AS concern, about AS share FROM tasks
    WHERE audience = ? AND kind = 'conditions-to-accept' AND ${WAITS_TODAY} AND (subject, about) > (?, ?) ORDER BY subject, about LIMIT ?`);
  return {
    /** Shares on which nobody who can speak for the council has been reached, in order, after one. */
    awaitingReach: (after: ShareName, limit: number) => awaitingReach.all<ShareName>(after.concern, after.share, today(), limit),
    /** Whether conditions of a share wait to be accepted by one of these bodies. */
    awaitsAcceptance: ({ concern, share }: ShareName, bodies: readonly string[]): boolean =>
      bodies.filter((body) => toAccept.get(concern, share, `body:${body}`, today(), today())).length > 0,
    /** Shares whose conditions wait to be accepted by a body, in order, after one. */
    sharesToAccept: (body: string, after: ShareName, limit: number) =>
      allToAccept.all<ShareName>(`body:${body}`, today(), today(), after.concern, after.share, limit),
  };
}
