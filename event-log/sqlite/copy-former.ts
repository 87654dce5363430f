// Copies a log's file of an earlier release into a new file in the form of this one, and compares every row.
import { openDatabase } from "../stores/database.ts";
import { copyIdentity } from "../stores/identity.ts";
import { idText, storedHashSql, storedIdSql } from "./stored-ids.ts";
import { CURRENT, hasChecksum, SCHEMA } from "./tables.ts";

/**
 * Returns the number of events. The former file has no write-ahead file, and is only read. `draft` is not yet on disk. Throws SQLite's errors, and
 * where the copy does not give back what it was made of.
 */
export function copyFormerFile(path: string, draft: string): number {
  using db = openDatabase(draft, "building");
  // That of every log, and not that of the files that are opened for building.
  db.exec("PRAGMA page_size = 4096");
  db.exec(SCHEMA);
  db.prepare("ATTACH ? AS former").run(path);
  const checksum = hasChecksum(db, "former");
  db.transaction(() => {
    db.exec(copying(checksum));
    copyIdentity(db, "former");
  });
  const count = (from: string) => db.prepare(`SELECT count(*) AS count FROM ${from}`).get<{ count: number }>().count;
  const events = count("former.events");
  const isSame =
    [count("main.events"), count(SAME_EVENTS)].every((found) => found === events) &&
    [count("main.commands"), count(sameCommands(checksum))].every((found) => found === count("former.commands"));
  if (!isSame) throw new Error("The copy of the event log differs from it.");
  return events;
}

/** Streams are numbered in the order of their first events. A stream may have lost all its events and still have commands. */
const copying = (checksum: boolean): string => `
INSERT OR IGNORE INTO main.streams (name) SELECT stream FROM former.events ORDER BY position;
INSERT OR IGNORE INTO main.streams (name) SELECT stream FROM former.commands;
INSERT INTO main.events (position, stream, version, stored_id, type, at, metadata, data, stored_hash)
  SELECT e.position, s.number, e.version, ${storedIdSql("e.id")}, e.type, e.at, e.metadata, e.data, ${storedHashSql("e.hash")}
  FROM former.events e CROSS JOIN main.streams s ON s.name = e.stream ORDER BY e.position;
INSERT INTO main.commands (id, body_digest, stream, version, position, checksum)
  SELECT ${storedIdSql("c.id")}, c.body_digest, s.number, c.version, c.position, ${checksum ? "c.checksum" : "''"}
  FROM former.commands c CROSS JOIN main.streams s ON s.name = c.stream;
DELETE FROM main.sqlite_sequence;
INSERT INTO main.sqlite_sequence SELECT name, seq FROM former.sqlite_sequence WHERE name = 'events'`;

/** All that a hash is made of but the hash before it, which is that of the event before. */
const HASHED = ["stream", "version", "id", "type", "at", "metadata", "data", "hash"];
const columnsOf = (table: string, columns: readonly string[]): string => columns.map((name) => `${table}.${name}`).join(", ");
const SAME_EVENTS = `${CURRENT.events} c JOIN former.events f ON f.position = c.position
  WHERE (${columnsOf("c", HASHED)}) = (${columnsOf("f", HASHED)})`;

const sameCommands = (checksum: boolean): string => `${CURRENT.commands} c JOIN former.commands f
  ON f.id = ${idText("c.id")} AND f.stream = c.stream
  WHERE (c.body_digest, c.version, c.position, c.checksum) = (f.body_digest, f.version, f.position, ${checksum ? "f.checksum" : "''"})`;
