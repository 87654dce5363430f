// Evidence that cites a published value, on pages as a browser without JavaScript sends them.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, EAST_MIDLANDS, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { dateWords, headingOf, openJourneys, type PageWords } from "../helpers/page-journeys.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const LOG = "/log-a-concern";
const WHICH_METRIC = "Which published metric do you want to cite?";
const WHICH_VALUE = "Which value do you want to cite?";
/** Nothing is imported of it. */
const WITHOUT_FIGURES = "E07000032";
const MANY = 101;

const ABOUT_CONCERN: readonly PageWords[] = [
  { council: TARROWSHIRE },
  { strand: "CHILDRENS" },
  { cause: "SERVICE_PERFORMANCE" },
  { ...dateWords("from", "1", "4", "2025"), ...dateWords("to", "30", "9", "2025") },
  { summary: "A quarter of the posts of social workers are vacant." },
  { observed: "The vacancy rate rose by eight points in a year." },
];
const CITED: readonly PageWords[] = [{ kind: "PUBLISHED_METRIC" }, { metric: "990001" }, { citedPeriod: "fin_2024_25" }];
const ACCOUNT: PageWords = { account: "The rate rose by eight points." };
const PERIOD: PageWords = { ...dateWords("evidenceFrom", "1", "4", "2024"), ...dateWords("evidenceTo", "31", "3", "2025") };
const GRADES: PageWords = { sourceGrading: "GRADE_1", contentGrading: "A" };
const OF_ADVISER: readonly PageWords[] = [...CITED, ACCOUNT, {}, PERIOD, GRADES, { handling: "P", conditions: "" }, {}];
const OF_COUNCIL: readonly PageWords[] = [...CITED, ACCOUNT, {}, PERIOD, { handling: "P", conditions: "" }, {}];

let hub: Awaited<ReturnType<typeof startPages>>;
let journeys: ReturnType<typeof openJourneys>;
beforeAll(async () => {
  hub = await startPages();
  journeys = openJourneys(hub);
});
afterAll(() => hub.close());

const importMetric = (metric: string, label: string, values: readonly object[]) =>
  done(hub, "administrator", "importMetricSeries", {
    ...{ metric, label, unit: "Percent", valueType: "raw", period: "fin_2024_25", periodLabel: "2024/25", values },
  });
const told = async (): Promise<string> => {
  const id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness, bodies: [CIB] });
  return id;
};
const citationsOf = async (id: string) => {
  const query =
    "query($id: ID!) { concern(id: $id) { evidence { source protectedSource citation { metric period area value } } } }";
  const { body } = await hub.ask<{ concern: { evidence: { source: string; citation: unknown }[] } }>("adviser", query, { id });
  return body.data?.concern.evidence.map(({ source, citation }) => ({ source, citation }));
};
const CITATION = { metric: "990001", period: "fin_2024_25", area: TARROWSHIRE, value: 27.8 };
/** Goes on from a page with the answers to each next one. */
async function goOn(path: string, page: Awaited<ReturnType<typeof hub.open>>, answers: readonly PageWords[], person = "adviser") {
  let last = page;
  for (const words of answers) last = await journeys.press(person, path, last, "next", words);
  return last;
}
const choicesIn = ({ html }: { readonly html: string }): readonly string[] =>
  [...html.matchAll(/<option value="[^"]+"[^>]*>([^<]+)</g)].map(([, text = ""]) => text.trim());

describe("Evidence that cites a published value", () => {
  it("is logged with a concern: the adviser chooses the metric, sees its chart and table, and chooses the period", async () => {
    const metric = await goOn(LOG, await hub.open("adviser", LOG), [...ABOUT_CONCERN, { kind: "PUBLISHED_METRIC" }]);
    expect(headingOf(metric)).toBe(WHICH_METRIC);
    expect(choicesIn(metric)).toContain("Invented: children&#39;s social workers, vacancy rate (Percent)");
    const value = await goOn(LOG, metric, [{ metric: "990001" }]);
    expect([headingOf(value), findEmbedded(value.html), findInternal(value.html)]).toEqual([WHICH_VALUE, [], []]);
    expect(choicesIn(value)).toEqual(["2024/25: 27.8 (Percent)", "2023/24: 19.4 (Percent)"]);
    expect(value.html.match(/<svg class="candour-chart" aria-hidden="true"/g)).toHaveLength(1);
    expect([...value.html.matchAll(/<td[^>]*>([^<]+)/g)].map(([, text]) => text)).toEqual(
      expect.arrayContaining(["19.4", "16.8", "27.8", "17.5"]),
    );
    const check = await goOn(LOG, value, OF_ADVISER.slice(2));
    expect(headingOf(check)).toBe("Check your answers");
    for (const text of ["vacancy rate (Percent)", "2024/25: 27.8 (Percent)", "LG Inform"]) expect(check.html).toContain(text);
    expect(check.html).not.toContain("Protected source");
    const sent = await journeys.press("adviser", LOG, check, "send");
    const path = (sent.headers.get("location") ?? "").replace("/logged", "");
    expect(await citationsOf(path.replace("/concerns/", ""))).toEqual([{ source: "LG Inform", citation: CITATION }]);
    expect((await hub.open("adviser", path)).html).toContain("vacancy rate, 2024/25: 27.8 (percent)");
  });

  it("is kept in a draft, which opens at the first question without an answer", async () => {
    const value = await goOn(LOG, await hub.open("adviser", LOG), [...ABOUT_CONCERN, ...CITED.slice(0, 2)]);
    const left = await journeys.press("adviser", LOG, value, "later");
    const [draft = ""] = [
      ...(await hub.open("adviser", left.headers.get("location") ?? "")).html.matchAll(/href="(\/log-a-concern\?draft=[^"]+)"/g),
    ].map(([, href = ""]) => href);
    const opened = await hub.open("adviser", draft);
    expect([headingOf(opened), formWords(opened.html).metric]).toEqual([WHICH_VALUE, "990001"]);
  });

  it("is added to a concern by an adviser, and supplied by the council", async () => {
    const id = await told();
    await journeys.send("adviser", `/concerns/${id}/evidence`, OF_ADVISER);
    await journeys.send("chief-executive", `/concerns/${id}/supplied-evidence`, OF_COUNCIL);
    const cited = { source: "LG Inform", citation: CITATION };
    expect((await citationsOf(id))?.slice(1)).toEqual([cited, cited]);
  });

  it("cites nothing once another kind of evidence was selected", async () => {
    const id = await told();
    const path = `/concerns/${id}/evidence`;
    const check = await journeys.answer("adviser", path, OF_ADVISER);
    const changed = await goOn(path, await journeys.press("adviser", path, check, "change-kind"), [{ kind: "AUDIT_REPORT" }]);
    const sent = await goOn(path, changed, [{ source: "The auditor", protected: "no" }, {}, {}, {}, {}]);
    expect(headingOf(sent)).toBe("Check your answers");
    expect(sent.html).not.toContain("vacancy rate");
    expect((await journeys.press("adviser", path, sent, "send")).status).toBe(303);
    expect((await citationsOf(id))?.at(-1)).toEqual({ source: "The auditor", citation: null });
  });

  it("is asked for again if the metric or the period is none that is offered", async () => {
    const id = await told();
    const path = `/concerns/${id}/evidence`;
    const check = await journeys.answer("adviser", path, OF_ADVISER);
    for (const [words, heading] of [
      [{ citedPeriod: "fin_2010_11" }, WHICH_VALUE],
      [{ metric: "990003-unknown" }, WHICH_METRIC],
    ] as const)
      expect(headingOf(await journeys.press("adviser", path, check, "send", words))).toBe(heading);
    // The council is that of the concern, whatever the form says.
    expect((await journeys.press("adviser", path, check, "send", { council: WITHOUT_FIGURES })).status).toBe(303);
    expect((await citationsOf(id))?.at(-1)?.citation).toEqual(CITATION);
  });

  it("says so where the hub has no metric of the council", async () => {
    const none = await goOn(LOG, await hub.open("adviser", LOG), [
      { ...ABOUT_CONCERN[0], council: WITHOUT_FIGURES },
      { strand: "CORPORATE" },
      ...ABOUT_CONCERN.slice(2),
      { kind: "PUBLISHED_METRIC" },
    ]);
    expect(headingOf(none)).toBe(WHICH_METRIC);
    expect(none.html).toContain("The hub has no published metric of this council. Go back and select another kind of evidence.");
    expect((await goOn(LOG, none, [{}])).html).toContain("Select the published metric.");
  });

  it("is found by words of the metric's name where there are too many for one list", async () => {
    for (let number = 0; number < MANY; number += 1)
      await importMetric(`88${number + 1000}`, `Calls answered, team ${number}`, [{ area: TARROWSHIRE, value: number }]);
    const path = `/concerns/${await told()}/evidence`;
    const search = await goOn(path, await hub.open("adviser", path), [{ kind: "PUBLISHED_METRIC" }]);
    expect([headingOf(search), search.html.includes("<select")]).toEqual([WHICH_METRIC, false]);
    expect((await goOn(path, search, [{ metricWords: " " }])).html).toContain("Enter words in the name of the metric.");
    const many = await goOn(path, search, [{ metricWords: "calls" }]);
    expect(many.html).toContain("These are 100 of the metrics with these words.");
    const found = await goOn(path, search, [{ metricWords: "TEAM 77" }]);
    expect(choicesIn(found)).toEqual(["Calls answered, team 77 (Percent)"]);
    const none = await goOn(path, search, [{ metricWords: "nothing like it" }]);
    expect(none.html).toContain("No metric of this council has these words in its name. Go back and enter others.");
    const value = await goOn(path, found, [{ metric: "881077" }]);
    expect(choicesIn(value)).toEqual(["2024/25: 77 (Percent)"]);
  });
});

describe("Published metrics of a council", () => {
  it("are those with a plain value of it under any of its codes, and none of a council that does not exist", async () => {
    const [current, former] = ["E08000038", "E08000016"];
    await importMetric("770001", "Under the current code", [{ area: current, value: 1 }]);
    await importMetric("770002", "Of its region alone", [
      { area: EAST_MIDLANDS, value: 1 },
      { area: current, value: null },
    ]);
    const listed = async (council: string, text?: string) => {
      const query = "query($council: ID, $text: String) { metrics(council: $council, text: $text, first: 100) { nodes { id } } }";
      const { body } = await hub.ask<{ metrics: { nodes: { id: string }[] } }>("somebody-unknown", query, { council, text });
      return body.data?.metrics.nodes.map(({ id }) => id);
    };
    expect(await listed(current)).toEqual(["770001"]);
    expect(await listed(former)).toEqual(["770001"]);
    expect(await listed(current, "region")).toEqual([]);
    expect(await listed("X99999999")).toEqual([]);
    expect(await listed(EAST_MIDLANDS)).toEqual([]);
  });
});
