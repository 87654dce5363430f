// The tables of a log, and its events: checked against their hash and linked to the one before in their stream.
import { hash } from "node:crypto";
import { boundedCache } from "../../caching/cache.ts";
import type { HashedRow } from "../hash-chain.ts";
import { toPosition } from "../numbered-position.ts";
import type { StoredEvent } from "../port.ts";
import { type Link, readEvent } from "../read-event.ts";
import type { Database } from "../stores/database.ts";
import { streamName, streamParts } from "../stream-name.ts";

const CHECKSUM = "checksum TEXT NOT NULL DEFAULT ''";
// A command's id is unique within its stream. The checksum is empty if an earlier release recorded the command.
const COMMANDS = `CREATE TABLE IF NOT EXISTS commands (
  id TEXT NOT NULL, body_digest TEXT NOT NULL, stream TEXT NOT NULL,
  version INTEGER NOT NULL, position INTEGER NOT NULL, ${CHECKSUM}, PRIMARY KEY (id, stream)
) STRICT, WITHOUT ROWID`;

// AUTOINCREMENT: without it SQLite hands a deleted tail's positions out again, and checkpoints would skip events.
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS events (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  stream TEXT NOT NULL, version INTEGER NOT NULL,
  id TEXT NOT NULL, type TEXT NOT NULL, at TEXT NOT NULL, metadata TEXT NOT NULL, data TEXT NOT NULL,
  previous_hash TEXT NOT NULL, hash TEXT NOT NULL,
  UNIQUE (stream, version)
) STRICT;
${COMMANDS};
`;

/**
 * Gives the table of an earlier release the current form. Where the id alone was the table's key, its commands are moved into a new table, in one
 * transaction.
 */
export function upgradeCommands(db: Database): void {
  const columns = db.prepare("SELECT name, pk FROM pragma_table_info('commands')").all<{ name: string; pk: number }>();
  if (columns.filter(({ pk }) => pk > 0).length !== 1) {
    if (!columns.some(({ name }) => name === "checksum")) db.exec(`ALTER TABLE commands ADD COLUMN ${CHECKSUM}`);
    return;
  }
  db.transaction(() => {
    db.exec(`ALTER TABLE commands RENAME TO commands_by_id; ${COMMANDS};
      INSERT INTO commands SELECT id, body_digest, stream, version, position, '' FROM commands_by_id; DROP TABLE commands_by_id`);
  });
}

const NUMBERS = ["position", "version"] as const;
const TEXTS = ["stream", "id", "type", "at", "metadata", "data", "previous_hash", "hash"] as const;
/** A row as it may stand in a damaged file. */
export type UncheckedRow = Readonly<Record<(typeof NUMBERS)[number] | (typeof TEXTS)[number], unknown>>;
export type EventRow = Readonly<Record<(typeof NUMBERS)[number], number> & Record<(typeof TEXTS)[number], string>>;
export const COLUMNS = [...NUMBERS, ...TEXTS].join(", ");

type CommandRow = Pick<EventRow, "stream" | "version" | "position"> & { readonly id: string; readonly bodyDigest: string };

/** Covers what a command's row has and no event has. Without it a damaged digest would go unnoticed, and a repeat of the command would be refused. */
export const checksumOf = ({ id, stream, bodyDigest }: Pick<CommandRow, "id" | "stream" | "bodyDigest">): string =>
  hash("sha256", JSON.stringify([id, stream, bodyDigest]), "base64url").slice(0, CHECKSUM_LENGTH);
const CHECKSUM_LENGTH = 11;

export function insertsInto(db: Database) {
  const insertEvent = db.prepare(
    "INSERT INTO events (stream, version, id, type, at, metadata, data, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const intoCommands = "INTO commands (id, body_digest, stream, version, position, checksum) VALUES (?, ?, ?, ?, ?, ?)";
  const [insert, replace] = [db.prepare(`INSERT ${intoCommands}`), db.prepare(`INSERT OR REPLACE ${intoCommands}`)];
  return {
    /** Returns the event's position. */
    event({ stream, version, id, type, at, metadata, data, previousHash, hash }: HashedRow & { readonly hash: string }): number {
      return Number(insertEvent.run(stream, version, id, type, at, metadata, data, previousHash, hash).lastInsertRowid);
    },
    /** A command is recorded with the version and position of its last event. `isRepeated`: it may have been recorded with an earlier one. */
    command({ id, bodyDigest, stream, version, position }: CommandRow, isRepeated = false): void {
      (isRepeated ? replace : insert).run(id, bodyDigest, stream, version, position, checksumOf({ id, stream, bodyDigest }));
    },
  };
}

export const isEventRow = (row: UncheckedRow): row is EventRow =>
  NUMBERS.every((name) => Number.isSafeInteger(row[name])) && TEXTS.every((name) => typeof row[name] === "string");

/** `before` is the stream's event before it. Field by field, not by spreading the row: a replay is a third faster. */
export function toEvent(row: EventRow, before: Link | undefined): StoredEvent {
  const { position, stream, version, id, type, at, previous_hash: previousHash } = row;
  const named = { position: toPosition(position), stream, ...streamParts(stream), version, id, type, at, previousHash };
  return readEvent(named, row, before);
}

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

/** Appended to a category and the hyphen, sorts after every stream name of the category. */
const LAST_CHARACTER = "\u{10FFFF}";

/** The ids of a category's streams that begin up to a position, in the order of their first events. */
export function streamIds(db: Database, category: string, last = Number.MAX_SAFE_INTEGER): readonly string[] {
  const streams = db.prepare(
    "SELECT stream FROM events WHERE (stream = ? OR stream >= ? AND stream < ?) AND position <= ? GROUP BY stream ORDER BY min(position)",
  );
  return streams
    .all<Pick<EventRow, "stream">>(category, streamName(category, " "), streamName(category, LAST_CHARACTER), last)
    .map(({ stream }) => streamParts(stream).streamId);
}
