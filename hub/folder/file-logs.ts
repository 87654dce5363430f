// Opens the logs of a hub that keeps them in files of its folder, each in a thread of its own or in this one.
import type { EventLog } from "../../event-log/port.ts";
import { type OwnedLog, openOwnedLog } from "../../event-log/sqlite/owned-log.ts";
import { openThreadedLog } from "../../event-log/sqlite/threaded-log.ts";
import type { CoordinatorDeps } from "../../event-log/stores/commit-coordinator.ts";
import type { Ownership } from "../../event-log/stores/owned-store.ts";
import type { LogName } from "./data-folder.ts";

type FileLogs = {
  readonly logs: Readonly<Record<LogName, EventLog>> & { close(): Promise<void> };
  readonly owned: Readonly<Record<LogName, OwnedLog>>;
};

type FileLogDeps = {
  readonly inThreads: boolean;
  /** Called when the file exists. */
  readonly ownershipOf: (name: LogName) => Ownership;
  readonly coordinatorDepsOf: (name: LogName) => CoordinatorDeps;
  /** Throws where the keyring is lost. */
  readonly assertKeysWhole: () => void;
  readonly isBelieved: () => boolean;
};

/** Opens both at once, and closes the other if one cannot be opened. Throws LogNotUpgraded, UnusableFile, and errors of SQLite. */
export async function openFileLogs(files: Readonly<Record<LogName, string>>, deps: FileLogDeps): Promise<FileLogs> {
  const { inThreads, ownershipOf, coordinatorDepsOf, assertKeysWhole, isBelieved } = deps;
  const openLog = inThreads ? openThreadedLog : openOwnedLog;
  const open = (name: LogName, coordinatorDeps: CoordinatorDeps, vouched: () => boolean): Promise<OwnedLog> =>
    openLog(files[name], () => ownershipOf(name), coordinatorDeps, { vouched });
  const opening = [
    // Reads continue while the clock is behind: disclosures then have the earliest possible date, or the date of the previous one.
    open("disclosures", coordinatorDepsOf("disclosures"), () => true),
    // Each append also checks the key file, because an event's keys were usually written long before the event.
    open("log", { ...coordinatorDepsOf("log"), restsOn: assertKeysWhole }, isBelieved),
  ] as const;
  async function close(): Promise<void> {
    await using closing = new AsyncDisposableStack();
    for (const opened of await Promise.allSettled(opening))
      if (opened.status === "fulfilled") closing.defer(opened.value.log.close);
  }
  try {
    const [disclosures, log] = await Promise.all(opening);
    return { logs: { log: log.log, disclosures: disclosures.log, close }, owned: { log, disclosures } };
  } catch (error) {
    await close();
    throw error;
  }
}
