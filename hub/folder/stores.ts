// The durable stores of one hub, which this process owns. Each keeps marks of the others.
import { randomBytes } from "node:crypto";
import { every, inBackground } from "../../event-log/background.ts";
import { markAt } from "../../event-log/history.ts";
import type { EventLog } from "../../event-log/port.ts";
import { type UpgradeOptions, upgradeLogFiles } from "../../event-log/sqlite/log-file.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { STORE_NAMES, type StoreName } from "../../event-log/store-names.ts";
import { withoutWaiting } from "../../event-log/stores/database.ts";
import { openHighWater } from "../../event-log/stores/high-water.ts";
import type { Identity, Marks } from "../../event-log/stores/identity.ts";
import { OwnerReplaced, ownedGuard, type StoreGuard, StoreLost } from "../../event-log/stores/store-guard.ts";
import type { Health, Problem } from "../observability/health.ts";
import { type Logger, nameOf, unheardIn } from "../observability/logger.ts";
import { storeReports } from "../observability/reports.ts";
import { RELEASE } from "../verification/release.ts";
import { type DataFolder, type LogName, storeFiles } from "./data-folder.ts";
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
  readonly clock: StoreClock;
  readonly logger: Logger;
  readonly health: Pick<Health, "set">;
  /** Called with the duration of each commit in seconds, including the fsync. */
  readonly onCommit?: (store: StoreName, seconds: number) => void;
  /** Called when a store reports that the disk is full. */
  readonly onFull?: () => void;
};

const HEARTBEAT_MS = 60_000;

const upgradeReports = (logger: Logger): UpgradeOptions => ({
  upgrading: (file, bytes) =>
    logger.info({ code: "LOG_UPGRADING", file, bytes }, "a log of an earlier release is copied into the form of this one"),
  upgraded: (upgrade) =>
    logger.info({ code: "LOG_UPGRADED", ...upgrade }, "the log is in the form of this release; every row was compared"),
});

/** Opens the stores in a locked folder, and creates missing ones. Throws WrongMasterKey, LogNotUpgraded. */
export async function openStores(
  folder: DataFolder,
  { identity, nodeLogs, clock, logger, health, onFull = () => {}, onCommit }: StoreDeps,
) {
  const files = storeFiles(folder);
  // Before a store records that this release uses it.
  if (!nodeLogs) upgradeLogFiles([files.disclosures, files.log], upgradeReports(logger));
  const highWater = openHighWater(folder.highWaterFile, identity);
  const reports = storeReports(health, onFull);
  const token = randomBytes(16).toString("base64url");
  const { promise: replaced, resolve: endAll } = Promise.withResolvers<void>();

  function onGivenUp(store: StoreName, error: StoreLost | OwnerReplaced): void {
    const code = error instanceof OwnerReplaced ? "OWNER_REPLACED" : "STORE_LOST";
    logger.error({ code, store, file: files[store] }, error.message);
    health.set(store, { code, detail: { store } } satisfies Problem);
    if (error instanceof OwnerReplaced) endAll();
  }
  const onMarkFailed = (error: unknown) =>
    logger.warn({ code: "MARK_NOT_WRITTEN", error: nameOf(error) }, "the newest mark of a store could not be written beside it");

  const guardOf = (store: StoreName, restsOn?: () => void) =>
    ownedGuard({
      ...(restsOn && { restsOn }),
      ...{ store, path: files[store], identity, token, release: RELEASE },
      ...{ highWater, onGivenUp, onMarkFailed, describeProcess: () => describeOwner(files[store]) },
    });
  /** The same guard, which also measures each commit. */
  const timed = (store: StoreName, guard: StoreGuard): StoreGuard => ({
    ...guard,
    commit(...args) {
      const began = performance.now();
      const result = guard.commit(...args);
      onCommit?.(store, (performance.now() - began) / 1000);
      return result;
    },
  });
  const { keyring, assertKeysWhole } = await openKeyring();
  const { keys } = keyring;
  const { logs, guards } = nodeLogs ? { logs: nodeLogs } : openLogsInFiles();
  const { log, disclosures } = logs;
  async function openKeyring() {
    const { masterKey, keyring: location } = folder;
    if (location.kind === "postgres") {
      const shared = { identity, highWater, logger, health, onMarkFailed };
      return { keyring: await openSharedKeyring(location, masterKey, shared), assertKeysWhole: () => {} };
    }
    const guard = guardOf("keys");
    return {
      keyring: openFileKeyring(location.file, masterKey, guard, timed("keys", guard)),
      assertKeysWhole: guard.assertWhole,
    };
  }
  function openLogsInFiles() {
    const guards = {
      disclosures: guardOf("disclosures"),
      // Each append also checks the key file, because an event's keys were usually written long before the event.
      log: guardOf("log", assertKeysWhole),
    };
    const open = (name: LogName, vouched: () => boolean): EventLog =>
      openSqliteLog(files[name], timed(name, guards[name]), { vouched });
    // Reads continue while the clock is behind: disclosures then have the earliest possible date, or the date of the previous one.
    const disclosures = open("disclosures", () => true);
    const log = open("log", () => clock.isBelieved());
    const close = async () => {
      await Promise.all([disclosures.close(), log.close()]);
    };
    return { logs: { log, disclosures, close }, guards };
  }
  const lastHeartbeat = [
    ...[...Object.values(guards ?? {}), keyring].map((store) => store.lastHeartbeat()),
    // Other nodes may have run while this one did not.
    ...(guards ? [] : [(await log.latest()) ?? "", (await disclosures.latest()) ?? ""]),
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
      const guard = store === "keys" ? undefined : guards?.[store];
      // Records how much of the cluster's log this node has seen: at the next start the log must not have less.
      if (store !== "keys" && !guard) highWater.write(store, own, 0);
      else
        try {
          await (guard ? withoutWaiting(() => guard.heartbeat(at, own, others)) : keyring.heartbeat(at, own, others));
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
      if (!(error instanceof StoreLost || error instanceof OwnerReplaced))
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
    /** Resolves when another hub has taken over a store: this hub must then stop. */
    replaced,
    /** The last instant at which an earlier run believed its clock; undefined if there was none. */
    lastHeartbeat: lastHeartbeat || undefined,
    /** Read from memory. */
    keysMark: () => highWater.mark("keys"),
    async close() {
      timer.stop();
      await beat();
      await logs.close();
      await keys.close();
      highWater.close();
    },
  };
}
