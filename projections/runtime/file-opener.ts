// Opens the file that a read model answers from: the newest one where it can be used, and otherwise a new one, built from the log.
import { isPassing } from "../../event-log/faults.ts";
import { isOfHistory } from "../../event-log/history.ts";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import type { EventLog } from "../../event-log/port.ts";
import { keysIn } from "../../services/confidential.ts";
import type { Builder } from "./builder.ts";
import { catchUp, eraseDestroyed } from "./catch-up.ts";
import { currentFile, nextFile, removeStoreFile } from "./files.ts";
import type { ReadModel, Tools } from "./read-model.ts";
import { openStore, type Store } from "./store.ts";

export type FileOpenerDeps = {
  readonly log: EventLog;
  readonly tools: Tools;
  readonly dir: string;
  /** Builds in a worker thread. Tests may do without: the build then runs in this thread. */
  readonly builder: Builder | undefined;
  /** Called when a build from a long log begins, and with the milliseconds that it took. */
  readonly onBuild?: (name: string, ms: number | undefined) => void;
  /** Called where a file cannot be opened and is not tried again. */
  readonly onUnusable: (error: unknown) => void;
  readonly isClosed: () => boolean;
};

/** A log this short is built in this thread: a worker takes longer to start. */
const SHORT = 2_000;

export function openFileOpener<Queries>(model: ReadModel<Queries>, deps: FileOpenerDeps) {
  const { log, tools, dir, builder, onBuild, onUnusable, isClosed } = deps;

  /** Whether the clock that it was brought to a date by was ahead. */
  const isPastToday = (store: Store<Queries>) => (store.day?.() ?? "") > tools.today();

  /** Whether an event that could not be read can be read now: after a repair, or by this release. */
  async function isRepaired(store: Store<Queries>): Promise<boolean> {
    for (const { stream, position, reason } of store.quarantined()) {
      const event = reason === "FAILED" ? undefined : (await log.readStream(stream)).find((one) => one.position === position);
      if (event && (await withKeys(store.keys, () => store.canRead(event), keysIn(event)))) return true;
    }
    return false;
  }

  return {
    isPastToday,
    /** The newest complete file. Undefined where it is damaged, of another history of the log, of a date to come, or can be repaired. */
    async openNewest(): Promise<Store<Queries> | undefined> {
      const file = currentFile(model, dir, tools.identity);
      if (file === undefined) return undefined;
      let store: Store<Queries>;
      try {
        store = openStore(model, file, tools);
      } catch (error) {
        if (isPassing(error)) throw error;
        onUnusable(error);
        return undefined;
      }
      try {
        await eraseDestroyed(store);
        if (!isPastToday(store) && (await isOfHistory(log, store.mark())) && !(await isRepaired(store))) return store;
      } catch (error) {
        store.close();
        throw error;
      }
      store.close();
      return undefined;
    },
    /** A new file, complete to the end of the log. Removes what is left of one that could not be built: there are words in it. */
    async build(): Promise<Store<Queries>> {
      const file = nextFile(model, dir);
      let store: Store<Queries> | undefined;
      try {
        const isLong = await log.isLongerThan(SHORT);
        const began = performance.now();
        if (isLong) onBuild?.(model.name, undefined);
        if (isLong) await builder?.build(model, file);
        store = openStore(model, file, tools);
        await eraseDestroyed(store);
        await catchUp(store, log, isClosed);
        store.complete();
        if (isLong) onBuild?.(model.name, Math.round(performance.now() - began));
        return store;
      } catch (error) {
        if (store?.db.isOpen) store.close();
        removeStoreFile(file);
        throw error;
      }
    },
  };
}
