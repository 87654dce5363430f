// The Advisory Board's figures: of closed quarters, over all councils, and without revealing a single council.
import { afterAll, beforeAll, describe, it } from "vitest";
import { concern, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check } from "../helpers/story-steps.ts";

const REGIONS = Array.from({ length: 9 }, (_, index) => `E1200000${index + 1}`);
const STRANDS = ["CORPORATE", "CHILDRENS", "ADULTS"];
const CAUSES = ["LEADERSHIP", "FINANCE", "DISENGAGEMENT"];

const OVERVIEW = `query($quarter: String!) { overviewQuarters overview(quarter: $quarter) { quarter measures {
  measure total byRegion { region { code } count } byStrand { strand count } byCause { cause count }
  byRegionAndStrand { region { code } strand count } byStrandAndCause { strand cause count } byOutcome { outcome count } byDays { days count }
} } }`;
type Figure = { readonly count: number | null };
type Measure = {
  readonly measure: string;
  readonly total: number | null;
  readonly byRegion: readonly (Figure & { readonly region: { readonly code: string } })[];
  readonly byStrand: readonly (Figure & { readonly strand: string })[];
  readonly byRegionAndStrand: readonly Figure[];
  readonly byOutcome: readonly Figure[];
};
type Overview = {
  readonly overviewQuarters: readonly string[] | null;
  readonly overview: { readonly quarter: string; readonly measures: readonly Measure[] } | null;
};

describe("The overview", () => {
  let story: Story;
  const councils = new Map<string, readonly string[]>();
  const overview = (person: string, quarter = "2026-Q1") => story.asks<Overview>(person, OVERVIEW, { quarter });
  const measure = async (name: string, quarter?: string): Promise<Measure> => {
    const found = (await overview("advisory-board", quarter)).overview?.measures.find((one) => one.measure === name);
    if (!found) throw new Error(`The overview has no ${name}.`);
    return found;
  };

  beforeAll(async () => {
    story = await startStory();
    // An adviser of all England logs six concerns, about six councils, in each region and strand: none of the cells is small.
    const everywhere = { role: "PRINCIPAL_ADVISER", regions: REGIONS, strands: STRANDS, from: "2026-01-01", until: "2026-12-31" };
    await story.does("governance-officer", "registerPerson", { person: "adviser-england", name: "Adviser (invented)" });
    await story.does("governance-officer", "startAssignment", { person: "adviser-england", ...everywhere });
    await Promise.all(
      REGIONS.map(async (region) => {
        const found = await story.asks<{ councils: { code: string; type: string }[] }>(
          "adviser-england",
          `{ councils(region: "${region}") { code type } }`,
        );
        // Districts are not responsible for children's and adults' services.
        const codes = found.councils
          .filter(({ type }) => type !== "DISTRICT")
          .map(({ code }) => code)
          .filter((code) => code !== TARROWSHIRE)
          .slice(0, 6);
        councils.set(region, codes);
        for (const strand of STRANDS)
          for (const [index, council] of codes.entries())
            await story.does("adviser-england", "logConcern", {
              ...concern,
              council,
              strand,
              cause: CAUSES[index % CAUSES.length],
            });
      }),
    );
    // One council has a concern that was shared over its objection, and its own request.
    const id = await story.awareConcern([proposal.body]);
    await story.does("adviser", "proposeShare", { concern: id, ...proposal });
    const share = { concern: id, share: await story.lastShare(id) };
    await story.does("chief-executive", "statePosition", { ...share, position: "OBJECTS" });
    await story.does("second-adviser", "overrideObjection", { ...share, reason: "Children wait." });
    await story.does("adviser", "makeShare", share);
    await story.does("chief-executive", "requestSupport", { council: TARROWSHIRE, strand: "CHILDRENS", wanted: "A peer." });
  });
  afterAll(() => story.close());

  it("has no figures of a quarter in progress, because two reads could differ by one concern", async () => {
    for (const instant of ["2026-03-31T22:59:00.000Z", "2026-03-31T23:30:00.000Z"]) {
      story.test.clock.set(instant);
      check(await overview("advisory-board")).toEqual({ overviewQuarters: [], overview: null });
    }
    story.on("2026-04-03");
    check((await overview("advisory-board")).overviewQuarters).toEqual(["2026-Q1"]);
    for (const quarter of ["2026-Q2", "2025-Q4", "2026-Q5", "x", ""])
      check((await overview("advisory-board", quarter)).overview).toBeNull();
  });

  it("is visible only for the Advisory Board and the Improvement Board", async () => {
    const board = await overview("advisory-board");
    check(board.overview?.quarter).toBe("2026-Q1");
    check(await overview("improvement-board")).toEqual(board);
    const others = ["adviser", "adviser-england", "chief-executive", "cib-lead", "member-peer", "group-office", "panel-member"];
    for (const person of [...others, "department", "inspectorate", "governance-officer", "administrator", "nobody"])
      check([person, await overview(person)]).toEqual([person, { overviewQuarters: null, overview: null }]);
  });

  it("counts concerns, never a council's own request for support among them", async () => {
    const logged = await measure("LOGGED");
    // Six in each of 27 cells, and Tarrowshire's one.
    check(logged.total).toBe(163);
    check(logged.byStrand.map(({ strand, count }) => [strand, count])).toEqual([
      ["CORPORATE", 54],
      ["CHILDRENS", 55],
      ["ADULTS", 54],
    ]);
    const midlands = logged.byRegion.find(({ region }) => region.code === "E12000004");
    check(midlands?.count).toBe(19);
  });

  it("withholds what is small, in every cut", async () => {
    for (const name of [
      "AWARE",
      "SHARED",
      "OBJECTED",
      "OVERRIDDEN",
      "CONCLUDED",
      "REOPENED",
      "ESCALATED",
      "SUPPORTED",
      "SIGNALS",
    ]) {
      const { measure: _, ...cuts } = await measure(name);
      const counts = [
        cuts.total,
        ...Object.values(cuts).flatMap((cut) => (Array.isArray(cut) ? (cut as Figure[]).map(({ count }) => count) : [])),
      ];
      check([name, new Set(counts)]).toEqual([name, new Set([null])]);
    }
    const { byRegion, byRegionAndStrand, byOutcome } = await measure("LOGGED");
    for (const { count } of [...byRegion, ...byRegionAndStrand]) check(count === null || count >= 5).toBe(true);
    check(byOutcome).toEqual([]);
  });

  it("names no council, in figures or beside them, and lets the boards see no concern", async () => {
    const said = JSON.stringify(await overview("advisory-board"));
    for (const code of [TARROWSHIRE, ...councils.values().toArray().flat()]) check(said).not.toContain(code);
    const counted = { concerns: { totalCount: 0, nodes: [] } };
    for (const person of ["advisory-board", "improvement-board"])
      check(await story.asks(person, "{ concerns { totalCount nodes { id } } }")).toEqual(counted);
  });

  it("of a quarter does not change, whatever happens later", async () => {
    const before = await overview("advisory-board");
    await story.does("adviser", "logConcern", concern);
    check(await overview("advisory-board")).toEqual(before);
    await story.hub.rebuild();
    check(await overview("advisory-board")).toEqual(before);
    story.on("2026-07-02");
    const { overviewQuarters, overview: second } = await overview("advisory-board", "2026-Q2");
    check(overviewQuarters).toEqual(["2026-Q1", "2026-Q2"]);
    // With one concern in a whole quarter no figure can be published.
    check(second?.measures.find(({ measure: name }) => name === "LOGGED")?.total).toBeNull();
    check(await overview("advisory-board")).toMatchObject({ overview: before.overview });
  });
});
