// One subscription shared by all followers of a log in this process. It resumes at once when the server drops it for being too slow, which is usual, and
// after a pause when it ends for another reason.
import { type Pauses, pauseAfter, type Wait } from "../pauses.ts";
import type { Position } from "../port.ts";
import { meaningOf, type ServerConnection } from "./connection.ts";
import type { ReadEvent } from "./stored-form.ts";
import { subscribeTo } from "./subscribe.ts";

type FeedDeps = {
  readonly connection: ServerConnection;
  readonly prefix: string;
  readonly wait: Wait;
  /** Called with events in order. Events that arrive during a call are queued. If the call throws, its events are delivered again. */
  readonly deliver: (events: readonly ReadEvent[]) => Promise<void>;
  /** Called when every event up to this position has been delivered. */
  readonly readTo: (position: Position) => void;
};

const RESUMING: Pauses = { firstMs: 50, longestMs: 5_000 };

export function openFeed(after: Position, { connection, prefix, wait, deliver, readTo }: FeedDeps) {
  const closing = new AbortController();
  /** Advances only after delivery, so the next subscription starts after the last delivered event however the current one ends. */
  let deliveredTo = after;
  let failures = 0;

  /** Resolves with the error that ended the subscription. */
  const untilItEnds = (): Promise<unknown> =>
    connection.call(async (client) => {
      // The feed may have been closed while the call waited for others to end.
      if (closing.signal.aborted) return undefined;
      const { promise, resolve } = Promise.withResolvers<unknown>();
      let waiting: ReadEvent[] = [];
      let delivering: Promise<void> | undefined;
      let isOver = false;

      async function deliverAll(): Promise<void> {
        try {
          for (let last = waiting.at(-1); last && !isOver; last = waiting.at(-1)) {
            const events = waiting;
            waiting = [];
            await deliver(events);
            deliveredTo = last.event.position;
          }
        } catch (error) {
          isOver = true;
          resolve(error);
        }
        delivering = undefined;
      }

      const subscription = subscribeTo(client, prefix, deliveredTo, false, {
        event(event) {
          waiting.push(event);
          delivering ??= deliverAll();
        },
        checkpoint(position) {
          if (delivering || isOver || position <= deliveredTo) return;
          deliveredTo = position;
          readTo(position);
        },
        caughtUp() {
          failures = 0;
        },
        ended: resolve,
      });
      closing.signal.addEventListener("abort", resolve, { once: true });
      const reason = await promise;
      closing.signal.removeEventListener("abort", resolve);
      isOver = true;
      await subscription.stop();
      await delivering;
      return reason;
    });

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const reason = await untilItEnds().catch((error: unknown) => error);
      if (closing.signal.aborted) return;
      if (meaningOf(reason) === "behind") continue;
      failures += 1;
      await wait(pauseAfter(RESUMING, failures), closing.signal);
    }
  }
  const running = run();

  return {
    async close(): Promise<void> {
      closing.abort();
      await running;
    },
  };
}
