// Applies the log to a store, page by page, and yields to other work between two pages.
import { withKeys } from "../../event-log/keys/with-keys.ts";
import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import { keysIn } from "../../services/confidential.ts";
import { NotReady } from "./not-ready.ts";
import type { Store } from "./store.ts";

const PAGE = 1_000;

/** Applies the log to its end. Throws NotReady if the follower is closed before. */
export async function catchUp(store: Store<unknown>, log: EventLog, isClosed: () => boolean): Promise<void> {
  while (!isClosed()) {
    const events = await log.readAll(store.position(), PAGE);
    const last = events.at(-1);
    if (last) await applyWithKeys(store, events, await log.proofAt(last.position));
    await finishWork(store, isClosed);
    if (!last) return;
    await new Promise(setImmediate);
  }
  throw new NotReady("The read model is closed.");
}

/** Applies a page after its keys are local. A page that needs further keys is rolled back, and applied again with them. */
export const applyWithKeys = (store: Store<unknown>, events: readonly StoredEvent[], proof: string | undefined): Promise<void> =>
  withKeys(store.keys, () => store.applyPage(events, proof), keysIn(events));

/** Runs work that pages have postponed. */
export async function finishWork({ work, db, keys }: Store<unknown>, isClosed: () => boolean): Promise<void> {
  if (!work) return;
  while (!isClosed() && db.isOpen && (await withKeys(keys, work))) await new Promise(setImmediate);
}

/** Erases data that is derived from the text of keys that were destroyed while the file was not open. */
export async function eraseDestroyed({ erase, keys }: Pick<Store<unknown>, "erase" | "keys">): Promise<void> {
  if (!erase) return;
  for (let destroyed = await keys.destroyedKeys(); destroyed.length > 0; destroyed = await keys.destroyedKeys(destroyed.at(-1)))
    erase(destroyed);
}
