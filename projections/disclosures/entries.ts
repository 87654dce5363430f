// Derives the entries of the ledger, one for each record and person, from rows of leaves.

import type { RecordName } from "../../disclosure/councils.ts";
import { type Leaf, parseLeaf } from "../../disclosure/leaf.ts";
import { deriveId } from "../../event-log/ids.ts";
import type { RecordPart } from "../../reference/record-parts.ts";
import type { Surface } from "../../reference/surfaces.ts";

/** A leaf with its inclusion proof in its event's tree, for a council to check. */
export type LeafInTree = Pick<Leaf, "series"> & {
  /** All records that the leaf names. */
  readonly records: readonly RecordName[];
  readonly text: string;
  readonly index: number;
  readonly size: number;
  /** The path's hashes of 32 bytes, concatenated. */
  readonly path: Uint8Array;
  readonly root: Uint8Array;
};

/** One record in one answer to one person. A count has no `record`. */
export type DisclosureEntry = {
  /** Derived from the event, so that a rebuild gives the same id. */
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly council: string;
  readonly record: RecordName | undefined;
  readonly version: number;
  readonly person: string;
  readonly assignments: readonly string[];
  readonly surface: Surface;
  readonly parts: Readonly<Partial<Record<RecordPart, readonly string[]>>>;
  readonly policyVersion: string;
  readonly series: string;
  /** Given without any check of rights. Undefined for events of earlier releases. */
  readonly leaf: LeafInTree | undefined;
};

/** `place` and the fields after it are null for events of earlier releases, which were in no tree. `event` is the event's id. */
export type LeafRow = {
  readonly seq: number;
  readonly event: string;
  readonly leaf: string;
  readonly place: number | null;
  readonly size: number | null;
  readonly path: Uint8Array | null;
  readonly root: Uint8Array | null;
};

/** How many entry numbers each row has: a leaf has fewer records than this. */
const ENTRIES = 2 ** 16;
const numberOf = (row: number, index: number): number => row * ENTRIES + index;
export const rowOf = (number: number): number => Math.floor(number / ENTRIES);

/** Returns the entries in the order of the leaf's records. */
export function entriesOf(row: LeafRow): readonly DisclosureEntry[] {
  const { council, at, person, assignments, surface, policy, series, number, views } = parseLeaf(row.leaf);
  const records = views.flatMap((view) => view.records.map(([kind, id]): RecordName => [kind, id]));
  const { leaf: text, place: index, size, path, root } = row;
  const leaf = index !== null && size && path && root ? { series, records, text, index, size, path, root } : undefined;
  const common = { council, at, person, assignments, surface: surface as Surface, policyVersion: policy, series, leaf };
  const entry = (n: number, record: RecordName | undefined, version: number, parts: DisclosureEntry["parts"]) => ({
    ...{ ...common, record, version, parts, seq: numberOf(row.seq, n) },
    // Earlier releases derived the ids of their entries in this way.
    id:
      index === null
        ? deriveId(row.event, record?.[1] ?? "", person)
        : deriveId(row.event, council, series, String(number), String(n)),
  });
  if (views.length === 0) return [entry(0, undefined, 0, {})];
  let n = 0;
  return views.flatMap((view) => {
    const parts = Object.fromEntries(view.parts);
    return view.records.map(([kind, id, version]) => {
      n += 1;
      return entry(n - 1, [kind, id], version, parts);
    });
  });
}
