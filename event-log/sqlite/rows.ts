// The tables of a log, and its events: checked against their hash and linked to the one before in their stream.
import { boundedCache } from "../../caching/cache.ts";
import { hashOf } from "../hash-chain.ts";
import type { Metadata, StoredEvent } from "../port.ts";
import type { Database } from "../stores/database.ts";
import { streamName, streamParts } from "../stream-name.ts";
import { toPosition } from "./position.ts";

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

const NUMBERS = ["position", "version"] as const;
const TEXTS = ["stream", "id", "type", "at", "metadata", "data", "previous_hash", "hash"] as const;
/** A row as it may stand in a damaged file. */
export type UncheckedRow = Readonly<Record<(typeof NUMBERS)[number] | (typeof TEXTS)[number], unknown>>;
export type EventRow = Readonly<Record<(typeof NUMBERS)[number], number> & Record<(typeof TEXTS)[number], string>>;
export const COLUMNS = [...NUMBERS, ...TEXTS].join(", ");

export const isEventRow = (row: UncheckedRow): row is EventRow =>
  NUMBERS.every((name) => Number.isSafeInteger(row[name])) && TEXTS.every((name) => typeof row[name] === "string");

/** What the next event of a stream is linked to. */
type Link = Pick<EventRow, "version" | "hash">;

/** `before` is the stream's event before it. Field by field, not by spreading the row: a replay is a third faster. */
export function toEvent(row: EventRow, before: Link | undefined): StoredEvent {
  const { position, stream, version, id, type, at, metadata, data, previous_hash: previousHash } = row;
  const event = { position: toPosition(position), stream, ...streamParts(stream), version, id, type, at, previousHash };
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

const CACHED_LINKS = 20_000;

/** From a cache of each stream's last event that was read, otherwise from the log. */
export function linksOf(db: Database) {
  const atVersion = db.prepare("SELECT version, hash FROM events WHERE stream = ? AND version = ?");
  const lastRead = boundedCache<string, Link>(CACHED_LINKS);
  return {
    before({ stream, version, hash }: EventRow): Link | undefined {
      const last = lastRead.get(stream);
      lastRead.set(stream, { version, hash });
      if (version === 1 || last?.version === version - 1) return last;
      return atVersion.get<Link | undefined>(stream, version - 1);
    },
    forget: (stream: string) => lastRead.delete(stream),
  };
}

/** Sorts after every name with the category that it follows. */
const LAST_CHARACTER = "\u{10FFFF}";

/** Of a category's streams that begin up to a position, in the order of their first events. */
export function streamIds(db: Database, category: string, last = Number.MAX_SAFE_INTEGER): readonly string[] {
  const streams = db.prepare(
    "SELECT stream FROM events WHERE (stream = ? OR stream >= ? AND stream < ?) AND position <= ? GROUP BY stream ORDER BY min(position)",
  );
  return streams
    .all<Pick<EventRow, "stream">>(category, streamName(category, " "), streamName(category, LAST_CHARACTER), last)
    .map(({ stream }) => streamParts(stream).streamId);
}
