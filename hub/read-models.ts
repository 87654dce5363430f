// The read models of a hub, each of which follows its log: opens, waits for and rebuilds them together.
import type { LogLocation } from "../event-log/location.ts";
import type { EventLog, Position } from "../event-log/port.ts";
import { councilModel } from "../projections/council/council.ts";
import { disclosuresModel } from "../projections/disclosures/disclosures.ts";
import { intakeModel } from "../projections/intake/intake.ts";
import { metricsModel } from "../projections/metrics/metrics.ts";
import { overviewModel } from "../projections/overview/overview.ts";
import { peopleModel } from "../projections/people/people.ts";
import { policyModel } from "../projections/policy/policy.ts";
import { registerModel } from "../projections/register/register.ts";
import { openBuilder } from "../projections/runtime/builder.ts";
import { examining } from "../projections/runtime/examine.ts";
import { type Follower, guardedBy, startFollower, type Trouble, withQueries } from "../projections/runtime/follower.ts";
import { PLACEMENTS } from "../projections/runtime/placement.ts";
import type { ReadModel } from "../projections/runtime/read-model.ts";
import { openWalCopier } from "../projections/runtime/wal-copier.ts";
import { supportModel } from "../projections/support/support.ts";
import { registerQueries } from "../queries/concerns/register-queries.ts";
import type { Councils } from "../reference/councils.ts";
import type { UnreadableEvent } from "../services/stored-events.ts";
import { readModelReport } from "./observability/health.ts";
import { nameOf } from "./observability/logger.ts";
import type { Observers } from "./observability/observers.ts";
import { tracedBuilder, tracedReads } from "./observability/traced.ts";
import type { HubQuarantine } from "./quarantine.ts";
import type { Storage } from "./storage.ts";

export type ReadModels = ReturnType<typeof startReadModels>;

type ReadModelDeps = Omit<Observers, "telemetry"> & { readonly quarantine: HubQuarantine };

/** How long a read waits for the read models to reach a position before it is refused as not ready. */
export const CATCH_UP_MS = 10_000;

export function startReadModels(
  { folder, keys, clock, stores: { identity }, log, disclosures }: Storage,
  { health, logger, trace, quarantine }: ReadModelDeps,
  /** Throws NotReady if this node may lack events on record. */
  assertFresh: () => void,
  { linkedCodes }: Pick<Councils, "linkedCodes">,
) {
  const { today, certainToday } = clock;
  const { masterKey, keyring } = folder;
  const builderOn = (location: LogLocation, source: EventLog) =>
    tracedBuilder(openBuilder({ log: location, source, keyring, masterKey, today, certainToday, identity }), trace);
  const builders = {
    log: builderOn(folder.logs.log, log.log),
    disclosures: builderOn(folder.logs.disclosures, disclosures.log),
  };
  const walCopier = openWalCopier();
  const report = readModelReport(health);
  const deps = {
    log: log.log,
    builder: builders.log,
    tools: { keys, today, certainToday, linkedCodes, identity, examine: examining(keys), walCopier },
    dir: folder.readModels,
    onState: report.state,
    onBuild: (name: string, ms: number | undefined) =>
      ms === undefined
        ? logger.info({ code: "READ_MODEL_BUILD_BEGUN", readModel: name }, "a read model is built from a long log")
        : logger.info({ code: "READ_MODEL_BUILT", readModel: name, ms }, "a read model was built"),
    onQuarantine: quarantine.report,
    onTrouble: (name: string, { code, failures, action }: Trouble, error: unknown) =>
      logger.error(
        { code: "READ_MODEL_FAILED", readModel: name, fault: code, failures, error: nameOf(error) },
        action === "retry"
          ? "a read model cannot go on; it tries again"
          : "the file of a read model cannot be used and is rebuilt",
      ),
  };
  const depsOf = { log: deps, disclosures: { ...deps, log: disclosures.log, builder: builders.disclosures } };
  const follow = <Queries>(model: ReadModel<Queries>) => startFollower(model, depsOf[PLACEMENTS[model.name].log]);
  const start = <Queries extends object>(model: ReadModel<Queries>) => tracedReads(follow(model), trace);
  const register = withQueries(follow(registerModel), registerQueries);
  const ofLog = {
    register: tracedReads(register, trace),
    // Every request reads these two from memory, so spans would say nothing. Only here a person's roles are read, on which every answer depends.
    people: guardedBy(assertFresh, follow(peopleModel)),
    policyVersions: follow(policyModel),
    metrics: start(metricsModel),
    support: start(supportModel),
    intake: start(intakeModel),
    council: start(councilModel),
    overview: start(overviewModel),
  };
  const disclosed = start(disclosuresModel);
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
    /** The people and tokens that some concern names: from memory, for each decision, so that spans would say nothing. Throws NotReady. */
    peopleNamed: () => register.queries().named(),
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
          head: (follower === disclosed ? disclosures : log).last(),
        };
      }),
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
    async close() {
      await walCopier.close();
      await Promise.all([builders.log.close(), builders.disclosures.close(), ...all.map((follower) => follower.close())]);
    },
  };
}
