// The read models of a hub, each of which follows its log: opens, waits for and rebuilds them together.
import type { Position } from "../event-log/port.ts";
import type { Follower } from "../projections/runtime/follower.ts";
import type { Councils } from "../reference/councils.ts";
import type { UnreadableEvent } from "../services/stored-events.ts";
import { followAll } from "./follow-all.ts";
import { followHere, followInThreads } from "./followers.ts";
import { readModelReport } from "./observability/health.ts";
import type { Observers } from "./observability/observers.ts";
import { readModelReports } from "./observability/read-model-reports.ts";
import type { HubQuarantine } from "./quarantine.ts";
import type { Storage } from "./storage.ts";

export type ReadModels = ReturnType<typeof startReadModels>;

type ReadModelDeps = Omit<Observers, "telemetry"> & {
  readonly quarantine: HubQuarantine;
  /** Whether events are applied in other threads, one for each log. */
  readonly inThreads: boolean;
};

/** How long a read waits for the read models to reach a position before it is refused as not ready. */
export const CATCH_UP_MS = 10_000;

export function startReadModels(
  storage: Storage,
  { health, logger, trace, quarantine, inThreads }: ReadModelDeps,
  /** Throws NotReady if this node may lack events on record. */
  assertFresh: () => void,
  { linkedCodes }: Pick<Councils, "linkedCodes">,
) {
  const report = readModelReport(health);
  const reports = { onState: report.state, onQuarantine: quarantine.report, ...readModelReports(logger) };
  const followers = (inThreads ? followInThreads : followHere)(storage, { reports, linkedCodes, trace, logger });
  const { ofLog, disclosed, peopleNamed } = followAll(followers.follow, { trace, assertFresh });
  const all: readonly Follower<unknown>[] = [...Object.values(ofLog), disclosed];

  // Rebuilds run one after the other, because two would write to the same file.
  let rebuilding: Promise<void> = Promise.resolve();
  function rebuild(followers: readonly Follower<unknown>[]): Promise<void> {
    rebuilding = rebuilding
      .catch(() => {})
      .then(async () => {
        // All are rebuilt together, so that they share one read of the log. The next rebuild starts after all have ended.
        const rebuilt = await Promise.allSettled(followers.map((follower) => follower.rebuild()));
        for (const one of rebuilt) if (one.status === "rejected") throw one.reason;
      });
    return rebuilding;
  }

  return {
    ...ofLog,
    disclosed,
    all,
    peopleNamed,
    setBehind: report.behind,
    /** Resolves when every read model is built and live. Throws NotReady if one has stopped. */
    async live() {
      await Promise.all(all.map((follower) => follower.live()));
    },
    /** Resolves when the read models of the log have applied everything up to `position`. Throws NotReady. */
    caughtUp: (position: Position) =>
      trace.span("read_models.wait", {}, async () => {
        await Promise.all(Object.values(ofLog).map((follower) => follower.reached(position, CATCH_UP_MS)));
      }),
    positions: () =>
      all.map((follower) => {
        const { state, position } = follower.status();
        return {
          name: follower.name,
          isLive: state === "live",
          position,
          head: (follower === disclosed ? storage.disclosures : storage.log).last(),
        };
      }),
    areLive: () => all.every((follower) => follower.status().state === "live"),
    states: () => Object.fromEntries(all.map((follower) => [follower.name, follower.status().state])),
    /** Withdraws an unreadable stream from every read model that has data of it. */
    withdraw(error: UnreadableEvent) {
      for (const follower of all) follower.quarantine(error);
    },
    rebuild: () => trace.job("read_models.rebuild", {}, () => rebuild(all)),
    async retryQuarantine() {
      const incomplete = all.filter((follower) => follower.quarantined().length > 0);
      await trace.job("read_models.rebuild", {}, () => rebuild(incomplete));
      logger.info(
        { code: "QUARANTINE_RETRIED", streams: quarantine.size() },
        "what could not be read was read again; these streams are left",
      );
    },
    /** Rebuilds read models that a wrong clock, corrected since, has advanced to a future date. */
    async rebuildPastToday() {
      const past = all.filter((follower) => follower.isPastToday());
      if (past.length === 0) return;
      logger.warn(
        { code: "READ_MODELS_PAST_TODAY", readModels: past.map(({ name }) => name) },
        "the clock was put right: read models of a date to come are rebuilt",
      );
      await rebuild(past);
    },
    /** Resolves when the hub must stop, because a thread that applies events has ended. */
    mustStop: followers.mustStop,
    followReports: followers.followReports,
    async close() {
      await Promise.all([followers.close(), ...all.map((follower) => follower.close())]);
    },
  };
}
