// Checks the tree against the test vectors of RFC 9162 that other implementations use, and for all sizes that a path proves only its own leaf.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashNode, isIncluded } from "../test/helpers/disclosure/inclusion.ts";
import { cases } from "../test/helpers/soak.ts";
import { hashLeaf, treeOf } from "./merkle-tree.ts";

const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map((hex) =>
  hashLeaf(Buffer.from(hex, "hex")),
);
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/** By the definition in section 2.1: the left subtree of n leaves has the largest power of two below n. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only && leaves.length === 1) return only;
  const left = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return hashNode(rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

describe("The Merkle tree", () => {
  it("has the roots of RFC 9162's test vectors", () => {
    expect(ROOTS.map((_, index) => treeOf(Buffer.concat(LEAVES.slice(0, index + 1))).root.toString("hex"))).toEqual(ROOTS);
    expect(treeOf(Buffer.of()).root.toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("has the inclusion paths of those vectors", () => {
    expect(
      treeOf(Buffer.concat(LEAVES))
        .pathOf(0)
        .map((hash) => hash.toString("hex")),
    ).toEqual([
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]);
  });

  it("proves every leaf only at its own index and in its own tree", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, ...[some, other]) => {
        const leaves = Array.from({ length: size }, (_, n) => hashLeaf(Buffer.from(`leaf ${n}`)));
        const { root, pathOf, ...tree } = treeOf(Buffer.concat(leaves));
        expect(tree.size).toBe(size);
        expect(root).toEqual(rootOf(leaves));
        for (const [index, leaf] of leaves.entries())
          expect(isIncluded(leaf, { index, size, path: pathOf(index) }, root)).toBe(true);
        const index = some % size;
        const [leaf, path] = [leaves[index] as Buffer, pathOf(index)];
        const elsewhere = other % size;
        if (elsewhere !== index) {
          expect(isIncluded(leaf, { index: elsewhere, size, path }, root)).toBe(false);
          expect(isIncluded(leaves[elsewhere] as Buffer, { index, size, path }, root)).toBe(false);
          expect(isIncluded(leaf, { index, size, path: pathOf(elsewhere) }, root)).toBe(false);
        }
        expect(isIncluded(leaf, { index, size, path }, hashLeaf(root))).toBe(false);
        expect(isIncluded(leaf, { index, size, path: [...path, root] }, root)).toBe(false);
        if (path.length > 0) expect(isIncluded(leaf, { index, size, path: path.slice(1) }, root)).toBe(false);
        for (const wrong of [2 * size, 4 * size + 1, index, 0, -1, 0.5])
          expect(isIncluded(leaf, { index, size: wrong, path }, root)).toBe(false);
      }),
      { numRuns: cases(100, 2_000) },
    );
  });
});
