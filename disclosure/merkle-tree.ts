// The Merkle tree of RFC 9162, section 2.1, with SHA-256. With a leaf, its path and the root anybody can check that the leaf is in the tree, and learns
// nothing about the other leaves.
import { hash } from "node:crypto";

const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash("sha256", Buffer.concat(parts), "buffer");

// Leaf and inner nodes are hashed with different first bytes, so that one cannot be passed off as the other.
const OF_LEAF = Buffer.of(0);
const OF_NODE = Buffer.of(1);
export const hashLeaf = (leaf: Uint8Array): Buffer => sha256(OF_LEAF, leaf);
export const hashNode = (left: Uint8Array, right: Uint8Array): Buffer => sha256(OF_NODE, left, right);

/** The left subtree of n leaves has the largest power of two below n. */
const leftOf = (leaves: number): number => 2 ** (Math.ceil(Math.log2(leaves)) - 1);

/** From the hashes of its leaves. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (!only) return sha256();
  if (leaves.length === 1) return only;
  const left = leftOf(leaves.length);
  return hashNode(rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

type Tree = {
  readonly root: Buffer;
  /** For each leaf, the sibling hashes on the way to the root, from the bottom up. */
  readonly paths: readonly (readonly Buffer[])[];
};

/** From the hashes of its leaves. */
export function treeOf(leaves: readonly Buffer[]): Tree {
  if (leaves.length <= 1) return { root: rootOf(leaves), paths: leaves.map(() => []) };
  const middle = leftOf(leaves.length);
  const [left, right] = [treeOf(leaves.slice(0, middle)), treeOf(leaves.slice(middle))];
  return {
    root: hashNode(left.root, right.root),
    paths: [...left.paths.map((path) => [...path, right.root]), ...right.paths.map((path) => [...path, left.root])],
  };
}

/** A leaf's index in a tree of `size` leaves, and its inclusion path. */
export type Inclusion = { readonly index: number; readonly size: number; readonly path: readonly Uint8Array[] };
