// The date of a read model's rows: before a read on a new day, rows change that end or become due by date.
import type { Database } from "../event-log/stores/database.ts";

export const DAY_SCHEMA = "CREATE TABLE IF NOT EXISTS day (one INTEGER PRIMARY KEY CHECK (one = 1), today TEXT NOT NULL) STRICT;";

/** `turn` updates rows from one day to another, and `rolledBack` is called if it failed. */
export function openDay(
  db: Database,
  today: () => string,
  turn: (last: string | undefined, day: string) => void,
  rolledBack: () => void = () => {},
) {
  const select = db.prepare("SELECT today FROM day");
  const put = db.prepare("INSERT OR REPLACE INTO day (one, today) VALUES (1, ?)");
  let cached: string | undefined;
  const recorded = () => (cached ??= select.get<{ today: string } | undefined>()?.today);
  return {
    /** The day of the rows. */
    recorded,
    current: () => recorded() ?? today(),
    ensureToday(): void {
      const [last, day] = [recorded(), today()];
      if (last !== undefined && last >= day) return;
      try {
        db.transaction(() => {
          put.run(day);
          cached = day;
          turn(last, day);
        });
      } catch (error) {
        cached = undefined;
        rolledBack();
        throw error;
      }
    },
    /** Called after a transaction was rolled back. */
    forget(): void {
      cached = undefined;
    },
  };
}
