// Opens a log in a file as its owner does, without a hub.
import { dirname, join } from "node:path";
import { lazy } from "../../caching/cache.ts";
import type { OwnedLog } from "../../event-log/sqlite/owned-log.ts";
import { openThreadedLog } from "../../event-log/sqlite/threaded-log.ts";
import type { CoordinatorDeps } from "../../event-log/stores/commit-coordinator.ts";
import { openHighWater } from "../../event-log/stores/high-water.ts";

type Given = Partial<Pick<CoordinatorDeps, "onGivenUp" | "onCommit" | "onStalled">> & { readonly vouched?: boolean };

/** The newest marks are in a file beside it. */
export async function openOwned(
  path: string,
  { vouched = false, onGivenUp = () => {}, onCommit = () => {}, onStalled = () => {} }: Given = {},
  open: typeof openThreadedLog = openThreadedLog,
): Promise<OwnedLog> {
  const identity = { hub: "hub", epoch: 1 };
  const highWater = openHighWater(join(dirname(path), "high-water.json"), identity);
  const onMarkFailed = (error: unknown) => {
    throw error;
  };
  const owned = await open(
    path,
    () => ({ store: "log", path, identity, token: "owner", ownerProcess: "", release: "test" }),
    { store: "log", highWater, onGivenUp, onCommit, onStalled, onMarkFailed },
    { vouched: () => vouched },
  );
  const { log } = owned;
  const closeMarks = lazy(highWater.close);
  return {
    ...owned,
    log: {
      ...log,
      async close() {
        await log.close();
        closeMarks();
      },
    },
  };
}
