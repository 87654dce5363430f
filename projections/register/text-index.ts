// Words to find concerns by: the only plain text derived from sealed narrative. One row a piece of text for its council and advisers, and one
// for each body that it is shared with; each word stands with the right under which it is found, so that a search for somebody reads nothing of
// what they may not see. The index holds no text back (contentless), and rows go when their concern's key does, with their words.

import { boundedCache } from "../../caching/cache.ts";
import type { KeyStore } from "../../event-log/keys/sealing.ts";
import { type Database, transaction } from "../../event-log/stores/database.ts";
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { keyOf } from "../../services/confidential.ts";
import { searchWords } from "../../text/forms.ts";
import type { Boxes } from "./boxes.ts";
import { type Piece, piecesOf } from "./text-pieces.ts";
import { bodiesOf, bodyRight, markOf, ownRights } from "./text-rights.ts";

// Words come in their search form: letters outside ASCII are left as they are, and stems are made of English ones.
export const TEXT_SCHEMA = `
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(words, content='', contentless_delete=1, detail=none, tokenize="porter ascii tokenchars '_'");
CREATE TABLE IF NOT EXISTS texts_rows (row INTEGER PRIMARY KEY, mark INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS texts_rights (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS texts_bodies (slot INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS texts_pending (seq INTEGER PRIMARY KEY, piece INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS text_keys (seq INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT;
`;
export const TEXT_INDEXES = "CREATE INDEX IF NOT EXISTS text_keys_of ON text_keys (key);";

// Row numbers: a concern's rows follow each other, in the order of concerns, and a piece's within it. Slot 0 is the council's and advisers'.
const SLOTS = 2 ** 10;
const OF_CONCERN = 2 ** 24;
const firstRow = (seq: number, piece = 0): number => seq * OF_CONCERN + piece * SLOTS;
const OWN_SLOT = 0;
/** SQL for the way back from a row to its concern. */
export const SEQ_OF_ROW = `texts.rowid / ${OF_CONCERN}`;
/** The first row of a concern; a bound too high for a concern stays one. */
export const firstRowOf = (seq: number): number => firstRow(Math.min(seq, 2 ** 28));

/** Text that is indexed at a stretch, in characters: some five milliseconds. */
const SLICE = 50_000;

/** How much is gathered before it is written, and how many written segments are merged into one: each merging writes everything again. */
type Merging = { readonly automerge: number; readonly crisismerge: number; readonly hashsize: number };
/** Merged seldom, and gathered in a table small enough for the processor's cache, which many different words want. */
const ALL_AT_ONCE: Merging = { automerge: 0, crisismerge: 64, hashsize: 131_072 };
/** A command writes a few words that nobody else has. Twice as many segments as by default cost a fifth less, and a search hardly more. */
const EVENT_BY_EVENT: Merging = { automerge: 8, crisismerge: 16, hashsize: 1_048_576 };

/** A row of the index. `mark` is what its rights are made of. */
type Row = { readonly row: number; readonly mark: number; readonly words: string; readonly textLength: number };
/** A concern as the index is to have it. */
export type Indexed = { readonly state: ConcernState; readonly facts: ConcernFacts };

export function openTextIndex(db: Database, keys: KeyStore, load: (seq: number) => Indexed, boxes: Boxes) {
  const remove = db.prepare("DELETE FROM texts WHERE rowid = ?");
  const insert = db.prepare("INSERT INTO texts (rowid, words) VALUES (?, ?)");
  const rowsIn = db.prepare("SELECT row, mark FROM texts_rows WHERE row >= ? AND row < ?");
  const removeRow = db.prepare("DELETE FROM texts_rows WHERE row = ?");
  const insertRow = db.prepare("INSERT INTO texts_rows (row, mark) VALUES (?, ?)");
  const rightIds = numbers(db, "texts_rights", "id", "name");
  const slots = numbers(db, "texts_bodies", "slot", "body");
  const postpone = db.prepare(
    "INSERT INTO texts_pending (seq, piece) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET piece = excluded.piece",
  );
  const nextPending = db.prepare("SELECT seq, piece FROM texts_pending LIMIT 1");
  const settle = db.prepare("DELETE FROM texts_pending WHERE seq = ?");
  const rememberKey = db.prepare("INSERT INTO text_keys (key, seq) VALUES (?, ?)");
  const concernOf = db.prepare("SELECT seq FROM text_keys WHERE key = ?");
  const forgetKey = db.prepare("DELETE FROM text_keys WHERE key = ?");
  const forgetKeyOf = db.prepare("DELETE FROM text_keys WHERE seq = ?");
  // What is taken off a page that stays in use is overwritten, from the beginning; whole pages that come free are not, until a key goes.
  db.exec("PRAGMA secure_delete = FAST");
  /** Whether a concern may be pending: spares a look after every page. */
  let mayBePending = true;

  const rowsBetween = (from: number, to: number) => rowsIn.all<{ row: number; mark: number }>(from, to);
  function drop(row: number): void {
    remove.run(row);
    removeRow.run(row);
  }

  /**
   * A removed row is only marked as such, and its words stay until the index is merged: it is merged here, at the cost of the whole index.
   * What it stood in before is overwritten, and so are pages that merging had left free earlier. Erasure is rare, and must hold for every file.
   */
  const erase = (destroyed: readonly string[]) => {
    if (!db.isOpen) return; // a generation that was replaced
    const held = destroyed.flatMap((key) => concernOf.get<{ seq: number } | undefined>(key) ?? []);
    if (held.length === 0) return;
    db.exec("PRAGMA secure_delete = ON");
    transaction(db, () => {
      for (const { seq } of held) for (const { row } of rowsBetween(firstRow(seq), firstRow(seq + 1))) drop(row);
      for (const { seq } of held) settle.run(seq);
      for (const key of destroyed) forgetKey.run(key);
      db.exec("INSERT INTO texts (texts) VALUES ('optimize')");
      overwriteFreePages(db);
    });
    db.exec("PRAGMA secure_delete = FAST; PRAGMA wal_checkpoint(TRUNCATE)");
  };
  erase(keys.destroyedKeys());
  keys.onDestroy((key) => erase([key]));

  /** Those of a piece's rows that are not there yet, with each word under each of their rights. */
  function missingRows(seq: number, piece: Piece, facts: ConcernFacts, there: ReadonlyMap<number, number>): readonly Row[] {
    const missing = rowsOf(seq, piece, facts).filter(({ row, mark }) => there.get(row) !== mark);
    if (missing.length === 0) return [];
    const text = piece.text(boxes.opening(keys, seq));
    const words = [...new Set(searchWords(text))].join(" ");
    const under = (right: string): string => {
      const prefix = `${rightIds.of(right)}_`;
      return prefix + words.replaceAll(" ", ` ${prefix}`);
    };
    return missing.map(({ row, mark, rights }) => ({
      ...{ row, mark, words: words === "" ? "" : rights.map(under).join(" ") },
      textLength: text.length,
    }));
  }
  function write(rows: readonly Row[]): void {
    for (const { row, mark } of rows) insertRow.run(row, mark);
    // The words of many rows in one go stay in the processor's cache.
    for (const { row, words } of rows) if (words !== "") insert.run(row, words);
  }
  /** Returns how much text that was. */
  function add(seq: number, piece: Piece, facts: ConcernFacts, there: ReadonlyMap<number, number>): number {
    const rows = missingRows(seq, piece, facts, there);
    write(rows);
    return rows.reduce((sum, { textLength }) => sum + textLength, 0);
  }

  /** A piece's rows as they are to be: what finds it is the right of each. */
  function rowsOf(seq: number, { number, part }: Piece, facts: ConcernFacts) {
    const mark = markOf(part, facts);
    const first = firstRow(seq, number);
    return [
      { row: first + OWN_SLOT, mark, rights: ownRights(part, facts) },
      ...bodiesOf(part, facts).map((body) => ({ row: first + slots.of(body), mark, rights: [bodyRight(part, body)] })),
      // Rows that do not come in order make the index write out what it has gathered.
    ].sort((one, other) => one.row - other.row);
  }

  /** Removes rows that are not to be, or are marked otherwise, and adds those that are missing, from a piece on, until a slice is done. */
  function markSlice(seq: number, from: number, { state, facts } = load(seq)): void {
    const pieces = piecesOf(state).filter(({ number }) => number >= from);
    const there = new Map(rowsBetween(firstRow(seq, from), firstRow(seq + 1)).map(({ row, mark }) => [row, mark]));
    const wanted = new Map(pieces.flatMap((piece) => rowsOf(seq, piece, facts).map(({ row, mark }) => [row, mark])));
    // What is no longer to be found goes first, and at once: that takes no text.
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
      done += add(seq, piece, facts, there);
    }
    settle.run(seq);
  }

  const configure = ({ automerge, crisismerge, hashsize }: Merging): void =>
    db.exec(
      `INSERT INTO texts (texts, rank) VALUES ('automerge', ${automerge}), ('crisismerge', ${crisismerge}), ('hashsize', ${hashsize})`,
    );
  if (!db.prepare("SELECT 1 FROM texts_config WHERE k = 'automerge'").get()) configure(EVENT_BY_EVENT);

  return {
    building: (all: boolean): void => configure(all ? ALL_AT_ONCE : EVENT_BY_EVENT),
    /** Concerns that the index does not hold, in their order. */
    add(concerns: readonly (Indexed & { readonly seq: number })[]): void {
      for (const { seq, state } of concerns) rememberKey.run(keyOf(state.narrative), seq);
      write(
        concerns.flatMap(({ seq, state, facts }) =>
          piecesOf(state).flatMap((piece) => missingRows(seq, piece, facts, new Map())),
        ),
      );
    },
    /** Pieces whose text has changed, by number. */
    change(seq: number, { state, facts }: Indexed, changed: ReadonlySet<number>): void {
      if (changed.size === 0) return;
      for (const number of changed)
        for (const { row } of rowsBetween(firstRow(seq, number), firstRow(seq, number + 1))) drop(row);
      for (const piece of piecesOf(state)) if (changed.has(piece.number)) add(seq, piece, facts, new Map());
    },
    /** Who finds a concern's pieces may have changed: what is newly hidden goes at once, what is newly shown comes in slices. */
    mark: (seq: number, indexed?: Indexed): void => markSlice(seq, 0, indexed),
    /** A concern that cannot be read is found no more. */
    withdraw(seq: number): void {
      for (const { row } of rowsBetween(firstRow(seq), firstRow(seq + 1))) drop(row);
      settle.run(seq);
      forgetKeyOf.run(seq);
    },
    /** Does a slice of what was postponed; false when nothing was. */
    work(): boolean {
      const next = mayBePending ? nextPending.get<{ seq: number; piece: number } | undefined>() : undefined;
      mayBePending = next !== undefined;
      if (next) transaction(db, () => markSlice(next.seq, next.piece));
      return mayBePending;
    },
    /** A transaction was taken back: nothing that is remembered of it holds. */
    forget(): void {
      rightIds.forget();
      slots.forget();
      mayBePending = true;
    },
    rightId: rightIds.known,
  };
}

/** Texts that are numbered as they come, few enough to be remembered. */
function numbers(db: Database, table: string, number: string, text: string) {
  const select = db.prepare(`SELECT ${number} AS number FROM ${table} WHERE ${text} = ?`);
  const insert = db.prepare(`INSERT INTO ${table} (${text}) VALUES (?)`);
  const remembered = boundedCache<string, number>(REMEMBERED);
  const known = (of: string): number | undefined => {
    const kept = remembered.get(of);
    if (kept !== undefined) return kept;
    const number = select.get<{ number: number } | undefined>(of)?.number;
    if (number !== undefined) remembered.set(of, number);
    return number;
  };
  return {
    known,
    of(text: string): number {
      const number = known(text);
      if (number !== undefined) return number;
      insert.run(text);
      return known(text) as number;
    },
    forget(): void {
      remembered.clear();
    },
  };
}
const REMEMBERED = 20_000;

/** All that is free is taken into use for zeros, and given back. */
function overwriteFreePages(db: Database): void {
  const free = db.prepare("PRAGMA freelist_count");
  const count = () => free.get<{ freelist_count: number }>().freelist_count;
  db.exec("CREATE TABLE zeros (some BLOB) STRICT");
  for (let pages = count(); pages > 0; pages = count())
    db.exec(`INSERT INTO zeros (some) VALUES (zeroblob(${Math.min(pages, PAGES_AT_ONCE) * PAGE_BYTES}))`);
  db.exec("DROP TABLE zeros");
}
const PAGES_AT_ONCE = 10_000;
/** Less than a page holds, so that a last one is taken too. */
const PAGE_BYTES = 4_000;

/** Words of a search that count. */
const MOST_WORDS = 20;

/** What finds pieces that hold every word, in any order, under any of some rights. Undefined when there is no word or no right. */
export function matchOf(text: string, rights: readonly number[]): string | undefined {
  const words = [...new Set(searchWords(text))].slice(0, MOST_WORDS);
  if (words.length === 0 || rights.length === 0) return undefined;
  return rights.map((right) => `(${words.map((word) => `"${right}_${word}"`).join(" ")})`).join(" OR ");
}
