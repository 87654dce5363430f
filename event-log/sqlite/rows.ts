// The rows of a log's file: its events, checked against their hash and linked to the one before in their stream.
import { hash } from "node:crypto";
import { boundedCache } from "../../caching/cache.ts";
import type { HashedRow } from "../hash-chain.ts";
import { toPosition } from "../numbered-position.ts";
import type { StoredEvent } from "../port.ts";
import { type Link, readEvent } from "../read-event.ts";
import type { Database } from "../stores/database.ts";
import { streamName, streamParts } from "../stream-name.ts";
import { storedHash, storedId } from "./stored-ids.ts";
import { type StreamKey, tablesOf } from "./tables.ts";

const NUMBERS = ["position", "version"] as const;
const TEXTS = ["stream", "id", "type", "at", "metadata", "data", "hash"] as const;
/** A row of a file that may be damaged. */
export type UncheckedRow = Readonly<Record<(typeof NUMBERS)[number] | (typeof TEXTS)[number] | "stream_key", unknown>>;
export type EventRow = Readonly<
  Record<(typeof NUMBERS)[number], number> & Record<(typeof TEXTS)[number], string> & { stream_key: StreamKey }
>;
/** The columns of `tablesOf(db).events`. */
export const COLUMNS = [...NUMBERS, "stream_key", ...TEXTS].join(", ");

type CommandRow = Pick<EventRow, "stream" | "version" | "position"> & { readonly id: string; readonly bodyDigest: string };
type StreamNumber = { readonly number: number };

/** Covers what a command's row has and no event has. Without it a damaged digest would go unnoticed, and a repeat of the command would be refused. */
export const checksumOf = ({ id, stream, bodyDigest }: Pick<CommandRow, "id" | "stream" | "bodyDigest">): string =>
  hash("sha256", JSON.stringify([id, stream, bodyDigest]), "base64url").slice(0, CHECKSUM_LENGTH);
const CHECKSUM_LENGTH = 11;

export function insertsInto(db: Database) {
  const selectStream = db.prepare("SELECT number FROM streams WHERE name = ?");
  const insertStream = db.prepare("INSERT INTO streams (name) VALUES (?)");
  const insertEvent = db.prepare(
    "INSERT INTO events (stream, version, stored_id, type, at, metadata, data, stored_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const intoCommands = "INTO commands (id, body_digest, stream, version, position, checksum) VALUES (?, ?, ?, ?, ?, ?)";
  const [insert, replace] = [db.prepare(`INSERT ${intoCommands}`), db.prepare(`INSERT OR REPLACE ${intoCommands}`)];
  return {
    /** Returns the number of a stream that has no events yet. */
    stream: (name: string): number => Number(insertStream.run(name).lastInsertRowid),
    /** Returns the number of a stream, which is given one if it has none. */
    numberOf(name: string): number {
      return selectStream.get<StreamNumber | undefined>(name)?.number ?? this.stream(name);
    },
    /** Returns the event's position. */
    event(stream: number, { version, id, type, at, metadata, data, hash }: InsertedEvent): number {
      const values = [stream, version, storedId(id), type, at, metadata, data, storedHash(hash)];
      return Number(insertEvent.run(...values).lastInsertRowid);
    },
    /** A command is recorded with the version and position of its last event. `isRepeated`: it may have been recorded with an earlier one. */
    command(number: number, { id, bodyDigest, stream, version, position }: CommandRow, isRepeated = false): void {
      const checksum = checksumOf({ id, stream, bodyDigest });
      (isRepeated ? replace : insert).run(storedId(id), bodyDigest, number, version, position, checksum);
    },
  };
}
type InsertedEvent = Omit<HashedRow, "stream" | "previousHash"> & { readonly hash: string };

export const isEventRow = (row: UncheckedRow): row is EventRow =>
  NUMBERS.every((name) => Number.isSafeInteger(row[name])) && TEXTS.every((name) => typeof row[name] === "string");

/** `before` is the stream's event before it. Field by field, not by spreading the row: a replay is a third faster. Throws where the stream has no name. */
export function toEvent(row: EventRow, before: Link | undefined): StoredEvent {
  const { position, stream, version, id, type, at } = row;
  // Left out, or under another name, the event would be missed by nobody.
  if (stream === null) throw new TypeError("The stream of an event has no name.");
  const previousHash = before?.version === version - 1 ? before.hash : "";
  const named = { position: toPosition(position), stream, ...streamParts(stream), version, id, type, at, previousHash };
  return readEvent(named, row, before);
}

const CACHED_LINKS = 20_000;

/** From a cache of each stream's last event that was read, otherwise from the log. */
export function linksOf(db: Database) {
  const atVersion = db.prepare("SELECT version, hash FROM events WHERE stream = ? AND version = ?");
  const lastRead = boundedCache<string, Link>(CACHED_LINKS);
  return {
    before({ stream, stream_key: key, version, hash }: EventRow): Link | undefined {
      const last = lastRead.get(stream);
      lastRead.set(stream, { version, hash });
      if (version === 1 || last?.version === version - 1) return last;
      return atVersion.get<Link | undefined>(key, version - 1);
    },
    forget: (stream: string) => lastRead.delete(stream),
  };
}

/** Reads the events of each of several streams up to a position with one statement. */
export function openStreamsReader(db: Database, last = Number.MAX_SAFE_INTEGER) {
  const select = db.prepare(
    `SELECT nth, ${COLUMNS} FROM ${tablesOf(db).eventsOfStreams} WHERE position <= ? ORDER BY nth, version`,
  );
  return (names: readonly string[]): readonly (readonly StoredEvent[])[] => {
    const found = names.map((): StoredEvent[] => []);
    let before: (EventRow & Nth) | undefined;
    for (const row of select.all<EventRow & Nth>(JSON.stringify(names), last)) {
      found[row.nth]?.push(toEvent(row, before?.nth === row.nth ? before : undefined));
      before = row;
    }
    return found;
  };
}
type Nth = { readonly nth: number };

/** Removes a stream with its events and commands. */
export function streamRemover(db: Database): (stream: string) => void {
  const numbered = "(SELECT number FROM streams WHERE name = ?)";
  const statements = [
    db.prepare(`DELETE FROM commands WHERE stream = ${numbered}`),
    db.prepare(`DELETE FROM events WHERE stream = ${numbered}`),
    db.prepare("DELETE FROM streams WHERE name = ?"),
  ];
  return (stream) => {
    for (const statement of statements) statement.run(stream);
  };
}

/** Appended to a category and the hyphen, sorts after every stream name of the category. */
const LAST_CHARACTER = "\u{10FFFF}";

/** The ids of a category's streams that begin up to a position, in the order of their first events. */
export function streamIds(db: Database, category: string, last = Number.MAX_SAFE_INTEGER): readonly string[] {
  // The + keeps SQLite from reading all events up to the position: the names have an index.
  const streams = db.prepare(
    `SELECT stream FROM ${tablesOf(db).events} WHERE stream >= ? AND stream < ? AND +position <= ? GROUP BY stream ORDER BY min(position)`,
  );
  return streams
    .all<Pick<EventRow, "stream">>(category, streamName(category, LAST_CHARACTER), last)
    .map(({ stream }) => streamParts(stream))
    .filter((parts) => parts.category === category)
    .map(({ streamId }) => streamId);
}
