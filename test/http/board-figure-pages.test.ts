// The boards' figures on pages: by quarter and measure, with what is withheld, for the boards alone.
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concern } from "../examples/api-inputs.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const REGIONS = Array.from({ length: 9 }, (_, index) => `E1200000${index + 1}`);
const STRANDS = ["CORPORATE", "CHILDRENS", "ADULTS"];
const CAUSES = ["LEADERSHIP", "FINANCE", "DISENGAGEMENT"];
const EACH = 6;

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
  const everywhere = { role: "PRINCIPAL_ADVISER", regions: REGIONS, strands: STRANDS, from: "2026-01-01", until: "2026-12-31" };
  await done(hub, "governance-officer", "registerPerson", { person: "adviser-england", name: "Adviser (invented)" });
  await done(hub, "governance-officer", "startAssignment", { person: "adviser-england", ...everywhere });
  for (const region of REGIONS) {
    const councils = hub.hub.councils.inRegion(region, hub.hub.today()).filter(({ type }) => type !== "district");
    // One cell is of a single council.
    for (const strand of STRANDS)
      for (const [index, { code }] of councils.slice(0, region === "E12000009" && strand === "ADULTS" ? 1 : EACH).entries())
        await done(hub, "adviser-england", "logConcern", {
          ...concern,
          council: code,
          strand,
          cause: CAUSES[index % CAUSES.length],
        });
  }
});
afterAll(() => hub.close());

type Overview = {
  readonly overview: {
    readonly measures: readonly {
      readonly measure: string;
      readonly total: number | null;
      readonly byRegionAndStrand: readonly { readonly region: { readonly name: string }; readonly count: number | null }[];
    }[];
  };
};
const MEASURES = `{ overview(quarter: "2026-Q1") { measures { measure total byRegionAndStrand { region { name } count } } } }`;

type Row = Readonly<Partial<Record<string, string>>>;

const textOf = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
const BOARDS = ["advisory-board", "improvement-board"];
const OTHERS = ["adviser", "cib-lead", "chief-executive", "department", "panel-member", "governance-officer", "somebody-unknown"];

describe("The figures over all councils", () => {
  it("have no quarter before one is over", async () => {
    const { html, status } = await hub.open("advisory-board", "/figures");
    expect([status, html]).toEqual([200, expect.stringContaining("No quarter is over that has figures.")]);
    expect((await hub.open("advisory-board", "/figures/2026-Q1")).status).toBe(404);
  });

  it("are reached from the home of the boards, by quarter and by what was counted, with withheld figures in words", async () => {
    hub.clock.set("2026-04-03T11:00:00.000Z");
    for (const person of BOARDS) expect((await hub.open(person, "/")).html, person).toContain('href="/figures"');
    const quarters = await hub.open("advisory-board", "/figures");
    expect(quarters.html).toContain('href="/figures/2026-Q1">January 2026 to March 2026</a>');
    const quarter = await hub.open("advisory-board", "/figures/2026-Q1");
    const { body } = await hub.ask<Overview>("advisory-board", MEASURES);
    const given = body.data?.overview.measures.find(({ measure }) => measure === "LOGGED");
    const total = String(given?.total ?? "Withheld");
    expect(textOf(quarter.html)).toContain(`Concerns logged ${total} `);
    const logged = await hub.open("improvement-board", "/figures/2026-Q1/logged");
    expect(textOf(logged.html)).toContain(`In all: ${total.toLowerCase()}`);
    const cells = given?.byRegionAndStrand ?? [];
    expect([cells.length, cells.filter(({ count }) => count === null).length > 1]).toEqual([27, true]);
    expect(cells.filter(({ count }) => count === EACH).length).toBeGreaterThan(10);
    const [, table = ""] = logged.html.split("By region and strand");
    const rows = [...(table.split("</table>")[0] ?? "").matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
      .slice(1)
      .map(([, row = ""]) => textOf(row));
    expect(rows).toHaveLength(27);
    for (const [index, { region, count }] of cells.entries())
      expect(rows[index]).toMatch(new RegExp(`^ ${region.name} .* ${count ?? "Withheld"} *$`));
    // A withheld figure has no bar.
    expect(table).toMatch(/Withheld<\/td>\s*<td[^>]*><svg[^>]*><rect width="0"/);
    expect(textOf(logged.html)).toContain("“Withheld” is not nought.");
    expect(logged.html).toMatch(/<title>Concerns logged, [A-Z][a-z]+ 2026 to /);
    const withheld = await hub.open("advisory-board", "/figures/2026-Q1/reopened");
    expect(textOf(withheld.html)).toContain("Every figure by region is withheld.");
    for (const { html } of [quarters, quarter, logged]) expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    for (const path of ["/figures/2026-Q1/not-reached", "/figures/2026-Q1/concluded"])
      expect((await hub.open("advisory-board", path)).status, path).toBe(200);
  });

  it("are a file of CSV too, with each figure as on its page, and what is withheld as that, with why", async () => {
    const page = await hub.open("advisory-board", "/figures/2026-Q1");
    expect(page.html).toContain('href="/figures/2026-Q1/file"');
    const file = await hub.open("improvement-board", "/figures/2026-Q1/file");
    expect([file.status, file.headers.get("content-disposition")]).toEqual([
      ...[200, expect.stringContaining("candour-figures-2026-Q1.csv")],
    ]);
    const rows: readonly Row[] = parse(file.html, { columns: true, bom: true });
    expect(new Set(rows.map((row) => row["what was counted"])).size).toBe(15);
    const { body } = await hub.ask<Overview>("advisory-board", MEASURES);
    const given = body.data?.overview.measures.find(({ measure }) => measure === "LOGGED");
    const ofLogged = (by: string) => rows.filter((row) => row.by === by && row["what was counted"] === "Concerns logged");
    expect(ofLogged("In all").map((row) => row["how many"])).toEqual([String(given?.total ?? "Withheld")]);
    expect(ofLogged("Region and strand").map((row) => [row.region, row["how many"]])).toEqual(
      given?.byRegionAndStrand.map(({ region, count }) => [region.name, String(count ?? "Withheld")]),
    );
    for (const row of rows) {
      const isWithheld = row["how many"] === "Withheld";
      expect([isWithheld || /^\d+$/.test(row["how many"] ?? ""), row.note?.includes("Withheld is not nought")]).toEqual([
        true,
        isWithheld,
      ]);
      expect([row.quarter, row.region === "" && row.by?.startsWith("Region")]).toEqual(["2026-Q1", false]);
    }
    expect(findInternal(file.html)).toEqual([]);
    for (const person of OTHERS) expect((await hub.open(person, "/figures/2026-Q1/file")).status, person).toBe(404);
    for (const quarter of ["2026-Q2", "x"])
      expect((await hub.open("advisory-board", `/figures/${quarter}/file`)).status, quarter).toBe(404);
  });

  it("are not found by anybody else, nor for what was not counted", async () => {
    for (const person of OTHERS) {
      expect((await hub.open(person, "/")).html, person).not.toContain('href="/figures"');
      for (const path of ["/figures", "/figures/2026-Q1", "/figures/2026-Q1/logged"])
        expect((await hub.open(person, path)).status, `${person} ${path}`).toBe(404);
    }
    for (const path of ["/figures/2026-Q2", "/figures/x", "/figures/2026-Q1/nothing", "/figures/2026-Q1/LOGGED"])
      expect((await hub.open("advisory-board", path)).status, path).toBe(404);
  });
});
