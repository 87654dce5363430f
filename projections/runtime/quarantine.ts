// The quarantine of a read model, in its own file: its unreadable streams, with the position and reason of each. Their rows are withdrawn and later events
// skipped until the log is repaired and the model rebuilt.
import type { Position, StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { type StreamParts, streamParts } from "../../event-log/stream-name.ts";
import { UnreadableEvent, type UnreadableReason } from "../../services/stored-events.ts";

export const QUARANTINE = `
CREATE TABLE IF NOT EXISTS quarantine (
  stream TEXT PRIMARY KEY, position TEXT NOT NULL, type TEXT NOT NULL, reason TEXT NOT NULL, facts TEXT
) STRICT, WITHOUT ROWID;`;

/** `FAILED`: the event is readable, but applying it fails because of a fault of the hub. */
type QuarantineReason = UnreadableReason | "FAILED";

export type Quarantined = StreamParts & {
  readonly stream: string;
  /** The first unreadable event. */
  readonly position: Position;
  readonly type: string;
  readonly reason: QuarantineReason;
  /** The facts for policy decisions from when the stream was last readable; undefined if it never was. */
  readonly facts: object | undefined;
};

export type Quarantine = {
  has(stream: string): boolean;
  all(): readonly Quarantined[];
};

export function openQuarantine(db: Database) {
  const insert = db.prepare("INSERT OR IGNORE INTO quarantine (stream, position, type, reason, facts) VALUES (?, ?, ?, ?, ?)");
  const select = db.prepare("SELECT stream, position, type, reason, facts FROM quarantine ORDER BY position");
  const count = db.prepare("SELECT count(*) AS count FROM quarantine");
  let entries = new Map<string, Quarantined>();
  const load = () => {
    entries = new Map(
      select
        .all<Omit<Quarantined, "facts" | keyof StreamParts> & { readonly facts: string | null }>()
        .map((row) => [
          row.stream,
          { ...row, ...streamParts(row.stream), facts: row.facts === null ? undefined : JSON.parse(row.facts) },
        ]),
    );
  };
  load();
  return {
    has: (stream: string) => entries.has(stream),
    all: () => [...entries.values()],
    /** Called in the transaction that withdraws the rows of the stream. */
    put({ stream, position, type }: StoredEvent, error: unknown, facts: object | undefined): void {
      const reason: QuarantineReason = error instanceof UnreadableEvent ? error.reason : "FAILED";
      insert.run(stream, position, type, reason, facts === undefined ? null : JSON.stringify(facts));
      load();
    },
    /** Called after a transaction was rolled back. */
    reload: load,
    /** Called if another thread may have added streams. None is removed from a file. */
    changedElsewhere(): void {
      if (count.get<{ count: number }>().count !== entries.size) load();
    },
  };
}
