// The hub put together: log, keys, policy, reference, services and read models. Faces get this and nothing beneath it.

import { randomUUID } from "node:crypto";
import { disclosureRecorder, type Recorder } from "../disclosure/record.ts";
import { type Background, backgroundWith, inBackground, type Unheard } from "../event-log/background.ts";
import { codeOf } from "../event-log/faults.ts";
import type { KeyStore } from "../event-log/keys/sealing.ts";
import type { EventLog, Position } from "../event-log/port.ts";
import type { StoreName } from "../event-log/stores/identity.ts";
import type { PolicySet } from "../policies/engine/policy-set.ts";
import { type Rights, rightsUnder } from "../policies/engine/rights.ts";
import { openPolicyChecker } from "../policies/review/policy-checker.ts";
import { type CouncilQueries, councilModel } from "../projections/council/council.ts";
import { type DisclosureQueries, disclosuresModel } from "../projections/disclosures/disclosures.ts";
import { intakeModel } from "../projections/intake/intake.ts";
import type { IntakeQueries } from "../projections/intake/queries.ts";
import { type MetricsQueries, metricsModel } from "../projections/metrics/metrics.ts";
import { type OverviewQueries, overviewModel } from "../projections/overview/overview.ts";
import { type PeopleQueries, peopleModel } from "../projections/people/people.ts";
import { type PolicyQueries, policyModel } from "../projections/policy/policy.ts";
import { type RegisterModelQueries, registerModel } from "../projections/register/register.ts";
import { openBuilder } from "../projections/runtime/builder.ts";
import { examining } from "../projections/runtime/examine.ts";
import { type Follower, type FollowerState, startFollower, type Trouble } from "../projections/runtime/follower.ts";
import type { SupportQueries } from "../projections/support/queries.ts";
import { supportModel } from "../projections/support/support.ts";
import { type Broadcast, startBroadcast } from "../queries/live/broadcast.ts";
import type { Simulations } from "../queries/policy/simulate.ts";
import { type Councils, createCouncils, demonstrationCouncils } from "../reference/councils.ts";
import { concernService, recordPosition } from "../services/concern/service.ts";
import { councilService } from "../services/council/service.ts";
import { metricsService } from "../services/metrics/service.ts";
import { noticeService } from "../services/notice/service.ts";
import { peopleService } from "../services/people/service.ts";
import type { CommandContext, CommandDeps, Outcome } from "../services/pipeline/execute-command.ts";
import { createStreamQueue } from "../services/pipeline/stream-queue.ts";
import { policyService } from "../services/policy/service.ts";
import { isRefusal } from "../services/refusals.ts";
import { signalService } from "../services/signal/service.ts";
import { CannotBeRead, type UnreadableEvent } from "../services/stored-events.ts";
import { submissionService } from "../services/submission/service.ts";
import { supportService } from "../services/support/service.ts";
import { type Clock, lastBelieved, openClock } from "./clock/clock.ts";
import type { Config } from "./config.ts";
import { type DataFolder, findDataFolder } from "./folder/data-folder.ts";
import { prepareFolder } from "./folder/prepare-folder.ts";
import { openStores, type Stores } from "./folder/stores.ts";
import { knownFacts } from "./known-facts.ts";
import { type Health, type HealthReport, openHealth, readModelReport, reportToLog } from "./observability/health.ts";
import { type Logger, nameOf, unheardIn } from "./observability/logger.ts";
import { machineOf, watchMachine } from "./observability/machine.ts";
import { reportingKeys, reportingLog } from "./observability/reports.ts";
import { openTelemetry, type Telemetry } from "./observability/telemetry.ts";
import { type Trace, UNTRACED } from "./observability/trace.ts";
import { tracedBuilder, tracedReads } from "./observability/traced.ts";
import { openPolicies, type Policies } from "./policy-in-force.ts";
import { type HubQuarantine, openHubQuarantine, readableLog } from "./quarantine.ts";
import { type RateLimiter, rateLimiter } from "./rates.ts";
import { refuseLogsOfNewerRelease } from "./verification/release.ts";
import { type BackgroundVerification, openVerification } from "./verification/verification.ts";

export type Hub = {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly log: EventLog;
  /** The record of what left the hub, to whom: a log apart. What is put into it goes through `recorder`. */
  readonly disclosures: EventLog;
  readonly recorder: Recorder;
  readonly keys: KeyStore;
  /** Which hub and epoch the stores are of, their heartbeat, and the word that another hub has taken them. */
  readonly stores: Pick<Stores, "identity" | "heartbeat" | "replaced">;
  /** The policy in force now, whenever it is asked. */
  readonly policy: PolicySet;
  /** The policy in force at an instant, for reads as of then, and the one of this moment, to be held on to. */
  readonly policies: Pick<Policies, "at" | "now" | "draft">;
  readonly rights: Rights;
  readonly simulations: Simulations;
  readonly councils: Councils;
  /** What each person may ask for in a minute. */
  readonly rates: RateLimiter;
  /** The clock, as far as it can be believed; `now` and `today` are its. What cannot be undone asks it first. */
  readonly clock: Clock;
  readonly now: () => Date;
  readonly today: () => string;
  readonly services: {
    readonly concern: ReturnType<typeof concernService>;
    readonly council: ReturnType<typeof councilService>;
    readonly people: ReturnType<typeof peopleService>;
    readonly metrics: ReturnType<typeof metricsService>;
    readonly support: ReturnType<typeof supportService>;
    readonly submission: ReturnType<typeof submissionService>;
    readonly signal: ReturnType<typeof signalService>;
    readonly notice: ReturnType<typeof noticeService>;
    readonly policy: ReturnType<typeof policyService>;
  };
  readonly register: Follower<RegisterModelQueries>;
  readonly support: Follower<SupportQueries>;
  readonly intake: Follower<IntakeQueries>;
  readonly council: Follower<CouncilQueries>;
  readonly overview: Follower<OverviewQueries>;
  readonly people: Follower<PeopleQueries>;
  readonly metrics: Follower<MetricsQueries>;
  readonly policyVersions: Follower<PolicyQueries>;
  /** Follows the record of disclosures, and so is not among those that `caughtUp` waits for. */
  readonly disclosed: Follower<DisclosureQueries>;
  /** Tells those who follow something what happens. */
  readonly broadcast: Broadcast;
  /** Resolves when every read model is built and live, however long that takes. Throws NotReady when one has stopped. */
  live(): Promise<void>;
  /** Resolves when every read model holds everything up to `position`. Throws NotReady. */
  caughtUp(position: Position): Promise<void>;
  /** Records positions of councils that their streams do not hold yet, and returns how many. Throws NotReady. */
  positionsRecorded(): Promise<number>;
  /** Builds every read model anew beside the live one, and switches. */
  rebuild(): Promise<void>;
  /** The same with those alone that cannot read something: what was repaired is there again, and what was not stays in quarantine. */
  retryQuarantine(): Promise<void>;
  /** The conditions that readiness is made of; whoever finds out that one does not hold, or holds again, says so here. */
  readonly health: Health;
  /** What is counted and measured, for whoever runs the hub. */
  readonly telemetry: Telemetry;
  /** What is done, as spans, where somebody wants them. */
  readonly trace: Trace;
  /** The stores, checked by the hub itself; `start` begins it. */
  readonly verification: BackgroundVerification;
  /** Whether the hub serves (no condition is failing), every condition that does not hold, and each read model's state. */
  readiness(): { readonly ready: boolean; readonly readModels: Readonly<Record<string, FollowerState>> } & HealthReport;
  /** What of the logs cannot be read. */
  readonly quarantine: HubQuarantine;
  /** Withdraws a stream of which an event cannot be read any more, wherever it is held. */
  readonly onUnreadable: (error: UnreadableEvent) => void;
  /** What becomes of an error of work that nobody awaits. */
  readonly unheard: Unheard;
  /** Work that nobody awaits. */
  readonly background: Background;
  /** A question from the hub itself, acting by date or setting up. */
  asHub(idempotencyKey: string): CommandContext;
  close(): Promise<void>;
};

type CommandService = { execute(...args: never[]): Promise<Outcome> };

/** How long a read waits for a position before it says that it is not there yet. */
const CATCH_UP_MS = 10_000;

const DAY_MS = 86_400_000;
const NO_HEARTBEAT = "the last instant at which the clock was believed could not be written; it is tried again";

/** Positions that are recorded before the read model is asked for more. */
const POSITIONS_AT_ONCE = 500;

/** The system's clock, and one in milliseconds that nobody sets. */
export type Options = { readonly now?: () => Date; readonly steady?: () => number };

/** Opens the hub on its data folder; `live()` tells when it can answer. Throws when settings, policy or master key do not hold. */
export async function openHub(
  config: Config,
  logger: Logger,
  { now: systemNow = () => new Date(), steady = () => performance.now() }: Options = {},
): Promise<Hub> {
  const telemetry = openTelemetry();
  const trace = await openTrace(config, { telemetry, logger });
  const { folder, identity, unlock } = await prepareFolder(config, logger, systemNow());
  try {
    refuseLogsOfNewerRelease(folder, config.olderRelease);
  } catch (error) {
    unlock();
    throw error;
  }
  const health = openHealth(systemNow, reportToLog(logger));
  const unheard = unheardIn(logger);
  let machine: ReturnType<typeof watchMachine> | undefined;
  let clock: Clock | undefined;
  const storeClock = { lastBelieved: () => clock?.lastBelieved(), isBelieved: () => clock?.isBelieved() ?? false };
  const storeDeps = {
    identity,
    clock: storeClock,
    logger,
    health,
    onFull: () => machine?.lookSoon(),
    onCommit(store: StoreName, seconds: number) {
      telemetry.committed(store, seconds);
      trace.past("commit", { "candour.store": store }, seconds);
    },
  };
  const stores = await openStores(folder, storeDeps).catch((error) => {
    unlock();
    throw error;
  });
  const keys = reportingKeys(stores.keys, stores.reports);
  const main = reportingLog(stores.log, "log", { reports: stores.reports, telemetry, trace });
  const record = reportingLog(stores.disclosures, "disclosures", { reports: stores.reports, telemetry, trace });
  const [log, disclosures] = [main.log, record.log];
  const councils = createCouncils(config.demonstration ? demonstrationCouncils : []);
  const shut = async () => {
    await stores.close();
    unlock();
  };
  const failedToStart = async (error: unknown): Promise<never> => {
    await shut();
    throw error;
  };
  // Read models that were brought to a date that had not come are built anew.
  let leaveWrongDay = () => {};
  clock = openClock({
    recorded: await lastBelieved(stores).catch(failedToStart),
    now: systemNow,
    steady,
    leapMs: config.clockLeapDays * DAY_MS,
    changed(problem) {
      health.set("clock", problem);
      if (!problem) leaveWrongDay();
    },
  });
  // Before anything is recorded by whatever clock. A store that cannot be written says so itself.
  await stores.heartbeat().catch((error) => logger.warn({ code: "HEARTBEAT_FAILED", error: nameOf(error) }, NO_HEARTBEAT));
  const { now, today, certainToday, recordingInstant } = clock;
  const policies = await openPolicies({ log, keys, clock, approved: config.policyApproved, logger, trace }).catch(failedToStart);
  const policy = policies.inForce;

  await Promise.all([main.begin(), record.begin()]);

  const { keysFile, masterKey } = folder;
  const modelReport = readModelReport(health);
  const verification = openVerification({
    folder: findDataFolder({ dataDir: config.dataDir, masterKey }),
    ...{ hours: config.verifyHours, now, logger, health, trace },
  });
  const builderOn = (logFile: string) =>
    tracedBuilder(openBuilder({ logFile, keysFile, masterKey, today, identity: stores.identity }), trace);
  const builders = { log: builderOn(folder.logFile), disclosures: builderOn(folder.disclosuresFile) };
  const quarantine = openHubQuarantine(health, logger);
  const around = {
    log,
    tools: { keys, today, certainToday, identity: stores.identity, examine: examining(keys) },
    dir: folder.readModels,
    builder: builders.log,
    onState: modelReport.state,
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
          : "the file of a read model cannot be used and is built anew",
      ),
  };
  const register = tracedReads(startFollower(registerModel, around), trace);
  const people = startFollower(peopleModel, around);
  const metrics = tracedReads(startFollower(metricsModel, around), trace);
  const support = tracedReads(startFollower(supportModel, around), trace);
  const intake = tracedReads(startFollower(intakeModel, around), trace);
  const council = tracedReads(startFollower(councilModel, around), trace);
  const overview = tracedReads(startFollower(overviewModel, around), trace);
  const policyVersions = startFollower(policyModel, around);
  policies.follow(policyVersions);
  const aroundDisclosures = {
    ...around,
    log: disclosures,
    builder: builders.disclosures,
    // Reads come in their hundreds, and nobody who is answered waits for this.
    restMs: 50,
  };
  const disclosed = tracedReads(startFollower(disclosuresModel, aroundDisclosures), trace);
  const followers = [register, people, metrics, support, intake, council, overview, policyVersions] as const;
  const caughtUp = (position: Position) =>
    trace.span("read_models.wait", {}, async () => {
      await Promise.all(followers.map((follower) => follower.reached(position, CATCH_UP_MS)));
    });
  const all = [...followers, disclosed] as const;
  const models = () =>
    all.map((follower) => {
      const { state, position } = follower.status();
      return { name: follower.name, isLive: state === "live", position, head: (follower === disclosed ? record : main).last() };
    });
  machine = watchMachine({
    ...{ health, telemetry, models, setBehind: modelReport.behind, minFreeBytes: config.minFreeBytes },
    ...{ unheard, machine: machineOf(config.dataDir) },
    files: { log: folder.logFile, disclosures: folder.disclosuresFile, keys: keysFile },
  });

  // One at a time: two would build into the same file.
  let rebuilding: Promise<void> = Promise.resolve();
  function rebuild(followers: readonly Pick<Follower<unknown>, "rebuild">[]): Promise<void> {
    rebuilding = rebuilding
      .catch(() => {})
      .then(async () => {
        // Together, so that they share a reading of the log; and to the end of all, also when one fails: the next begins after it.
        const rebuilt = await Promise.allSettled(followers.map((follower) => follower.rebuild()));
        for (const one of rebuilt) if (one.status === "rejected") throw one.reason;
      });
    return rebuilding;
  }
  const rebuildPastToday = async () => {
    const past = all.filter((follower) => follower.isPastToday());
    if (past.length === 0) return;
    logger.warn(
      { code: "READ_MODELS_PAST_TODAY", readModels: past.map(({ name }) => name) },
      "the clock was put right: read models of a date to come are built anew",
    );
    await rebuild(past);
  };
  leaveWrongDay = () => inBackground("REBUILD_FAILED", rebuildPastToday, unheard);

  const rights = rightsUnder(policy);
  const checker = openPolicyChecker();
  const known = knownFacts({ log, register, support, intake, people, quarantine }, CATCH_UP_MS);
  // What was applied when it could be read is withdrawn when somebody finds that it no longer can.
  const onUnreadable = (error: UnreadableEvent) => {
    for (const follower of all) follower.quarantine(error);
  };
  const kit: CommandDeps = {
    ...{ log: readableLog(log, quarantine), keys, policy, rights, known, caughtUp, onUnreadable, queue: createStreamQueue() },
    ...{ now, certainToday, recordingInstant },
  };
  const recordPositions = async (): Promise<number> => {
    let recorded = 0;
    for (let found = council.queries().unrecordedPositions(POSITIONS_AT_ONCE); found.length > 0; ) {
      let position: Position | undefined;
      for (const { concern, share } of found)
        position = (await unlessUnreadable(() => recordPosition(kit, concern, share))) ?? position;
      if (position === undefined) break;
      recorded += found.length;
      await council.reached(position, CATCH_UP_MS);
      found = council.queries().unrecordedPositions(POSITIONS_AT_ONCE);
    }
    return recorded;
  };
  // Whoever asks meanwhile waits for the same work.
  let recording: Promise<number> | undefined;
  const positionsRecorded = () => {
    recording ??= recordPositions().finally(() => {
      recording = undefined;
    });
    return recording;
  };
  const read = { people, register, disclosed };
  const onLost = (error: unknown) =>
    logger.error(
      { code: "LIVE_UPDATES_FAILED", error: nameOf(error), fault: codeOf(error) },
      "live updates have ended; following is tried again",
    );
  const broadcast = startBroadcast({ log, disclosures, policy, rights, councils, now, today, caughtUp, onLost, ...read });
  telemetry.read({
    health,
    streams: () => broadcast.meter().streams,
    models: () =>
      models().map(({ name, position, head }) => ({
        name,
        position: Number(position),
        lag: Math.max(0, Number(head) - Number(position)),
      })),
    position: (store) => Number(store === "keys" ? stores.keysMark()[0] : (store === "log" ? main : record).last()),
    quarantined: quarantine.size,
    verification: verification.last,
  });
  /** Counts what becomes of a command, and traces it. */
  const counted = <O extends { readonly kind: "done" | "refused" }>(
    kind: string,
    name: string,
    execute: () => Promise<O>,
  ): Promise<O> =>
    trace.span("command", { "candour.command": name, "candour.stream_kind": kind }, async (span) => {
      const outcome = await execute().catch((error: unknown) => {
        telemetry.command(name, "failed");
        span.set({ "candour.outcome": "failed" });
        throw error;
      });
      telemetry.command(name, outcome.kind);
      span.set({ "candour.outcome": outcome.kind });
      if (isRefusal(outcome)) {
        telemetry.refused(outcome.code);
        span.set({ "candour.code": outcome.code });
      }
      return outcome;
    });
  const counting = <Service extends CommandService>(kind: string, service: Service): Service => ({
    ...service,
    execute: (name: string, ...rest: never[]) => counted(kind, name, () => service.execute(name as never, ...rest)),
  });
  const metricSeries = metricsService(kit, councils);
  const recorder = disclosureRecorder({ log: disclosures, now, newId: randomUUID });
  return {
    config,
    folder,
    log,
    disclosures,
    recorder: {
      record: (due) => trace.span("disclosure.record", { "candour.disclosures": due.length }, () => recorder.record(due)),
    },
    keys,
    stores,
    policy,
    policies,
    rights,
    simulations: { checker, running: new Set() },
    councils,
    rates: rateLimiter(config.rates, () => performance.now()),
    clock,
    now,
    today,
    services: {
      concern: counting("concern", concernService(kit, councils, positionsRecorded)),
      council: counting("council", councilService(kit, councils)),
      people: counting("person", peopleService(kit, councils)),
      metrics: {
        importSeries: (input, asking) => counted("metric", "importMetricSeries", () => metricSeries.importSeries(input, asking)),
      },
      support: counting("support", supportService(kit, councils)),
      submission: counting("submission", submissionService(kit, councils)),
      signal: counting("signal", signalService(kit, councils)),
      notice: counting("notice", noticeService(kit)),
      policy: counting(
        "policy",
        policyService(kit, async (files) => (await checker.check({ files })).verdict),
      ),
    },
    register,
    support,
    intake,
    council,
    overview,
    people,
    metrics,
    policyVersions,
    disclosed,
    broadcast,
    caughtUp,
    positionsRecorded,
    async live() {
      await Promise.all(all.map((follower) => follower.live()));
    },
    rebuild: () => trace.job("read_models.rebuild", {}, () => rebuild(all)),
    async retryQuarantine() {
      const holding = all.filter((follower) => follower.quarantined().length > 0);
      await trace.job("read_models.rebuild", {}, () => rebuild(holding));
      logger.info(
        { code: "QUARANTINE_RETRIED", streams: quarantine.size() },
        "what could not be read was read again; these streams are left",
      );
    },
    ...{ health, telemetry, trace },
    verification,
    readiness: () => ({
      ...health.report(),
      ready: health.report().state !== "failing",
      readModels: Object.fromEntries(all.map((follower) => [follower.name, follower.status().state])),
    }),
    quarantine,
    onUnreadable,
    unheard,
    background: backgroundWith(unheard),
    asHub: (idempotencyKey) => ({ principal: { type: "Hub" }, idempotencyKey, correlation: randomUUID() }),
    async close() {
      machine.stop();
      telemetry.stop();
      leaveWrongDay = () => {};
      await verification.close();
      await broadcast.close();
      await checker.close();
      await Promise.all([builders.log.close(), builders.disclosures.close(), ...all.map((follower) => follower.close())]);
      await Promise.all([shut(), trace.close()]);
    },
  };
}

/** OpenTelemetry is loaded for those who want it, and takes nothing of the others. */
async function openTrace({ tracing }: Config, around: { telemetry: Telemetry; logger: Logger }): Promise<Trace> {
  if (!tracing) return UNTRACED;
  const { openOtlpTrace } = await import("./observability/otlp-trace.ts");
  return openOtlpTrace(tracing, around);
}

/** What cannot be read holds up nothing else. */
async function unlessUnreadable<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CannotBeRead) return undefined;
    throw error;
  }
}
