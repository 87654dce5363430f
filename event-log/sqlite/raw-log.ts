// Raw access to a log in a file, for moving it.

import { fromPosition, toPosition } from "../numbered-position.ts";
import type { RawLog } from "../raw-event.ts";
import { openDatabase } from "../stores/database.ts";
import { giveIdentity, type Identity } from "../stores/identity.ts";
import { type EventRow, insertsInto, SCHEMA, upgradeCommands } from "./rows.ts";

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
      const insert = insertsInto(db);
      db.transaction(() => {
        for (const event of events) {
          const { commandId: id } = JSON.parse(event.metadata) as RawMetadata;
          insert.command({ ...event, id, position: insert.event(event) }, true);
        }
      });
    },
    close: async () => db.close(),
  };
}

type RawMetadata = { readonly commandId: string };
