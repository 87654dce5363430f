// Follows a log: one loop reads pages from the last delivered position, and sleeps when there are none until it is notified.
// Backfill and live are the same reading, so no event is lost or delivered twice between them.
import type { EventLog, Position, StoredEvent, Subscription } from "./port.ts";

/** Events in one delivery. */
export const PAGE = 500;

/** The followers of one log. `pollMs`: how often a follower looks for events of which it was not notified. */
export function openFollowers(source: Omit<Source, "listeners">) {
  const listeners = new Set<() => void>();
  const subscriptions = new Set<Subscription>();
  return {
    /** Called after events were appended. */
    notify(): void {
      for (const listener of listeners) listener();
    },
    subscribe(...given: Parameters<EventLog["subscribe"]>): Subscription {
      const subscription = follow({ ...source, listeners }, ...given);
      subscriptions.add(subscription);
      return {
        async close() {
          await subscription.close();
          subscriptions.delete(subscription);
        },
      };
    },
    async close(): Promise<void> {
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    },
  };
}

type Source = { readonly readAll: EventLog["readAll"]; readonly listeners: Set<() => void>; readonly pollMs: number };

function follow(
  source: Source,
  after: Position,
  handle: (events: readonly StoredEvent[]) => Promise<void>,
  failed: (error: unknown) => void,
): Subscription {
  let closed = false;
  let endSleep = () => {};
  const notify = () => endSleep();
  source.listeners.add(notify);

  async function run(): Promise<void> {
    let position = after;
    while (!closed) {
      // Armed before reading: an append between the reading and the sleep still ends the sleep.
      const signal = new Promise<void>((resolve) => {
        endSleep = resolve;
      });
      const events = await source.readAll(position, PAGE);
      if (closed) return;
      const last = events.at(-1);
      if (last) {
        await handle(events);
        position = last.position;
        await new Promise(setImmediate);
      } else {
        const timer = setTimeout(endSleep, source.pollMs);
        await signal;
        clearTimeout(timer);
      }
    }
  }

  const running = run()
    .catch((error) => {
      if (!closed) failed(error);
    })
    .finally(() => source.listeners.delete(notify));

  return {
    async close() {
      closed = true;
      endSleep();
      await running;
    },
  };
}
