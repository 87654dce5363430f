// Checks around each commit of a durable store that one hub owns: its token is still the store's, its files are still the ones
// that were opened, and the newest mark is written before the commit is acknowledged.

import type { Mark } from "../history.ts";
import { LogUnavailable } from "../port.ts";
import type { StoreName } from "../store-names.ts";
import type { Database, Statement } from "./database.ts";
import type { HighWaterFile } from "./high-water.ts";
import { giveIdentity, type Identity, type Marks } from "./identity.ts";
import { type FileProblem, watchFiles } from "./watched-file.ts";

/** A file of the store was removed, replaced or cut while the hub ran: nothing more is acknowledged. */
export class StoreLost extends LogUnavailable {
  override name = "StoreLost";
}
/** Another hub has taken the store. */
export class OwnerReplaced extends LogUnavailable {
  override name = "OwnerReplaced";
}

export type StoreGuard = {
  /** Takes the store for this hub. Called once, when the store's own tables exist. */
  attach(db: Database): void;
  /** One transaction. `mark` is called after the commit. Throws StoreLost or OwnerReplaced. */
  commit<T>(work: () => T, mark?: () => Mark | undefined): T;
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

type Ownership = {
  readonly store: StoreName;
  readonly path: string;
  readonly identity: Identity;
  /** Random, of this run of the hub; and its process as hub/folder/process-identity.ts writes it. */
  readonly token: string;
  readonly describeProcess: () => string;
  readonly release: string;
  readonly highWater: HighWaterFile;
  /** Called once. */
  readonly onGivenUp: (store: StoreName, error: StoreLost | OwnerReplaced) => void;
  /** Throws where another store that a commit depends on is lost: sealed text is lost with its keys. */
  readonly restsOn?: () => void;
  /** The commit is done; only the mark could not be written. */
  readonly onMarkFailed: (error: unknown) => void;
};

export function ownedGuard(ownership: Ownership) {
  const { store, path, token, highWater, onGivenUp, onMarkFailed } = ownership;
  let db: Database;
  let owner: Statement;
  let keep: Statement;
  /** The others' marks that this store holds: newer ones are added to each commit. */
  const kept = new Map<StoreName, Mark>();
  let givenUp: StoreLost | OwnerReplaced | undefined;
  let isCut = false;
  const files = watchFiles([path, `${path}-wal`]);

  function giveUp(error: StoreLost | OwnerReplaced): never {
    if (!givenUp) {
      givenUp = error;
      onGivenUp(store, error);
    }
    throw error;
  }
  function assertUsable(): void {
    if (givenUp) throw givenUp;
  }
  function assertFiles(problem: FileProblem | undefined): void {
    if (problem === "cut") isCut = true;
    if (problem) giveUp(new StoreLost(`A file of the store "${store}" was ${problem} while the hub ran.`));
  }
  function assertOwner(): void {
    const row = owner.get<{ owner: string } | undefined>();
    if (row?.owner !== token) giveUp(new OwnerReplaced(`Another hub has taken the store "${store}".`));
  }
  function owned<T>(work: () => T): T {
    assertUsable();
    assertFiles(files.lookBefore());
    const newer = [...highWater.given].filter(([name, mark]) => name !== store && kept.get(name) !== mark);
    const result = db.transaction(() => {
      assertOwner();
      for (const [name, [position, proof]] of newer) keep.run(name, position, proof);
      return work();
    });
    for (const [name, mark] of newer) kept.set(name, mark);
    assertFiles(files.lookAfter());
    return result;
  }

  function writeMark(mark: Mark): void {
    try {
      highWater.write(store, mark, files.size());
    } catch (error) {
      onMarkFailed(error);
    }
  }

  return {
    attach(opened: Database) {
      db = opened;
      db.transaction(() => {
        giveIdentity(db, ownership.identity);
        db.prepare("UPDATE identity SET owner = ?, owner_process = ?, release = ?, in_use = 1").run(
          token,
          ownership.describeProcess(),
          ownership.release,
        );
      });
      // Into the main file: a copy of it alone then shows that a write-ahead file belongs to it.
      db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      // Locks are retried from a timer: this thread serves meanwhile.
      db.exec("PRAGMA busy_timeout = 0");
      owner = db.prepare("SELECT owner FROM identity");
      keep = db.prepare("INSERT OR REPLACE INTO marks (store, position, proof) VALUES (?, ?, ?)");
      files.begin();
    },
    commit<T>(work: () => T, mark?: () => Mark | undefined): T {
      ownership.restsOn?.();
      const result = owned(work);
      const moved = mark?.();
      if (moved) writeMark(moved);
      return result;
    },
    assertUsable,
    /** Checks the files also when nothing was written since they were lost. */
    assertWhole() {
      assertUsable();
      assertFiles(files.lookBefore() ?? files.lookAfter());
    },
    walTruncated: () => files.begin(),
    /** Empty before the first. */
    lastHeartbeat: () => db.prepare("SELECT heartbeat FROM identity").get<{ heartbeat: string }>().heartbeat,
    /** `believedAt` is an ISO 8601 instant; undefined keeps the one before. */
    heartbeat(believedAt: string | undefined, own: Mark, others: Marks) {
      assertUsable();
      assertFiles(files.lookClosely());
      owned(() => {
        if (believedAt !== undefined) db.prepare("UPDATE identity SET heartbeat = ?").run(believedAt);
        for (const [name, [position, proof]] of Object.entries(others)) keep.run(name, position, proof);
      });
      writeMark(own);
    },
    close() {
      // Closed in order even where it was moved away, as it may be moved back. A file that was cut stays marked as in use.
      try {
        if (!isCut) db.prepare("UPDATE identity SET in_use = 0, owner = '', owner_process = '' WHERE owner = ?").run(token);
      } finally {
        db.close();
        // Afterwards: the system drops a process's locks of a file when any handle of it is closed.
        files.close();
      }
    },
  } satisfies StoreGuard & Record<string, unknown>;
}
