// Guards each commit of a durable store: what is done around the transaction before it is acknowledged.

import type { Mark } from "../history.ts";
import { type CoordinatorDeps, commitCoordinator } from "./commit-coordinator.ts";
import type { Database } from "./database.ts";
import type { Marks } from "./identity.ts";
import { type Ownership, ownStore } from "./owned-store.ts";

export type StoreGuard = {
  /** Takes the store for this hub. Called once, when the store's own tables exist. */
  attach(db: Database): void;
  /** One transaction. `mark` gives the store's newest mark from its result. Throws StoreLost or OwnerReplaced. */
  commit<T>(work: () => T, mark?: (result: T) => Mark | undefined): T;
  /** Throws the error that the store was given up for. */
  assertUsable(): void;
  /** The hub itself has truncated the write-ahead file. */
  walTruncated(): void;
  /** Releases the store and closes its database. */
  close(): void;
};

/** For tests and tools: any process may write, and the files are not checked. */
export function sharedGuard(): StoreGuard {
  let shared: Database;
  return {
    attach: (db) => {
      shared = db;
    },
    commit: (work) => shared.transaction(work),
    assertUsable: () => {},
    walTruncated: () => {},
    close: () => shared.close(),
  };
}

/** For a store that one hub owns and writes in this thread. */
export function ownedGuard(ownership: () => Ownership, deps: CoordinatorDeps) {
  const coordinator = commitCoordinator(deps);
  const { assertUsable } = coordinator;
  let store: ReturnType<typeof ownStore>;
  function orGiveUp<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      return coordinator.failed(error);
    }
  }
  return {
    attach(db: Database) {
      store = ownStore(db, ownership());
    },
    commit<T>(work: () => T, mark?: (result: T) => Mark | undefined): T {
      const began = performance.now();
      const marks = coordinator.beforeCommit();
      const result = orGiveUp(() => store.commit(marks, work));
      coordinator.committed(marks, mark?.(result), { size: store.size(), seconds: (performance.now() - began) / 1000 });
      return result;
    },
    assertUsable,
    /** Checks the files also when nothing was written since they were lost. */
    assertWhole() {
      assertUsable();
      orGiveUp(store.assertWhole);
    },
    walTruncated: () => store.walTruncated(),
    /** Empty before the first. */
    lastHeartbeat: () => store.lastHeartbeat(),
    /** `believedAt` is an ISO 8601 instant; undefined keeps the one before. */
    heartbeat(believedAt: string | undefined, own: Mark, others: Marks) {
      const marks = coordinator.beforeHeartbeat(others);
      orGiveUp(() => store.heartbeat(believedAt, marks));
      coordinator.committed(marks, own, { size: store.size() });
    },
    close: () => store.close(),
  } satisfies StoreGuard & Record<string, unknown>;
}
