// A read model's open file. Rows and checkpoint change in one transaction for each page.
import { faultOf } from "../../event-log/faults.ts";
import { type Mark, markAt } from "../../event-log/history.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { EventLog, Position, StoredEvent } from "../../event-log/port.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { keysIn } from "../../services/confidential.ts";
import { UnreadableEvent } from "../../services/stored-events.ts";
import { examining } from "./examine.ts";
import { openQuarantine, type Quarantined } from "./quarantine.ts";
import { type Building, CHECKPOINT, type LogOfStreams, type Opened, type ReadModel, type Tools } from "./read-model.ts";

export type Store<Queries> = Omit<Opened<Queries>, "build" | "withdraw"> & {
  readonly db: Database;
  readonly file: string;
  readonly keys: KeyStore;
  position(): Position;
  /** The checkpoint, with the proof that it belongs to the log's history. */
  mark(): Mark;
  quarantined(): readonly Quarantined[];
  /** Whether a quarantined event is readable now, after a repair or with this release. */
  canRead(event: StoredEvent): boolean;
  /** Quarantines a stream in which another reader found an unreadable event. */
  quarantine(error: UnreadableEvent): void;
  /** Applies a page and moves the checkpoint, or neither. `proof` is the log's for the last event: without it the file is not used again. */
  applyPage(events: readonly StoredEvent[], proof?: string): void;
  /** Fills a store that was opened for a build, with the model's own `build`. */
  buildByStreams(log: EventLog): Promise<void>;
  /** Marks the file as complete: it may serve after a restart. */
  complete(): void;
  close(): void;
};

/** `building`: without a journal, so that nothing can be rolled back. */
export type Opening = "serving" | "building";

export function openStore<Queries>(
  model: ReadModel<Queries>,
  file: string,
  tools: Tools,
  how: Opening = "serving",
): Store<Queries> {
  const db = openDatabase(file, how === "building" ? "building" : "rebuildable");
  try {
    return openIn(db, model, file, tools, how);
  } catch (error) {
    db.close();
    throw error;
  }
}

function openIn<Queries>(db: Database, model: ReadModel<Queries>, file: string, tools: Tools, how: Opening): Store<Queries> {
  // In a file of an earlier run, the file and not an event may be the cause of a failure.
  const canRollBack = how !== "building" && !hasTables(db);
  db.transaction(() =>
    db.exec(CHECKPOINT + model.schema + (how !== "building" || !model.byStreams ? (model.indexes ?? "") : "")),
  );
  const { identity } = tools;
  if (identity) db.prepare("UPDATE checkpoint SET hub = ?, epoch = ? WHERE hub = ''").run(identity.hub, identity.epoch);
  const quarantine = openQuarantine(db);
  const examine = tools.examine ?? examining(tools.keys);
  const opened = model.open(db, tools, quarantine);
  const read = db.prepare("SELECT position, proof FROM checkpoint");
  const move = db.prepare("UPDATE checkpoint SET position = ?, proof = ? WHERE one = 1");
  const countChanges = db.prepare("SELECT total_changes() AS changes");
  const changes = (): number => countChanges.get<{ changes: number }>().changes;
  const { position, proof } = read.get<{ position: Position; proof: string }>();
  let mark: Mark = [position, proof];
  /** The number of events since the checkpoint was written, none of which changed a row. */
  let skipped = 0;

  const isFollowed = ({ category }: StoredEvent): boolean => model.categories.includes(category);

  /** Detects an unreadable event before anything of it is written. */
  function applyOne(event: StoredEvent): void {
    if (!isFollowed(event) || quarantine.has(event.stream)) return;
    const unreadable = unreadableIn(event);
    if (unreadable) withdraw(event, unreadable);
    else opened.apply(event);
  }

  function unreadableIn(event: StoredEvent): UnreadableEvent | undefined {
    try {
      examine(event);
      return undefined;
    } catch (error) {
      if (error instanceof UnreadableEvent) return error;
      throw error;
    }
  }

  /** Writes earlier events of the stream first. */
  function withdraw(event: StoredEvent, error: unknown): void {
    opened.pageApplied?.();
    quarantine.put(event, error, isFollowed(event) ? opened.withdraw(event) : undefined);
    opened.pageApplied?.();
  }

  /** Writes rows and checkpoint together, or neither. Events that change no row may be read again after a restart, so they need no checkpoint. */
  function inOne(events: readonly StoredEvent[], reached: Mark, work: () => void): void {
    try {
      const isMoved = db.transaction(() => {
        const before = changes();
        work();
        const moves = changes() !== before || skipped + events.length > MAX_SKIPPED;
        if (moves) move.run(...reached);
        return moves;
      });
      mark = reached;
      skipped = isMoved ? 0 : skipped + events.length;
    } catch (error) {
      quarantine.reload();
      opened.pageFailed?.();
      throw error;
    }
    tools.walCopier?.written(file);
  }

  /** A page without an event of the model's streams needs no transaction. */
  const canSkip = (events: readonly StoredEvent[]): boolean =>
    how !== "building" && skipped + events.length <= MAX_SKIPPED && !events.some(isFollowed);

  /** Rolls back each event that cannot be applied, and withdraws its stream. */
  function applyEach(events: readonly StoredEvent[]): void {
    for (const event of events) {
      db.exec("SAVEPOINT event");
      try {
        applyOne(event);
        opened.pageApplied?.();
        db.exec("RELEASE event");
      } catch (error) {
        // A fault of the machine is not caused by the event, and SQLite may have rolled everything back.
        if (faultOf(error) || !db.isTransaction) throw error;
        db.exec("ROLLBACK TO event; RELEASE event");
        opened.pageFailed?.();
        withdraw(event, error);
      }
    }
  }

  return {
    ...opened,
    db,
    file,
    keys: tools.keys,
    position: () => mark[0],
    mark: () => mark,
    quarantined: quarantine.all,
    canRead: (event) => isFollowed(event) && unreadableIn(event) === undefined,
    quarantine(error) {
      const { event } = error;
      if (!isFollowed(event) || quarantine.has(event.stream)) return;
      try {
        db.transaction(() => withdraw(event, error));
      } catch (failure) {
        quarantine.reload();
        opened.pageFailed?.();
        throw failure;
      }
    },
    applyPage(events, proof = "") {
      const last = events.at(-1);
      if (!last) return;
      const reached: Mark = [last.position, proof];
      if (canSkip(events)) {
        skipped += events.length;
        mark = reached;
        return;
      }
      try {
        inOne(events, reached, () => {
          for (const event of events) applyOne(event);
          opened.pageApplied?.();
        });
      } catch (error) {
        if (!canRollBack || faultOf(error)) throw error;
        inOne(events, reached, () => applyEach(events));
      }
    },
    async buildByStreams(log) {
      const until = await log.head();
      const building: Building = {
        examine(event) {
          if (isFollowed(event)) examine(event);
        },
        quarantine(event, error) {
          if (faultOf(error)) throw error;
          withdraw(event, error);
        },
      };
      await opened.build?.(withKeysFetched(log, tools.keys), until, (work) => db.transaction(work), building);
      mark = await markAt(log, until);
      move.run(...mark);
      db.exec(model.indexes ?? "");
    },
    complete: () => db.exec("UPDATE checkpoint SET complete = 1"),
    close() {
      try {
        if (skipped > 0) move.run(...mark);
      } catch {
        // The events are read again.
      }
      db.close();
    },
  };
}

/** The maximum number of events that are read again after a restart. */
const MAX_SKIPPED = 500;

/** Returns a log that fetches the keys of streams before it returns the events. */
const withKeysFetched = (log: LogOfStreams, keys: KeyStore): LogOfStreams => ({
  streams: (category) => log.streams(category),
  async readStreams(streams) {
    const events = await log.readStreams(streams);
    await keys.fetch(keysIn(events));
    return events;
  },
});

const hasTables = (db: Database): boolean => db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() !== undefined;
