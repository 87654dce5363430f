// Information for operators and for the public: readiness, metrics, the access log.
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Operations, serveOperations } from "../../hub/observability/operations.ts";
import { issuerReports } from "../../hub/observability/reports.ts";
import { remoteKeys } from "../../hub/sign-in/tokens.ts";
import { concern } from "../examples/api-inputs.ts";
import { command, done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
let operations: Operations;
beforeAll(async () => {
  hub = await startHub({ env: { CANDOUR_ACCESS_LOG: "true" } });
  // `serve` does the same.
  hub.hub.telemetry.watchEventLoop();
  operations = (await serveOperations(hub.hub, { operationsPort: 0 })) ?? expect.fail("There is no operations port.");
  await done(hub, "adviser", "logConcern", concern);
});
afterAll(async () => {
  await operations.close();
  await hub.close();
});

async function get(url: string) {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
}
const scrape = async () => (await get(`${operations.url}/metrics`)).text;
const sample = (text: string, series: string): number =>
  Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length),
  );
/** Lines of the access log, which the hub writes after a request has ended. */
async function requestLines(): Promise<Record<string, unknown>[]> {
  await new Promise(setImmediate);
  return hub.logged.map((line) => JSON.parse(line)).filter(({ code }) => code === "REQUEST");
}

describe("Readiness", () => {
  it("shows the public only ready or not ready, and details only on this machine", async () => {
    expect(await get(`${hub.url}/live`)).toEqual({ status: 200, text: '{"live":true}' });
    expect(await get(`${hub.url}/ready`)).toEqual({ status: 200, text: '{"ready":true}' });
    hub.hub.health.set("log", { code: "WRITE_FAILED", detail: { sqlite: 10 } });
    expect(await get(`${hub.url}/ready`)).toEqual({ status: 503, text: '{"ready":false}' });
    const detail = await get(`${operations.url}/ready`);
    expect(detail.status).toBe(503);
    expect(JSON.parse(detail.text)).toMatchObject({
      ...{ ready: false, state: "failing", readModels: { register: "live" } },
      problems: [{ condition: "log", code: "WRITE_FAILED", detail: { sqlite: 10 }, since: hub.clock.now().toISOString() }],
    });
    hub.hub.health.set("log", undefined);
    hub.hub.health.set("mail", { code: "MAIL_NOT_TAKEN" });
    expect(await get(`${hub.url}/ready`)).toEqual({ status: 200, text: '{"ready":true}' });
    expect(JSON.parse((await get(`${operations.url}/ready`)).text)).toMatchObject({ ready: true, state: "degraded" });
    hub.hub.health.set("mail", undefined);
    expect(JSON.parse((await get(`${operations.url}/ready`)).text)).toMatchObject({ state: "ready", problems: [] });
  });

  it("does not show details and metrics on the public port, or to requests with another host name", async () => {
    expect((await get(`${hub.url}/metrics`)).status).toBe(404);
    expect((await get(`${operations.url}/`)).status).toBe(404);
    expect(await statusUnder("attacker.example", operations)).toBe(404);
    expect(await statusUnder("hub", operations)).toBe(404);
  });

  it("answers under the internal host name in the settings, and under no other", async () => {
    const inner =
      (await serveOperations(hub.hub, { operationsPort: 0, operationsHost: "hub" })) ?? expect.fail("There is no port.");
    expect(await statusUnder("hub", inner)).toBe(200);
    expect(await statusUnder("127.0.0.1", inner)).toBe(200);
    expect(await statusUnder("attacker.example", inner)).toBe(404);
    await inner.close();
  });
  /** Requests metrics from this machine with a host name. */
  const statusUnder = (name: string, { url }: Operations) => {
    const { port } = new URL(url);
    return new Promise((resolve) => {
      request({ port, host: "127.0.0.1", path: "/metrics", headers: { host: `${name}:${port}` } }, (response) =>
        resolve(response.resume().statusCode),
      ).end();
    });
  };
});

describe("Metrics", () => {
  it("count requests by root field, regardless of the client's operation names and aliases", async () => {
    const NONE = 'candour_request_seconds_count{field="none"}';
    const before = await scrape();
    await hub.ask(
      "adviser",
      "query SECRETNAME { mine: concerns { totalCount } ...Rest } fragment Rest on Query { theirs: viewer { assignments { role } } }",
    );
    await hub.ask("adviser", "{ SECRETFIELD }");
    const text = await scrape();
    expect(sample(text, 'candour_request_seconds_count{field="concerns"}')).toBe(1);
    expect(sample(text, 'candour_request_seconds_count{field="viewer"}')).toBe(1);
    expect(sample(text, NONE)).toBe((sample(before, NONE) || 0) + 1);
    expect(sample(text, 'candour_refusals_total{code="BAD_USER_INPUT"}')).toBe(1);
    expect(text).not.toMatch(/SECRET|mine|theirs/);
  });

  it("count commands and refusals by code, and all codes outside the hub's lists as one", async () => {
    const refused = await command(hub, "adviser", "makeShare", { concern: "nowhere", share: "none" });
    expect(refused).toMatchObject({ code: "NOT_FOUND" });
    hub.hub.telemetry.refused("A_CODE_FROM_OUTSIDE");
    hub.hub.telemetry.signInFailed("ERR_FROM_OUTSIDE");
    const text = await scrape();
    expect(sample(text, 'candour_refusals_total{code="NOT_FOUND"}')).toBeGreaterThan(0);
    expect(sample(text, 'candour_commands_total{command="makeShare",outcome="refused"}')).toBe(1);
    expect(text).toMatch(/candour_commands_total\{command="\w+",outcome="done"\} [1-9]/);
    expect(sample(text, 'candour_refusals_total{code="OTHER"}')).toBe(1);
    expect(sample(text, 'candour_sign_in_failures_total{code="OTHER"}')).toBe(1);
    expect(text).not.toContain("OUTSIDE");
  });

  it("include the values that alerts need: conditions, stores, read models, streams, the process", async () => {
    await hub.hub.caughtUp(await hub.hub.log.head());
    const text = await scrape();
    expect(sample(text, 'candour_condition_problem{condition="log"}')).toBe(0);
    hub.hub.health.set("log", { code: "WRITE_FAILED" });
    expect(sample(await scrape(), 'candour_condition_problem{condition="log"}')).toBe(1);
    expect(sample(await scrape(), "candour_ready")).toBe(0);
    hub.hub.health.set("log", undefined);
    expect(sample(text, "candour_verification_end_timestamp_seconds")).toBe(0);
    expect(sample(text, "candour_verification_flaws")).toBe(0);
    expect(sample(text, 'candour_position{store="log"}')).toBe(Number(await hub.hub.log.head()));
    const keysBefore = sample(text, 'candour_position{store="keys"}');
    expect(keysBefore).toBe(Number((await hub.hub.keys.mark())[0]));
    await hub.hub.keys.destroy(await hub.hub.keys.newKey());
    expect(sample(await scrape(), 'candour_position{store="keys"}')).toBeGreaterThan(keysBefore ?? 0);
    expect(sample(text, 'candour_read_model_lag_events{read_model="register"}')).toBe(0);
    expect(sample(text, 'candour_append_seconds_count{store="log"}')).toBeGreaterThan(0);
    for (const store of ["log", "keys"])
      expect(sample(text, `candour_commit_seconds_count{store="${store}"}`), store).toBeGreaterThan(0);
    expect(sample(text, "candour_quarantined_streams")).toBe(0);
    expect(sample(text, "candour_disk_free_bytes")).toBeGreaterThan(0);
    expect(sample(text, 'candour_wal_bytes{store="keys"}')).toBeGreaterThanOrEqual(0);
    for (const name of ["process_resident_memory_bytes", "process_open_fds", "process_start_time_seconds"])
      expect(sample(text, name), name).toBeGreaterThan(0);
    for (const name of ["candour_live_streams", "candour_answers_held_back_total"]) expect(sample(text, name), name).toBe(0);
  });

  it("are listed in docs/operations.md, and no others are", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/operations.md"), "utf8");
    const [, section = ""] = page.split(/^## Metrics and alerts$/m);
    const cells = [...(section.split(/^## /m)[0] ?? "").matchAll(/^\| (`.*?)\s*\|/gm)].map(([, cell = ""]) => cell);
    const listed = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)/g)].map(([, name]) => name));
    const served = [...(await scrape()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(served.length).toBeGreaterThan(20);
    expect(listed.sort()).toEqual(served.sort());
  });

  it("have a bounded number of series for any number of requests", async () => {
    const series = async () => (await scrape()).split("\n").filter((line) => !line.startsWith("#")).length;
    await hub.ask("adviser", "{ a: viewer { assignments { role } } }");
    await hub.ask("adviser", "{ nothing }");
    const before = await series();
    for (let n = 0; n < 20; n += 1) {
      await hub.ask("adviser", `query Q${n} { a${n}: viewer { assignments { role } } }`);
      await hub.ask("adviser", `{ nothing${n} }`);
    }
    expect(await series()).toBe(before);
  });
});

describe("The access log", () => {
  it("has a line for each request with its id, person and root fields, and never its text", async () => {
    hub.logged.length = 0;
    const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.token("adviser")}` };
    const given = "0b5d2d34-93a1-4c51-8a54-0c2a4d0f7c11";
    const query = "query SECRETNAME($id: ID!) { SECRETALIAS: concern(id: $id) { id } again: concern(id: $id) { id } }";
    const response = await fetch(`${hub.url}/graphql?secret=1`, {
      ...{ method: "POST", headers: { ...headers, "x-request-id": given } },
      body: JSON.stringify({ query, variables: { id: "SECRETVARIABLE" } }),
    });
    await response.text();
    const [line, ...others] = await requestLines();
    expect(others).toEqual([]);
    expect(line).toMatchObject({ person: "adviser", way: "/graphql", fields: ["concern"], status: 200, given });
    expect(line?.request).toBe(response.headers.get("x-request-id"));
    expect(line?.ms).toBeGreaterThan(0);
    expect(line?.bytes).toBeGreaterThan(100);
    expect(hub.logged.join("")).not.toMatch(/secret/i);
  });

  it("says that an upload was deleted and a file downloaded, without the ids that the address has", async () => {
    const headers = { authorization: `Bearer ${await hub.token("adviser")}` };
    for (const [method, path, way] of [
      ["DELETE", "/uploads/SECRET", "/uploads"],
      ["GET", "/attachments/SECRET/SECRET", "/attachments"],
      ["GET", "/uploads-SECRET", "other"],
    ] as const) {
      hub.logged.length = 0;
      await (await fetch(`${hub.url}${path}`, { method, headers })).text();
      expect(await requestLines(), path).toMatchObject([{ way }]);
      expect(hub.logged.join("")).not.toContain("SECRET");
    }
  });

  it("accepts no request id that could be text, and names no path that a client chose", async () => {
    hub.logged.length = 0;
    await (await fetch(`${hub.url}/SECRET`, { headers: { "x-request-id": "SECRET of a council" } })).text();
    expect(await requestLines()).toMatchObject([{ way: "other", status: 404, codes: ["NOT_FOUND"] }]);
    expect(hub.logged.join("")).not.toContain("SECRET");
  });

  it("has the id that the response to a failed request quotes", async () => {
    const { people } = hub.hub;
    const { queries } = people;
    hub.logged.length = 0;
    Object.assign(people, {
      queries: () => {
        throw new TypeError("A fault of ours.");
      },
    });
    const { body } = await hub
      .ask("adviser", "{ viewer { assignments { role } } }")
      .finally(() => Object.assign(people, { queries }));
    const [error] = body.errors ?? [];
    expect(error?.extensions?.code).toBe("INTERNAL");
    const { requestId } = (error?.extensions ?? {}) as { requestId?: string };
    await requestLines();
    const lines = hub.logged.map((line) => JSON.parse(line)).filter((line) => line.request === requestId);
    expect(lines.map(({ code }) => code)).toEqual(["QUESTION_FAILED", "REQUEST"]);
  });
});

describe("The issuer", () => {
  it("is degraded while the keys of any of several cannot be fetched, and names them", () => {
    const reportOf = issuerReports(hub.hub.health);
    const [first, further] = [reportOf("https://first.example"), reportOf("https://further.example")];
    const problems = () => hub.hub.health.report().problems.map(({ detail }) => detail);
    first(false);
    further(false);
    expect(problems()).toEqual([{ issuers: "https://first.example, https://further.example" }]);
    further(true);
    expect(problems()).toEqual([{ issuers: "https://first.example" }]);
    first(true);
    expect(problems()).toEqual([]);
  });

  it("is degraded while its keys cannot be fetched, and healthy after they were fetched", async () => {
    let answer: readonly [status: number, body: string] = [500, "no"];
    const issuer = createServer((_, response) => response.writeHead(answer[0]).end(answer[1]));
    await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/`;
      const keys = remoteKeys(url, issuerReports(hub.hub.health)(url));
      const fetched = () => Promise.resolve(keys({ alg: "ES256" }, { payload: "", signature: "" })).catch(() => {});
      const problems = () => hub.hub.health.report().problems.map(({ condition, code }) => `${condition} ${code}`);
      await fetched();
      expect(problems()).toEqual(["issuer ISSUER_UNAVAILABLE"]);
      answer = [200, "not JSON"];
      await fetched();
      expect(problems()).toEqual(["issuer ISSUER_UNAVAILABLE"]);
      answer = [200, '{"keys":[]}'];
      await fetched();
      expect(problems()).toEqual([]);
    } finally {
      issuer.close();
    }
  });
});
