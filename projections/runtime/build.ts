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

/** Resolves when the files are complete and on disk, with model name -> error for each that could not be built. */
export async function buildFiles(log: EventLog, tools: Tools, models: readonly Wanted[]): Promise<ReadonlyMap<string, unknown>> {
  const wanted = models.map(({ model, file }) => ({ file, model: buildableFrom(log, model) }));
  const shared = { examine: examining(tools.keys), ...tools };
  const failed = await buildOnce(log, shared, wanted, "building");
  // An event could not be applied: a slower build with a journal finds the event and rolls it back.
  const again = wanted.filter(({ model }) => failed.has(model.name) && !faultOf(failed.get(model.name)));
  for (const { file } of again) removeStoreFile(file);
  const failedAgain = again.length > 0 ? await buildOnce(log, shared, again, "serving") : new Map<string, unknown>();
  return new Map([...failed].filter(([name]) => !again.some(({ model }) => model.name === name)).concat([...failedAgain]));
}

async function buildOnce(
  log: EventLog,
  tools: Tools,
  wanted: readonly Wanted[],
  how: Opening,
): Promise<ReadonlyMap<string, unknown>> {
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
  await each(models, flush);
  for (const { db } of stores.values()) if (db.isOpen) db.close();
  return failed;
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
