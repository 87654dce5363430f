// The state of each answer stream in the read model, from which a hub that starts reads on instead of reading the whole month.

import type { PlacedLeaf } from "../../disclosure/answers.ts";
import { type AnswerStreamHeads, type SeriesHead, seriesKey } from "../../disclosure/series.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";

export const HEADS_SCHEMA = `
CREATE TABLE IF NOT EXISTS streams (stream TEXT PRIMARY KEY, month TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS series (
  stream TEXT NOT NULL, council TEXT NOT NULL, series TEXT NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (stream, council, series)
) STRICT, WITHOUT ROWID;`;

type HeadRow = Pick<SeriesHead, "council" | "series" | "number"> & { readonly hash: Uint8Array };

export function openStreamHeads(db: Database) {
  const setStream = db.prepare("INSERT OR REPLACE INTO streams (stream, month, version, at) VALUES (?, ?, ?, ?)");
  const setHead = db.prepare("INSERT OR REPLACE INTO series (stream, council, series, number, hash) VALUES (?, ?, ?, ?, ?)");
  const stream = db.prepare("SELECT version, at FROM streams WHERE stream = ?");
  const heads = db.prepare("SELECT council, series, number, hash FROM series WHERE stream = ?");
  const removeHeads = db.prepare("DELETE FROM series WHERE stream IN (SELECT stream FROM streams WHERE month = ?)");
  const removeStreams = db.prepare("DELETE FROM streams WHERE month = ?");
  return {
    /** Advances the stream to an event with these leaves. */
    advance(event: StoredEvent, month: string, leaves: readonly PlacedLeaf[]): void {
      const last = new Map(leaves.map((one) => [seriesKey(one.leaf), one]));
      for (const { leaf, hash } of last.values()) setHead.run(event.stream, leaf.council, leaf.series, leaf.number, hash);
      setStream.run(event.stream, month, event.version, leaves.at(-1)?.leaf.at ?? event.at);
    },
    removeMonth(month: string): void {
      removeHeads.run(month);
      removeStreams.run(month);
    },
    /** Undefined for a stream of which no event was applied. */
    of(name: string): AnswerStreamHeads | undefined {
      const found = stream.get<Pick<AnswerStreamHeads, "version" | "at"> | undefined>(name);
      return found && { ...found, heads: heads.all<HeadRow>(name).map(asHead) };
    },
  };
}

const asHead = ({ hash, ...head }: HeadRow): SeriesHead => ({ ...head, hash: Buffer.from(hash).toString("base64url") });
