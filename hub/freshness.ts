// Where several hubs share a log, each knows what the others recorded only once it has applied it. A hub that has not confirmed for a while that it
// has applied everything on record answers nothing: somebody's rights may have ended on another node.
import { every, type Unheard } from "../event-log/background.ts";
import type { Position } from "../event-log/port.ts";
import { NotReady } from "../projections/runtime/not-ready.ts";
import type { Health } from "./observability/health.ts";

export type Freshness = {
  /** Throws NotReady where it was not confirmed within the lag that is allowed. */
  assertFresh(): void;
  /** Begins a reading. The result throws NotReady where something that was read since may be older than the lag that is allowed. */
  beginReading(): () => void;
  /** Resolves once it was confirmed for the first time. */
  readonly confirmed: Promise<void>;
  stop(): void;
};

/** A hub that has its log alone applies what it appends itself. */
export const ALWAYS_FRESH: Freshness = {
  assertFresh() {},
  beginReading: () => () => {},
  confirmed: Promise.resolve(),
  stop() {},
};

type FreshnessDeps = {
  /** The last position on record, read from the log's leader. Throws LogUnavailable. */
  readonly head: () => Promise<Position>;
  /** Resolves when all read models of the log hold everything up to a position. Throws NotReady. */
  readonly caughtUp: (position: Position) => Promise<void>;
  /** How long a confirmation holds, in milliseconds. */
  readonly lagMs: number;
  /** Monotonic, in milliseconds. */
  readonly steady: () => number;
  readonly health: Pick<Health, "set">;
  /** Called when it is not fresh any more. */
  readonly stale: () => void;
  readonly unheard: Unheard;
};

/** Parts of the allowed lag: how often it is confirmed, and how often it is looked at whether it still holds. */
const CONFIRMATIONS = 4;
const LOOKS = 20;

export function watchFreshness({ head, caughtUp, lagMs, steady, health, stale, unheard }: FreshnessDeps): Freshness {
  const first = Promise.withResolvers<void>();
  let confirmedAt = Number.NEGATIVE_INFINITY;
  let isStopped = false;
  let wasFresh = true;
  const isFresh = () => steady() - confirmedAt <= lagMs;

  /** What was on record when it began is applied when it ends. */
  async function confirm(): Promise<void> {
    const began = steady();
    await caughtUp(await head());
    confirmedAt = began;
    first.resolve();
    look();
  }

  function look(): void {
    if (isFresh() === wasFresh) return;
    wasFresh = !wasFresh;
    health.set("nodes", wasFresh ? undefined : { code: "NODE_BEHIND" });
    if (!wasFresh) stale();
  }

  let timer: NodeJS.Timeout | undefined;
  async function run(): Promise<void> {
    // A log that cannot be read, or a read model that does not get there, reports itself.
    await confirm().catch(() => {});
    if (!isStopped) timer = setTimeout(run, lagMs / CONFIRMATIONS).unref();
  }
  run();
  const looking = every(lagMs / LOOKS, "NODE_NOT_LOOKED_AT", look, unheard);

  return {
    assertFresh() {
      if (!isFresh()) throw new NotReady("This node has not confirmed that it holds everything on record.");
    },
    beginReading() {
      const readAt = confirmedAt;
      return () => {
        if (steady() - readAt > lagMs) throw new NotReady("What was read meanwhile may have changed on another node.");
      };
    },
    confirmed: first.promise,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      looking.stop();
    },
  };
}
