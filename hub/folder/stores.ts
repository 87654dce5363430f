// The durable stores of one hub, which this process owns. Each keeps marks of the others.
import { randomBytes } from "node:crypto";
import { every, inBackground } from "../../event-log/background.ts";
import { codeOf } from "../../event-log/faults.ts";
import { markAt } from "../../event-log/history.ts";
import { type UpgradeOptions, upgradeLogFiles } from "../../event-log/sqlite/log-file.ts";
import { STORE_NAMES, type StoreName } from "../../event-log/store-names.ts";
import type { CoordinatorDeps } from "../../event-log/stores/commit-coordinator.ts";
import { openHighWater } from "../../event-log/stores/high-water.ts";
import type { Identity, Marks } from "../../event-log/stores/identity.ts";
import { OwnerReplaced, type Ownership, StoreGivenUp, WriterEnded } from "../../event-log/stores/owned-store.ts";
import { ownedGuard } from "../../event-log/stores/store-guard.ts";
import { EXIT_FAULT, EXIT_NEEDS_OPERATOR } from "../exit-codes.ts";
import type { Health, Problem } from "../observability/health.ts";
import { type Logger, nameOf, unheardIn } from "../observability/logger.ts";
import { storeReports } from "../observability/reports.ts";
import { RELEASE } from "../verification/release.ts";
import { type DataFolder, storeFiles } from "./data-folder.ts";
import { openFileLogs } from "./file-logs.ts";
import { openFileKeyring, openSharedKeyring } from "./hub-keyring.ts";
import type { NodeLogs } from "./node-logs.ts";
import { describeOwner } from "./process-identity.ts";

export type Stores = Awaited<ReturnType<typeof openStores>>;

type StoreClock = {
  /** The last instant at which the clock was believed; undefined while it is not known. Called once a minute. */
  lastBelieved(): Date | undefined;
  isBelieved(): boolean;
};

type StoreDeps = {
  readonly identity: Identity;
  /** The logs, if they are in a cluster; otherwise they are opened in the folder. */
  readonly nodeLogs?: NodeLogs | undefined;
  /** Whether each log in the folder is written in a thread of its own. */
  readonly inThreads?: boolean;
  readonly clock: StoreClock;
  readonly logger: Logger;
  readonly health: Pick<Health, "set">;
  /** Called with the duration of each commit in seconds, including the fsync. */
  readonly onCommit?: (store: StoreName, seconds: number) => void;
  /** Called when a store reports that the disk is full. */
  readonly onFull?: () => void;
};

const HEARTBEAT_MS = 60_000;

export type StopReason = { readonly why: string; readonly exitCode: number };

/** A hub whose file was lost goes on and is not ready, because what its operator does first depends on the file. */
function consequenceOf(error: StoreGivenUp) {
  if (error instanceof OwnerReplaced)
    return {
      code: "OWNER_REPLACED",
      stopReason: { why: "another hub has taken the stores", exitCode: EXIT_NEEDS_OPERATOR },
    } as const;
  // The file is whole, but a new thread needs a new start of the hub.
  if (error instanceof WriterEnded)
    return {
      code: "WRITER_ENDED",
      stopReason: { why: "the thread that writes a store has ended", exitCode: EXIT_FAULT },
    } as const;
  return { code: "STORE_LOST" } as const;
}

const upgradeReports = (logger: Logger): UpgradeOptions => ({
  upgrading: (file, bytes) =>
    logger.info({ code: "LOG_UPGRADING", file, bytes }, "a log of an earlier release is copied into the form of this one"),
  upgraded: (upgrade) =>
    logger.info({ code: "LOG_UPGRADED", ...upgrade }, "the log is in the form of this release; every row was compared"),
});

/** Opens the stores in a locked folder, and creates missing ones. Throws WrongMasterKey, LogNotUpgraded. */
export async function openStores(
  folder: DataFolder,
  { identity, nodeLogs, inThreads = false, clock, logger, health, onFull = () => {}, onCommit }: StoreDeps,
) {
  const files = storeFiles(folder);
  // Before a store records that this release uses it.
  if (!nodeLogs) upgradeLogFiles([files.disclosures, files.log], upgradeReports(logger));
  const highWater = openHighWater(folder.highWaterFile, identity);
  const reports = storeReports(health, onFull);
  const token = randomBytes(16).toString("base64url");
  const { promise: mustStop, resolve: stop } = Promise.withResolvers<StopReason>();

  function onGivenUp(store: StoreName, error: StoreGivenUp): void {
    const { code, stopReason } = consequenceOf(error);
    const cause = error.cause === undefined ? {} : { error: nameOf(error.cause), fault: codeOf(error.cause) };
    logger.error({ code, store, file: files[store], ...cause }, error.message);
    health.set(store, { code, detail: { store } } satisfies Problem);
    if (stopReason) stop(stopReason);
  }
  const onMarkFailed = (error: unknown) =>
    logger.warn({ code: "MARK_NOT_WRITTEN", error: nameOf(error) }, "the newest mark of a store could not be written beside it");

  const coordinatorDepsOf = (store: StoreName): CoordinatorDeps => ({
    ...{ store, highWater, onGivenUp, onMarkFailed },
    onCommit: (seconds) => onCommit?.(store, seconds),
    onStalled: () => reports.stalled(store),
  });
  function ownershipOf(store: StoreName): Ownership {
    const path = files[store];
    return { store, path, identity, token, release: RELEASE, ownerProcess: describeOwner(path) };
  }
  const { keyring, assertKeysWhole } = await openKeyring();
  const { keys } = keyring;
  const fileLogDeps = {
    inThreads,
    ownershipOf,
    coordinatorDepsOf,
    assertKeysWhole,
    isBelieved: () => clock.isBelieved(),
  };
  const { logs, owned } = nodeLogs ? { logs: nodeLogs } : await openFileLogs(files, fileLogDeps);
  const { log, disclosures } = logs;
  async function openKeyring() {
    const { masterKey, keyring: location } = folder;
    if (location.kind === "postgres") {
      const shared = { identity, highWater, logger, health, onMarkFailed };
      return { keyring: await openSharedKeyring(location, masterKey, shared), assertKeysWhole: () => {} };
    }
    const guard = ownedGuard(() => ownershipOf("keys"), coordinatorDepsOf("keys"));
    return { keyring: openFileKeyring(location.file, masterKey, guard), assertKeysWhole: guard.assertWhole };
  }
  const lastHeartbeat = [
    ...Object.values(owned ?? {}).map((store) => store.lastHeartbeat),
    keyring.lastHeartbeat(),
    // Other nodes may have run while this one did not.
    ...(owned ? [] : [(await log.latest()) ?? "", (await disclosures.latest()) ?? ""]),
  ]
    .sort()
    .at(-1);

  /** Writes the newest marks of the other stores and the last believed instant into each store. Throws LogUnavailable, SQLite's errors. */
  async function heartbeat(): Promise<void> {
    highWater.restore();
    const marks = {
      log: await markAt(log, await log.head()),
      disclosures: await markAt(disclosures, await disclosures.head()),
      keys: await keys.mark(),
    } satisfies Marks;
    const at = clock.lastBelieved()?.toISOString();
    for (const store of STORE_NAMES) {
      const { [store]: own, ...others } = marks;
      const file = store === "keys" ? keyring : owned?.[store];
      // Records how much of the cluster's log this node has seen: at the next start the log must not have less.
      if (!file) highWater.write(store, own, 0);
      else
        try {
          await file.heartbeat(at, own, others);
          reports.written(store);
        } catch (error) {
          reports.failed(store, error);
          throw error;
        }
    }
  }
  async function beat(): Promise<void> {
    try {
      await heartbeat();
    } catch (error) {
      // A store that was given up has been reported; other failures are retried in a minute.
      if (!(error instanceof StoreGivenUp))
        logger.warn(
          { code: "HEARTBEAT_FAILED", error: nameOf(error) },
          "the stores' marks could not be written; the hub retries",
        );
    }
  }

  const unheard = unheardIn(logger);
  keys.onDestroy(() => inBackground("HEARTBEAT_FAILED", beat, unheard));
  await beat();
  const timer = every(HEARTBEAT_MS, "HEARTBEAT_FAILED", beat, unheard);
  return {
    identity,
    log,
    disclosures,
    keys,
    reports,
    heartbeat,
    /** Resolves when this hub must stop: another hub owns a store, or the thread that writes one has ended. */
    mustStop,
    /** The last instant at which an earlier run believed its clock; undefined if there was none. */
    lastHeartbeat: lastHeartbeat || undefined,
    /** Read from memory. */
    keysMark: () => highWater.mark("keys"),
    async close() {
      timer.stop();
      await beat();
      // Each is closed even if closing another fails.
      await using closing = new AsyncDisposableStack();
      closing.defer(highWater.close);
      closing.defer(keys.close);
      closing.defer(logs.close);
    },
  };
}
