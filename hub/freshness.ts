// When several hubs share a log, a hub knows the events of the others only after it has applied them. A hub that has not recently confirmed that it
// has applied everything on record answers nothing, because someone's rights may have ended on another node.
import { every, type Unheard } from "../event-log/background.ts";
import type { Position } from "../event-log/port.ts";
import { NotReady } from "../projections/runtime/not-ready.ts";
import type { Health } from "./observability/health.ts";

export type Freshness = {
  /** Throws NotReady if the last confirmation is older than the allowed lag. */
  assertFresh(): void;
  isFresh(): boolean;
  /** Marks the start of a series of reads. The returned function throws NotReady if data read since may be older than the allowed lag. */
  beginReading(): () => void;
  /** Resolves at the first confirmation. */
  readonly confirmed: Promise<void>;
  stop(): void;
};

/** For a hub that does not share its log: it applies what it appends itself. */
export const ALWAYS_FRESH: Freshness = {
  assertFresh() {},
  isFresh: () => true,
  beginReading: () => () => {},
  confirmed: Promise.resolve(),
  stop() {},
};

type FreshnessDeps = {
  /** The last position on record, read from the log's leader. Throws LogUnavailable. */
  readonly head: () => Promise<Position>;
  /** Resolves when all read models of the log have applied everything up to a position. Throws NotReady. */
  readonly caughtUp: (position: Position) => Promise<void>;
  /** How long a confirmation is valid, in milliseconds. */
  readonly lagMs: number;
  /** A monotonic clock in milliseconds. */
  readonly steady: () => number;
  readonly health: Pick<Health, "set">;
  /** Called when the last confirmation has expired. */
  readonly stale: () => void;
  readonly unheard: Unheard;
};

/** How many times within the allowed lag the hub confirms, and checks whether the last confirmation is still valid. */
const CONFIRMATIONS = 4;
const CHECKS = 20;

export function watchFreshness({ head, caughtUp, lagMs, steady, health, stale, unheard }: FreshnessDeps): Freshness {
  const first = Promise.withResolvers<void>();
  let confirmedAt = Number.NEGATIVE_INFINITY;
  let isStopped = false;
  let wasFresh = true;
  const isFresh = () => steady() - confirmedAt <= lagMs;

  /** When it ends, everything on record at its beginning has been applied. */
  async function confirm(): Promise<void> {
    const startedAt = steady();
    await caughtUp(await head());
    confirmedAt = startedAt;
    first.resolve();
    checkFreshness();
  }

  function checkFreshness(): void {
    if (isFresh() === wasFresh) return;
    wasFresh = !wasFresh;
    health.set("nodes", wasFresh ? undefined : { code: "NODE_BEHIND" });
    if (!wasFresh) stale();
  }

  let timer: NodeJS.Timeout | undefined;
  async function run(): Promise<void> {
    // A log that cannot be read, or a read model that cannot catch up, reports its own error.
    await confirm().catch(() => {});
    if (!isStopped) timer = setTimeout(run, lagMs / CONFIRMATIONS).unref();
  }
  run();
  const checks = every(lagMs / CHECKS, "NODE_NOT_LOOKED_AT", checkFreshness, unheard);

  return {
    isFresh,
    assertFresh() {
      if (!isFresh()) throw new NotReady("This node has not confirmed that it has everything on record.");
    },
    beginReading() {
      const readAt = confirmedAt;
      return () => {
        if (steady() - readAt > lagMs) throw new NotReady("Data read meanwhile may have changed on another node.");
      };
    },
    confirmed: first.promise,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      checks.stop();
    },
  };
}
