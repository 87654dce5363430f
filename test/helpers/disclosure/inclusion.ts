// Checks inclusion proofs as a council would: by the algorithm of RFC 9162, which is another one than that which makes them.
import { createHash } from "node:crypto";
import type { Inclusion } from "../../../disclosure/merkle-tree.ts";

export const hashNode = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash("sha256").update(Buffer.of(1)).update(left).update(right).digest();

/** Whether the tree with this root has a leaf with this hash at this index: RFC 9162, section 2.1.3.2. */
export function isIncluded(leaf: Uint8Array, { index, size, path }: Inclusion, root: Uint8Array): boolean {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false;
  let [place, last] = [index, size - 1];
  let reached: Uint8Array = leaf;
  for (const beside of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      reached = hashNode(beside, reached);
      // In a tree that is not full, the last leaf has no sibling on some levels.
      while (place % 2 === 0 && place > 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else reached = hashNode(reached, beside);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && Buffer.compare(reached, root) === 0;
}
