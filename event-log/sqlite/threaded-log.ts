// The log of a hub that owns its file, written in a thread of its own: requests go on while a commit waits for the disk. This thread reads by a
// connection of its own. docs/decisions/0057-logs-in-threads.md
import type { Mark } from "../history.ts";
import { type CoordinatorDeps, commitCoordinator } from "../stores/commit-coordinator.ts";
import { type Database, openReader, retryWhileLocked } from "../stores/database.ts";
import { type NamedMark, type Ownership, STORE_ERRORS } from "../stores/owned-store.ts";
import { deserialiseError } from "../thread-errors.ts";
import { openLogFile } from "./log-file.ts";
import { type LogThread, startLogThread } from "./log-thread.ts";
import type { OwnedLog } from "./owned-log.ts";
import type { Measured } from "./owned-log-file.ts";
import { type LogWriter, logWithWriter, type SqliteLogOptions } from "./sqlite-log.ts";

const STALLED_MS = 10_000;

/** `ownership` is called when the file exists. Throws LogNotUpgraded, UnusableFile, and errors of SQLite. */
export async function openThreadedLog(
  path: string,
  ownership: () => Ownership,
  deps: CoordinatorDeps,
  options: SqliteLogOptions,
): Promise<OwnedLog> {
  const coordinator = commitCoordinator(deps);
  const db = openReading(path);
  const thread = startLogThread(ownership(), coordinator.giveUp);
  let lastHeartbeat: string;
  try {
    lastHeartbeat = await thread.opened;
  } catch (error) {
    await thread.terminate();
    db.close();
    throw error;
  }

  /** Waits for a commit, and reports one that takes long: otherwise only those who wait for it would notice a disk that hangs. */
  async function awaitCommit<T>(called: Promise<Measured<T>>): Promise<Measured<T>> {
    const stalled = setTimeout(deps.onStalled ?? (() => {}), STALLED_MS);
    try {
      return await called;
    } catch (error) {
      return coordinator.failed(error);
    } finally {
      clearTimeout(stalled);
    }
  }

  /** `markOf` gives the store's newest mark from the result. */
  async function commit<T>(
    call: (marks: readonly NamedMark[]) => Promise<Measured<T>>,
    markOf: (result: T) => Mark | undefined = () => undefined,
  ): Promise<T> {
    const marks = coordinator.beforeCommit();
    const { result, ...measured } = await awaitCommit(call(marks));
    coordinator.committed(marks, markOf(result), measured);
    return result;
  }

  const writer: LogWriter = {
    isOnlyWriter: true,
    assertUsable: coordinator.assertUsable,
    async commit(group, vouched) {
      const { outcomes, last } = await commit(
        (marks) => thread.call("commit", group, vouched, marks),
        (result) => result.last,
      );
      return {
        outcomes: outcomes.map((outcome) =>
          outcome.kind === "refused" ? deserialiseError(outcome.error, STORE_ERRORS) : outcome,
        ),
        last,
      };
    },
    removeStream: (stream) => commit((marks) => thread.call("removeStream", stream, marks)),
    close: () => closeBoth(db, thread),
  };
  return {
    log: logWithWriter(db, writer, options),
    lastHeartbeat,
    heartbeat: (believedAt, own, others) =>
      retryWhileLocked(async () => {
        const marks = coordinator.beforeHeartbeat(others);
        const { size } = await awaitCommit(thread.call("heartbeat", believedAt, marks));
        coordinator.committed(marks, own, { size });
      }),
  };
}

/** Creates the file if there is none. While this connection is open, SQLite does not remove the write-ahead file when another closes: see database.ts. */
function openReading(path: string): Database {
  using _ = openLogFile(path);
  const db = openReader(path);
  // This thread serves, so its reads do not wait for a lock.
  db.exec("PRAGMA busy_timeout = 0");
  return db;
}

/** This thread's connection, which keeps the write-ahead file, stays open until the file says that nobody writes it. */
async function closeBoth(db: Database, thread: LogThread): Promise<void> {
  if (!db.isOpen) return;
  try {
    if (!thread.hasEnded()) await thread.call("endUse");
  } finally {
    db.close();
    if (!thread.hasEnded()) await thread.close();
  }
}
