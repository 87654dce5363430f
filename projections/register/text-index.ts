// The full-text index of concerns: its words are the only plain text derived from sealed narrative. A piece of text has one row for its council and advisers,
// and one for each body with which it is shared; each word has the name of its audience. The index stores no text (contentless), and the rows
// and words of a concern are erased with its key.

import { boundedCache } from "../../caching/cache.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { type Database, emptyWal } from "../../event-log/stores/database.ts";
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { keyOf } from "../../services/confidential.ts";
import { searchWords } from "../../text/forms.ts";
import type { Boxes } from "./boxes.ts";
import { bodiesOf, bodyAudience, markOf, ownAudiences } from "./text-audiences.ts";
import { type Piece, piecesOf } from "./text-pieces.ts";

// Words are inserted in their search form: letters outside ASCII are not changed, and stemming is English.
export const TEXT_SCHEMA = `
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(words, content='', contentless_delete=1, detail=none, tokenize="porter ascii tokenchars '_'");
CREATE TABLE IF NOT EXISTS texts_rows (row INTEGER PRIMARY KEY, mark INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS texts_rights (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS texts_bodies (slot INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS texts_pending (seq INTEGER PRIMARY KEY, piece INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS text_keys (seq INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT;
`;
export const TEXT_INDEXES = "CREATE INDEX IF NOT EXISTS text_keys_of ON text_keys (key);";

// A row number consists of the concern's `seq`, the piece and a slot. Slot 0 is for the council and advisers.
const SLOTS = 2 ** 10;
const OF_CONCERN = 2 ** 24;
const firstRow = (seq: number, piece = 0): number => seq * OF_CONCERN + piece * SLOTS;
const OWN_SLOT = 0;
/** More than the marks of parts. */
const MARKS = 16;
/** SQL for a row's concern. */
export const SEQ_OF_ROW = `texts.rowid / ${OF_CONCERN}`;
/** The number of the piece that a row is of. */
export const pieceOfRow = (row: number): number => Math.floor((row % OF_CONCERN) / SLOTS);
/** The first row of a concern. Also works as an upper bound after the last concern. */
export const firstRowOf = (seq: number): number => firstRow(Math.min(seq, 2 ** 28));

/** The number of characters indexed in one slice, which takes about five milliseconds. */
const SLICE = 50_000;

/** The number of segments that are merged, which rewrites them, and the size of the buffer before a segment is written. */
type Merging = { readonly automerge: number; readonly crisismerge: number; readonly hashsize: number };
/** For `rebuild`: few merges, and a buffer that fits the processor's cache. */
const BUILDING: Merging = { automerge: 0, crisismerge: 64, hashsize: 131_072 };
/** For `command_http`: twice the default number of segments makes a command a fifth cheaper, and a search only slightly slower. */
const SERVING: Merging = { automerge: 8, crisismerge: 16, hashsize: 1_048_576 };

/** `mark` encodes the audiences for which a row was written. */
type Row = { readonly row: number; readonly mark: number; readonly words: string; readonly textLength: number };
/** `openTo` finds the bodies to which a word of the concern is open. */
type Indexed = {
  readonly state: ConcernState;
  readonly facts: ConcernFacts;
  readonly openTo: (word: string) => readonly string[];
};
type Audiences = Omit<Indexed, "state">;

/** `isReadOnly`: another thread writes the index. */
export function openTextIndex(db: Database, keys: KeyStore, load: (seq: number) => Indexed, boxes: Boxes, isReadOnly: boolean) {
  const remove = db.prepare("DELETE FROM texts WHERE rowid = ?");
  const insert = db.prepare("INSERT INTO texts (rowid, words) VALUES (?, ?)");
  const rowsIn = db.prepare("SELECT row, mark FROM texts_rows WHERE row >= ? AND row < ?");
  const removeRow = db.prepare("DELETE FROM texts_rows WHERE row = ?");
  const insertRow = db.prepare("INSERT INTO texts_rows (row, mark) VALUES (?, ?)");
  const audienceIds = numbers(db, "texts_rights", "id", "name");
  const slots = numbers(db, "texts_bodies", "slot", "body");
  const postpone = db.prepare(
    "INSERT INTO texts_pending (seq, piece) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET piece = excluded.piece",
  );
  const nextPending = db.prepare("SELECT seq, piece FROM texts_pending LIMIT 1");
  const clearPending = db.prepare("DELETE FROM texts_pending WHERE seq = ?");
  const rememberKey = db.prepare("INSERT INTO text_keys (key, seq) VALUES (?, ?)");
  const concernOf = db.prepare("SELECT seq FROM text_keys WHERE key = ?");
  const forgetKey = db.prepare("DELETE FROM text_keys WHERE key = ?");
  const forgetKeyOf = db.prepare("DELETE FROM text_keys WHERE seq = ?");
  /** Whether erased words may be left in the write-ahead log: then the next erasure, as of the same key again, empties it. */
  let isInWal = false;
  /** Whether a concern may be pending. Without this flag every page would run a select. */
  let mayBePending = true;

  const rowsBetween = (from: number, to: number) => rowsIn.all<{ row: number; mark: number }>(from, to);
  function drop(row: number): void {
    remove.run(row);
    removeRow.run(row);
  }
  function dropAll(seq: number): void {
    for (const { row } of rowsBetween(firstRow(seq), firstRow(seq + 1))) drop(row);
  }

  /**
   * Deleting a row only marks it, and its words stay until segments are merged. Therefore the whole index is merged, and every free page overwritten.
   * Erasure is rare, and must be complete in every file.
   */
  const erase = (destroyed: readonly string[]) => {
    if (!db.isOpen) return; // a generation that was replaced
    const concerns = destroyed.flatMap((key) => concernOf.get<{ seq: number } | undefined>(key) ?? []);
    if (concerns.length > 0) eraseRows(concerns, destroyed);
    if (isInWal) emptyWal(db);
    isInWal = false;
  };
  function eraseRows(concerns: readonly { readonly seq: number }[], destroyed: readonly string[]): void {
    isInWal = true;
    db.exec("PRAGMA secure_delete = ON");
    db.transaction(() => {
      for (const { seq } of concerns) {
        dropAll(seq);
        clearPending.run(seq);
      }
      for (const key of destroyed) forgetKey.run(key);
      db.exec("INSERT INTO texts (texts) VALUES ('optimize')");
      overwriteFreePages(db);
    });
    db.exec("PRAGMA secure_delete = FAST");
  }
  /** Inserts the missing rows of a piece, with each word for each of their audiences. */
  function missingRows(seq: number, piece: Piece, audiences: Audiences, there: ReadonlyMap<number, number>): readonly Row[] {
    const missing = rowsOf(seq, piece, audiences).filter(({ row, mark }) => there.get(row) !== mark);
    if (missing.length === 0) return [];
    const text = piece.text(boxes.opening(keys, seq));
    const words = [...new Set(searchWords(text))].join(" ");
    const wordsFor = (audience: string): string => {
      const prefix = `${audienceIds.of(audience)}_`;
      return prefix + words.replaceAll(" ", ` ${prefix}`);
    };
    return missing.map(({ row, mark, audiences }) => ({
      row,
      mark,
      words: words === "" ? "" : audiences.map(wordsFor).join(" "),
      textLength: text.length,
    }));
  }
  function write(rows: readonly Row[]): void {
    for (const { row, mark } of rows) insertRow.run(row, mark);
    // Runs in a second loop, because `rebuild` is faster if the words of many rows are inserted together.
    for (const { row, words } of rows) if (words !== "") insert.run(row, words);
  }
  /** Returns the number of indexed characters. */
  function add(seq: number, piece: Piece, audiences: Audiences, there: ReadonlyMap<number, number>): number {
    const rows = missingRows(seq, piece, audiences, there);
    write(rows);
    return rows.reduce((sum, { textLength }) => sum + textLength, 0);
  }

  /** Returns the rows that a piece should have. */
  function rowsOf(seq: number, { number, part, word }: Piece, { facts, openTo }: Audiences) {
    const mark = markOf(part, facts);
    const first = firstRow(seq, number);
    return [
      { row: first + OWN_SLOT, mark, audiences: ownAudiences(part, facts) },
      ...bodiesOf(part, facts, word === undefined ? undefined : () => openTo(word)).map(({ row, sign, audiences }) => ({
        row: first + slots.of(row),
        mark: mark + sign * MARKS,
        audiences: audiences.map((audience) => bodyAudience(part, audience)),
      })),
      // A row out of order makes the index write its buffer as a segment.
    ].sort((one, other) => one.row - other.row);
  }

  /** From a piece on, removes obsolete rows, and adds missing rows until the slice is full. */
  function markSlice(seq: number, from: number, { state, ...audiences } = load(seq)): void {
    const pieces = piecesOf(state).filter(({ number }) => number >= from);
    const there = new Map(rowsBetween(firstRow(seq, from), firstRow(seq + 1)).map(({ row, mark }) => [row, mark]));
    const wanted = new Map(pieces.flatMap((piece) => rowsOf(seq, piece, audiences).map(({ row, mark }) => [row, mark])));
    // Newly hidden rows are removed first and at once, which needs no text.
    for (const [row, mark] of there)
      if (wanted.get(row) !== mark) {
        drop(row);
        there.delete(row);
      }
    let done = 0;
    for (const piece of pieces) {
      if (done >= SLICE) {
        postpone.run(seq, piece.number);
        mayBePending = true;
        return;
      }
      done += add(seq, piece, audiences, there);
    }
    clearPending.run(seq);
  }

  /** Called after a transaction was rolled back. */
  function forget(): void {
    audienceIds.forget();
    slots.forget();
    mayBePending = true;
  }

  const configure = ({ automerge, crisismerge, hashsize }: Merging): void =>
    db.exec(
      `INSERT INTO texts (texts, rank) VALUES ('automerge', ${automerge}), ('crisismerge', ${crisismerge}), ('hashsize', ${hashsize})`,
    );
  /** Merges segments until the next event that is applied has none to merge. */
  function mergeSegments(): void {
    const merge = db.prepare("INSERT INTO texts (texts, rank) VALUES ('merge', 1000)");
    const countChanges = db.prepare("SELECT total_changes() AS changes");
    const changes = (): number => countChanges.get<{ changes: number }>().changes;
    let changed: number;
    do {
      const before = changes();
      merge.run();
      changed = changes() - before;
      // A merge that finds nothing to do changes one row: the one that is inserted.
    } while (changed > 1);
  }
  if (!isReadOnly) {
    // Deleted rows are overwritten in pages that stay in use; pages that become free are overwritten when a key is destroyed.
    db.exec("PRAGMA secure_delete = FAST");
    keys.onDestroy((key) => erase([key]));
    if (!db.prepare("SELECT 1 FROM texts_config WHERE k = 'automerge'").get()) configure(SERVING);
  }

  return {
    erase,
    /** A build leaves many segments. They are merged at its end: otherwise the first event that is applied merges them, and nobody is served meanwhile. */
    building(isBuilding: boolean): void {
      configure(isBuilding ? BUILDING : SERVING);
      if (!isBuilding) mergeSegments();
    },
    /** Adds new concerns, in the order of `seq`. */
    add(concerns: readonly (Indexed & { readonly seq: number })[]): void {
      for (const { seq, state } of concerns) rememberKey.run(keyOf(state.narrative), seq);
      write(
        concerns.flatMap(({ seq, state, ...audiences }) =>
          piecesOf(state).flatMap((piece) => missingRows(seq, piece, audiences, new Map())),
        ),
      );
    },
    /** Updates pieces whose text has changed, by number. */
    change(seq: number, { state, ...audiences }: Indexed, changed: ReadonlySet<number>): void {
      if (changed.size === 0) return;
      for (const number of changed)
        for (const { row } of rowsBetween(firstRow(seq, number), firstRow(seq, number + 1))) drop(row);
      for (const piece of piecesOf(state)) if (changed.has(piece.number)) add(seq, piece, audiences, new Map());
    },
    /** Called if the audiences of a concern's pieces may have changed: hides rows at once, and adds rows in slices. */
    mark: (seq: number, indexed?: Indexed): void => markSlice(seq, 0, indexed),
    remove(seq: number): void {
      dropAll(seq);
      clearPending.run(seq);
      forgetKeyOf.run(seq);
    },
    /** Runs the next slice; false if there is none. */
    work(): boolean {
      const next = mayBePending ? nextPending.get<{ seq: number; piece: number } | undefined>() : undefined;
      mayBePending = next !== undefined;
      if (!next) return false;
      try {
        db.transaction(() => markSlice(next.seq, next.piece));
      } catch (error) {
        forget();
        throw error;
      }
      return mayBePending;
    },
    forget,
    /** Returns the number of an audience that has words in the index. */
    audienceId: audienceIds.find,
  };
}

/** Assigns numbers to texts in the order in which they occur. All are kept, because there are only few. */
function numbers(db: Database, table: string, number: string, text: string) {
  const select = db.prepare(`SELECT ${number} AS number FROM ${table} WHERE ${text} = ?`);
  const insert = db.prepare(`INSERT INTO ${table} (${text}) VALUES (?)`);
  const cache = boundedCache<string, number>(20_000);
  function find(text: string): number | undefined {
    const number = cache.get(text) ?? select.get<{ number: number } | undefined>(text)?.number;
    if (number !== undefined) cache.set(text, number);
    return number;
  }
  return {
    find,
    of: (text: string): number => find(text) ?? Number(insert.run(text).lastInsertRowid),
    forget: cache.clear,
  };
}

/** Fills every free page with zeros, and frees it again. */
function overwriteFreePages(db: Database): void {
  const free = db.prepare("PRAGMA freelist_count");
  const count = () => free.get<{ freelist_count: number }>().freelist_count;
  db.exec("CREATE TABLE zeros (some BLOB) STRICT");
  for (let pages = count(); pages > 0; pages = count())
    db.exec(`INSERT INTO zeros (some) VALUES (zeroblob(${Math.min(pages, PAGES_AT_ONCE) * PAGE_BYTES}))`);
  db.exec("DROP TABLE zeros");
}
const PAGES_AT_ONCE = 10_000;
/** Less than the size of a page, so that the last page is filled too. */
const PAGE_BYTES = 4_000;
