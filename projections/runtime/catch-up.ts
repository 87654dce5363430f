// Applies the log to a store, page by page. Whoever else uses the thread has a turn between two pages.
import type { EventLog } from "../../event-log/port.ts";
import { NotReady } from "./not-ready.ts";
import type { Store } from "./store.ts";

const PAGE = 1_000;

/** To the end of the log. Throws NotReady where the follower is closed before. */
export async function catchUp(store: Store<unknown>, log: EventLog, isClosed: () => boolean): Promise<void> {
  while (!isClosed()) {
    const events = await log.readAll(store.position(), PAGE);
    const last = events.at(-1);
    if (last) store.applyPage(events, await log.proofAt(last.position));
    await finishWork(store, isClosed);
    if (!last) return;
    await new Promise(setImmediate);
  }
  throw new NotReady("The read model is closed.");
}

/** Does what pages have postponed. */
export async function finishWork({ work, db }: Store<unknown>, isClosed: () => boolean): Promise<void> {
  while (!isClosed() && db.isOpen && work?.()) await new Promise(setImmediate);
}
