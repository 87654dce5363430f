// One read model's file: `<name>-<form>-<generation>.sqlite`. Rows and checkpoint change in one transaction, a page at a time.
import { lstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import { faultOf, isPassing } from "../../event-log/faults.ts";
import { type Mark, markAt } from "../../event-log/history.ts";
import type { EventLog, Position, StoredEvent } from "../../event-log/port.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import { namesIn } from "../../event-log/stores/usable-file.ts";
import { UnreadableEvent } from "../../services/stored-events.ts";
import { examining, kindOf, type StreamPrefix } from "./examine.ts";
import { openQuarantine, type Quarantined } from "./quarantine.ts";
import { type Building, CHECKPOINT, type Opened, type ReadModel, storedForm, type Tools } from "./read-model.ts";

export type Store<Queries> = Omit<Opened<Queries>, "build" | "withdraw"> & {
  readonly db: Database;
  readonly file: string;
  position(): Position;
  /** The checkpoint with the proof that it is of the log's history. */
  mark(): Mark;
  /** Streams that it cannot read, in the order in which it found out. */
  quarantined(): readonly Quarantined[];
  /** Whether an event that was put in quarantine can be read now: it was repaired, or this release knows it. */
  canRead(event: StoredEvent): boolean;
  /** Puts a stream in quarantine of which somebody else could not read an event, though it was applied when it could be read. */
  quarantine(error: UnreadableEvent): void;
  /** Applies a page and moves the checkpoint with it, or neither. An event that cannot be applied puts its stream in quarantine. `proof` is the log's of the last event: without one the file is not used again. */
  applyPage(events: readonly StoredEvent[], proof?: string): void;
  /** Fills it with what the log holds, by the model's own way. Only for one that was opened for building. */
  buildByStreams(log: EventLog): Promise<void>;
  /** Marks the file as having held the whole log once: what makes it fit to serve after a restart. */
  complete(): void;
  close(): void;
};

/** `building`: quickly and without a journal. What then fails cannot be taken back. */
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
  // In a file of an earlier run what fails may be the file's fault, and is not laid at an event's door. Without a journal nothing is taken back.
  const canTakeBack = how !== "building" && !hasTables(db);
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
  const { position, proof } = read.get<{ position: Position; proof: string }>();
  let mark: Mark = [position, proof];
  /** Events since the checkpoint was written, none of them of the model's own. */
  let passed = 0;

  /** An event that cannot be read is found out before anything of it is written: nothing is to be taken back. */
  function applyOne(event: StoredEvent): void {
    const kind = kindOf(event.stream, model.streams);
    if (kind === undefined || (!quarantine.isEmpty && quarantine.has(event.stream))) return;
    const unreadable = unreadableIn(kind, event);
    if (unreadable) withdraw(event, unreadable);
    else opened.apply(event);
  }

  function unreadableIn(kind: StreamPrefix, event: StoredEvent): UnreadableEvent | undefined {
    try {
      examine(kind, event);
      return undefined;
    } catch (error) {
      if (error instanceof UnreadableEvent) return error;
      throw error;
    }
  }

  /** All of the stream that could be read is written by then. */
  function withdraw(event: StoredEvent, error: unknown): void {
    const kind = kindOf(event.stream, model.streams);
    opened.pageApplied?.();
    quarantine.put(event, error, kind === undefined ? undefined : opened.withdraw(kind, event.stream));
    opened.pageApplied?.();
  }

  /** Rows and checkpoint together, or neither. */
  function inOne(last: StoredEvent, proof: string, work: () => void): void {
    try {
      db.transaction(() => {
        work();
        move.run(last.position, proof);
      });
      mark = [last.position, proof];
      passed = 0;
    } catch (error) {
      quarantine.reload();
      opened.pageFailed?.();
      throw error;
    }
  }

  /** A page without an event of the model's own changes no row, and is no reason to write: what is passed so is read again after a restart. */
  const canPass = (events: readonly StoredEvent[]): boolean =>
    how !== "building" &&
    passed + events.length <= PASSED &&
    events.every(({ stream }) => kindOf(stream, model.streams) === undefined);

  /** Each event by itself: one that cannot be applied is taken back, and its stream with it. */
  function applyEach(events: readonly StoredEvent[]): void {
    for (const event of events) {
      db.exec("SAVEPOINT event");
      try {
        applyOne(event);
        opened.pageApplied?.();
        db.exec("RELEASE event");
      } catch (error) {
        // What the machine has is not the event's, and SQLite may have taken everything back for it.
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
    position: () => mark[0],
    mark: () => mark,
    quarantined: quarantine.all,
    canRead(event) {
      const kind = kindOf(event.stream, model.streams);
      return kind !== undefined && unreadableIn(kind, event) === undefined;
    },
    quarantine(error) {
      const { event } = error;
      if (kindOf(event.stream, model.streams) === undefined || quarantine.has(event.stream)) return;
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
      if (canPass(events)) {
        passed += events.length;
        mark = [last.position, proof];
        return;
      }
      try {
        inOne(last, proof, () => {
          for (const event of events) applyOne(event);
          opened.pageApplied?.();
        });
      } catch (error) {
        if (!canTakeBack || faultOf(error)) throw error;
        inOne(last, proof, () => applyEach(events));
      }
    },
    async buildByStreams(log) {
      const until = await log.head();
      const building: Building = {
        examine(event) {
          const kind = kindOf(event.stream, model.streams);
          if (kind) examine(kind, event);
        },
        quarantine(event, error) {
          if (faultOf(error)) throw error;
          withdraw(event, error);
        },
      };
      await opened.build?.(log, until, (work) => db.transaction(work), building);
      mark = await markAt(log, until);
      move.run(...mark);
      db.exec(model.indexes ?? "");
    },
    complete: () => db.exec("UPDATE checkpoint SET complete = 1"),
    close() {
      try {
        if (passed > 0) move.run(...mark);
      } catch {
        // What is not written down is read again.
      }
      db.close();
    },
  };
}

/** How many events may be read again for nothing. */
const PASSED = 500;

const hasTables = (db: Database): boolean => db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() !== undefined;

/** The newest complete file of this form, if there is one; with an identity only of this hub and epoch. Throws what passes. */
export function currentFile(model: ReadModel<unknown>, dir: string, identity?: Identity): string | undefined {
  return generations(model, dir)
    .reverse()
    .map((name) => join(dir, name))
    .find((file) => {
      const found = readCheckpoint(file, (path) => openDatabase(path, "read-only"));
      return found?.complete && (!identity || (found.hub === identity.hub && found.epoch === identity.epoch));
    });
}

export type Checkpoint = {
  readonly mark: Mark;
  readonly complete: boolean;
  /** Empty, and 0, in files of releases that recorded neither. */
  readonly hub: string;
  readonly epoch: number;
};

/** The checkpoint of a file of any form; undefined for one that was cut off while it was being made, or is damaged. Throws what passes. */
export function readCheckpoint(file: string, open: (path: string) => Database): Checkpoint | undefined {
  let db: Database | undefined;
  try {
    db = open(file);
    const row = db.prepare("SELECT * FROM checkpoint").get<Record<string, string | number> | undefined>();
    if (!row) return undefined;
    const { position, proof, complete, hub = "", epoch = 0 } = row;
    return {
      mark: [String(position), String(proof ?? "")],
      complete: complete === 1,
      ...{ hub: String(hub), epoch: Number(epoch) },
    };
  } catch (error) {
    // What cannot be opened at the moment may be whole.
    if (isPassing(error)) throw error;
    return undefined;
  } finally {
    db?.close();
  }
}

/** A file name for a new generation, later than all there are. */
export function nextFile(model: ReadModel<unknown>, dir: string): string {
  const last = generations(model, dir).at(-1);
  const generation = last ? Number(last.match(/-(\d+)\.sqlite$/)?.[1]) + 1 : 1;
  return join(dir, `${model.name}-${storedForm(model)}-${String(generation).padStart(6, "0")}.sqlite`);
}

/** Removes every file of the model but the one in use, of other forms too. */
export function removeOthers(model: ReadModel<unknown>, dir: string, inUse: string): void {
  for (const name of namesIn(dir)) {
    const file = join(dir, name);
    if (name.startsWith(`${model.name}-v`) && name.endsWith(".sqlite") && file !== inUse) removeStoreFile(file);
  }
}

/** A folder in a file's place is left there: nobody knows whose it is. */
export function removeStoreFile(file: string): void {
  for (const path of ["", "-wal", "-shm"].map((suffix) => file + suffix))
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { force: true });
}

/** The files of this form, the newest first. */
export const filesOf = (model: ReadModel<unknown>, dir: string): readonly string[] =>
  generations(model, dir)
    .reverse()
    .map((name) => join(dir, name));

const generations = (model: ReadModel<unknown>, dir: string): string[] =>
  namesIn(dir)
    .filter((name) => name.startsWith(`${model.name}-${storedForm(model)}-`) && name.endsWith(".sqlite"))
    .sort();
