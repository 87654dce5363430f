// Read models built from the whole log in one thread: those that go stream by stream each by themselves, the others together in one reading.
import { closeSync, fsyncSync, openSync } from "node:fs";
import type { EventLog, StoredEvent } from "../event-log/port.ts";
import type { ReadModel, Tools } from "./read-model.ts";
import { openStore, type Store } from "./store.ts";

/** A read model that is wanted, and the file that is to hold it. */
export type Wanted = { readonly model: ReadModel<unknown>; readonly file: string };

const PAGE = 1_000;

/** Resolves when the files hold what the log held, and are on disk; to the error of each that could not be built, by the model's name. */
export async function buildFiles(log: EventLog, tools: Tools, wanted: readonly Wanted[]): Promise<ReadonlyMap<string, unknown>> {
  const failed = new Map<string, unknown>();
  const stores = wanted.map(({ model, file }) => ({ model, store: openStore(model, file, tools, "building") }));
  const page = (events: readonly StoredEvent[], proof: string | undefined) => {
    for (const { model, store } of stores.filter(({ model }) => !model.byStreams && !failed.has(model.name)))
      try {
        store.applyPage(events, proof);
      } catch (error) {
        failed.set(model.name, error);
      }
  };
  for (const { model, store } of stores.filter(({ model }) => model.byStreams))
    await store.buildByStreams(log).catch((error) => failed.set(model.name, error));
  if (stores.some(({ model }) => !model.byStreams)) await everyPage(log, page);
  for (const { store } of stores) finish(store);
  return failed;
}

async function everyPage(
  log: EventLog,
  apply: (events: readonly StoredEvent[], proof: string | undefined) => void,
): Promise<void> {
  for (let after = ""; ; ) {
    const events = await log.readAll(after, PAGE);
    const last = events.at(-1);
    if (!last) return;
    apply(events, await log.proofAt(last.position));
    after = last.position;
  }
}

/** Nothing of it was flushed while it was built. */
function finish({ file, close }: Store<unknown>): void {
  close();
  const handle = openSync(file, "r+");
  fsyncSync(handle);
  closeSync(handle);
}
