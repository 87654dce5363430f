// A real Prometheus with the configuration and alert rules in operations/: a scrape of a real hub has the metrics that the rules use.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tokenFor } from "../../bin/client.ts";
import { readConfig } from "../../hub/config.ts";
import { askAt, type Serving, serving } from "../helpers/cli.ts";
import { derive, example, OPERATIONS } from "../helpers/system/operations-files.ts";
import { type Daemon, describeWith, freePort, startDaemon, temporaryFolder } from "../helpers/system/programs.ts";

/** The metrics of the rules, each with its label matchers. */
const selectors = [
  ...new Set(
    example("alerts.yml")
      .split("\n")
      .filter((line) => line.includes("expr: "))
      .flatMap((line) => line.match(/\b(?:up|(?:candour|process|nodejs)_\w+)(?:\{[^}]*\})?/g) ?? []),
  ),
];

describeWith(["prometheus"], "A Prometheus that scrapes the hub", ({ prometheus }) => {
  const folder = temporaryFolder();
  let hub: Serving;
  let daemon: Daemon;
  let api: string;

  type Result<Data> = { readonly status: string; readonly data: Data };
  const get = async <Data>(path: string): Promise<Data> => ((await (await fetch(`${api}${path}`)).json()) as Result<Data>).data;
  const query = async (text: string) =>
    (await get<{ result: readonly { value: readonly [number, string] }[] }>(`/query?query=${encodeURIComponent(text)}`)).result;

  beforeAll(async () => {
    const operationsPort = await freePort();
    const env = { CANDOUR_DATA_DIR: join(folder.path, "data"), CANDOUR_OPERATIONS_PORT: String(operationsPort) };
    hub = await serving(env);
    const port = await freePort();
    api = `http://127.0.0.1:${port}/api/v1`;
    const config = derive("prometheus.yml", [
      ["15s", "1s"],
      ["- alerts.yml", `- ${join(OPERATIONS, "alerts.yml")}`],
      ["127.0.0.1:4001", `127.0.0.1:${operationsPort}`],
    ]);
    const file = join(folder.path, "prometheus.yml");
    writeFileSync(file, config);
    const args = [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder.path, "tsdb")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    const isReady = () =>
      fetch(`http://127.0.0.1:${port}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    daemon = await startDaemon(prometheus, args, isReady);
    // The latency metric needs at least one response.
    const token = await tokenFor(readConfig(env), "adviser");
    const answered = Date.now() / 1000;
    await askAt(hub.url, token, "{ viewer { person } }");
    while (!(await query('timestamp(up{job="candour"} == 1)')).some(({ value }) => Number(value[1]) > answered + 1))
      await new Promise((resolve) => setTimeout(resolve, 100));
  });
  afterAll(async () => {
    await daemon?.stop();
    await hub?.stop();
    folder.remove();
  });

  it.each(selectors)("has %s", async (selector) => {
    expect((await query(selector)).length).toBeGreaterThan(0);
  });

  it("can evaluate every rule, and fires no alert for a healthy hub", async () => {
    let rules = await rulesNow();
    // Before its first evaluation a rule's health is unknown.
    while (rules.some(({ health }) => health === "unknown")) rules = await rulesNow();
    expect(rules.length).toBe(example("alerts.yml").match(/- alert: /g)?.length);
    expect(rules.filter(({ health, state }) => health !== "ok" || state === "firing")).toEqual([]);
  });
  type Rule = { readonly name: string; readonly health: string; readonly state: string };
  const rulesNow = async (): Promise<readonly Rule[]> =>
    (await get<{ groups: readonly { rules: readonly Rule[] }[] }>("/rules")).groups.flatMap(({ rules }) => rules);
});
