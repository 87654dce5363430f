// Derives the entries of the ledger, one for each record and person, from rows of leaves.
import { type Leaf, parseLeaf } from "../../disclosure/leaf.ts";
import { deriveId } from "../../event-log/ids.ts";
import type { DisclosedPart } from "../../reference/concern-parts.ts";
import type { Surface } from "../../reference/surfaces.ts";

/** A leaf with its inclusion proof in its event's tree, for a council to check. */
export type LeafInTree = Pick<Leaf, "series"> & {
  /** The ids of all records that the leaf names. */
  readonly records: readonly string[];
  readonly text: string;
  readonly index: number;
  readonly size: number;
  /** The path's hashes of 32 bytes, concatenated. */
  readonly path: Uint8Array;
  readonly root: Uint8Array;
};

/** One concern in one answer to one person. A count has no `concern`. */
export type DisclosureEntry = {
  /** Derived from the event, so that a rebuild gives the same id. */
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly council: string;
  readonly concern: string | undefined;
  readonly version: number;
  readonly person: string;
  readonly assignments: readonly string[];
  readonly surface: Surface;
  readonly parts: Readonly<Partial<Record<DisclosedPart, readonly string[]>>>;
  readonly policyVersion: string;
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
export const numberOf = (row: number, index: number): number => row * ENTRIES + index;
export const rowOf = (number: number): number => Math.floor(number / ENTRIES);

/** Returns the entries in the order of the leaf's records. */
export function entriesOf(row: LeafRow): readonly DisclosureEntry[] {
  const { council, at, person, assignments, surface, policy, series, number, views } = parseLeaf(row.leaf);
  const records = views.flatMap((view) => view.records.map(([, id]) => id));
  const { leaf: text, place: index, size, path, root } = row;
  const leaf = index !== null && size && path && root ? { series, records, text, index, size, path, root } : undefined;
  const common = { council, at, person, assignments, surface: surface as Surface, policyVersion: policy, leaf };
  const entry = (n: number, concern: string | undefined, version: number, parts: DisclosureEntry["parts"]) => ({
    ...{ ...common, concern, version, parts, seq: numberOf(row.seq, n) },
    // Earlier releases derived the ids of their entries in this way.
    id:
      index === null
        ? deriveId(row.event, concern ?? "", person)
        : deriveId(row.event, council, series, String(number), String(n)),
  });
  if (views.length === 0) return [entry(0, undefined, 0, {})];
  let n = 0;
  return views.flatMap((view) => {
    const parts = Object.fromEntries(view.parts);
    return view.records.map(([, id, version]) => {
      n += 1;
      return entry(n - 1, id, version, parts);
    });
  });
}
