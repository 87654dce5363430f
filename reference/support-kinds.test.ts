import { describe, expect, it } from "vitest";
import { BODIES } from "./bodies.ts";
import { STRANDS } from "./strands.ts";
import {
  findProvider,
  kindAllowedIn,
  LGA,
  LGA_NAME,
  MILESTONE_KINDS,
  SUPPORT_KIND_LABELS,
  SUPPORT_KINDS,
  USUAL_MILESTONES,
} from "./support-kinds.ts";

describe("Kinds of support", () => {
  it("have a label each, and are allowed in one strand or in all", () => {
    for (const kind of SUPPORT_KINDS) {
      expect(SUPPORT_KIND_LABELS[kind]).toMatch(/^[A-Z]/);
      expect([1, STRANDS.length]).toContain(STRANDS.filter((strand) => kindAllowedIn(kind, strand)).length);
    }
  });

  it("that are peer challenges are of their own strand", () => {
    const strandsOf = (kind: (typeof SUPPORT_KINDS)[number]) => STRANDS.filter((strand) => kindAllowedIn(kind, strand));
    expect(strandsOf("corporate-peer-challenge")).toEqual(["corporate"]);
    expect(strandsOf("finance-peer-challenge")).toEqual(["corporate"]);
    expect(strandsOf("childrens-peer-challenge")).toEqual(["childrens"]);
    expect(strandsOf("adults-peer-challenge")).toEqual(["adults"]);
    expect(strandsOf("package")).toEqual(STRANDS);
  });

  it("have standard milestones if practice sets them: a corporate peer challenge at 3, 10 and 12 months", () => {
    expect(Object.keys(USUAL_MILESTONES)).toEqual(["corporate-peer-challenge"]);
    expect(USUAL_MILESTONES["corporate-peer-challenge"]?.map(({ months }) => months)).toEqual([3, 10, 12]);
    for (const { kind } of Object.values(USUAL_MILESTONES).flat()) expect(MILESTONE_KINDS).toContain(kind);
  });
});

describe("Providers of support", () => {
  const northEast = { region: "E12000001", strand: "childrens" } as const;

  it("are the Local Government Association anywhere, and bodies that give support in their own region and strand", () => {
    expect(findProvider(LGA, northEast)).toEqual({ id: LGA, name: LGA_NAME });
    expect(findProvider("cib-north-east", northEast)?.name).toBe("Children's Improvement Board regional leads, North East");
    const found = [...BODIES.keys()].filter((id) => findProvider(id, northEast));
    expect(found).toEqual([
      "cib-north-east",
      "member-peers-north-east",
      "group-office-labour",
      "group-office-conservative",
      "group-office-liberal-democrat",
      "group-office-independent",
    ]);
  });

  it("exist in every strand of a region", () => {
    const kinds = STRANDS.map((strand) =>
      [...BODIES.values()]
        .filter(({ id, region }) => region && findProvider(id, { region: "E12000007", strand }))
        .map(({ kind }) => kind),
    );
    expect(kinds).toEqual([
      ["regional-improvement", "member-peers"],
      ["cib", "member-peers"],
      ["adass", "member-peers"],
    ]);
  });

  it("are never those who inspect, fund or oversee, and never nobody", () => {
    for (const id of ["ofsted", "cqc", "mhclg", "dfe", "dhsc", "performance-support-panel", "newspaper", ""])
      for (const strand of STRANDS) expect(findProvider(id, { ...northEast, strand }), id).toBeUndefined();
  });
});
