// One read model's file: `<name>-<form>-<generation>.sqlite`. Rows and checkpoint change in one transaction, a page at a time.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Database, openDatabase, transaction } from "../event-log/database.ts";
import { isPassing } from "../event-log/faults.ts";
import { type Mark, markAt } from "../event-log/history.ts";
import type { Identity } from "../event-log/identity.ts";
import type { EventLog, Position, StoredEvent } from "../event-log/port.ts";
import { CHECKPOINT, type Opened, type ReadModel, storedForm, type Tools } from "./read-model.ts";

export type Store<Queries> = Omit<Opened<Queries>, "build"> & {
  readonly db: Database;
  readonly file: string;
  position(): Position;
  /** The checkpoint with the proof that it is of the log's history. */
  mark(): Mark;
  /** Applies a page and moves the checkpoint with it, or neither. `proof` is the log's of the last event: without one the file is not used again. */
  applyPage(events: readonly StoredEvent[], proof?: string): void;
  /** Fills it with what the log holds, by the model's own way. Only for one that was opened for building. */
  buildByStreams(log: EventLog): Promise<void>;
  /** Marks the file as having held the whole log once: what makes it fit to serve after a restart. */
  complete(): void;
  close(): void;
};

export function openStore<Queries>(
  model: ReadModel<Queries>,
  file: string,
  tools: Tools,
  how: "serving" | "building" = "serving",
): Store<Queries> {
  const db = openDatabase(file, how === "serving" ? "rebuildable" : "building");
  try {
    return openIn(db, model, file, tools, how);
  } catch (error) {
    db.close();
    throw error;
  }
}

function openIn<Queries>(
  db: Database,
  model: ReadModel<Queries>,
  file: string,
  tools: Tools,
  how: "serving" | "building",
): Store<Queries> {
  transaction(db, () =>
    db.exec(CHECKPOINT + model.schema + (how === "serving" || !model.byStreams ? (model.indexes ?? "") : "")),
  );
  const { identity } = tools;
  if (identity) db.prepare("UPDATE checkpoint SET hub = ?, epoch = ? WHERE hub = ''").run(identity.hub, identity.epoch);
  const opened = model.open(db, tools);
  const read = db.prepare("SELECT position, proof FROM checkpoint");
  const move = db.prepare("UPDATE checkpoint SET position = ?, proof = ? WHERE one = 1");
  const { position, proof } = read.get() as { position: Position; proof: string };
  let mark: Mark = [position, proof];
  return {
    ...opened,
    db,
    file,
    position: () => mark[0],
    mark: () => mark,
    applyPage(events, proof = "") {
      const last = events.at(-1);
      if (!last) return;
      try {
        transaction(db, () => {
          for (const event of events) opened.apply(event);
          opened.pageApplied?.();
          move.run(last.position, proof);
        });
        mark = [last.position, proof];
      } catch (error) {
        opened.pageFailed?.();
        throw error;
      }
    },
    async buildByStreams(log) {
      const until = await log.head();
      await opened.build?.(log, until, (work) => transaction(db, work));
      mark = await markAt(log, until);
      move.run(...mark);
      db.exec(model.indexes ?? "");
    },
    complete: () => db.exec("UPDATE checkpoint SET complete = 1"),
    close: () => db.close(),
  };
}

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
    const row = db.prepare("SELECT * FROM checkpoint").get() as Record<string, string | number> | undefined;
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
  for (const name of readdirSync(dir)) {
    const file = join(dir, name);
    if (name.startsWith(`${model.name}-v`) && name.endsWith(".sqlite") && file !== inUse) removeStoreFile(file);
  }
}

export function removeStoreFile(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
}

/** The files of this form, the newest first. */
export const filesOf = (model: ReadModel<unknown>, dir: string): readonly string[] =>
  generations(model, dir)
    .reverse()
    .map((name) => join(dir, name));

const generations = (model: ReadModel<unknown>, dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => name.startsWith(`${model.name}-${storedForm(model)}-`) && name.endsWith(".sqlite"))
        .sort()
    : [];
