// The event log on node:sqlite. One writer at a time, so concurrent commands are committed in groups: one fsync for all that
// wait. A command is made text before it joins a group and checked before anything of it is written, so that a faulty or refused
// one leaves its neighbours alone; what fails after that is the store, for all of them.

import { boundedCache } from "../../caching/cache.ts";
import { hashOf } from "../hash-chain.ts";
import type { Mark } from "../history.ts";
import { deriveId } from "../ids.ts";
import {
  type Append,
  type Appended,
  type AppendOutcome,
  carriedDate,
  type EventLog,
  holdsPlainText,
  LogUnavailable,
  type Metadata,
  type Position,
  START,
  type StoredEvent,
} from "../port.ts";
import { type Database, isBusy, openDatabase, RETRY_MS, type Statement, WAIT_MS, withoutWaiting } from "../stores/database.ts";
import { type StoreGuard, sharedGuard } from "../stores/store-guard.ts";
import { follow, PAGE } from "../subscription.ts";
import { checkLog } from "./check-log.ts";
import { fromPosition, toPosition } from "./position.ts";
import { recentEvents } from "./recent-events.ts";

/** The file's form. */
// AUTOINCREMENT: without it SQLite hands a deleted tail's positions out again, and checkpoints would skip events.
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS events (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  stream TEXT NOT NULL, version INTEGER NOT NULL,
  id TEXT NOT NULL, type TEXT NOT NULL, at TEXT NOT NULL, metadata TEXT NOT NULL, data TEXT NOT NULL,
  previous_hash TEXT NOT NULL, hash TEXT NOT NULL,
  UNIQUE (stream, version)
) STRICT;
CREATE TABLE IF NOT EXISTS commands (
  id TEXT PRIMARY KEY, body_digest TEXT NOT NULL, stream TEXT NOT NULL,
  version INTEGER NOT NULL, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

export const EVENT = "position, stream, version, id, type, at, metadata, data, previous_hash, hash";

export type EventRow = {
  position: number;
  stream: string;
  version: number;
  id: string;
  type: string;
  at: string;
  metadata: string;
  data: string;
  previous_hash: string;
  hash: string;
};
/** What the next event of a stream is linked to. */
type Link = Pick<EventRow, "version" | "hash">;
type CommandRow = { body_digest: string; version: number; position: number };
/** A command as it will be stored, all but what depends on what stands before it. */
type Written = Pick<Append, "stream" | "expected" | "bodyDigest" | "at"> & {
  readonly commandId: string;
  readonly metadata: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly data: string }[];
};
type Waiting = {
  readonly command: Written;
  /** When it is given up if others hold the file's lock. */
  readonly until: number;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: Error) => void;
};

/** How often a follower looks for events that another process appended. */
const POLL_MS = 100;

export type SqliteLogOptions = {
  /** Whether the clock that appends are dated by is known to be right. It is asked for each append; nobody vouches for it unless given. */
  readonly vouched?: () => boolean;
};

/** Opens, or makes, the log in one file; `reading` makes and changes nothing. `path` may be ":memory:" in tests. */
export function openSqliteLog(
  path: string,
  access: StoreGuard | "shared" | "reading" = "shared",
  { vouched = () => false }: SqliteLogOptions = {},
): EventLog {
  const db = openDatabase(path, access === "reading" ? "read-only" : "durable");
  if (access !== "reading") db.exec(SCHEMA);
  const guard = typeof access === "string" ? sharedGuard() : access;
  guard.attach(db);
  const statements = prepare(db);
  // The limit stands in the text: given as a value, SQLite plans the statement anew each time.
  const pages = boundedCache<number, Statement>(50);
  const page = (limit: number): Statement =>
    pages.getOrMake(limit, () =>
      db.prepare(`SELECT ${EVENT} FROM events WHERE position > ? ORDER BY position LIMIT ${Math.trunc(limit)}`),
    );
  const listeners = new Set<() => void>();
  const subscriptions = new Set<{ close(): Promise<void> }>();
  let waiting: Waiting[] = [];

  let retry: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(retry);
    retry = undefined;
    const group = waiting;
    if (group.length === 0) return;
    let last: Mark | undefined;
    const append = (command: Written): AppendOutcome =>
      appendOne(statements, command, vouched(), (mark) => {
        last = mark;
      });
    try {
      const [only, ...others] = group;
      const outcomes = guard.commit(
        () =>
          // What undoes a whole transaction undoes one command: it needs no savepoint of its own.
          only && others.length === 0
            ? [append(only.command)]
            : group.map(({ command }) => alone(db, statements, () => append(command))),
        () => last,
      );
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
    for (const wake of listeners) wake();
  }

  /** The group stays together, in order, and what comes meanwhile joins it. */
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

  const links = linking(db);

  /** Followers ask for the proof of the page that they all have read. */
  let proven: { readonly position: Position; readonly hash: string } | undefined;
  function proofAt(position: Position): string | undefined {
    if (position === START) return "";
    if (proven?.position === position) return proven.hash;
    const row = statements.hash.get<Pick<EventRow, "hash"> | undefined>(fromPosition(position));
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
  /** For followers: what one of them has read is not read again for the others, which were woken by the same commit. */
  async function readShared(after: Position, limit: number): Promise<readonly StoredEvent[]> {
    guard.assertUsable();
    const known = recent.after(after, limit) ?? [];
    if (known.length === limit) return known;
    const from = known.at(-1)?.position ?? after;
    const added = readPage(from, limit - known.length);
    recent.add(from, added);
    return [...known, ...added];
  }

  const log: EventLog = {
    append: (append) =>
      new Promise((resolve, reject) => {
        guard.assertUsable();
        waiting.push({ command: written(append), until: performance.now() + WAIT_MS, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      }),
    outcomeOf: async (_stream, commandId, bodyDigest) => reading(() => firstOutcome(statements, commandId, bodyDigest)),
    async readStream(stream) {
      const rows = reading(() => statements.stream.all<EventRow>(stream));
      return rows.map((row, index) => toEvent(row, rows[index - 1]));
    },
    readAll: async (after, limit) => readPage(after, limit),
    streams: async (prefix) =>
      reading(() => statements.streams.all<Pick<EventRow, "stream">>(prefix, `${prefix}${LAST_CHARACTER}`)).map(
        ({ stream }) => stream,
      ),
    head: async () => reading(() => toPosition(statements.head.get<{ head: number }>().head)),
    isLongerThan: async (events) => reading(() => statements.event.get(Math.max(events, 0)) !== undefined),
    latest: async () => reading(() => statements.latest.get<Pick<EventRow, "at"> | undefined>())?.at,
    proofAt: async (position) => reading(() => proofAt(position)),
    subscribe(after, handle, failed) {
      const subscription = follow({ readAll: readShared, listeners, pollMs: POLL_MS }, after, handle, failed);
      subscriptions.add(subscription);
      return {
        async close() {
          await subscription.close();
          subscriptions.delete(subscription);
        },
      };
    },
    async removeStream(stream) {
      links.forget(stream);
      recent.clear();
      proven = undefined;
      await withoutWaiting(() =>
        guard.commit(() => {
          statements.removeCommands.run(stream);
          statements.removeEvents.run(stream);
        }),
      );
      // Followers may have read it while the commit waited for its turn.
      recent.clear();
      proven = undefined;
    },
    verify: async () => [...checkLog(db)].filter((flaw) => flaw !== undefined),
    async close() {
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
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

type Statements = Record<
  | "stream"
  | "streams"
  | "head"
  | "event"
  | "latest"
  | "hash"
  | "last"
  | "insert"
  | "command"
  | "remember"
  | "savepoint"
  | "release"
  | "rollBack"
  | "removeEvents"
  | "removeCommands",
  Statement
>;

const prepare = (db: Database): Statements => ({
  stream: db.prepare(`SELECT ${EVENT} FROM events WHERE stream = ? ORDER BY version`),
  // The index alone tells, and its order is not the log's: all are put in order once.
  streams: db.prepare("SELECT stream FROM events WHERE stream >= ? AND stream < ? GROUP BY stream ORDER BY min(position)"),
  head: db.prepare("SELECT coalesce(max(position), 0) AS head FROM events"),
  event: db.prepare("SELECT 1 FROM events LIMIT 1 OFFSET ?"),
  latest: db.prepare("SELECT at FROM events ORDER BY position DESC LIMIT 1"),
  // It covers the event's ids, instant and correlation, and the hash of the one before it in its stream.
  hash: db.prepare("SELECT hash FROM events WHERE position = ?"),
  last: db.prepare("SELECT version, hash, at FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1"),
  insert: db.prepare(
    "INSERT INTO events (stream, version, id, type, at, metadata, data, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  ),
  command: db.prepare("SELECT body_digest, version, position FROM commands WHERE id = ?"),
  // The commands are asked for first: their ids stand on the events.
  removeCommands: db.prepare(
    "DELETE FROM commands WHERE id IN (SELECT DISTINCT metadata ->> '$.commandId' FROM events WHERE stream = ?)",
  ),
  removeEvents: db.prepare("DELETE FROM events WHERE stream = ?"),
  savepoint: db.prepare("SAVEPOINT command"),
  release: db.prepare("RELEASE command"),
  rollBack: db.prepare("ROLLBACK TO command"),
  remember: db.prepare("INSERT INTO commands (id, body_digest, stream, version, position) VALUES (?, ?, ?, ?, ?)"),
});

/** Throws for a command that cannot be stored, while it is still alone. */
function written({ stream, expected, events, metadata, bodyDigest, at }: Append): Written {
  if (events.length === 0) throw new RangeError("An append holds at least one event.");
  const commandId = storable(metadata.commandId);
  return {
    expected,
    commandId,
    stream: storable(stream),
    bodyDigest: storable(bodyDigest),
    at: storable(at),
    metadata: JSON.stringify(metadata),
    events: events.map(({ type, data }, index) => ({
      id: deriveId(commandId, String(index + 1)),
      type: storable(type),
      data: sealed(storable(JSON.stringify(data))),
    })),
  };
}

/** The last door: what goes in clear through it stands in every copy of the log for good. */
function sealed(data: string): string {
  if (holdsPlainText(data)) throw new TypeError("An append holds confidential text that was not sealed.");
  return data;
}

/** What is not text would fail in the midst of a group; half a character would come back as another and break the chain. */
function storable(text: string): string {
  if (typeof text !== "string" || !text.isWellFormed()) throw new TypeError("An append holds something that cannot be stored.");
  return text;
}

/** One command in its savepoint: what the store refuses of it is undone for it alone. Throws when the whole group is lost. */
function alone(db: Database, statements: Statements, append: () => AppendOutcome): AppendOutcome | Error {
  statements.savepoint.run();
  try {
    const outcome = append();
    statements.release.run();
    return outcome;
  } catch (cause) {
    if (!db.isTransaction) throw cause;
    statements.rollBack.run();
    statements.release.run();
    return new LogUnavailable("The event log could not hold this command.", { cause });
  }
}

/** `appended` is called with the mark of its last event, where it is not a repeat. */
function appendOne(statements: Statements, command: Written, vouched: boolean, appended: (mark: Mark) => void): AppendOutcome {
  const { stream, expected, events, metadata, commandId, bodyDigest } = command;
  const first = firstOutcome(statements, commandId, bodyDigest);
  if (first) return first;

  const last = statements.last.get<Pick<EventRow, "version" | "hash" | "at"> | undefined>(stream);
  const actual = last?.version ?? 0;
  const wanted = expected === "any" ? actual : expected === "new" ? 0 : expected.version;
  if (actual !== wanted) return { kind: "version-conflict", actual };
  const at = carriedDate(command.at, last?.at, vouched);
  if (at === undefined) return { kind: "dates-go-back", last: last?.at ?? "" };

  let version = actual;
  let previousHash = last?.hash ?? "";
  let position = 0;
  for (const { id, type, data } of events) {
    version += 1;
    const hash = hashOf({ stream, version, id, type, at, metadata, data, previousHash });
    const { lastInsertRowid } = statements.insert.run(stream, version, id, type, at, metadata, data, previousHash, hash);
    position = Number(lastInsertRowid);
    previousHash = hash;
  }
  statements.remember.run(commandId, bodyDigest, stream, version, position);
  appended([toPosition(position), previousHash]);
  return { kind: "appended", position: toPosition(position), version, repeated: false };
}

function firstOutcome(
  statements: Statements,
  commandId: string,
  bodyDigest: string,
): Appended | { kind: "key-reused" } | undefined {
  const command = statements.command.get<CommandRow | undefined>(commandId);
  if (!command) return undefined;
  if (command.body_digest !== bodyDigest) return { kind: "key-reused" };
  return { kind: "appended", position: toPosition(command.position), version: command.version, repeated: true };
}

/** `before` is the event before it in its stream, as far as there is one. Field by field, not by spreading the row: a replay is a third faster. */
export function toEvent(row: EventRow, before: Link | undefined): StoredEvent {
  const { position, stream, version, id, type, at, metadata, data, previous_hash: previousHash } = row;
  const event = { position: toPosition(position), stream, version, id, type, at, previousHash };
  const isLinked = version === 1 ? previousHash === "" : before?.version === version - 1 && before.hash === previousHash;
  const unreadable = !isLinked ? "CHAIN_BROKEN" : row.hash === hashOf({ ...event, metadata, data }) ? undefined : "CHANGED";
  if (unreadable) return { ...event, metadata: NO_METADATA, data: {}, unreadable };
  try {
    return { ...event, metadata: JSON.parse(metadata), data: JSON.parse(data) };
  } catch {
    return { ...event, metadata: NO_METADATA, data: {}, unreadable: "NOT_JSON" };
  }
}

/** Of an event that cannot be read. */
const NO_METADATA: Metadata = {
  ...{ actor: "", commandId: "", correlation: "", causation: "", policyVersion: "" },
  permittedBy: [],
};

/** Finds what an event of a page is linked to. Of streams read lately the last is remembered; otherwise it is looked up. */
export function linking(db: Database) {
  const atVersion = db.prepare("SELECT version, hash FROM events WHERE stream = ? AND version = ?");
  const last = boundedCache<string, Link>(LAST_READ);
  return {
    before({ stream, version, hash }: EventRow): Link | undefined {
      const known = last.get(stream);
      last.set(stream, { version, hash });
      if (version === 1 || known?.version === version - 1) return known;
      return atVersion.get<Link | undefined>(stream, version - 1);
    },
    forget: (stream: string) => last.delete(stream),
  };
}
const LAST_READ = 20_000;

/** After every name that goes on. */
export const LAST_CHARACTER = "\u{10FFFF}";
