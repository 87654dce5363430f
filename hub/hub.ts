// Assembles the hub: storage, policy, read models and services. The API and the command line use only this.

import { randomBytes, randomUUID } from "node:crypto";
import { AnswersNotRecorded } from "../disclosure/answer-log.ts";
import { disclosureRecorder, type Recorder } from "../disclosure/record.ts";
import { type Background, backgroundWith, inBackground, type Unheard } from "../event-log/background.ts";
import { codeOf } from "../event-log/faults.ts";
import type { KeyStore } from "../event-log/keys/port.ts";
import type { Wait } from "../event-log/pauses.ts";
import type { EventLog } from "../event-log/port.ts";
import type { PolicySet } from "../policies/engine/policy-set.ts";
import { loadShippedPolicy } from "../policies/review/check.ts";
import { openPolicyChecker } from "../policies/review/policy-checker.ts";
import { type Broadcast, startBroadcast } from "../queries/live/broadcast.ts";
import type { Simulations } from "../queries/policy/simulate.ts";
import { openTimeSlices, type TimeSlices } from "../queries/time-slices.ts";
import { destroyWords, isAttached } from "../services/concern/service.ts";
import type { CommandContext, CommandDeps } from "../services/pipeline/execute-command.ts";
import { createStreamQueue } from "../services/pipeline/stream-queue.ts";
import type { Publishing } from "../services/policy/service.ts";
import type { UnreadableEvent } from "../services/stored-events.ts";
import { type Attachments, createAttachments } from "./attachments/attachments.ts";
import { openInspectionThread } from "./attachments/inspection/inspection-thread.ts";
import { openVirusScanner } from "./attachments/virus-scanner.ts";
import type { Clock } from "./clock/clock.ts";
import type { Config } from "./config.ts";
import { positionRecorder } from "./council-positions.ts";
import { type DataFolder, findDataFolder, isShared } from "./folder/data-folder.ts";
import type { Stores } from "./folder/stores.ts";
import { ALWAYS_FRESH, type Freshness, watchFreshness } from "./freshness.ts";
import { type InvitationLinks, openInvitationLinks } from "./mail/invitation-links.ts";
import { type HealthReport, openHealth, reportToLog } from "./observability/health.ts";
import { type Logger, nameOf, unheardIn } from "./observability/logger.ts";
import { machineOf, watchMachine } from "./observability/machine.ts";
import type { Observers } from "./observability/observers.ts";
import { openTelemetry, type Telemetry } from "./observability/telemetry.ts";
import { type Trace, UNTRACED } from "./observability/trace.ts";
import { openPolicies } from "./policy-in-force.ts";
import { type HubQuarantine, openHubQuarantine, readableLog } from "./quarantine.ts";
import { councilsOf, openQueryDependencies, type QueryDependencies } from "./query-dependencies.ts";
import { type RateLimiter, rateLimiter } from "./rates.ts";
import { factsFromReadModels } from "./read-model-facts.ts";
import { CATCH_UP_MS, type ReadModels, startReadModels } from "./read-models.ts";
import { readerWorkerData } from "./readers/reader-worker-data.ts";
import { openReaders, type Readers, type ReadersDeps } from "./readers/readers.ts";
import { repeatErasure } from "./repeated-erasure.ts";
import { openServices, type Services } from "./services.ts";
import { openStorage } from "./storage.ts";
import { type BackgroundVerification, openVerification } from "./verification/verification.ts";

type FollowedModels = Pick<
  ReadModels,
  "register" | "support" | "intake" | "council" | "overview" | "people" | "metrics" | "policyVersions" | "disclosed"
>;
/** `caughtUp` waits for the read models of the log; `disclosed`, which follows the record of disclosures, is not one of them. */
type ModelOperations = Pick<ReadModels, "live" | "caughtUp" | "rebuild" | "retryQuarantine">;

export type Hub = FollowedModels &
  ModelOperations &
  QueryDependencies &
  Omit<Observers, "logger"> & {
    readonly config: Config;
    readonly folder: DataFolder;
    readonly log: EventLog;
    /** The record of disclosures: what was disclosed to whom, in a separate log. `recorder` writes its entries. */
    readonly disclosures: EventLog;
    readonly recorder: Recorder;
    readonly keys: KeyStore;
    /** `mustStop` resolves with the reason when this hub must stop, because it cannot write a store any more. */
    readonly stores: Pick<Stores, "identity" | "heartbeat" | "mustStop">;
    readonly simulations: Simulations;
    readonly rates: RateLimiter;
    /** Irreversible work checks first whether the clock is believed. */
    readonly clock: Clock;
    readonly now: () => Date;
    readonly today: () => string;
    readonly certainToday: () => string;
    readonly clashDays: number;
    readonly services: Services;
    readonly invitationLinks: InvitationLinks;
    /** Lets a long request check before it answers that no change on another node may have ended the person's right to its data. */
    readonly beginReading: Freshness["beginReading"];
    /** Runs the beginning of an operation, or work for a live message, after that for others: other requests run in between. */
    readonly inTurn: TimeSlices["run"];
    /** Publishes events to live subscribers. */
    readonly broadcast: Broadcast;
    /** Records positions of councils that their streams do not hold yet, and returns how many. Throws NotReady. */
    positionsRecorded(): Promise<number>;
    discardedKeysDestroyed(): Promise<number>;
    /** Files that people upload for evidence, and those of concerns. */
    readonly attachments: Omit<Attachments, "files" | "eraseEnded" | "settleUnconfirmed" | "close">;
    /** Erases uploads after their last day, and settles attachments whose command was interrupted. Returns how many there were. */
    uploadsErased(): Promise<number>;
    /** Registers whoever accepted an invitation, if a crash prevented that, and erases the text of ended invitations. Returns how many were erased. */
    endedInvitationsErased(): Promise<number>;
    /** Checks the stores in the background after it was started. */
    readonly verification: BackgroundVerification;
    /** Whether the hub is ready (no condition is failing), every condition with a problem, and each read model's state. */
    readiness(): { readonly ready: boolean; readonly readModels: ReturnType<ReadModels["states"]> } & HealthReport;
    /** Starts the threads that execute queries in place of this one, by this module; undefined if the hub has none. The caller closes them before the hub. */
    startReaders(worker: URL, options?: Pick<ReadersDeps, "always" | "silentMs">): Readers | undefined;
    readonly quarantine: HubQuarantine;
    /** Withdraws a stream with an unreadable event. */
    readonly onUnreadable: (error: UnreadableEvent) => void;
    /** Receives errors of work that nobody awaits. */
    readonly unheard: Unheard;
    readonly background: Background;
    /** The context of a command that the hub itself issues, by date or at its first start. */
    asHub(idempotencyKey: string): CommandContext;
    close(): Promise<void>;
  };

type HubOptions = {
  /** The system clock, and a monotonic one in milliseconds. */
  readonly now?: () => Date;
  readonly steady?: () => number;
  /** How live updates wait, in place of the machine's timers. */
  readonly wait?: Wait;
  /** Whether logs in files are written, and events applied to read models, in threads of their own. Otherwise no request is answered meanwhile. */
  readonly inThreads?: boolean;
  /** The shipped policy, read and checked: hubs opened in one process can share it. */
  readonly shipped?: PolicySet;
};

/** Opens the hub on its data folder; `live()` resolves when the hub can answer. Throws if the folder cannot be opened. */
export async function openHub(
  config: Config,
  logger: Logger,
  {
    now: systemNow = () => new Date(),
    steady = () => performance.now(),
    wait,
    inThreads = false,
    shipped: compiled,
  }: HubOptions = {},
): Promise<Hub> {
  // Resources are closed in reverse order, even if opening fails half way.
  await using closing = new AsyncDisposableStack();
  const telemetry = openTelemetry();
  const trace = await openTrace(config, telemetry, logger);
  closing.defer(trace.close);
  const health = openHealth(systemNow, reportToLog(logger));
  const observers: Observers = { logger, health, telemetry, trace };
  const unheard = unheardIn(logger);

  const storage = await openStorage(config, { now: systemNow, steady, inThreads, ...observers }, closing);
  const { folder, stores, keys, clock } = storage;
  const [log, disclosures] = [storage.log.log, storage.disclosures.log];
  const { now, today } = clock;
  const councils = councilsOf(config);

  // Only now: a folder that another hub uses or that lost data is refused without waiting for the policy to be compiled.
  const shipped = compiled ?? loadShippedPolicy();
  const policies = await openPolicies({ log, keys, clock, shipped, approved: config.policyApproved, logger });

  const quarantine = openHubQuarantine(health, logger);
  // Freshness is watched only after the hub is put together.
  let freshness: Freshness = ALWAYS_FRESH;
  const modelDeps = { quarantine, inThreads, ...observers };
  const models = startReadModels(storage, modelDeps, () => freshness.assertFresh(), councils);
  closing.defer(models.close);
  const queryDependencies = openQueryDependencies({ policies, councils, models, trace });
  const { policy, rights } = queryDependencies;

  const checker = openPolicyChecker();
  closing.defer(checker.close);
  const command: CommandDeps = {
    log: readableLog(log, quarantine),
    keys,
    policy,
    rights,
    readModelFacts: factsFromReadModels(
      { log, disclosures, councils, ...models, quarantine, rights, today, clashDays: config.clashDays },
      CATCH_UP_MS,
    ),
    caughtUp: models.caughtUp,
    beginReading: () => freshness.beginReading(),
    onUnreadable: models.withdraw,
    queue: createStreamQueue(),
    now,
    certainToday: clock.certainToday,
    recordingInstant: clock.recordingInstant,
  };
  const positionsRecorded = positionRecorder(models.council, command);
  const publishing: Publishing = { judge: async (files) => (await checker.check({ files })).verdict, release: shipped.files };
  const inspection = openInspectionThread();
  closing.defer(inspection.close);
  const attachments = createAttachments({
    ...{ store: storage.attachments, keys, today, inspect: inspection.inspect },
    scan: config.virusScanner === undefined ? undefined : openVirusScanner(config.virusScanner),
  });
  const { files } = attachments;
  const services = openServices({ command, files, councils, positionsRecorded, publishing, telemetry, trace });

  const onLost = (error: unknown) =>
    logger.error(
      { code: "LIVE_UPDATES_FAILED", error: nameOf(error), fault: codeOf(error) },
      "live updates have failed; the hub retries",
    );
  const { people, register, support, intake, council, policyVersions, disclosed, caughtUp } = models;
  const slices = openTimeSlices();
  const broadcast = startBroadcast({
    ...{
      log,
      disclosures,
      policy,
      rights,
      councils,
      now,
      today,
      certainToday: clock.certainToday,
      caughtUp,
      onLost,
      people,
      register,
      support,
      intake,
      council,
      policyVersions,
      disclosed,
      wait,
      slices,
    },
  });
  closing.defer(broadcast.close);
  freshness = isShared(folder, "log")
    ? watchFreshness({
        head: log.head,
        caughtUp,
        lagMs: config.nodeLagMs,
        steady,
        health,
        stale: broadcast.endStreams,
        unheard,
      })
    : ALWAYS_FRESH;
  closing.defer(() => freshness.stop());
  const recorder = disclosureRecorder({
    ...{ log: disclosures, node: config.node, now, newId: randomUUID, random: randomBytes },
    // Events that a read model does not have yet while it is built are read from the log.
    known: (stream) => (disclosed.status().state === "live" ? disclosed.queries().streamHeads(stream) : undefined),
  });
  const reportUnrecorded = (error: unknown) => {
    if (error instanceof AnswersNotRecorded)
      logger.error({ code: "ANSWERS_NOT_RECORDED", node: config.node, why: error.message }, "answers could not be recorded");
    throw error;
  };

  const verification = openVerification({
    folder: findDataFolder({ ...config, masterKey: folder.masterKey }),
    hours: config.verifyHours,
    now,
    logger,
    health,
    trace,
  });
  closing.defer(verification.close);
  const machine = watchMachine({
    machine: machineOf(config.dataDir),
    health,
    telemetry,
    models: models.positions,
    setBehind: models.setBehind,
    minFreeBytes: config.minFreeBytes,
    unheard,
    files: { log: folder.logFile, disclosures: folder.disclosuresFile, keys: folder.keysFile },
  });
  closing.defer(machine.stop);
  closing.defer(telemetry.stop);
  storage.on({
    diskFull: machine.checkSoon,
    clockCorrected: () => inBackground("REBUILD_FAILED", models.rebuildPastToday, unheard),
  });
  closing.defer(() => storage.on({ diskFull: () => {}, clockCorrected: () => {} }));
  telemetry.read({
    health,
    streams: () => broadcast.meter().streams,
    models: models.positions,
    position: (store) => Number(store === "keys" ? stores.keysMark()[0] : storage[store].last()),
    quarantined: quarantine.size,
    verification: verification.last,
  });

  const recordAnswer: Recorder["record"] = (due) =>
    trace.span("disclosure.record", { "candour.disclosures": due.length }, () => recorder.record(due).catch(reportUnrecorded));
  /** What another thread sends is a copy, whose parts the recorder keeps. */
  const recordForReader: Recorder["record"] = (due) =>
    recordAnswer(
      due.map((one) => ({ ...one, views: one.views.map((view) => ({ ...view, parts: recorder.shareParts(view.parts) })) })),
    );
  const opened = closing.move();
  return {
    ...models,
    ...queryDependencies,
    async live() {
      await models.live();
      await freshness.confirmed;
    },
    config,
    folder,
    log,
    disclosures,
    recorder: { ...recorder, record: recordAnswer },
    keys,
    stores: { ...stores, mustStop: Promise.race([stores.mustStop, models.mustStop]) },
    simulations: { checker, running: new Set() },
    rates: rateLimiter(config.rates, () => performance.now()),
    clock,
    now,
    today,
    certainToday: clock.certainToday,
    clashDays: config.clashDays,
    services,
    invitationLinks: openInvitationLinks(config),
    beginReading: freshness.beginReading,
    broadcast,
    inTurn: slices.run,
    positionsRecorded,
    discardedKeysDestroyed: repeatErasure(
      (after, limit) => models.council.queries().discarded(after, limit),
      (concern) => destroyWords({ ...command, files }, concern),
    ),
    attachments,
    async uploadsErased() {
      const before = clock.certainToday();
      const erased = await attachments.eraseEnded(before);
      return erased + (await attachments.settleUnconfirmed(before, (...named) => isAttached(command, ...named)));
    },
    endedInvitationsErased: repeatErasure(
      (after, limit) => models.people.queries().endedInvitations(after, limit),
      (invitation) => services.invitation.complete(invitation, randomUUID()),
    ),
    health,
    telemetry,
    trace,
    verification,
    readiness: () => ({ ...health.report(), ready: health.report().state !== "failing", readModels: models.states() }),
    startReaders(worker, options = {}) {
      if (!inThreads || config.readers <= 1) return undefined;
      const timeNow = () => ({ instant: now().getTime(), days: { today: today(), certainToday: clock.certainToday() } });
      return openReaders({
        ...{ threads: config.readers - 1, ...options, worker, keys, logger, telemetry, unheard },
        ...{ now: timeNow, record: recordForReader, followReports: models.followReports },
        canAnswer: () => freshness.isFresh() && models.areLive(),
        workerData: () => readerWorkerData({ config, folder, identity: stores.identity, policies, shipped, now: timeNow() }),
      });
    },
    quarantine,
    onUnreadable: models.withdraw,
    unheard,
    background: backgroundWith(unheard),
    asHub: (idempotencyKey) => ({ principal: { type: "Hub" }, idempotencyKey, correlation: randomUUID() }),
    close: () => opened.disposeAsync(),
  };
}

/** Loads OpenTelemetry only if it is configured, so that it costs other hubs nothing. */
async function openTrace({ tracing }: Config, telemetry: Telemetry, logger: Logger): Promise<Trace> {
  if (!tracing) return UNTRACED;
  const { openOtlpTrace } = await import("./observability/otlp-trace.ts");
  return openOtlpTrace(tracing, { telemetry, logger });
}
