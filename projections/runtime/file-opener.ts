// Opens the file for a read model's queries: the newest one if it is usable, and otherwise a new one, built from the log.
import { isPassing } from "../../event-log/faults.ts";
import { isOfHistory } from "../../event-log/history.ts";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import type { EventLog } from "../../event-log/port.ts";
import { keysIn } from "../../services/confidential.ts";
import type { Builder } from "./builder.ts";
import { catchUp, eraseDestroyed } from "./catch-up.ts";
import { currentFile, nextFile, removeStoreFile } from "./files.ts";
import type { ReadModelName } from "./placement.ts";
import type { ReadModel, Tools } from "./read-model.ts";
import { openStore, type Store } from "./store.ts";

export type FileOpenerDeps = {
  readonly log: EventLog;
  readonly tools: Tools;
  readonly dir: string;
  /** Builds in a worker thread. Tests may omit it: the build then runs in this thread. */
  readonly builder: Builder | undefined;
  /** Called when a build from a long log starts, and with its duration in milliseconds when it ends. */
  readonly onBuild?: (name: ReadModelName, ms: number | undefined) => void;
  /** Called if a file cannot be opened and is not retried. */
  readonly onUnusable: (error: unknown) => void;
  readonly isClosed: () => boolean;
};

/** A read model of a log up to this length is built in this thread, because a worker takes longer to start. */
const SHORT = 2_000;

export function openFileOpener<Queries>(model: ReadModel<Queries>, deps: FileOpenerDeps) {
  const { log, tools, dir, builder, onBuild, onUnusable, isClosed } = deps;

  /** Whether the file has a future date from a clock that was ahead. */
  const isPastToday = (store: Store<Queries>) => (store.day?.() ?? "") > tools.today();

  /** Whether an unreadable event is readable now: after a repair, or with this release. */
  async function isRepaired(store: Store<Queries>): Promise<boolean> {
    for (const { stream, position, reason } of store.quarantined()) {
      const event = reason === "FAILED" ? undefined : (await log.readStream(stream)).find((one) => one.position === position);
      if (event && (await withKeys(store.keys, () => store.canRead(event), keysIn(event)))) return true;
    }
    return false;
  }

  return {
    isPastToday,
    /** Returns the newest complete file. Undefined if it is damaged, belongs to another history of the log, has a future date, or can be repaired. */
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
    /** Returns a new file, complete to the end of the log. Removes the rest of a failed build, because it contains words. */
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
