// Follows the two logs for live updates. Both subscriptions fail together, because a message about one log has positions of both, and restart after a pause.
import { type Pauses, pauseAfter, type Wait, wait as waitByClock } from "../../event-log/pauses.ts";
import type { EventLog, Position, StoredEvent, Subscription } from "../../event-log/port.ts";

type Handle = (events: readonly StoredEvent[]) => Promise<void>;

type FollowedLogsDeps = {
  readonly log: EventLog;
  readonly disclosures: EventLog;
  readonly handle: Handle;
  readonly handleDisclosures: Handle;
  /** Called with the ends of both logs before the subscriptions start from there. */
  readonly begun: (published: Position, disclosed: Position) => void;
  /** Called at each failure. */
  readonly lost: (error: unknown) => void;
  readonly wait?: Wait | undefined;
};

/** The pause after a failure. */
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
    /** Resolves after the first attempt to follow the logs, whether it succeeds or fails. */
    started,
    isLost: () => isLost,
    failed,
    /** Stops: there is no restart after a failure. */
    stop: () => ending.abort(),
    async close(): Promise<void> {
      ending.abort();
      await started;
      await beginning;
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
    },
  };
}
