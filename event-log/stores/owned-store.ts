// A durable store's file while one hub owns it: each commit checks that the hub's token is still the store's, and that its files are still the ones that
// were opened. It can be used in any thread.

import type { Mark } from "../history.ts";
import { LogUnavailable } from "../port.ts";
import type { StoreName } from "../store-names.ts";
import type { Database } from "./database.ts";
import { giveIdentity, type Identity } from "./identity.ts";
import { type FileProblem, watchFiles } from "./watched-file.ts";

/** Nothing more is acknowledged or read from the store in this run of the hub. */
export class StoreGivenUp extends LogUnavailable {}
/** A file of the store was removed, replaced or cut while the hub ran. */
export class StoreLost extends StoreGivenUp {
  override name = "StoreLost";
}
/** Another hub has taken the store. */
export class OwnerReplaced extends StoreGivenUp {
  override name = "OwnerReplaced";
}
/** The thread that wrote the store has ended by itself. What it committed is on disk, also what was not acknowledged. */
export class WriterEnded extends StoreGivenUp {
  override name = "WriterEnded";
}

/** Plain data, which can be passed to another thread. */
export type Ownership = {
  readonly store: StoreName;
  readonly path: string;
  readonly identity: Identity;
  /** Random, of this run of the hub. */
  readonly token: string;
  /** The hub's process, as hub/folder/process-identity.ts writes it. */
  readonly ownerProcess: string;
  readonly release: string;
};

/** How long the end of use waits for a lock: for three stores, with a last heartbeat, less than the time after which a hub that stops is ended by force. */
const ENDING_MS = 2_000;

export type NamedMark = readonly [store: StoreName, mark: Mark];

/** Takes the store for this hub. The store's own tables exist. */
export function ownStore(db: Database, ownership: Ownership) {
  const { store, path, token, ownerProcess, release } = ownership;
  const files = watchFiles([path, `${path}-wal`]);
  let givenUp: StoreGivenUp | undefined;
  let isCut = false;
  db.transaction(() => {
    giveIdentity(db, ownership.identity);
    db.prepare("UPDATE identity SET owner = ?, owner_process = ?, release = ?, in_use = 1").run(token, ownerProcess, release);
  });
  // Into the main file: a copy of it alone then shows that a write-ahead file belongs to it.
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  // A commit that meets another program's lock is retried from a timer of the serving thread.
  db.exec("PRAGMA busy_timeout = 0");
  const owner = db.prepare("SELECT owner FROM identity");
  const keep = db.prepare("INSERT OR REPLACE INTO marks (store, position, proof) VALUES (?, ?, ?)");
  files.begin();

  function giveUp(error: StoreGivenUp): never {
    givenUp = error;
    throw error;
  }
  function assertFiles(problem: FileProblem | undefined): void {
    if (problem === "cut") isCut = true;
    if (problem) giveUp(new StoreLost(`A file of the store "${store}" was ${problem} while the hub ran.`));
  }
  function assertUsable(): void {
    if (givenUp) throw givenUp;
    if (!db.isOpen) throw new LogUnavailable(`The store "${store}" is closed.`);
  }
  function assertOwner(): void {
    const row = owner.get<{ owner: string } | undefined>();
    if (row?.owner !== token) giveUp(new OwnerReplaced(`Another hub has taken the store "${store}".`));
  }

  /** One transaction, which also records marks of other stores. Throws StoreLost or OwnerReplaced, and errors of SQLite. */
  function commit<T>(marks: readonly NamedMark[], work: () => T): T {
    assertUsable();
    assertFiles(files.lookBefore());
    const result = db.transaction(() => {
      assertOwner();
      for (const [name, [position, proof]] of marks) keep.run(name, position, proof);
      return work();
    });
    assertFiles(files.lookAfter());
    return result;
  }

  /** Says in the file that nobody writes. A file that was cut stays marked as in use. */
  function endUse(): void {
    if (isCut) return;
    // The thread may wait for another program's lock, because nobody is served any more.
    db.exec(`PRAGMA busy_timeout = ${ENDING_MS}`);
    db.prepare("UPDATE identity SET in_use = 0, owner = '', owner_process = '' WHERE owner = ?").run(token);
  }

  return {
    commit,
    /** Checks the files also when nothing was written since they were lost. */
    assertWhole() {
      assertUsable();
      assertFiles(files.lookBefore() ?? files.lookAfter());
    },
    walTruncated: () => files.begin(),
    /** Empty before the first. */
    lastHeartbeat: () => db.prepare("SELECT heartbeat FROM identity").get<{ heartbeat: string }>().heartbeat,
    /** `believedAt` is an ISO 8601 instant; undefined keeps the one before. */
    heartbeat(believedAt: string | undefined, marks: readonly NamedMark[]) {
      assertUsable();
      assertFiles(files.lookClosely());
      commit(marks, () => {
        if (believedAt !== undefined) db.prepare("UPDATE identity SET heartbeat = ?").run(believedAt);
      });
    },
    /** The size of the main file, in bytes. */
    size: files.size,
    endUse,
    /** Closes the database. */
    close() {
      // Closed in order even where it was moved away, as it may be moved back.
      try {
        if (db.isOpen) endUse();
      } finally {
        db.close();
        // Afterwards: the system drops a process's locks of a file when any handle of it is closed.
        files.close();
      }
    },
  };
}

/** Errors of stores that keep their class between threads: see thread-errors.ts. */
export const STORE_ERRORS = { StoreLost, OwnerReplaced } as const;
