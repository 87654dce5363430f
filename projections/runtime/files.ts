// The files of read models: `<file>-<form>-<generation>.sqlite`, where `file` is the placement's.
import { lstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isPassing } from "../../event-log/faults.ts";
import type { Mark } from "../../event-log/history.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import { namesIn } from "../../event-log/stores/usable-file.ts";
import { PLACEMENTS } from "./placement.ts";
import { type ReadModel, storedForm } from "./read-model.ts";

type Model = ReadModel<unknown>;

/** The files of this form, the newest first. */
export function filesOf(model: Model, dir: string): readonly string[] {
  const prefix = prefixOf(model);
  const names = namesIn(dir).filter((name) => name.startsWith(prefix) && name.endsWith(".sqlite"));
  return names
    .sort()
    .reverse()
    .map((name) => join(dir, name));
}

/** The newest complete file of this form; with an identity only of this hub and epoch. Throws temporary faults. */
export const currentFile = (model: Model, dir: string, identity?: Identity): string | undefined =>
  filesOf(model, dir).find((file) => {
    const found = readCheckpoint(file, (path) => openDatabase(path, "read-only"));
    return found?.complete && (!identity || (found.hub === identity.hub && found.epoch === identity.epoch));
  });

/** A file for a new generation. */
export function nextFile(model: Model, dir: string): string {
  const generation = 1 + Number(filesOf(model, dir)[0]?.match(/-(\d+)\.sqlite$/)?.[1] ?? 0);
  return join(dir, `${prefixOf(model)}${String(generation).padStart(6, "0")}.sqlite`);
}

/** Removes the model's files of all forms except the one in use. */
export function removeOthers(model: Model, dir: string, inUse: string): void {
  for (const name of namesIn(dir)) {
    const file = join(dir, name);
    if (name.startsWith(`${PLACEMENTS[model.name].file}-v`) && name.endsWith(".sqlite") && file !== inUse) removeStoreFile(file);
  }
}

/** Ignores a folder with the name of a file, because it is not the hub's. */
export function removeStoreFile(file: string): void {
  for (const path of ["", "-wal", "-shm"].map((suffix) => file + suffix))
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { force: true });
}

const prefixOf = (model: Model): string => `${PLACEMENTS[model.name].file}-${storedForm(model)}-`;

type Checkpoint = {
  readonly mark: Mark;
  readonly complete: boolean;
  /** Empty and 0 in files of releases that recorded neither. */
  readonly hub: string;
  readonly epoch: number;
};

/** Returns the checkpoint of a file of any form. Undefined if the file is damaged or was never completed. Throws temporary faults. */
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
      hub: String(hub),
      epoch: Number(epoch),
    };
  } catch (error) {
    // The file may be undamaged.
    if (isPassing(error)) throw error;
    return undefined;
  } finally {
    db?.close();
  }
}
