// The tables of a log's file, and where its rows are read. A file of an earlier release is read as it is, and brought into this form when it is
// opened for writing: see log-file.ts.
import type { Database } from "../stores/database.ts";
import { hasTable } from "../stores/identity.ts";
import { UnusableFile } from "../stores/usable-file.ts";
import { hashText, idText, type StoredId, storedId } from "./stored-ids.ts";

/** `PRAGMA user_version` of a file in this form. Files of earlier releases have 0. */
const FORM = 2;

// AUTOINCREMENT: without it SQLite hands a deleted tail's positions out again, and checkpoints would skip events.
// `id` and `hash` take no room. They are the text of what is stored, also for releases that know the earlier form alone: these find whole stores, and
// refuse to go on with what a newer release wrote.
// A command's id is unique within its stream. In the order of streams, commands of one moment fill few pages: in that of their ids, each would change a
// page of its own. The checksum is empty if an earlier release recorded the command.
export const SCHEMA = `
CREATE TABLE streams (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE events (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  stream INTEGER NOT NULL, version INTEGER NOT NULL,
  stored_id ANY NOT NULL, type TEXT NOT NULL, at TEXT NOT NULL, metadata TEXT NOT NULL, data TEXT NOT NULL, stored_hash ANY NOT NULL,
  id TEXT AS (${idText("stored_id")}) VIRTUAL, hash TEXT AS (${hashText("stored_hash")}) VIRTUAL,
  UNIQUE (stream, version)
) STRICT;
CREATE TABLE commands (
  id ANY NOT NULL, body_digest TEXT NOT NULL, stream INTEGER NOT NULL,
  version INTEGER NOT NULL, position INTEGER NOT NULL, checksum TEXT NOT NULL, PRIMARY KEY (stream, id)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = ${FORM};
`;

/** What names a stream within its file: its number, in the former form its name. */
export type StreamKey = number | string;

/** `none`: a file without tables. */
type Form = "none" | "former" | "current";

/** Throws UnusableFile for the form of a later release. */
export function formOf(db: Database): Form {
  const { user_version: form } = db.prepare("PRAGMA user_version").get<{ user_version: number }>();
  if (form > FORM)
    throw new UnusableFile(db.location() ?? "", "LATER_FORM", "a later release wrote it, in a form that this one does not know");
  return form === FORM ? "current" : hasTable(db, "events") ? "former" : "none";
}

type Tables = {
  /** The FROM parts of statements that read rows. Both have `stream`, a name or null where it is lost, and `stream_key`, a StreamKey. */
  readonly events: string;
  readonly commands: string;
  /** The FROM part that reads several streams, given as a JSON array of names: also has `nth`, the index of the stream's name. */
  readonly eventsOfStreams: string;
  /** The columns of the primary key of `commands`. */
  readonly commandOrder: readonly [string, string];
  /** A command's id as `commands` has it. */
  readonly commandId: (id: string) => StoredId;
};

/** Throws UnusableFile for the form of a later release. */
export const tablesOf = (db: Database): Tables => (formOf(db) === "former" ? formerTables(db) : CURRENT);

// A stream without a name does not hide its events.
const named = (table: string, columns: string): string =>
  `(SELECT ${columns}, t.stream AS stream_key, s.name AS stream FROM ${table} t LEFT JOIN streams s ON s.number = t.stream)`;
const EVENT_COLUMNS = ["position", "version", "id", "type", "at", "metadata", "data", "hash"];
export const CURRENT: Tables = {
  events: named("events", EVENT_COLUMNS.join(", ")),
  // CROSS keeps SQLite from reading all events.
  eventsOfStreams: `(SELECT w.key AS nth, ${EVENT_COLUMNS.map((name) => `t.${name}`).join(", ")}, t.stream AS stream_key, s.name AS stream
    FROM json_each(?) w CROSS JOIN streams s ON s.name = w.value CROSS JOIN events t ON t.stream = s.number)`,
  commands: named("commands", "id, body_digest, version, position, checksum"),
  commandOrder: ["stream_key", "id"],
  commandId: storedId,
};

const formerTables = (db: Database): Tables => ({
  events: "(SELECT *, stream AS stream_key FROM events)",
  eventsOfStreams:
    "(SELECT w.key AS nth, t.*, t.stream AS stream_key FROM json_each(?) w CROSS JOIN events t ON t.stream = w.value)",
  commands: `(SELECT *, stream AS stream_key${hasChecksum(db, "main") ? "" : ", '' AS checksum"} FROM commands)`,
  commandOrder: ["id", "stream_key"],
  commandId: (id) => id,
});

/** Whether commands of a former file have checksums. */
export const hasChecksum = (db: Database, schema: "main" | "former"): boolean =>
  db.prepare("SELECT 1 FROM pragma_table_info('commands', ?) WHERE name = 'checksum'").get(schema) !== undefined;
