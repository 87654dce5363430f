// The two logs that live updates follow. They fail together, as a message on one has positions of both, and are followed again after a pause.
import { type Pauses, pauseAfter, type Wait, wait as waitByClock } from "../../event-log/pauses.ts";
import type { EventLog, Position, StoredEvent, Subscription } from "../../event-log/port.ts";

type Handle = (events: readonly StoredEvent[]) => Promise<void>;

type FollowedLogsDeps = {
  readonly log: EventLog;
  readonly disclosures: EventLog;
  readonly handle: Handle;
  readonly handleDisclosures: Handle;
  /** Called with the ends of both logs before they are followed from there. */
  readonly begun: (published: Position, disclosed: Position) => void;
  /** Called each time they cannot be followed. */
  readonly lost: (error: unknown) => void;
  readonly wait?: Wait | undefined;
};

/** Between failures to follow. */
const AGAIN: Pauses = { firstMs: 1_000, longestMs: 30_000 };

export function followLogs({ log, disclosures, handle, handleDisclosures, begun, lost, wait = waitByClock }: FollowedLogsDeps) {
  const ending = new AbortController();
  let subscriptions: readonly Subscription[] = [];
  let isLost = false;

  function lose(error: unknown): void {
    isLost = true;
    lost(error);
  }

  async function begin(): Promise<void> {
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
    subscriptions = [];
    const [published, disclosed] = await Promise.all([log.head(), disclosures.head()]);
    if (ending.signal.aborted) return;
    begun(published, disclosed);
    subscriptions = [log.subscribe(published, handle, failed), disclosures.subscribe(disclosed, handleDisclosures, failed)];
    isLost = false;
  }

  let beginning: Promise<void> | undefined;
  function failed(error: unknown): void {
    if (ending.signal.aborted) return;
    lose(error);
    beginning ??= beginAgain().finally(() => {
      beginning = undefined;
    });
  }

  async function beginAgain(): Promise<void> {
    for (let failures = 1; !ending.signal.aborted; failures += 1) {
      await wait(pauseAfter(AGAIN, failures), ending.signal);
      try {
        return await begin();
      } catch (error) {
        lose(error);
      }
    }
  }

  const started = begin().catch(failed);
  return {
    /** Resolves when they are followed for the first time, or could not be. */
    started,
    isLost: () => isLost,
    failed,
    /** They are not followed again after a failure. */
    stop: () => ending.abort(),
    async close(): Promise<void> {
      ending.abort();
      await started;
      await beginning;
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
    },
  };
}
