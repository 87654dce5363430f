// Builds read models from the log in one thread: those with their own `build` one by one, the others in one read of the log.
import { closeSync, fsyncSync, openSync } from "node:fs";
import { faultOf } from "../../event-log/faults.ts";
import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import { keysIn } from "../../services/confidential.ts";
import { examining } from "./examine.ts";
import { removeStoreFile } from "./files.ts";
import { buildableFrom, type ReadModel, type Tools } from "./read-model.ts";
import { type Opening, openStore, type Store } from "./store.ts";

/** A read model and its new file. */
type Wanted = { readonly model: ReadModel<unknown>; readonly file: string };

const PAGE = 1_000;

export type Built = {
  /** Model name -> error, for each that could not be built. */
  readonly failed: ReadonlyMap<string, unknown>;
  /** Whether a stream is in quarantine in one of the files. */
  readonly hasQuarantine: boolean;
};

/** Resolves when the files are complete and on disk. */
export async function buildFiles(log: EventLog, tools: Tools, models: readonly Wanted[]): Promise<Built> {
  const wanted = models.map(({ model, file }) => ({ file, model: buildableFrom(log, model) }));
  const shared = { examine: examining(tools.keys), ...tools };
  const first = await buildOnce(log, shared, wanted, "building");
  // An event could not be applied: a slower build with a journal finds the event and rolls it back.
  const again = wanted.filter(({ model }) => first.failed.has(model.name) && !faultOf(first.failed.get(model.name)));
  if (again.length === 0) return first;
  for (const { file } of again) removeStoreFile(file);
  const second = await buildOnce(log, shared, again, "serving");
  const failedOnce = [...first.failed].filter(([name]) => !again.some(({ model }) => model.name === name));
  return {
    failed: new Map([...failedOnce, ...second.failed]),
    hasQuarantine: first.hasQuarantine || second.hasQuarantine,
  };
}

async function buildOnce(log: EventLog, tools: Tools, wanted: readonly Wanted[], how: Opening): Promise<Built> {
  const failed = new Map<string, unknown>();
  const stores = new Map<ReadModel<unknown>, Store<unknown>>();
  /** Runs work for each build that has not failed. */
  const each = async (models: readonly ReadModel<unknown>[], work: (store: Store<unknown>) => unknown) => {
    for (const model of models) {
      const store = stores.get(model);
      if (!store || failed.has(model.name)) continue;
      try {
        await work(store);
      } catch (error) {
        failed.set(model.name, error);
      }
    }
  };
  for (const { model, file } of wanted)
    try {
      stores.set(model, openStore(model, file, tools, how));
    } catch (error) {
      failed.set(model.name, error);
    }
  const models = [...stores.keys()];
  const byStreams = models.filter((model) => model.byStreams && how === "building");
  const byPages = models.filter((model) => !byStreams.includes(model));
  await each(byStreams, (store) => store.buildByStreams(log));
  if (byPages.length > 0) await everyPage(log, (events, proof) => each(byPages, (store) => applyFetched(store, events, proof)));
  const hasQuarantine = [...stores.values()].some((store) => store.quarantined().length > 0);
  await each(models, flush);
  for (const { db } of stores.values()) if (db.isOpen) db.close();
  return { failed, hasQuarantine };
}

/** Without a journal a page cannot be applied again, so its keys are fetched before it starts. */
async function applyFetched(store: Store<unknown>, events: readonly StoredEvent[], proof: string | undefined): Promise<void> {
  await store.keys.fetch(keysIn(events));
  store.applyPage(events, proof);
}

async function everyPage(
  log: EventLog,
  apply: (events: readonly StoredEvent[], proof: string | undefined) => Promise<void>,
): Promise<void> {
  for (let after = ""; ; ) {
    const events = await log.readAll(after, PAGE);
    const last = events.at(-1);
    if (!last) return;
    await apply(events, await log.proofAt(last.position));
    after = last.position;
  }
}

/** Flushes the file, because nothing was flushed during the build. */
function flush({ file, close }: Store<unknown>): void {
  close();
  const handle = openSync(file, "r+");
  fsyncSync(handle);
  closeSync(handle);
}
