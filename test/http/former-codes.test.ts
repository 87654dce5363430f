// A council with a new code is the same council: whichever of its codes is stored or requested, by any route, the result is the same.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concern, signal } from "../examples/api-inputs.ts";
import { command, done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const CURRENT = "E08000038";
const FORMER = "E08000016";
const CODES = [CURRENT, FORMER] as const;
const YORKSHIRE = "E12000003";

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
  const lasting = { from: "2026-01-01", until: "2026-12-31" };
  const assign = async (person: string, assignment: object) => {
    await done(hub, "administrator", "registerPerson", { person, name: "Invented" });
    await done(hub, "administrator", "startAssignment", { person, ...lasting, ...assignment });
  };
  await assign("adviser-yorkshire", { role: "PRINCIPAL_ADVISER", regions: [YORKSHIRE], strands: ["CHILDRENS", "CORPORATE"] });
  // One office is given by the current code, and one by the former.
  await assign("officer-of-current", { role: "CHIEF_EXECUTIVE", council: CURRENT });
  await assign("officer-of-former", { role: "LEADER", council: FORMER });
  const series = (metric: string, values: object[]) => ({
    ...{ metric, label: `Invented ${metric}`, unit: "Percent", valueType: "raw", period: "fin_2024_25", periodLabel: "2024/25" },
    values,
  });
  await done(hub, "administrator", "importMetricSeries", series("990201", [{ area: FORMER, value: 7.5 }]));
  await done(hub, "administrator", "importMetricSeries", series("990202", [{ area: CURRENT, value: 8.5 }]));
  for (const council of CODES)
    await done(hub, "adviser-yorkshire", "logConcern", { ...concern, council, summary: `Logged ${council}.` });
});
afterAll(() => hub.close());

const ask = async (person: string, query: string, variables: object = {}): Promise<unknown> => {
  const { body } = await hub.ask<unknown>(person, query, variables);
  expect(body.errors).toBeUndefined();
  return body.data;
};

describe("By its current code and by a former one", () => {
  it.each([
    [
      "the council itself",
      "adviser-yorkshire",
      "query($c: ID!) { council(code: $c) { code concerns { totalCount nodes { id } } } }",
    ],
    [
      "its concerns",
      "adviser-yorkshire",
      "query($c: ID!) { concerns(filter: { council: $c }) { totalCount nodes { id council { code } } } }",
    ],
    [
      "its supports",
      "adviser-yorkshire",
      "query($c: ID!) { council(code: $c) { supports { nodes { id } } alignedSupport { clashCount } } }",
    ],
    ["its ledger, by who has the current code", "officer-of-current", LEDGER()],
    ["its ledger, by who has the former code", "officer-of-former", LEDGER()],
    [
      "values stored under the former code",
      "adviser-yorkshire",
      'query($c: ID!) { metric(id: "990201") { value(area: $c, period: "fin_2024_25") } }',
    ],
    [
      "values stored under the current code",
      "adviser-yorkshire",
      'query($c: ID!) { metric(id: "990202") { value(area: $c, period: "fin_2024_25") } }',
    ],
  ])("%s is the same", async (_, person, query) => {
    const [byCurrent, byFormer] = await Promise.all(CODES.map((c) => ask(person, query, { c })));
    expect(byFormer).toEqual(byCurrent);
    expect(JSON.stringify(byCurrent)).toMatch(/"totalCount":2|clashCount|"scope"|"value":[78]\.5/);
  });

  it("evidence cites its values, and the citation has the current code", async () => {
    for (const area of CODES)
      for (const [metric, value] of [
        ["990201", 7.5],
        ["990202", 8.5],
      ] as const) {
        const [item] = concern.evidence;
        const cites = { metric, area, period: "fin_2024_25" };
        const { id } = await command(hub, "adviser-yorkshire", "logConcern", {
          ...{ ...concern, council: FORMER, evidence: [{ ...item, kind: "PUBLISHED_METRIC", cites }] },
          idempotencyKey: `cites ${area} ${metric}`,
        });
        const query = "query($id: ID!) { concern(id: $id) { council { code } evidence { citation { area value } } } }";
        expect(await ask("adviser-yorkshire", query, { id })).toEqual({
          concern: { council: { code: CURRENT }, evidence: [{ citation: { area: CURRENT, value } }] },
        });
      }
  });

  it("commands are about the same council", async () => {
    for (const [index, council] of CODES.entries())
      await done(hub, "officer-of-current", "requestSupport", { ...signal, council, idempotencyKey: `signal ${index}` });
    const signals = (await ask("officer-of-current", "{ signals { nodes { council { code } } } }")) as {
      signals: { nodes: object[] };
    };
    expect(signals.signals.nodes).toEqual(CODES.map(() => ({ council: { code: CURRENT } })));
  });

  it("its ledger is exported", async () => {
    for (const council of CODES) {
      const response = await fetch(`${hub.url}/ledger`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${await hub.token("officer-of-former")}` },
        body: JSON.stringify({ council, format: "json" }),
      });
      expect([response.status, JSON.stringify(await response.json()).includes(CURRENT)]).toEqual([200, true]);
    }
  });
});

function LEDGER(): string {
  return "query($c: String!) { ledger(council: $c) { ... on Ledger { scope concerns { nodes { id } } } ... on Refused { code } } }";
}

describe("An import of values", () => {
  const series = (values: readonly object[]) => ({
    ...{ metric: "990203", label: "Invented", unit: "Percent", valueType: "raw", period: "fin_2024_25", periodLabel: "2024/25" },
    values,
  });
  const send = (values: readonly object[]) => command(hub, "administrator", "importMetricSeries", series(values));

  it("in which a council has two codes is accepted with one value, and refused with two", async () => {
    expect(
      await send([
        { area: FORMER, value: 4 },
        { area: CURRENT, value: 5 },
      ]),
    ).toMatchObject({
      code: "INVALID_INPUT",
      field: "values",
      message: expect.stringContaining(CURRENT),
    });
    expect(
      await send([
        { area: FORMER, value: 4 },
        { area: CURRENT, value: null },
      ]),
    ).toMatchObject({ recorded: true });
    // The same values by the other code are no change.
    expect(await send([{ area: CURRENT, value: 4 }])).toMatchObject({ recorded: false });
  });
});
