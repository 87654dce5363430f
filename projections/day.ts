// The date of a read model's rows: before a read on a new day, rows change that begin, end or become due by date.
import type { Database } from "../event-log/stores/database.ts";
import type { Days } from "../services/decision-context.ts";
import type { Tools } from "./runtime/read-model.ts";

export const DAY_SCHEMA =
  "CREATE TABLE IF NOT EXISTS day (one INTEGER PRIMARY KEY CHECK (one = 1), today TEXT NOT NULL, certain TEXT NOT NULL) STRICT;";

type Clock = { readonly today: () => string; readonly certainToday?: (() => string) | undefined } & Pick<Tools, "inSnapshot">;

const later = (a: string, b: string): string => (a > b ? a : b);

/** The day of a file's rows; undefined in a new file. */
export function recordedDays(db: Database): Days | undefined {
  const row = db.prepare("SELECT today, certain FROM day").get<{ today: string; certain: string } | undefined>();
  return row && { today: row.today, certainToday: row.certain };
}

/** `turn` updates rows from one day to another, and `rolledBack` is called if it failed. */
export function openDay(
  db: Database,
  { today, certainToday = today, inSnapshot }: Clock,
  turn: (last: Days | undefined, day: Days) => void,
  rolledBack: () => void = () => {},
) {
  const put = db.prepare("INSERT OR REPLACE INTO day (one, today, certain) VALUES (1, ?, ?)");
  let cached: Days | undefined;
  const recorded = () => (cached ??= recordedDays(db));
  function daysToTurnTo(): Days | undefined {
    const last = recorded();
    // Neither goes back: what has ended stays ended, and what has begun was shown.
    const day = { today: later(today(), last?.today ?? ""), certainToday: later(certainToday(), last?.certainToday ?? "") };
    return last?.today === day.today && last.certainToday === day.certainToday ? undefined : day;
  }
  return {
    /** The day of the rows. */
    recorded: () => recorded()?.today,
    current: (): Days => recorded() ?? { today: today(), certainToday: certainToday() },
    /** Undefined if the rows are of today. */
    daysToTurnTo,
    ensureToday(): void {
      // Rows that another thread writes are turned before a snapshot, and not between two reads of it.
      const day = inSnapshot ? undefined : daysToTurnTo();
      if (!day) return;
      const last = recorded();
      try {
        db.transaction(() => {
          put.run(day.today, day.certainToday);
          cached = day;
          turn(last, day);
        });
      } catch (error) {
        cached = undefined;
        rolledBack();
        throw error;
      }
    },
    /** Called after a transaction was rolled back, and after another thread has changed the rows. */
    forget(): void {
      cached = undefined;
    },
  };
}
