// The Merkle trees of an answers event. A council is shown the size of the tree of each leaf that it is shown, so the leaves of records that a council
// has not been made aware of have a tree of their own. A council is shown a leaf of that tree only once it has been made aware of the record.
import { createHash } from "node:crypto";
import { boundedCache } from "../caching/cache.ts";
import { OWN_SERIES } from "./events.ts";
import type { HashedLeaf } from "./leaf.ts";
import { HASH, treeOf } from "./merkle-tree.ts";

/** The minimum size of the tree of councils' own series, so that its size does not show how many leaves an event has. */
const MIN_PLACES = 16;
/** That of the other tree. A page of 100 concerns, of none of which their councils are aware, has 100 leaves in it. */
const MIN_UNTOLD_PLACES = 128;

/** The hashes at the bottom of each tree, as texts of one character a byte: those are sorted and joined in less time than buffers. */
type EventTrees = { readonly own: readonly string[]; readonly untold?: readonly string[] };

/** Whether a leaf stands in the tree of councils' own series. */
export const isOwn = ({ leaf }: Pick<HashedLeaf, "leaf">): boolean => leaf.series === OWN_SERIES;

/** `fill`: the seed of the event's filler hashes. */
export function eventTrees(leaves: readonly HashedLeaf[], fill: Buffer): EventTrees {
  const untold = leaves.filter((leaf) => !isOwn(leaf));
  if (untold.length === 0) return undividedTree(leaves, fill);
  // Equal fillers would show a council that has a leaf of each tree where the leaves of the other stand.
  const other = Buffer.concat([fill, Buffer.of(1)]);
  return { own: placesOf(leaves.filter(isOwn), fill, MIN_PLACES), untold: placesOf(untold, other, MIN_UNTOLD_PLACES) };
}

/** The most trees that are cached, and bytes of the hashes at their bottom. A tree takes twice these bytes. */
const [MAX_TREES, MAX_BYTES] = [200, 1_000_000];

function treesByPlaces() {
  // An event is read soon after it was composed. The same hashes have the same tree, so its trees need not be hashed again.
  const recent = boundedCache<string, ReturnType<typeof treeOf>>(MAX_TREES, { maxSize: MAX_BYTES, sizeOf: (key) => key.length });
  return (places: readonly string[]) => recent.getOrMake(places.join(""), (hashes) => treeOf(Buffer.from(hashes, "latin1")));
}
/** The tree of hashes in this order. */
export const treeOfPlaces = treesByPlaces();

/** A leaf's hash as it stands at the bottom of a tree. */
export const placeOf = ({ hash }: Pick<HashedLeaf, "hash">): string => hash.toString("latin1");

/** All leaves in one tree. */
export const undividedTree = (leaves: readonly HashedLeaf[], fill: Buffer): EventTrees => ({
  own: placesOf(leaves, fill, MIN_PLACES),
});

/**
 * The leaves' hashes, and filler hashes up to a power of two, sorted by value. So neither the tree's size nor a leaf's index shows whether the tree
 * has other leaves.
 */
function placesOf(leaves: readonly HashedLeaf[], fill: Buffer, least: number): readonly string[] {
  const size = 2 ** Math.ceil(Math.log2(Math.max(leaves.length, least)));
  const empty = size - leaves.length;
  const filling = createHash("shake256", { outputLength: Math.max(empty, 1) * HASH })
    .update(fill)
    .digest("binary");
  const fillers = Array.from({ length: empty }, (_, n) => filling.slice(n * HASH, (n + 1) * HASH));
  return [...leaves.map(placeOf), ...fillers].sort();
}
