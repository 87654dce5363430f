// Published figures of a council on pages: a list, and each with its chart and the same values as a table.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TARROWSHIRE } from "../examples/api-inputs.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const FIGURES = `/councils/${TARROWSHIRE}/figures`;
const AREAS = { council: TARROWSHIRE, region: "E12000004", england: "E92000001" };
const QUARTERS = [2023, 2024, 2025].flatMap((year) => [1, 2, 3, 4].map((quarter) => ({ year, quarter })));

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
  // Not in the order of time. The council has no value in one quarter.
  for (const [index, { year, quarter }] of QUARTERS.toReversed().entries()) {
    const values = [
      { area: AREAS.council, value: index === 5 ? null : 1000.5 + index },
      { area: AREAS.region, value: 900 - index },
      { area: AREAS.england, value: 800 },
    ];
    await done(hub, "administrator", "importMetricSeries", {
      ...{ metric: "777", label: "Calls <b>answered</b>", unit: "Calls", valueType: "raw", values },
      ...{ period: `fq_Q${quarter}_${year}_${(year + 1) % 100}`, periodLabel: `${year}/${(year + 1) % 100} Q${quarter}` },
    });
  }
});
afterAll(() => hub.close());

const textOf = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

describe("The figures of a council", () => {
  it("are listed with their last value, found by words, and linked from the council's page", async () => {
    expect((await hub.open("adviser", `/councils/${TARROWSHIRE}`)).html).toContain(`href="${FIGURES}"`);
    const { html } = await hub.open("adviser", FIGURES);
    expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    expect(html).toContain("Calls &lt;b&gt;answered&lt;/b&gt;");
    for (const text of ["1,000.5 (Calls) in 2025/26 Q4", "27.8 (Percent) in 2024/25"]) expect(textOf(html)).toContain(text);
    const found = await hub.open("cib-lead", `${FIGURES}?text=answered`);
    expect(found.html.match(/href="\/councils\/[^"]*\/figures\/[^"]+"/g)).toHaveLength(1);
    expect((await hub.open("cib-lead", `${FIGURES}?text=nothing-like-it`)).html).toContain("No figure has these words");
  });

  it("have all periods in the order of time, as a chart and as a table with the same values", async () => {
    const { html } = await hub.open("cib-lead", `${FIGURES}/777`);
    expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    const periods = [...html.matchAll(/<th scope="row"[^>]*>([^<]+)/g)].map(([, period]) => period);
    expect(periods).toEqual(QUARTERS.map(({ year, quarter }) => `${year}/${(year + 1) % 100} Q${quarter}`));
    const cells = [...html.matchAll(/<td[^>]*>([^<]+)/g)].map(([, value]) => value);
    expect(cells.slice(0, 3)).toEqual(["1,011.5", "889", "800"]);
    expect(cells.filter((value) => value === "No value")).toHaveLength(1);
    const charts = html.match(/<svg class="candour-chart"[^>]*>/g);
    expect(charts).toEqual([expect.stringContaining('aria-hidden="true"')]);
    expect(html.match(/<g transform/g)).toHaveLength(3 * QUARTERS.length - 1);
    for (const text of ["Tarrowshire County Council (invented) (circles", "East Midlands (squares", "England (triangles"])
      expect(html).toContain(text);
  });

  it("say where there is no value, and are not found for what does not exist", async () => {
    const { html } = await hub.open("adviser", "/councils/E09000033/figures/990001");
    expect(html).toContain("No value");
    for (const path of ["/councils/nothing/figures", "/councils/nothing/figures/777", `${FIGURES}/778`, `${FIGURES}?after=x`])
      expect((await hub.open("adviser", path)).status, path).toBe(404);
  });
});

describe("A comparison", () => {
  it("has a council's values under a former code as well, and none for a council that does not exist", async () => {
    const asked =
      'query($council: ID!) { metric(id: "777") { comparison(council: $council) { period { id } council region england } } }';
    const of = async (council: string) => {
      const { body } = await hub.ask<{ metric: { comparison: readonly object[] } }>("somebody-unknown", asked, { council });
      return body.data?.metric.comparison;
    };
    expect((await of(TARROWSHIRE))?.[0]).toEqual({ period: { id: "fq_Q1_2023_24" }, council: 1011.5, region: 889, england: 800 });
    expect(await of("X99999999")).toEqual([]);
    // Of another region, for which nothing was imported.
    expect((await of("E09000033"))?.[0]).toEqual({ period: { id: "fq_Q1_2023_24" }, council: null, region: null, england: 800 });
  });
});
