// Words to find concerns by: the only plain text derived from sealed narrative. One row a concern and part, so that a search looks only
// where the viewer may read; rows are numbered by the register's order, so that matches come newest first. The index holds no
// text back (contentless), and a row goes when its concern's key does, with its words.
import { type Database, transaction } from "../../event-log/database.ts";
import type { KeyStore } from "../../event-log/sealing.ts";
import type { Part } from "../../policies/facts.ts";
import type { ConcernEventType } from "../../services/concern/events.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { keyOf } from "../../services/confidential.ts";
import { wordsOf } from "./present.ts";

export const TEXT_PARTS = ["summary", "evidence", "unsharedEvidence"] as const satisfies readonly Part[];
export type TextPart = (typeof TEXT_PARTS)[number];

export const TEXT_SCHEMA = `
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(words, content='', contentless_delete=1, tokenize='porter unicode61');
CREATE TABLE IF NOT EXISTS text_keys (seq INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT;
`;
export const TEXT_INDEXES = "CREATE INDEX IF NOT EXISTS text_keys_of ON text_keys (key);";

export type TextIndex = {
  /** Brings a concern's rows of some parts up to date; a new concern has none yet. */
  update(seq: number, state: ConcernState, parts: ReadonlySet<TextPart>, isNew: boolean): void;
};

const SUMMARY: ReadonlySet<TextPart> = new Set<TextPart>(["summary"]);
const EVIDENCE: ReadonlySet<TextPart> = new Set<TextPart>(["evidence", "unsharedEvidence"]);
const NONE: ReadonlySet<TextPart> = new Set<TextPart>();

const CHANGES: Partial<Record<ConcernEventType, ReadonlySet<TextPart>>> = {
  "ConcernLogged.v1": SUMMARY,
  "CouncilReplied.v1": SUMMARY,
  "CorrectionRequested.v1": SUMMARY,
  "CorrectionResolved.v1": SUMMARY,
  "ExplanationAccepted.v1": SUMMARY,
  "ReviewAgreed.v1": SUMMARY,
  "LightSupportArranged.v1": SUMMARY,
  "SupportPackageArranged.v1": SUMMARY,
  "ConcernNotAccepted.v1": SUMMARY,
  "ConcernReopened.v1": SUMMARY,
  "ConcernClosed.v1": SUMMARY,
  "EvidenceAdded.v1": EVIDENCE,
  "EvidenceWithdrawn.v1": EVIDENCE,
  "CouncilMadeAware.v1": EVIDENCE,
};

/** Which parts' words an event changes. */
export const partsChangedBy = (type: ConcernEventType): ReadonlySet<TextPart> => CHANGES[type] ?? NONE;

// Row numbers: a concern's rows follow each other, in the order of concerns.
const ROWS = TEXT_PARTS.length;
const rowOf = (seq: number, part: TextPart): number => seq * ROWS + TEXT_PARTS.indexOf(part);
/** SQL for the way back from a row to its concern and part. */
export const SEQ_OF_ROW = `texts.rowid / ${ROWS}`;
export const isRowOf = (part: TextPart): string => `texts.rowid % ${ROWS} = ${TEXT_PARTS.indexOf(part)}`;
/** SQL for the first row of a concern; a bound too high for a concern stays one. */
export const firstRowOf = (seq: string): string => `min(${seq}, ${2 ** 51}) * ${ROWS}`;

export function openTextIndex(db: Database, keys: KeyStore): TextIndex {
  const remove = db.prepare("DELETE FROM texts WHERE rowid = ?");
  const insert = db.prepare("INSERT INTO texts (rowid, words) VALUES (?, ?)");
  const rememberKey = db.prepare("INSERT INTO text_keys (key, seq) VALUES (?, ?)");
  const concernOf = db.prepare("SELECT seq FROM text_keys WHERE key = ?");
  const forgetKey = db.prepare("DELETE FROM text_keys WHERE key = ?");
  // What is taken off a page that stays in use is overwritten, from the beginning; whole pages that come free are not, until a key goes.
  db.exec("PRAGMA secure_delete = FAST");
  /**
   * A removed row is only marked as such, and its words stay until the index is merged: it is merged here, at the cost of the whole index.
   * What it stood in before is overwritten, and so are pages that merging had left free earlier. Erasure is rare, and must hold for every file.
   */
  const drop = (destroyed: readonly string[]) => {
    if (!db.isOpen) return; // a generation that was replaced
    const held = destroyed.flatMap((key) => (concernOf.get(key) as { seq: number } | undefined) ?? []);
    if (held.length === 0) return;
    db.exec("PRAGMA secure_delete = ON");
    transaction(db, () => {
      for (const { seq } of held) for (const part of TEXT_PARTS) remove.run(rowOf(seq, part));
      for (const key of destroyed) forgetKey.run(key);
      db.exec("INSERT INTO texts (texts) VALUES ('optimize')");
      overwriteFreePages(db);
    });
    db.exec("PRAGMA secure_delete = FAST; PRAGMA wal_checkpoint(TRUNCATE)");
  };
  drop(keys.destroyedKeys());
  keys.onDestroy((key) => drop([key]));
  return {
    update(seq, state, parts, isNew) {
      if (isNew) rememberKey.run(keyOf(state.narrative), seq);
      for (const [part, words] of wordsOf(keys, state, parts)) {
        if (!isNew) remove.run(rowOf(seq, part));
        if (words) insert.run(rowOf(seq, part), words);
      }
    },
  };
}

/** All that is free is taken into use for zeros, and given back. */
function overwriteFreePages(db: Database): void {
  const free = db.prepare("PRAGMA freelist_count");
  const count = () => (free.get() as { freelist_count: number }).freelist_count;
  db.exec("CREATE TABLE zeros (some BLOB) STRICT");
  for (let pages = count(); pages > 0; pages = count())
    db.exec(`INSERT INTO zeros (some) VALUES (zeroblob(${Math.min(pages, PAGES_AT_ONCE) * PAGE_BYTES}))`);
  db.exec("DROP TABLE zeros");
}
const PAGES_AT_ONCE = 10_000;
/** Less than a page holds, so that a last one is taken too. */
const PAGE_BYTES = 4_000;

/** A person's words as a match: every word, in any order; their marks mean nothing. Undefined when there is no word. */
export function matchOf(text: string): string | undefined {
  const words = text.match(/[\p{L}\p{N}]+/gu);
  return words
    ?.slice(0, 20)
    .map((word) => `"${word}"`)
    .join(" ");
}
