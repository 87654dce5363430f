// Opens a hub's storage: its data folder, the stores in it with their reports, and the clock.
import type { StoreName } from "../event-log/store-names.ts";
import { openAttachmentStore } from "./attachments/open-attachments.ts";
import { type Clock, lastBelieved, openClock } from "./clock/clock.ts";
import type { Config } from "./config.ts";
import { prepareFolder } from "./folder/prepare-folder.ts";
import { openStores } from "./folder/stores.ts";
import { nameOf } from "./observability/logger.ts";
import type { Observers } from "./observability/observers.ts";
import { reportingKeys, reportingLog } from "./observability/reports.ts";
import { refuseLogsOfNewerRelease } from "./verification/release.ts";

export type Storage = Awaited<ReturnType<typeof openStorage>>;
type Listeners = { readonly diskFull: () => void; readonly clockCorrected: () => void };

type StorageDeps = Observers & { readonly now: () => Date; readonly steady: () => number; readonly inThreads: boolean };

const DAY_MS = 86_400_000;

/** `closing` closes whatever is opened. Throws as prepareFolder, openStores and openAttachmentStore, and ConfigInvalid for newer logs. */
export async function openStorage(
  config: Config,
  { now, steady, inThreads, logger, health, telemetry, trace }: StorageDeps,
  closing: AsyncDisposableStack,
) {
  let onCommitted = (_: StoreName) => {};
  let listeners: Listeners = { diskFull: () => {}, clockCorrected: () => {} };
  // Clock and stores depend on each other: the stores record the last instant at which the clock was believed.
  let clock: Clock | undefined;
  const { folder, identity, nodeLogs, unlock } = await prepareFolder(config, logger, now(), () => clock?.isBelieved() ?? false);
  closing.defer(unlock);
  // Nodes of several releases may write to a cluster: each node quarantines events that it does not know.
  if (!nodeLogs) refuseLogsOfNewerRelease(folder, config.olderRelease);

  const stores = await openStores(folder, {
    identity,
    nodeLogs,
    inThreads,
    clock: { lastBelieved: () => clock?.lastBelieved(), isBelieved: () => clock?.isBelieved() ?? false },
    logger,
    health,
    onFull: () => listeners.diskFull(),
    onCommit(store: StoreName, seconds: number) {
      onCommitted(store);
      telemetry.committed(store, seconds);
      trace.past("commit", { "candour.store": store }, seconds);
    },
  });
  closing.defer(stores.close);
  clock = openClock({
    recorded: await lastBelieved(stores),
    now,
    steady,
    leapMs: config.clockLeapDays * DAY_MS,
    changed(problem) {
      health.set("clock", problem);
      if (!problem) listeners.clockCorrected();
    },
  });
  // The first heartbeat is written before any event gets a date. A store that cannot be written reports that itself.
  await stores
    .heartbeat()
    .catch((error) =>
      logger.warn(
        { code: "HEARTBEAT_FAILED", error: nameOf(error) },
        "the last instant at which the clock was believed could not be written; the hub retries",
      ),
    );
  const attachments = await openAttachmentStore(folder);
  closing.defer(attachments.close);
  const reporting = { reports: stores.reports, telemetry, trace };
  return {
    folder,
    stores,
    clock,
    keys: reportingKeys(stores.keys, stores.reports),
    log: await reportingLog(stores.log, "log", reporting),
    /** The record of disclosures: a separate log. */
    disclosures: await reportingLog(stores.disclosures, "disclosures", reporting),
    attachments,
    /** Sets what is called after each commit of a store in this folder. */
    onCommit(listener: (store: StoreName) => void): void {
      onCommitted = listener;
    },
    /** Sets the handlers for a full disk, and for a clock that is believed again. */
    on(given: Listeners): void {
      listeners = given;
    },
  };
}
