// One read model's file: `<name>-v<version>-<generation>.sqlite`. Rows and checkpoint change in one transaction, a page at a time.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Database, openDatabase, transaction } from "../event-log/database.ts";
import type { EventLog, Position, StoredEvent } from "../event-log/port.ts";
import type { Opened, ReadModel, Tools } from "./read-model.ts";

const CHECKPOINT = `
CREATE TABLE IF NOT EXISTS checkpoint (one INTEGER PRIMARY KEY CHECK (one = 1), position TEXT NOT NULL, complete INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO checkpoint (one, position, complete) VALUES (1, '', 0);
`;

export type Store<Queries> = Omit<Opened<Queries>, "build"> & {
  readonly db: Database;
  readonly file: string;
  position(): Position;
  /** Applies a page and moves the checkpoint with it, or neither. */
  applyPage(events: readonly StoredEvent[]): void;
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
  transaction(db, () =>
    db.exec(CHECKPOINT + model.schema + (how === "serving" || !model.byStreams ? (model.indexes ?? "") : "")),
  );
  const opened = model.open(db, tools);
  const read = db.prepare("SELECT position FROM checkpoint");
  const move = db.prepare("UPDATE checkpoint SET position = ?");
  let position = (read.get() as { position: Position }).position;
  return {
    ...opened,
    db,
    file,
    position: () => position,
    applyPage(events) {
      const last = events.at(-1);
      if (!last) return;
      try {
        transaction(db, () => {
          for (const event of events) opened.apply(event);
          opened.pageApplied?.();
          move.run(last.position);
        });
        position = last.position;
      } catch (error) {
        opened.pageFailed?.();
        throw error;
      }
    },
    async buildByStreams(log) {
      const until = await log.head();
      await opened.build?.(log, until, (work) => transaction(db, work));
      move.run(until);
      position = until;
      db.exec(model.indexes ?? "");
    },
    complete: () => db.exec("UPDATE checkpoint SET complete = 1"),
    close: () => db.close(),
  };
}

/** The newest complete file of this version, if there is one. */
export function currentFile(model: ReadModel<unknown>, dir: string): string | undefined {
  return generations(model, dir)
    .reverse()
    .map((name) => join(dir, name))
    .find((file) => {
      const db = openDatabase(file, "read-only");
      try {
        const row = db.prepare("SELECT complete FROM checkpoint").get() as { complete: number } | undefined;
        return row?.complete === 1;
      } catch {
        return false; // cut off while it was being made
      } finally {
        db.close();
      }
    });
}

/** A file name for a new generation, later than all there are. */
export function nextFile(model: ReadModel<unknown>, dir: string): string {
  const last = generations(model, dir).at(-1);
  const generation = last ? Number(last.match(/-(\d+)\.sqlite$/)?.[1]) + 1 : 1;
  return join(dir, `${model.name}-v${model.version}-${String(generation).padStart(6, "0")}.sqlite`);
}

/** Removes every file of the model but the one in use, of older versions too. */
export function removeOthers(model: ReadModel<unknown>, dir: string, inUse: string): void {
  for (const name of readdirSync(dir)) {
    const file = join(dir, name);
    if (name.startsWith(`${model.name}-v`) && name.endsWith(".sqlite") && file !== inUse) removeStoreFile(file);
  }
}

export function removeStoreFile(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
}

const generations = (model: ReadModel<unknown>, dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => name.startsWith(`${model.name}-v${model.version}-`) && name.endsWith(".sqlite"))
        .sort()
    : [];
