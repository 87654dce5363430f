// A collector that is away, slow or wrong: work goes on as fast as ever, what cannot be exported is dropped, counted and logged once, and the
// hub stops in time.
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

function opened(env: Record<string, string> = {}) {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const telemetry = openTelemetry();
  const tracing = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: "10", ...env }).tracing;
  const trace = openOtlpTrace(tracing ?? expect.fail("Nothing is exported."), { telemetry, logger });
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

describe("Spans that are exported", () => {
  it("are counted once the collector has them, and nothing is logged", async () => {
    const { trace, spans, exported, lines } = opened();
    spans(3);
    await expect.poll(exported).toBe(3);
    spans(2);
    await trace.close();
    expect([await exported(), collector.spans.length, lines]).toEqual([5, 5, []]);
  });

  it("are all sent when the hub stops, however many wait", async () => {
    const { trace, spans, exported } = opened({ OTEL_BSP_MAX_QUEUE_SIZE: "10000", OTEL_BSP_SCHEDULE_DELAY: "60000" });
    spans(8_000);
    await trace.close();
    expect(await exported()).toBe(8_000);
  });

  it("are sent when the hub stops though some of them are refused", async () => {
    const { trace, spans, exported, dropped } = opened({ OTEL_BSP_MAX_QUEUE_SIZE: "10000", OTEL_BSP_SCHEDULE_DELAY: "60000" });
    let exports = 0;
    collector.answer = (_request, response) => {
      exports += 1;
      if (exports === 1) response.writeHead(400).end();
      else setTimeout(() => response.end(), 50);
    };
    spans(2_000);
    await trace.close();
    // Whichever export came first.
    expect([125, 625]).toContain(await dropped("not-exported"));
    expect((await exported()) + (await dropped("not-exported"))).toBe(2_000);
  });

  it("carry the operator's headers and attributes, and go where the more exact setting says", async () => {
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

describe("Spans that the collector does not take", () => {
  it("wait in a bounded queue while it hangs; more are dropped at once, counted, and logged in one line", async () => {
    const hanging: (() => void)[] = [];
    collector.answer = (_request, response) => hanging.push(() => response.end());
    const { trace, spans, dropped, exported, lines } = opened({ OTEL_BSP_MAX_QUEUE_SIZE: "50" });
    spans(50);
    await expect.poll(() => hanging.length).toBe(1);
    spans(500);
    expect(await dropped("queue-full")).toBe(450);
    expect(lines).toMatchObject([{ code: "SPANS_DROPPED", reason: "queue-full", spans: 1 }]);
    // It answers again, and spans go out as before.
    collector.answer = (_request, response) => response.end();
    for (const answer of hanging) answer();
    await expect.poll(exported).toBe(100);
    expect(lines).toHaveLength(1);
    await trace.close();
  });

  it("are dropped when it refuses them, answers nonsense or redirects, and its answer is not logged", async () => {
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

  it("are dropped when it is away, or answers byte by byte for longer than it may", async () => {
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

  it("do not keep the hub from stopping: those that are not sent in two seconds are dropped, and logged", async () => {
    collector.answer = () => {};
    // By the exporter's own bound it would be a minute.
    const { trace, spans, dropped, lines } = opened({ OTEL_EXPORTER_OTLP_TIMEOUT: "60000" });
    spans(300);
    await trace.close();
    expect(await dropped("not-exported")).toBe(300);
    expect(lines).toMatchObject([{ code: "SPANS_DROPPED", spans: 300, fault: "STOPPED" }]);
    spans(10);
    expect([await dropped("queue-full"), await dropped("not-exported")]).toEqual([0, 310]);
  });
});

describe("Work that is traced", () => {
  it("gives and throws what it would otherwise, at once or later", async () => {
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

  it("is no span where the sampler does not want the trace, whatever the client says", async () => {
    const { trace } = opened({ OTEL_TRACES_SAMPLER: "parentbased_always_off", OTEL_PROPAGATORS: "tracecontext" });
    const request = trace.request("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    expect(request.id).toBeUndefined();
    expect(request.within(() => trace.span("command", {}, () => 7))).toBe(7);
    request.end("concerns", {}, false);
    await trace.close();
    expect(collector.requests).toEqual([]);
  });

  it("is no span where no trace is under way, and none of a trace that has ended", async () => {
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

describe("The settings of traces", () => {
  const tracing = (env: Record<string, string>) => readConfig(env).tracing;

  it("want nothing exported unless they name a collector, and nothing where they say none", () => {
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
  ])("are refused with a sentence that has no secret: %s %s", (name, value) => {
    const refused = () => readConfig({ [name]: value });
    expect(refused).toThrow(new RegExp(`^The setting ${name} is not valid\\. Set it to .+\\.$`));
    expect(refused).not.toThrow(/SECRET/);
  });

  it("are refused in production where spans would go to another machine in clear", () => {
    const production = {
      ...{ CANDOUR_ENV: "production", CANDOUR_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") },
      ...{ CANDOUR_TOKEN_ISSUER: "https://sign-in.example/", CANDOUR_JWKS_URL: "https://sign-in.example/keys" },
    };
    expect(() => readConfig({ ...production, OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.example:4318" })).toThrow(/https/);
    for (const url of ["http://127.0.0.1:4318", "https://collector.example"])
      expect(readConfig({ ...production, OTEL_EXPORTER_OTLP_ENDPOINT: url }).tracing?.url).toBe(`${url}/v1/traces`);
  });
});
