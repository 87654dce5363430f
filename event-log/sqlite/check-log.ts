// Checks a whole log: chains, versions, ids, times, metadata, commands, and what the caller checks of each event. In slices, each
// a short transaction, after which the caller may rest, so that a live log is read beside its writer.

import { contentFlaws, isData, isMetadata, timeFlaws, WRONG_FORM } from "../event-flaws.ts";
import { hashOf } from "../hash-chain.ts";
import { toPosition } from "../numbered-position.ts";
import type { Flaw, Position, StoredEvent } from "../port.ts";
import type { Database } from "../stores/database.ts";
import { readingProblem } from "../stores/read-only.ts";
import { streamParts } from "../stream-name.ts";
import { FIRST, later, type Pair, type Value } from "./key-order.ts";
import { isOfOneRow, readDamaged } from "./read-damaged.ts";
import { COLUMNS, checksumOf, type EventRow, isEventRow, type UncheckedRow } from "./rows.ts";
import { type StreamKey, tablesOf } from "./tables.ts";

type LogCheck = {
  /** No stream is ever removed from this log, so its positions have no gaps. */
  readonly complete?: boolean;
  /** The latest instant that an event may have, ISO 8601; not checked when left out. */
  readonly latest?: string;
  /** What else is wrong with an event, in words. */
  readonly look?: (event: StoredEvent) => readonly string[];
  /** Called with the number of well-formed events so far. */
  readonly counted?: (events: number) => void;
};

const PAGE = 250;
const CHANGED = "the event was changed after it was appended, or the one before it in its stream was";
/** A stream whose name cannot be read. */
const UNKNOWN = "";

type Found = Flaw | undefined;

/** Yields each flaw, and `undefined` at the end of each slice. Errors of the file become flaws. */
export function* checkLog(db: Database, check: LogCheck = {}): Generator<Found> {
  const count = { events: 0 };
  const streams = openStreams(db, check, count);
  let isDamaged = false;
  try {
    yield* inOrderOfStreams(db, streams);
  } catch (error) {
    if (!isOfOneRow(error)) throw error;
    isDamaged = true;
    yield flawAt(UNKNOWN, "", readingProblem(error));
  }
  // Not through the index any more: the rows of the table that can be read, in their order.
  if (isDamaged) yield* inOrderOfPositions(db, openStreams(db, check, { events: 0 }));
  else check.counted?.(count.events);
  try {
    yield* commandsWithoutEvents(db);
    yield* ends(db, check, isDamaged ? undefined : count.events);
  } catch (error) {
    if (!isOfOneRow(error)) throw error;
    yield flawAt(UNKNOWN, "", readingProblem(error));
  }
}

const flawAt = (stream: string, position: number | Position, what: string): Flaw => ({
  position: typeof position === "number" ? toPosition(position) : position,
  stream,
  what,
});

type Streams = ReturnType<typeof openStreams>;

/** The last event read of a stream, and the command whose events are being read. */
type Last = Pick<EventRow, "stream" | "version" | "hash" | "position" | "at">;
/** A command of a file that may be damaged. */
type UncheckedCommand = Readonly<Record<"version" | "position" | "body_digest" | "checksum", unknown>>;
type Run = {
  readonly stream: string;
  readonly key: StreamKey;
  readonly command: string;
  readonly version: number;
  readonly position: number;
};

function openStreams(db: Database, { latest, look, counted }: LogCheck, count: { events: number }) {
  const { commands, commandId: storedCommandId } = tablesOf(db);
  const command = db.prepare(`SELECT * FROM ${commands} WHERE id = ? AND stream_key = ?`);
  const exists = db.prepare("SELECT 1 FROM events WHERE stream = ? LIMIT 1");
  let run: Run | undefined;

  /** The command whose last event was read must be recorded as having ended there. */
  function* endRun(): Generator<Flaw> {
    const ended = run;
    run = undefined;
    if (!ended) return;
    const recorded = command.get<UncheckedCommand | undefined>(storedCommandId(ended.command), ended.key);
    if (recorded?.version === ended.version && recorded.position === ended.position) {
      const { body_digest: bodyDigest, checksum } = recorded;
      // A command that an earlier release recorded has no checksum.
      if (checksum && checksum !== checksumOf({ id: ended.command, stream: ended.stream, bodyDigest: String(bodyDigest) }))
        yield flawAt(ended.stream, ended.position, "its command was changed after it was recorded");
      return;
    }
    // Removed while it was being read: disclosures whose retention has passed.
    if (!exists.get(ended.key)) return;
    yield flawAt(
      ended.stream,
      ended.position,
      recorded === undefined ? "its command is not recorded" : "its command is recorded as having ended elsewhere",
    );
  }

  function* read(row: UncheckedRow, previous: Last | undefined): Generator<Flaw> {
    const stream = typeof row.stream === "string" ? row.stream : UNKNOWN;
    const position = Number(row.position);
    const flaw = (what: string) => flawAt(stream, position, what);
    if (row.stream === null) {
      yield flaw("its stream has no name");
      return;
    }
    if (!isEventRow(row)) {
      yield flaw("fields of the event cannot be read");
      return;
    }
    const { version, at } = row;
    const previousHash = previous?.hash ?? "";
    const isNext = version === (previous?.version ?? 0) + 1;
    if (!isNext) yield flaw("a version is missing before this event");
    if (position < (previous?.position ?? 0)) yield flaw("it stands before an event that it came after");
    // The hash is made of that of the event before, too: without that event it says nothing.
    if (isNext && row.hash !== hashOf({ ...row, previousHash })) yield flaw(CHANGED);
    for (const what of timeFlaws(at, previous?.at, latest)) yield flaw(what);
    const event = parsed(row, previousHash);
    if (!event) {
      yield* endRun();
      yield flaw(WRONG_FORM);
      return;
    }
    count.events += 1;
    if (count.events % PAGE === 0) counted?.(count.events);
    const { commandId } = event.metadata;
    if (run && (run.command !== commandId || run.stream !== stream)) yield* endRun();
    run = { stream, key: row.stream_key, command: commandId, version, position };
    for (const what of contentFlaws(row.id, row.data)) yield flaw(what);
    for (const what of look?.(event) ?? []) yield flaw(what);
  }
  return { read, endRun };
}

function parsed(row: EventRow, previousHash: string): StoredEvent | undefined {
  try {
    const metadata = JSON.parse(row.metadata);
    const data = JSON.parse(row.data);
    if (!isMetadata(metadata) || !isData(data)) return undefined;
    const { stream, version, id, type, at } = row;
    return {
      position: toPosition(row.position),
      stream,
      ...streamParts(stream),
      version,
      id,
      type,
      at,
      metadata,
      data,
      previousHash,
    };
  } catch {
    return undefined;
  }
}

/** In one transaction, so that what it reads is consistent. */
function* slice<T>(db: Database, work: () => Generator<Flaw, T>): Generator<Found, T> {
  db.exec("BEGIN");
  let result: T;
  // The caller may rest at each yield: flaws are yielded after the transaction.
  const flaws: Flaw[] = [];
  try {
    const steps = work();
    for (;;) {
      const step = steps.next();
      if (step.done) {
        result = step.value;
        break;
      }
      flaws.push(step.value);
    }
  } finally {
    if (db.isTransaction) db.exec("COMMIT");
  }
  yield* flaws;
  yield undefined;
  return result;
}

const lastOf = (row: UncheckedRow): Last | undefined => (isEventRow(row) ? row : undefined);

function* inOrderOfStreams(db: Database, { read, endRun }: Streams): Generator<Found> {
  const { events } = tablesOf(db);
  const page = db.prepare(
    `SELECT ${COLUMNS} FROM ${events} WHERE (stream_key, version) > (?, ?) ORDER BY stream_key, version LIMIT ${PAGE}`,
  );
  let last: Last | undefined;
  let after: Pair = [FIRST, 0];
  for (let isOver = false; !isOver; ) {
    isOver = yield* slice(db, function* () {
      const rows = page.all<UncheckedRow>(...after);
      for (const row of rows) {
        yield* read(row, last?.stream === row.stream ? last : undefined);
        last = lastOf(row);
      }
      after = later(after, rows.at(-1)?.stream_key, rows.at(-1)?.version);
      if (rows.length < PAGE) yield* endRun();
      return rows.length < PAGE;
    });
  }
}

/** For a damaged file. The last event of each stream is kept in memory. */
function* inOrderOfPositions(db: Database, { read, endRun }: Streams): Generator<Found> {
  const lasts = new Map<string, Last>();
  let rows = 0;
  for (const found of readDamaged(db)) {
    if (found.kind === "gap") {
      const end = found.until === undefined ? "on" : `to before ${toPosition(found.until)}`;
      yield flawAt(UNKNOWN, found.from, `no event from here ${end} can be read`);
      yield undefined;
      continue;
    }
    const { row } = found;
    const stream = typeof row.stream === "string" ? row.stream : UNKNOWN;
    // Chains through unreadable rows are not reported one by one.
    yield* read(row, lasts.get(stream));
    const last = lastOf(row);
    if (last) lasts.set(stream, last);
    rows += 1;
    if (rows % PAGE === 0) yield undefined;
  }
  yield* endRun();
}

/** A tail that was cut off leaves whole chains; the commands show how far it went. */
function* commandsWithoutEvents(db: Database): Generator<Found> {
  const { commands, commandOrder } = tablesOf(db);
  const [one, other] = commandOrder;
  const page =
    db.prepare(`SELECT c.${one} AS one, c.${other} AS other, c.stream, c.position, e.position AS found FROM ${commands} c
    LEFT JOIN events e ON e.position = c.position AND e.stream = c.stream_key AND e.version = c.version
    WHERE (c.${one}, c.${other}) > (?, ?) ORDER BY c.${one}, c.${other} LIMIT ${PAGE}`);
  type Row = { one: Value; other: Value; stream: string | null; position: number; found: number | null };
  let after: Pair = [FIRST, FIRST];
  for (let isOver = false; !isOver; ) {
    isOver = yield* slice(db, function* () {
      const rows = page.all<Row>(...after);
      for (const row of rows) {
        after = later(after, row.one, row.other);
        if (row.found === null) yield flawAt(row.stream ?? UNKNOWN, row.position, "a recorded command's event is missing");
      }
      return rows.length < PAGE;
    });
  }
}

function* ends(db: Database, { complete }: LogCheck, read: number | undefined): Generator<Found> {
  yield* slice(db, function* () {
    // SQLite stores the last position it gave out, also when rows and commands are gone together.
    const given = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'").get<{ seq: number } | undefined>();
    const held = db.prepare("SELECT coalesce(max(position), 0) AS last FROM events").get<{ last: number }>();
    if ((given?.seq ?? 0) > held.last) yield flawAt(UNKNOWN, given?.seq ?? 0, "events are missing at the end of the log");
    if (!complete || read === undefined) return;
    const gap = db.prepare(`SELECT e.position FROM events e WHERE e.position > 1
      AND NOT EXISTS (SELECT 1 FROM events b WHERE b.position = e.position - 1) ORDER BY e.position LIMIT 1`);
    const { count } = db.prepare("SELECT count(*) AS count FROM events NOT INDEXED").get<{ count: number }>();
    if (count < read) yield flawAt(UNKNOWN, "", "an index of the log holds events that the log does not");
    if (count === held.last) return;
    const found = gap.get<{ position: number } | undefined>();
    if (found) yield flawAt(UNKNOWN, found.position, "an event is missing before this one");
  });
}
