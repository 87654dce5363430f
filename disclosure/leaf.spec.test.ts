// Tests the bytes and hash of a leaf, which must never change because councils check them with their own programs, and how an event yields its leaves.
import { describe, expect, it } from "vitest";
import { isIncluded } from "../test/helpers/disclosure/inclusion.ts";
import { storedEvent } from "../test/helpers/stored-event.ts";
import { readLeaves } from "./answers.ts";
import { composeAnswers } from "./compose-answers.ts";
import { eventTrees, placeOf } from "./event-trees.ts";
import type { Disclosure } from "./events.ts";
import { hashOfLeaf, hashRequest, parseLeaf, writeLeaf } from "./leaf.ts";
import { openSeries } from "./series.ts";

const SALT = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");
const LEAF = {
  ...{ stream: "answers-1-2026-03", council: "X00000004", series: "", number: 2 },
  ...{ previous: "A".repeat(43), salt: SALT.toString("base64url"), at: "2026-03-10T12:00:00.000Z" },
  ...{ request: hashRequest(SALT, "Ä request"), person: 'a "quoted" person', assignments: ["b", "a"] },
  ...{ surface: "list", policy: "b1896d1e6050" },
  views: [
    {
      records: [
        ["concern", "c-1", 3],
        ["attachment", "a-1", 0],
      ],
      parts: [
        ["summary", ["council-reads", "adviser-reads"]],
        ["headline", ["adviser-reads"]],
      ],
    },
    { records: [["concern", "c-2", 1]], parts: [] },
  ],
} as const;
const TEXT =
  '["candour leaf 1","answers-1-2026-03","X00000004","",2,"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","AAECAwQFBgcICQoLDA0ODw",' +
  '"2026-03-10T12:00:00.000Z","MI-C9TpMZuAKpKTiBw5OvFnRS4PyyGc41AF4U8fO_zE","a \\"quoted\\" person",["b","a"],"list","b1896d1e6050",' +
  '[[[["concern","c-1",3],["attachment","a-1",0]],[["summary",["council-reads","adviser-reads"]],["headline",["adviser-reads"]]]],' +
  '[[["concern","c-2",1]],[]]]]';

describe("A leaf", () => {
  it("has exactly these bytes, this hash and this request hash", () => {
    // Computed with `printf '\x00\x01…\x0f%s' 'Ä request' | sha256sum` and similar commands.
    expect(LEAF.request).toBe("MI-C9TpMZuAKpKTiBw5OvFnRS4PyyGc41AF4U8fO_zE");
    expect(writeLeaf(LEAF)).toBe(TEXT);
    expect(hashOfLeaf(TEXT).toString("hex")).toBe("37ce1e58093526918ded306ced93c7c9290c540e38b6f1ec39b8d8e47c4da9fc");
  });

  it("parses back from its text unchanged", () => {
    expect(parseLeaf(TEXT)).toEqual(LEAF);
    const count = { ...LEAF, number: 1, previous: "", series: "counts", views: [] };
    expect(parseLeaf(writeLeaf(count))).toEqual(count);
  });
});

describe("The Merkle trees of an event", () => {
  const leavesOf = (n: number, series: string) =>
    Array.from({ length: n }, (_, index) => {
      const leaf = { ...LEAF, series: series && `${series}-${index}`, number: index + 1 };
      return { leaf, hash: hashOfLeaf(writeLeaf(leaf)) };
    });
  const sizesOf = (own: number, untold: number) => {
    const trees = eventTrees([...leavesOf(own, ""), ...leavesOf(untold, "c")], SALT);
    return [trees.own.length, trees.untold?.length];
  };

  it("have a power of two of bottom hashes, and at least 16 for councils' own series", () => {
    const sizes = [1, 2, 15, 16, 17, 32, 33, 1_000].map((n) => sizesOf(n, 0));
    expect(sizes).toEqual([16, 16, 16, 16, 32, 32, 64, 1_024].map((size) => [size, undefined]));
  });

  it("have the same size for any number of leaves of concerns that councils have not been made aware of", () => {
    expect([1, 15, 16, 100, 128].map((untold) => sizesOf(1, untold))).toEqual(Array.from({ length: 5 }, () => [16, 128]));
    expect(sizesOf(0, 129)).toEqual([16, 256]);
  });

  it("share no filler hashes", () => {
    const { own, untold = [] } = eventTrees([...leavesOf(1, ""), ...leavesOf(1, "c")], SALT);
    expect(new Set([...own, ...untold]).size).toBe(16 + 128);
  });

  it("include every leaf, in an order that differs from their order in the event", () => {
    const leaves = leavesOf(20, "");
    const places = eventTrees(leaves, SALT).own;
    const indexes = leaves.map((leaf) => places.indexOf(placeOf(leaf)));
    expect(indexes).not.toContain(-1);
    expect(indexes).not.toEqual(indexes.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(32);
  });
});

describe("An answers event", () => {
  const asked = { person: "adviser", assignments: ["a"], surface: "list", policyVersion: "p", request: "r" } as const;
  const view = (id: string) => [{ kind: "concern", records: [{ id, version: 1 }], parts: { headline: ["q"] } }] as const;
  const disclosures: readonly Disclosure[] = [
    { ...asked, council: "X00000004", series: "", views: view("c-1") },
    { ...asked, council: "X00000005", series: "c-2", views: view("c-2") },
    { ...asked, council: "X00000004", series: "", views: [] },
  ];
  const composing = { stream: "answers-1-2026-03", at: "2026-03-10T12:00:00.000Z", salt: () => Buffer.alloc(16, 7) };

  it("expands to the leaves from which it was composed, each with its index in its tree", () => {
    const [composed] = composeAnswers(disclosures, { ...composing, series: openSeries() });
    const { event, leaves } = composed ?? expect.fail();
    const data = JSON.parse(JSON.stringify(event.data));
    const read = readLeaves(storedEvent(1, { ...event, data }, { stream: composing.stream }));
    expect(read.map(({ leaf, hash }) => ({ leaf, hash }))).toEqual(leaves);
    for (const { hash, root, ...inclusion } of read) expect(isIncluded(hash, inclusion, root)).toBe(true);
    expect(read.map(({ root }) => root.toString("base64url"))).toEqual([data.root, data.untoldRoot, data.root]);
  });

  it("numbers the leaves of each series, and each leaf names the hash of the one before", () => {
    const series = openSeries();
    const leaves = [1, 2].flatMap((version) => {
      const composed = composeAnswers(disclosures, { ...composing, series });
      for (const one of composed) expect(series.add(version, one.leaves)).toEqual([]);
      return composed.flatMap((one) => one.leaves);
    });
    const own = leaves.filter(({ leaf }) => leaf.council === "X00000004");
    expect(own.map(({ leaf }) => leaf.number)).toEqual([1, 2, 3, 4]);
    expect(own.map(({ leaf }) => leaf.previous)).toEqual(["", ...own.slice(0, 3).map(({ hash }) => hash.toString("base64url"))]);
    expect(leaves.filter(({ leaf }) => leaf.series === "c-2").map(({ leaf }) => leaf.number)).toEqual([1, 2]);
  });
});
