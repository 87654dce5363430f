// Words to find concerns by: the only plain text derived from sealed narrative. One row a concern and part, so that a search looks only
// where the viewer may read; rows are numbered by the register's order, so that matches come newest first. The index holds no
// text back (contentless), and a row goes when its concern's key does.
import type { Database } from "../../event-log/database.ts";
import type { KeyStore } from "../../event-log/sealing.ts";
import type { ConcernEventType } from "../../services/concern/events.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { keyOf } from "../../services/confidential.ts";
import { evidenceText, summaryText } from "./present.ts";

export const TEXT_PARTS = ["summary", "evidence"] as const;
export type TextPart = (typeof TEXT_PARTS)[number];

// secure-delete: a removed row's words leave the index at once, not at the next merge.
export const TEXT_SCHEMA = `
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(words, content='', contentless_delete=1, tokenize='porter unicode61');
INSERT INTO texts (texts, rank) VALUES ('secure-delete', 1);
CREATE TABLE IF NOT EXISTS text_keys (key TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

export type TextIndex = {
  /** Brings a concern's rows up to date after an event of this type. */
  update(seq: number, state: ConcernState, after: ConcernEventType): void;
};

/** Which part's words an event changes. */
const CHANGES: Partial<Record<ConcernEventType, TextPart>> = {
  "ConcernLogged.v1": "summary",
  "CouncilReplied.v1": "summary",
  "CorrectionRequested.v1": "summary",
  "CorrectionResolved.v1": "summary",
  "EvidenceAdded.v1": "evidence",
  "EvidenceWithdrawn.v1": "evidence",
  "CouncilMadeAware.v1": "evidence",
};

/** The index's row for a concern and part, and SQL for the way back from a row to `seq`. */
const rowOf = (seq: number, part: TextPart): number => seq * 2 + TEXT_PARTS.indexOf(part);
export const SEQ_OF_ROW = "texts.rowid / 2";
/** The row from which on rows belong to concerns at or after one; no bound stays none. */
export const rowBefore = (seq: string): string => `min(${seq}, ${2 ** 51}) * 2`;
export const isRowOf = (part: TextPart): string => `texts.rowid % 2 = ${TEXT_PARTS.indexOf(part)}`;

export function openTextIndex(db: Database, keys: KeyStore): TextIndex {
  const remove = db.prepare("DELETE FROM texts WHERE rowid = ?");
  const insert = db.prepare("INSERT INTO texts (rowid, words) VALUES (?, ?)");
  const rememberKey = db.prepare("INSERT OR IGNORE INTO text_keys (key, seq) VALUES (?, ?)");
  const concernOf = db.prepare("SELECT seq FROM text_keys WHERE key = ?");
  const drop = (key: string) => {
    if (!db.isOpen) return; // a generation that was replaced
    const row = concernOf.get(key) as { seq: number } | undefined;
    if (row) for (const part of TEXT_PARTS) remove.run(rowOf(row.seq, part));
  };
  for (const key of keys.destroyedKeys()) drop(key);
  keys.onDestroy(drop);
  return {
    update(seq, state, after) {
      const part = CHANGES[after];
      if (!part) return;
      const words = part === "summary" ? summaryText(keys, state) : evidenceText(keys, state);
      if (after !== "ConcernLogged.v1") remove.run(rowOf(seq, part));
      else rememberKey.run(keyOf(state.narrative), seq);
      if (words) insert.run(rowOf(seq, part), words);
    },
  };
}

/** A person's words as a match: every word, in any order; their marks mean nothing. Undefined when there is no word. */
export function matchOf(text: string): string | undefined {
  const words = text.match(/[\p{L}\p{N}]+/gu);
  return words
    ?.slice(0, 20)
    .map((word) => `"${word}"`)
    .join(" ");
}
