// The log of a hub that owns its file, written in the serving thread. Tools and tests use it, which have nobody to serve meanwhile: see
// threaded-log.ts.
import type { Mark } from "../history.ts";
import type { EventLog } from "../port.ts";
import type { CoordinatorDeps } from "../stores/commit-coordinator.ts";
import { retryWhileLocked } from "../stores/database.ts";
import type { Marks } from "../stores/identity.ts";
import type { Ownership } from "../stores/owned-store.ts";
import { ownedGuard } from "../stores/store-guard.ts";
import { openSqliteLog, type SqliteLogOptions } from "./sqlite-log.ts";

export type OwnedLog = {
  readonly log: EventLog;
  /** The last instant at which an earlier run believed its clock, ISO 8601; empty before the first. */
  readonly lastHeartbeat: string;
  /** Records the stores' marks, and the instant unless it is undefined. */
  heartbeat(believedAt: string | undefined, own: Mark, others: Marks): Promise<void>;
};

/** `ownership` is called when the file exists. Throws LogNotUpgraded, UnusableFile, and errors of SQLite. */
export async function openOwnedLog(
  path: string,
  ownership: () => Ownership,
  deps: CoordinatorDeps,
  options: SqliteLogOptions,
): Promise<OwnedLog> {
  const guard = ownedGuard(ownership, deps);
  const log = openSqliteLog(path, guard, options);
  return {
    log,
    lastHeartbeat: guard.lastHeartbeat(),
    heartbeat: (believedAt, own, others) => retryWhileLocked(() => guard.heartbeat(believedAt, own, others)),
  };
}
