// A collector that is down, slow or faulty: work continues at full speed, spans that cannot be exported are dropped, counted and logged once, and
// the hub stops in time.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../hub/config.ts";
import { openOtlpTrace } from "../../hub/observability/otlp-trace.ts";
import { openTelemetry } from "../../hub/observability/telemetry.ts";
import { type Collector, startCollector } from "../helpers/trace-collector.ts";

let collector: Collector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

function opened(env: Record<string, string> = {}, closingMs?: number) {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const telemetry = openTelemetry();
  const tracing = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: "10", ...env }).tracing;
  const trace = openOtlpTrace(tracing ?? expect.fail("Nothing is exported."), { telemetry, logger }, closingMs);
  const count = async (series: string): Promise<number> =>
    Number(
      (await telemetry.text())
        .split("\n")
        .find((line) => line.startsWith(`${series} `))
        ?.split(" ")
        .at(-1),
    );
  return {
    ...{ trace, lines, text: () => telemetry.text() },
    exported: () => count("candour_spans_exported_total"),
    dropped: (reason: string) => count(`candour_spans_dropped_total{reason="${reason}"}`),
    spans(many: number) {
      for (let n = 0; n < many; n += 1) trace.job("job", { "candour.job": "work" }, () => {});
    },
  };
}

const QUEUED = { OTEL_BSP_MAX_QUEUE_SIZE: "10000", OTEL_BSP_SCHEDULE_DELAY: "60000" };
/** A busy machine may take longer than a hub would wait. */
const ANY_TIME_MS = 60_000;

describe("Exported spans", () => {
  it("are counted after the collector has received them, and nothing is logged", async () => {
    const { trace, spans, exported, lines } = opened();
    spans(3);
    await expect.poll(exported).toBe(3);
    spans(2);
    await trace.close();
    expect([await exported(), collector.spans.length, lines]).toEqual([5, 5, []]);
  });

  it("are all sent when the hub stops, for any number in the queue", async () => {
    const { trace, spans, exported } = opened(QUEUED, ANY_TIME_MS);
    spans(8_000);
    await trace.close();
    expect(await exported()).toBe(8_000);
  });

  it("are sent when the hub stops, even if some of them are refused", async () => {
    const { trace, spans, exported, dropped } = opened(QUEUED, ANY_TIME_MS);
    let exports = 0;
    collector.answer = (_request, response) => {
      exports += 1;
      if (exports === 1) response.writeHead(400).end();
      else setTimeout(() => response.end(), 50);
    };
    spans(2_000);
    await trace.close();
    // The order of the exports does not matter.
    expect([125, 625]).toContain(await dropped("not-exported"));
    expect((await exported()) + (await dropped("not-exported"))).toBe(2_000);
  });

  it("have the operator's headers and attributes, and go to the address of the more specific setting", async () => {
    const { trace, spans } = opened({
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20one, x-a=b",
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-a=c%2Cd",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/else/where`,
      ...{ OTEL_SERVICE_NAME: "hub of the north", OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test" },
    });
    spans(1);
    await trace.close();
    const [request] = collector.requests;
    expect([request?.url, request?.headers]).toMatchObject(["/else/where", { authorization: "Bearer one", "x-a": "c,d" }]);
    expect(collector.resource).toMatchObject({ "service.name": "hub of the north", "deployment.environment.name": "test" });
  });
});

describe("Spans that the collector does not accept", () => {
  it("wait in a bounded queue while the collector hangs; further ones are dropped at once, counted, and logged in one line", async () => {
    const hanging: (() => void)[] = [];
    collector.answer = (_request, response) => hanging.push(() => response.end());
    const { trace, spans, dropped, exported, lines } = opened({ OTEL_BSP_MAX_QUEUE_SIZE: "50" });
    spans(50);
    await expect.poll(() => hanging.length).toBe(1);
    spans(500);
    expect(await dropped("queue-full")).toBe(450);
    expect(lines).toMatchObject([{ code: "SPANS_DROPPED", reason: "queue-full", spans: 1 }]);
    // The collector answers again, and spans are sent as before.
    collector.answer = (_request, response) => response.end();
    for (const answer of hanging) answer();
    await expect.poll(exported).toBe(100);
    expect(lines).toHaveLength(1);
    await trace.close();
  });

  it("are dropped if the collector refuses them, sends an invalid response or redirects, and its response is not logged", async () => {
    const elsewhere: string[] = [];
    const other = createServer((request, response) => {
      elsewhere.push(request.url ?? "");
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    const { trace, spans, dropped, lines, text } = opened();
    let total = 0;
    for (const [status, headers] of [
      [400, {}],
      [500, {}],
      [302, { location }],
      [307, { location }],
    ] as const) {
      collector.answer = (_request, response) => response.writeHead(status, headers).end("SECRETANSWER");
      spans(2);
      total += 2;
      await expect.poll(() => dropped("not-exported")).toBe(total);
    }
    expect(lines).toMatchObject([{ code: "SPANS_DROPPED", reason: "not-exported", spans: 2, fault: "HTTP_400" }]);
    expect(JSON.stringify(lines) + (await text())).not.toMatch(/SECRET/);
    expect(elsewhere).toEqual([]);
    await trace.close();
    other.close();
  });

  it("are dropped if the collector is down, or its response trickles for longer than the timeout", async () => {
    const away = opened({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", OTEL_EXPORTER_OTLP_TIMEOUT: "100" });
    away.spans(2);
    await expect.poll(() => away.dropped("not-exported")).toBe(2);
    expect(away.lines).toMatchObject([{ code: "SPANS_DROPPED", fault: "ECONNREFUSED" }]);
    await away.trace.close();

    let timer: NodeJS.Timeout | undefined;
    collector.answer = (_request, response) => {
      response.writeHead(200);
      timer = setInterval(() => response.write("."), 20);
    };
    const slow = opened({ OTEL_EXPORTER_OTLP_TIMEOUT: "100" });
    slow.spans(2);
    await expect.poll(() => slow.dropped("not-exported")).toBe(2);
    expect(slow.lines).toMatchObject([{ code: "SPANS_DROPPED", fault: "NO_ANSWER" }]);
    clearInterval(timer);
    await slow.trace.close();
  });

  it("do not delay the hub's stop: those that are not sent in two seconds are dropped and logged", async () => {
    collector.answer = () => {};
    // The exporter's own timeout is a minute.
    const { trace, spans, dropped, lines } = opened({ OTEL_EXPORTER_OTLP_TIMEOUT: "60000" });
    spans(300);
    await trace.close();
    expect(await dropped("not-exported")).toBe(300);
    expect(lines).toMatchObject([{ code: "SPANS_DROPPED", spans: 300, fault: "STOPPED" }]);
    spans(10);
    expect([await dropped("queue-full"), await dropped("not-exported")]).toEqual([0, 310]);
  });
});

describe("Traced work", () => {
  it("returns and throws the same as untraced work, synchronously or later", async () => {
    const { trace } = opened();
    expect(trace.job("job", {}, () => trace.span("commit", {}, () => 7))).toBe(7);
    expect(await trace.job("job", {}, async () => trace.span("append", {}, async () => 8))).toBe(8);
    const error = new Error("It failed.");
    const fails = () => {
      throw error;
    };
    expect(() => trace.job("job", {}, () => trace.span("commit", {}, fails))).toThrow(error);
    await expect(trace.job("job", {}, async () => trace.span("append", {}, async () => fails()))).rejects.toBe(error);
    await trace.close();
    expect(collector.spans.map(({ name, hasFailed }) => [name, hasFailed])).toEqual([
      ...[
        ["commit", false],
        ["job", false],
        ["append", false],
        ["job", false],
      ],
      ...[
        ["commit", true],
        ["job", true],
        ["append", true],
        ["job", true],
      ],
    ]);
    expect(collector.bodies.join("")).not.toContain("It failed");
  });

  it("has no span if the sampler drops the trace, whatever the client sends", async () => {
    const { trace } = opened({ OTEL_TRACES_SAMPLER: "parentbased_always_off", OTEL_PROPAGATORS: "tracecontext" });
    const request = trace.request("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    expect(request.id).toBeUndefined();
    expect(request.within(() => trace.span("command", {}, () => 7))).toBe(7);
    request.end("concerns", {}, false);
    await trace.close();
    expect(collector.requests).toEqual([]);
  });

  it("has no span if there is no current trace, or the trace has ended", async () => {
    const { trace } = opened();
    trace.span("commit", {}, () => {});
    trace.past("commit", {}, 0.1);
    const { promise: later, resolve } = Promise.withResolvers<void>();
    const left = trace.job("job", { "candour.job": "over" }, () => ({
      work: later.then(() => trace.span("commit", {}, () => {})),
    }));
    resolve();
    await left.work;
    const request = trace.request(undefined);
    request.within(() => trace.span("command", {}, () => {}));
    request.withoutRest();
    request.within(() => trace.span("append", {}, () => {}));
    request.end("concerns", {}, false);
    await trace.close();
    expect(collector.spans.map(({ name }) => name)).toEqual(["job", "command", "concerns"]);
  });
});

describe("The tracing settings", () => {
  const tracing = (env: Record<string, string>) => readConfig(env).tracing;

  it("export nothing unless they name a collector, and nothing if they say none", () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318/base/" };
    expect(tracing({})).toBeUndefined();
    expect(tracing({ OTEL_SERVICE_NAME: "candour", OTEL_TRACES_SAMPLER: "always_on" })).toBeUndefined();
    expect(tracing({ ...endpoint, OTEL_SDK_DISABLED: "true" })).toBeUndefined();
    expect(tracing({ ...endpoint, OTEL_TRACES_EXPORTER: "none" })).toBeUndefined();
    expect(tracing(endpoint)).toMatchObject({ url: "http://127.0.0.1:4318/base/v1/traces", ratio: 1, linksRequests: false });
    expect(tracing({ OTEL_TRACES_EXPORTER: "otlp" })?.url).toBe("http://localhost:4318/v1/traces");
    const share = (sampler: string, arg = "0.25") =>
      tracing({ ...endpoint, OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: arg })?.ratio;
    expect([
      share("always_on"),
      share("parentbased_always_off"),
      share("traceidratio"),
      share("parentbased_traceidratio", ".5"),
    ]).toEqual([1, 0, 0.25, 0.5]);
  });

  it.each([
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "https://user:SECRET@collector.example"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "SECRET"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "authorization=SECRET%0Ax"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "authorization=SECRET%"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
    ["OTEL_EXPORTER_OTLP_TIMEOUT", "0"],
    ["OTEL_TRACES_EXPORTER", "console"],
    ["OTEL_TRACES_SAMPLER", "jaeger_remote"],
    ["OTEL_TRACES_SAMPLER_ARG", "1.5"],
    ["OTEL_BSP_MAX_QUEUE_SIZE", "1000000"],
  ])("are refused with a message that contains no secret: %s %s", (name, value) => {
    const refused = () => readConfig({ [name]: value });
    expect(refused).toThrow(new RegExp(`^The setting ${name} is not valid\\. Set it to .+\\.$`));
    expect(refused).not.toThrow(/SECRET/);
  });

  it("are refused in production if spans would go to another machine in plain text", () => {
    const production = {
      ...{ CANDOUR_ENV: "production", CANDOUR_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") },
      ...{ CANDOUR_TOKEN_ISSUER: "https://sign-in.example/", CANDOUR_JWKS_URL: "https://sign-in.example/keys" },
    };
    expect(() => readConfig({ ...production, OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.example:4318" })).toThrow(/https/);
    for (const url of ["http://127.0.0.1:4318", "https://collector.example"])
      expect(readConfig({ ...production, OTEL_EXPORTER_OTLP_ENDPOINT: url }).tracing?.url).toBe(`${url}/v1/traces`);
  });
});
