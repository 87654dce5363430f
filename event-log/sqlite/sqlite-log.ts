// The event log on node:sqlite. There is one writer at a time, so commands that wait are committed together, with one fsync.
import { boundedCache, lazy } from "../../caching/cache.ts";
import type { Mark } from "../history.ts";
import { fromPosition, toPosition } from "../numbered-position.ts";
import { type AppendOutcome, type EventLog, LogUnavailable, type Position, START, type StoredEvent } from "../port.ts";
import { recentEvents } from "../recent-events.ts";
import { isBusy, openDatabase, RETRY_MS, type Statement, WAIT_MS, withoutWaiting } from "../stores/database.ts";
import { type StoreGuard, sharedGuard } from "../stores/store-guard.ts";
import { openFollowers, PAGE } from "../subscription.ts";
import { type AppendOptions, openAppender, openOutcomes, type PreparedAppend, prepareAppend } from "./appender.ts";
import { checkLog } from "./check-log.ts";
import { openLogFile } from "./log-file.ts";
import { COLUMNS, type EventRow, linksOf, openStreamsReader, streamIds, streamRemover, toEvent } from "./rows.ts";
import { tablesOf } from "./tables.ts";

type Waiting = {
  readonly command: PreparedAppend;
  /** When it fails if others keep the file locked. */
  readonly until: number;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: Error) => void;
};

/** How often a follower looks for events that another process appended. */
const POLL_MS = 100;

type SqliteLogOptions = {
  /** Whether the clock that appends are dated by is known to be right. Called for each append. */
  readonly vouched?: () => boolean;
};

/**
 * With a guard nobody else appends. `reading` makes and changes nothing. `path` may be ":memory:" in tests. Throws LogNotUpgraded, UnusableFile, and
 * errors of SQLite.
 */
export function openSqliteLog(
  path: string,
  access: StoreGuard | "shared" | "reading" = "shared",
  { vouched = () => false }: SqliteLogOptions = {},
): EventLog {
  const isReading = access === "reading";
  const isOwned = typeof access !== "string";
  const db = isReading ? openDatabase(path, "read-only") : openLogFile(path);
  const guard = isOwned ? access : sharedGuard();
  guard.attach(db);
  const appender = lazy(() => openAppender(db));
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
  const remove = lazy(() => streamRemover(db));
  // The limit is part of the text: given as a value, SQLite plans the statement again each time.
  const pages = boundedCache<number, Statement>(50);
  const page = (limit: number): Statement =>
    pages.getOrMake(limit, () =>
      db.prepare(`SELECT ${COLUMNS} FROM ${events} WHERE position > ? ORDER BY position LIMIT ${Math.trunc(limit)}`),
    );
  let waiting: Waiting[] = [];

  let retry: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(retry);
    retry = undefined;
    const group = waiting;
    if (group.length === 0) return;
    try {
      const outcomes = commitTogether(group);
      waiting = [];
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index];
        if (outcome instanceof Error) reject(outcome);
        else if (outcome) resolve(outcome);
      }
    } catch (error) {
      if (isBusy(error)) {
        tryAgain(error);
        return;
      }
      waiting = [];
      const failure =
        error instanceof LogUnavailable ? error : new LogUnavailable("The event log could not be written.", { cause: error });
      for (const { reject } of group) reject(failure);
      if (error instanceof LogUnavailable) return;
    }
    followers.notify();
  }

  /** In one transaction. A command of several that the store refuses is undone for itself, in a second attempt: savepoints take time. */
  function commitTogether(group: readonly Waiting[]): readonly (AppendOutcome | Error)[] {
    const { append, appendInSavepoint } = appender();
    try {
      return commitEach(group, append);
    } catch (error) {
      if (group.length === 1 || isBusy(error) || error instanceof LogUnavailable) throw error;
      return commitEach(group, appendInSavepoint);
    }
  }

  function commitEach<T>(
    group: readonly Waiting[],
    append: (command: PreparedAppend, options: AppendOptions) => T,
  ): readonly T[] {
    let last: Mark | undefined;
    const appended = (mark: Mark) => {
      last = mark;
    };
    const before = knownHead;
    // It stays unknown where the commit fails, because the events may be on disk.
    knownHead = undefined;
    const outcomes = guard.commit(
      () => group.map(({ command }) => append(command, { vouched: vouched(), appended })),
      () => last,
    );
    if (isOwned) knownHead = last?.[0] ?? before;
    return outcomes;
  }

  /** The group stays together, in order, and new commands join it. */
  function tryAgain(cause: unknown): void {
    const now = performance.now();
    const late = waiting.filter(({ until }) => until <= now);
    waiting = waiting.filter(({ until }) => until > now);
    for (const { reject } of late) reject(new LogUnavailable("The event log is locked by another program.", { cause }));
    if (waiting.length > 0) retry = setTimeout(flush, RETRY_MS);
  }

  /** Throws LogUnavailable, also where SQLite fails. */
  function reading<T>(read: () => T): T {
    guard.assertUsable();
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
  /** The last position, from the first append on where nobody else appends. A follower that has reached it reads nothing. */
  let knownHead: Position | undefined;
  /** For followers: a page that one has read is not read again for the others, which were notified of the same commit. */
  async function readShared(after: Position, limit: number): Promise<readonly StoredEvent[]> {
    guard.assertUsable();
    const cached = recent.after(after, limit) ?? [];
    if (cached.length === limit) return cached;
    const from = cached.at(-1)?.position ?? after;
    if (from === knownHead) return cached;
    const added = readPage(from, limit - cached.length);
    recent.add(from, added);
    return [...cached, ...added];
  }

  const followers = openFollowers({ readAll: readShared, pollMs: POLL_MS });

  const log: EventLog = {
    abilities: { listsStreams: true },
    append: (append) =>
      new Promise((resolve, reject) => {
        guard.assertUsable();
        waiting.push({ command: prepareAppend(append), until: performance.now() + WAIT_MS, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      }),
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
      links.forget(stream);
      recent.clear();
      proven = undefined;
      await withoutWaiting(() => guard.commit(() => remove()(stream)));
      // Followers may have read it while the commit waited.
      recent.clear();
      proven = undefined;
    },
    verify: async () => [...checkLog(db)].filter((flaw) => flaw !== undefined),
    async close() {
      await followers.close();
      if (waiting.length > 0) flush();
      clearTimeout(retry);
      for (const { reject } of waiting)
        reject(new LogUnavailable("The event log was closed while another program held its lock."));
      waiting = [];
      if (!db.isOpen) return;
      guard.close();
    },
  };
  return log;
}
