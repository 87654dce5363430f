// A row for each leaf, found by its council, or by the records that it names: an index lists the spans of rows in which each record occurs.
import type { PlacedLeaf } from "../../disclosure/answers.ts";
import { type Leaf, parseLeaf, writeLeaf } from "../../disclosure/leaf.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { NumberedEntry } from "../numbered-entry.ts";
import { type DisclosureEntry, entriesOf, type LeafRow, rowOf } from "./entries.ts";

export const LEAVES_SCHEMA = `
CREATE TABLE IF NOT EXISTS leaves (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, council TEXT NOT NULL, at TEXT NOT NULL, month TEXT NOT NULL, leaf TEXT NOT NULL,
  place INTEGER, size INTEGER, path BLOB, root BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS by_council ON leaves (council, seq);
CREATE TABLE IF NOT EXISTS spans (record TEXT NOT NULL, span INTEGER NOT NULL, council TEXT NOT NULL, PRIMARY KEY (record, span, council)) STRICT, WITHOUT ROWID;`;
/** Compared without row numbers, because removed disclosures had numbers too. */
export const LEAVES_COMPARED = {
  leaves: "SELECT event, council, at, month, leaf, place, size, path, root FROM leaves",
  spans: "SELECT DISTINCT record, council FROM spans",
};

/** The number of rows in a span: a record that is often read has one index row for each span, and not one for each leaf. */
const SPAN = 256;
const spanOf = (row: number): number => Math.floor(row / SPAN);

type LeafToAdd = {
  /** The event's id. */
  readonly event: string;
  readonly month: string;
  readonly leaf: Leaf;
  /** Undefined if the leaf is in no tree. */
  readonly inTree?: Omit<PlacedLeaf, "hash" | "leaf">;
};

export function openLeafRows(db: Database) {
  const insert = db.prepare(
    "INSERT INTO leaves (event, council, at, month, leaf, place, size, path, root) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const insertSpan = db.prepare("INSERT OR IGNORE INTO spans (record, span, council) VALUES (?, ?, ?)");
  const rowAt = db.prepare("SELECT * FROM leaves WHERE seq = ?");
  const rowsOfCouncil = db.prepare("SELECT * FROM leaves WHERE council = ? AND seq <= ? AND at <= ? ORDER BY seq DESC");
  const spansOf = db.prepare("SELECT DISTINCT span FROM spans WHERE record = ? AND span <= ? ORDER BY span DESC");
  const rowsInSpan = db.prepare(
    `SELECT * FROM leaves WHERE council IN (SELECT council FROM spans WHERE record = ? AND span = ?) AND seq BETWEEN ? AND ? AND at <= ?
     AND instr(leaf, ?) > 0 ORDER BY seq DESC`,
  );
  const extentOf = db.prepare("SELECT min(seq) AS first, max(seq) AS last FROM leaves WHERE month = ?");
  const removeRows = db.prepare("DELETE FROM leaves WHERE month = ?");
  const removeSpans = db.prepare("DELETE FROM spans WHERE span BETWEEN ? AND ?");
  const rowsBetween = db.prepare("SELECT seq, leaf FROM leaves WHERE seq BETWEEN ? AND ?");

  function addSpans(seq: number, { council, views }: Pick<Leaf, "council" | "views">): void {
    const span = spanOf(seq);
    for (const { records } of views) for (const [, id] of records) insertSpan.run(id, span, council);
  }

  /** Yields rows of leaves that name a record, newest first. */
  function* rowsOfRecord(record: string, last: number, until: string): Generator<LeafRow> {
    for (const { span } of spansOf.all<{ span: number }>(record, spanOf(last))) {
      const end = Math.min(last, (span + 1) * SPAN - 1);
      yield* rowsInSpan.all<LeafRow>(record, span, span * SPAN, end, until, JSON.stringify(record));
    }
  }

  /** Returns up to `limit` entries before an entry, newest first, none later than `until`. Undefined if the entry's number now belongs to another entry. */
  function page(
    rowsTo: (last: number, until: string) => Iterable<LeafRow>,
    isOf: (entry: DisclosureEntry) => boolean,
    after: NumberedEntry | undefined,
    until = "9999",
    limit: number,
  ): readonly DisclosureEntry[] | undefined {
    const before = after ? Number(after.number) : Number.MAX_SAFE_INTEGER;
    const entries = (row: LeafRow) => entriesOf(row).filter(isOf);
    if (after) {
      const row = Number.isSafeInteger(before) ? rowAt.get<LeafRow | undefined>(rowOf(before)) : undefined;
      if (!row || !entries(row).some(({ seq, id }) => seq === before && id === after.proof)) return undefined;
    }
    const found: DisclosureEntry[] = [];
    for (const row of rowsTo(rowOf(before), until)) {
      for (const entry of entries(row).reverse()) if (entry.seq < before && found.length < limit) found.push(entry);
      if (found.length === limit) break;
    }
    return found;
  }

  return {
    add({ event, month, leaf, inTree }: LeafToAdd): void {
      const { council, at } = leaf;
      const tree = inTree ? [inTree.index, inTree.size, Buffer.concat(inTree.path), inTree.root] : [null, null, null, null];
      const { lastInsertRowid } = insert.run(event, council, at, month, inTree?.text ?? writeLeaf(leaf), ...tree);
      addSpans(Number(lastInsertRowid), leaf);
    },
    removeMonth(month: string): void {
      const { first, last } = extentOf.get<Record<"first" | "last", number | null>>(month);
      removeRows.run(month);
      if (first === null || last === null) return;
      const [from, to] = [spanOf(first), spanOf(last)];
      removeSpans.run(from, to);
      // A span may also contain rows of another month.
      for (const { seq, leaf } of rowsBetween.all<Pick<LeafRow, "seq" | "leaf">>(from * SPAN, (to + 1) * SPAN - 1))
        addSpans(seq, parseLeaf(leaf));
    },
    ofConcern: (concern: string, after: NumberedEntry | undefined, until: string | undefined, limit: number) =>
      page(
        (last, at) => rowsOfRecord(concern, last, at),
        ({ record }) => record?.[0] === "concern" && record[1] === concern,
        after,
        until,
        limit,
      ),
    ofCouncil: (council: string, after: NumberedEntry | undefined, until: string | undefined, limit: number) =>
      page(
        (last, at) => rowsOfCouncil.iterate<LeafRow>(council, last, at),
        (entry) => entry.council === council,
        after,
        until,
        limit,
      ),
  };
}
