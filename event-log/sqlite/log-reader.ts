// A log as of one position, read from a file of either form that is open for reading alone.

import { fromPosition, toPosition } from "../numbered-position.ts";
import type { EventLog, Position } from "../port.ts";
import type { Database } from "../stores/database.ts";
import { COLUMNS, type EventRow, linksOf, openStreamsReader, streamIds, toEvent } from "./rows.ts";
import { tablesOf } from "./tables.ts";

export type LogReader = Pick<EventLog, "abilities" | "readAll" | "readStream" | "readStreams" | "streams" | "head" | "proofAt">;

export function openLogReader(db: Database, until?: Position): LogReader {
  const last = until === undefined ? Number.MAX_SAFE_INTEGER : fromPosition(until);
  const { events } = tablesOf(db);
  const page = db.prepare(`SELECT ${COLUMNS} FROM ${events} WHERE position > ? AND position <= ? ORDER BY position LIMIT ?`);
  const stream = db.prepare(
    `SELECT ${COLUMNS} FROM ${events} WHERE stream = ? AND version >= ? AND position <= ? ORDER BY version`,
  );
  const streams = openStreamsReader(db, last);
  const links = linksOf(db);
  const head = db.prepare("SELECT coalesce(max(position), 0) AS head FROM events WHERE position <= ?");
  const hash = db.prepare("SELECT hash FROM events WHERE position = ?");
  return {
    abilities: { listsStreams: true },
    readAll: async (after, limit) =>
      page.all<EventRow>(fromPosition(after), last, limit).map((row) => toEvent(row, links.before(row))),
    // Reads from the event at `after`, because the next event is linked to it.
    readStream: async (name, after = 0) =>
      stream
        .all<EventRow>(name, after, last)
        .flatMap((row, index, rows) => (row.version > after ? toEvent(row, rows[index - 1]) : [])),
    readStreams: async (names) => streams(names),
    streams: async (category) => streamIds(db, category, last),
    head: async () => toPosition(head.get<{ head: number }>(last).head),
    proofAt: async (position) => (position === "" ? "" : hash.get<{ hash: string } | undefined>(fromPosition(position))?.hash),
  };
}
