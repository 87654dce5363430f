// Raw access to a log in a file, for moving it.
import type { RawLog } from "../raw-event.ts";
import { openDatabase } from "../stores/database.ts";
import { giveIdentity, type Identity } from "../stores/identity.ts";
import { fromPosition, toPosition } from "./position.ts";
import { type EventRow, SCHEMA, upgradeCommands } from "./rows.ts";

/** With `identity` the file belongs to that hub, and is created if it is missing; without it the file is only read. */
export function openRawSqliteLog(path: string, identity?: Identity): RawLog {
  const db = openDatabase(path, identity ? "durable" : "read-only");
  if (identity) {
    db.exec(SCHEMA);
    upgradeCommands(db);
    giveIdentity(db, identity);
  }
  const page = db.prepare(`SELECT e.*, coalesce(c.body_digest, '') AS body_digest FROM events e
    LEFT JOIN commands c ON c.stream = e.stream AND c.id = e.metadata ->> '$.commandId'
    WHERE e.position > ? ORDER BY e.position LIMIT ?`);

  return {
    read: async (after, limit) =>
      page
        .all<EventRow & { readonly body_digest: string }>(fromPosition(after), limit)
        .map(
          ({
            stream,
            version,
            id,
            type,
            at,
            metadata,
            data,
            previous_hash: previousHash,
            hash,
            body_digest: bodyDigest,
            position,
          }) => ({
            ...{ stream, version, id, type, at, metadata, data, previousHash, hash, bodyDigest },
            position: toPosition(position),
          }),
        ),
    async write(events) {
      const insert = db.prepare(
        "INSERT INTO events (stream, version, id, type, at, metadata, data, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      );
      const record = db.prepare(
        "INSERT OR REPLACE INTO commands (id, body_digest, stream, version, position) VALUES (?, ?, ?, ?, ?)",
      );
      db.transaction(() => {
        for (const { stream, version, id, type, at, metadata, data, previousHash, hash, bodyDigest } of events) {
          const { lastInsertRowid } = insert.run(stream, version, id, type, at, metadata, data, previousHash, hash);
          record.run((JSON.parse(metadata) as RawMetadata).commandId, bodyDigest, stream, version, Number(lastInsertRowid));
        }
      });
    },
    close: async () => db.close(),
  };
}

type RawMetadata = { readonly commandId: string };
