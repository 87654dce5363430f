// Raw access to a log in a file, for moving it.

import { fromPosition, toPosition } from "../numbered-position.ts";
import type { RawEvent, RawLog } from "../raw-event.ts";
import { type Database, openDatabase } from "../stores/database.ts";
import { giveIdentity, type Identity } from "../stores/identity.ts";
import { openLogFile } from "./log-file.ts";
import { COLUMNS, type EventRow, insertsInto, linksOf } from "./rows.ts";
import { tablesOf } from "./tables.ts";

/** With `identity` the file belongs to that hub, and is created if it is missing; without it the file is only read. */
export function openRawSqliteLog(path: string, identity?: Identity): RawLog {
  const db = identity ? openLogFile(path) : openDatabase(path, "read-only");
  if (identity) giveIdentity(db, identity);
  const { events } = tablesOf(db);
  const page = db.prepare(`SELECT ${COLUMNS} FROM ${events} WHERE position > ? ORDER BY position LIMIT ?`);
  const links = linksOf(db);
  const digestOf = bodyDigests(db);

  function toRawEvent(row: EventRow): RawEvent {
    const { stream, version, id, type, at, metadata, data, hash, position } = row;
    const before = links.before(row);
    return {
      ...{ stream, version, id, type, at, metadata, data, hash },
      previousHash: before?.version === version - 1 ? before.hash : "",
      bodyDigest: digestOf(row),
      position: toPosition(position),
    };
  }

  return {
    read: async (after, limit) => page.all<EventRow>(fromPosition(after), limit).map(toRawEvent),
    async write(events) {
      const insert = insertsInto(db);
      db.transaction(() => {
        for (const event of events) {
          const id = commandIdIn(event.metadata) ?? "";
          const number = insert.numberOf(event.stream);
          insert.command(number, { ...event, id, position: insert.event(number, event) }, true);
        }
      });
    },
    close: async () => db.close(),
  };
}

/** Finds the digest of the command that recorded an event; empty where there is none. */
function bodyDigests(db: Database): (row: EventRow) => string {
  const { commands, commandId } = tablesOf(db);
  const select = db.prepare(`SELECT body_digest FROM ${commands} WHERE id = ? AND stream = ?`);
  return ({ stream, metadata }) => {
    const id = commandIdIn(metadata);
    const command = id === undefined ? undefined : select.get<{ body_digest: string } | undefined>(commandId(id), stream);
    return command?.body_digest ?? "";
  };
}

/** Undefined for metadata that are damaged. */
function commandIdIn(metadata: string): string | undefined {
  try {
    const { commandId } = JSON.parse(metadata) as { readonly commandId?: unknown };
    return typeof commandId === "string" ? commandId : undefined;
  } catch {
    return undefined;
  }
}
