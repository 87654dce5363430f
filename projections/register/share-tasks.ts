// Finds the shares with an open task of two kinds: to reach the council, or to accept its conditions.
import type { Database } from "../../event-log/stores/database.ts";

/** A share, by its concern and its id. */
type ShareName = { readonly concern: string; readonly share: string };

/** The tasks on a share while nobody who can speak for the council has been reached. */
const AWAITING_REACH = "kind IN ('council-to-reach', 'letter-to-confirm')";
const WAITS_TODAY = "from_day <= ? AND until >= ?";

export const SHARE_TASKS_INDEXES = `
CREATE INDEX IF NOT EXISTS tasks_awaiting_reach ON tasks (subject, about) WHERE ${AWAITING_REACH};`;

/** `today`: the day of the rows. */
export function openShareTaskQueries(db: Database, today: () => string) {
  const awaitingReach = db.prepare(`SELECT subject AS concern, about AS share FROM tasks
    WHERE ${AWAITING_REACH} AND (subject, about) > (?, ?) AND until >= ? ORDER BY subject, about LIMIT ?`);
  const toAccept = db.prepare(
    `SELECT 1 FROM tasks WHERE subject = ? AND kind = 'conditions-to-accept' AND about = ? AND audience = ? AND ${WAITS_TODAY}`,
  );
  const allToAccept = db.prepare(`SELECT subject AS concern, about AS share FROM tasks
    WHERE audience = ? AND kind = 'conditions-to-accept' AND ${WAITS_TODAY} AND (subject, about) > (?, ?) ORDER BY subject, about LIMIT ?`);
  return {
    /** The next shares after the given one on which nobody who can speak for the council has been reached, by concern and share. */
    awaitingReach: (after: ShareName, limit: number) => awaitingReach.all<ShareName>(after.concern, after.share, today(), limit),
    /** Whether one of these bodies still has to accept the conditions of a share. */
    awaitsAcceptance: ({ concern, share }: ShareName, bodies: readonly string[]): boolean =>
      bodies.filter((body) => toAccept.get(concern, share, `body:${body}`, today(), today())).length > 0,
    /** The next shares after the given one whose conditions a body still has to accept, by concern and share. */
    sharesToAccept: (body: string, after: ShareName, limit: number) =>
      allToAccept.all<ShareName>(`body:${body}`, today(), today(), after.concern, after.share, limit),
  };
}
