// The event log on node:sqlite. There is one writer at a time, so commands that wait are committed together, with one fsync.
import { boundedCache, lazy } from "../../caching/cache.ts";
import { fromPosition, toPosition } from "../numbered-position.ts";
import { type EventLog, LogUnavailable, type Position, START, type StoredEvent } from "../port.ts";
import { recentEvents } from "../recent-events.ts";
import { type Database, openDatabase, retryWhileLocked, type Statement } from "../stores/database.ts";
import { type StoreGuard, sharedGuard } from "../stores/store-guard.ts";
import { openFollowers, PAGE } from "../subscription.ts";
import { openOutcomes, type PreparedAppend, prepareAppend } from "./appender.ts";
import { checkLog } from "./check-log.ts";
import { groupCommit } from "./group-commit.ts";
import { type Committed, groupWriter } from "./group-writer.ts";
import { openLogFile } from "./log-file.ts";
import { COLUMNS, type EventRow, linksOf, openStreamsReader, streamIds, toEvent } from "./rows.ts";
import { tablesOf } from "./tables.ts";

/** How often a follower looks for events that another process appended. */
const POLL_MS = 100;

export type SqliteLogOptions = {
  /** Whether the clock that appends are dated by is known to be right. Called for each group of appends. */
  readonly vouched?: () => boolean;
  /** Receives what has followers look at once for events that others have appended. */
  readonly onNotify?: (notify: () => void) => void;
};

/** Writes a log's file, in this thread or in another. Rejects with LogUnavailable and errors of SQLite; where `isBusy` holds it may be tried again. */
export type LogWriter = {
  /** Nobody else appends. */
  readonly isOnlyWriter: boolean;
  /** Throws the error that the file was given up for. */
  assertUsable(): void;
  /** In one transaction, durable when it resolves. */
  commit(group: readonly PreparedAppend[], vouched: boolean): Promise<Committed>;
  removeStream(stream: string): Promise<void>;
  /** Closes the file, also for reading. */
  close(): Promise<void>;
};

/**
 * A log that is written in this thread. With a guard nobody else appends. `reading` makes and changes nothing. `path` may be ":memory:" in tests. Throws
 * LogNotUpgraded, UnusableFile, and errors of SQLite.
 */
export function openSqliteLog(
  path: string,
  access: StoreGuard | "shared" | "reading" = "shared",
  options: SqliteLogOptions = {},
): EventLog {
  const db = access === "reading" ? openDatabase(path, "read-only") : openLogFile(path);
  const isOnlyWriter = typeof access !== "string";
  const guard = isOnlyWriter ? access : sharedGuard();
  guard.attach(db);
  return logWithWriter(db, writerIn(db, guard, isOnlyWriter), options);
}

function writerIn(db: Database, guard: StoreGuard, isOnlyWriter: boolean): LogWriter {
  const { commit, removeStream } = groupWriter(db);
  return {
    isOnlyWriter,
    assertUsable: guard.assertUsable,
    commit: async (group, vouched) => commit(group, vouched, (work) => guard.commit(work, ({ last }) => last)),
    removeStream: async (stream) => removeStream(stream, guard.commit),
    async close() {
      if (db.isOpen) guard.close();
    },
  };
}

/** Returns a log that reads through `db`, a connection of this thread, and appends through `writer`. */
export function logWithWriter(db: Database, writer: LogWriter, { vouched = () => false, onNotify }: SqliteLogOptions): EventLog {
  const outcomeOf = openOutcomes(db);
  const links = linksOf(db);
  const { events } = tablesOf(db);
  const select = {
    stream: db.prepare(`SELECT ${COLUMNS} FROM ${events} WHERE stream = ? AND version > ? ORDER BY version`),
    head: db.prepare("SELECT coalesce(max(position), 0) AS head FROM events"),
    beyond: db.prepare("SELECT 1 FROM events LIMIT 1 OFFSET ?"),
    latest: db.prepare("SELECT at FROM events ORDER BY position DESC LIMIT 1"),
    // It covers the event's ids, instant and correlation, and the hash of the event before it in its stream.
    hash: db.prepare("SELECT hash FROM events WHERE position = ?"),
  };
  const streamsReader = lazy(() => openStreamsReader(db));
  // The limit is part of the text: given as a value, SQLite plans the statement again each time.
  const pages = boundedCache<number, Statement>(50);
  const page = (limit: number): Statement =>
    pages.getOrMake(limit, () =>
      db.prepare(`SELECT ${COLUMNS} FROM ${events} WHERE position > ? ORDER BY position LIMIT ${Math.trunc(limit)}`),
    );
  /** Throws LogUnavailable, also where SQLite fails. */
  function reading<T>(read: () => T): T {
    writer.assertUsable();
    try {
      return read();
    } catch (cause) {
      throw new LogUnavailable("The event log could not be read.", { cause });
    }
  }

  /** Followers look up the proof of the page that all of them have read. */
  let proven: { readonly position: Position; readonly hash: string } | undefined;
  function proofAt(position: Position): string | undefined {
    if (position === START) return "";
    if (proven?.position === position) return proven.hash;
    const row = select.hash.get<Pick<EventRow, "hash"> | undefined>(fromPosition(position));
    if (row) proven = { position, hash: row.hash };
    return row?.hash;
  }

  const readPage = (after: Position, limit: number): readonly StoredEvent[] =>
    reading(() =>
      page(limit)
        .all<EventRow>(fromPosition(after))
        .map((row) => toEvent(row, links.before(row))),
    );

  const recent = recentEvents(PAGE);
  /** The last position, where nobody else appends and it is known. A follower that has reached it reads nothing. */
  let knownHead: Position | undefined;
  /** For followers: a page that one has read is not read again for the others, which were notified of the same commit. */
  async function readShared(after: Position, limit: number): Promise<readonly StoredEvent[]> {
    writer.assertUsable();
    const cached = recent.after(after, limit) ?? [];
    if (cached.length === limit) return cached;
    const from = cached.at(-1)?.position ?? after;
    if (from === knownHead) return cached;
    const added = readPage(from, limit - cached.length);
    recent.add(from, added);
    if (writer.isOnlyWriter && cached.length + added.length < limit) knownHead = added.at(-1)?.position ?? from;
    return [...cached, ...added];
  }

  const followers = openFollowers({ readAll: readShared, pollMs: POLL_MS });
  onNotify?.(followers.notify);

  const { append, close: endCommits } = groupCommit(async (group) => {
    try {
      const committed = await writer.commit(group, vouched());
      // Unknown without an append: a group whose first attempt failed although it was committed finds its own events.
      knownHead = writer.isOnlyWriter ? committed.last?.[0] : undefined;
      return committed;
    } catch (error) {
      // The events may be on disk.
      knownHead = undefined;
      throw error;
    }
  }, followers.notify);

  function forget(stream: string): void {
    links.forget(stream);
    recent.clear();
    proven = undefined;
  }

  return {
    abilities: { listsStreams: true },
    async append(given) {
      writer.assertUsable();
      return append(prepareAppend(given));
    },
    outcomeOf: async (stream, commandId, bodyDigest) => reading(() => outcomeOf(stream, commandId, bodyDigest)),
    async readStream(stream, after = 0) {
      // Includes the event before, because the first requested event is linked to it.
      const rows = reading(() => select.stream.all<EventRow>(stream, Math.max(after - 1, 0)));
      return rows.map((row, index) => toEvent(row, rows[index - 1])).slice(after > 0 ? 1 : 0);
    },
    readStreams: async (streams) => reading(() => streamsReader()(streams)),
    readAll: async (after, limit) => readPage(after, limit),
    streams: async (category) => reading(() => streamIds(db, category)),
    head: async () => reading(() => toPosition(select.head.get<{ head: number }>().head)),
    isLongerThan: async (events) => reading(() => select.beyond.get(Math.max(events, 0)) !== undefined),
    latest: async () => reading(() => select.latest.get<Pick<EventRow, "at"> | undefined>())?.at,
    proofAt: async (position) => reading(() => proofAt(position)),
    subscribe: followers.subscribe,
    async removeStream(stream) {
      forget(stream);
      await retryWhileLocked(() => writer.removeStream(stream));
      // Followers may have read it while the commit waited.
      forget(stream);
    },
    verify: async () => [...checkLog(db)].filter((flaw) => flaw !== undefined),
    async close() {
      await followers.close();
      await endCommits();
      await writer.close();
    },
  };
}
