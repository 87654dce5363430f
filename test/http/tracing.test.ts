// What a hub exports to a collector: which spans under whom, nothing that is confidential, and nothing that a client decides.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startByDate } from "../../hub/clock/scheduled-jobs.ts";
import { reportingMailer } from "../../hub/observability/reports.ts";
import { SPAN_ATTRIBUTES, SPANS, type SpanName } from "../../hub/observability/trace.ts";
import { tracedBuilder } from "../../hub/observability/traced.ts";
import { RELEASE } from "../../hub/verification/release.ts";
import { registerModel } from "../../projections/register/register.ts";
import { concern, TARROWSHIRE } from "../examples/api-inputs.ts";
import { done, mutation } from "../helpers/send-command.ts";
import { subscribe } from "../helpers/sse.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";
import { type CollectedSpan, type Collector, startCollector } from "../helpers/trace-collector.ts";

async function startTraced(env: Record<string, string> = {}, seed = true) {
  const collector = await startCollector();
  const exported = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: "10" };
  const hub = await startHub({ seed, env: { CANDOUR_ACCESS_LOG: "true", ...exported, ...env } });
  return { collector, hub, traced: tracedBy(hub, collector) };
}
async function stop({ hub, collector }: { readonly hub: TestHub; readonly collector: Collector }) {
  await hub.close();
  collector.close();
}

type Headers = Readonly<Record<string, string>>;
/** Asks over HTTP, and returns the spans of the request once its own has come: those within it are exported before. */
function tracedBy(hub: TestHub, collector: Collector) {
  return async (person: string, body: object, headers: Headers = {}, path = "/graphql") => {
    const response = await fetch(`${hub.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await hub.token(person)}`, ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const request = response.headers.get("x-request-id") ?? "";
    const root = await found(collector, ({ attributes }) => attributes["candour.request_id"] === request);
    return { text, request, root, spans: collector.spans.filter(({ trace }) => trace === root.trace) };
  };
}
async function found(collector: Collector, is: (span: CollectedSpan) => boolean): Promise<CollectedSpan> {
  await expect.poll(() => collector.spans.some(is)).toBe(true);
  return collector.spans.find(is) ?? expect.fail("There is no such span.");
}
/** Each span as its name and the names of its ancestors. */
function paths(spans: readonly CollectedSpan[]): readonly string[] {
  const path = ({ name, parent }: CollectedSpan): string => {
    const above = spans.find(({ id }) => id === parent);
    return above ? `${path(above)} > ${name}` : name;
  };
  return spans.map(path);
}
const linesOf = (hub: TestHub, request: string): readonly { readonly trace?: string }[] =>
  hub.logged.map((line) => JSON.parse(line)).filter((line) => line.request === request);

const GIVEN = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };

describe("Spans", () => {
  let [hub, collector, traced] = [{} as TestHub, {} as Collector, {} as ReturnType<typeof tracedBy>];
  beforeAll(async () => {
    ({ hub, collector, traced } = await startTraced());
  });
  afterAll(() => stop({ hub, collector }));

  it("of a command show its waits, with the id in the response and the log", async () => {
    const query = mutation("logConcern", "... on ConcernChanged { concern { summary { text } } }");
    const log = (idempotencyKey: string) => traced("adviser", { query, variables: { input: { idempotencyKey, ...concern } } });
    // The first since the start fills the pool of keys.
    await log("first");
    const { spans, root, request } = await log("1");
    expect([...paths(spans)].sort()).toEqual([
      "logConcern",
      "logConcern > command",
      "logConcern > command > append",
      "logConcern > command > append > commit",
      "logConcern > command > policy.decide",
      // Of the council's stream: a matter that was logged before and not told inherits its last day.
      "logConcern > command > read",
      "logConcern > command > read_models.wait",
      "logConcern > disclosure.record",
      "logConcern > disclosure.record > append",
      "logConcern > disclosure.record > append > commit",
      "logConcern > read",
    ]);
    expect(root.attributes).toEqual({
      "candour.request_id": request,
      "candour.way": "/graphql",
      "candour.fields": ["logConcern"],
      "http.response.status_code": 200,
    });
    const attributes = (name: string) => spans.filter((span) => span.name === name).map((span) => span.attributes);
    const command = { "candour.command": "logConcern", "candour.stream_kind": "concern", "candour.outcome": "done" };
    expect(attributes("command")).toEqual([command]);
    expect(attributes("append")).toEqual([
      { "candour.store": "log", "candour.stream_kind": "concern", "candour.events": 2, "candour.outcome": "appended" },
      {
        "candour.store": "disclosures",
        "candour.stream_kind": "answers",
        "candour.events": 1,
        "candour.outcome": "appended",
      },
    ]);
    expect(attributes("policy.decide")).toEqual([{ "candour.action": "logConcern", "candour.allowed": true }]);
    expect(spans.every(({ nanoseconds }) => nanoseconds > 0n)).toBe(true);
    expect(linesOf(hub, request).map(({ trace }) => trace)).toEqual([root.trace]);
    expect(collector.requests.every(({ url }) => url === "/v1/traces")).toBe(true);
    expect(collector.resource).toMatchObject({ "service.name": "candour", "service.version": RELEASE });
  });

  it("of a read show its queries and that its disclosures were recorded", async () => {
    const { spans } = await traced("chief-executive", {
      query: "{ concerns(first: 3) { totalCount nodes { summary { text } } } }",
    });
    expect([...paths(spans)].sort()).toEqual([
      "concerns",
      "concerns > disclosure.record",
      "concerns > disclosure.record > append",
      "concerns > disclosure.record > append > commit",
      ...["concerns > read", "concerns > read", "concerns > read"],
    ]);
    const queries = spans.filter(({ name }) => name === "read").map(({ attributes }) => attributes["candour.query"]);
    expect(queries.sort()).toEqual(["counts", "isAware", "list"]);
  });

  it("of what is refused have the code, and of a fault of the hub's own that it has failed; its log line has the trace", async () => {
    const input = { idempotencyKey: "2", ...concern, evidence: [] };
    const refused = await traced("adviser", { query: mutation("logConcern"), variables: { input } });
    const [command] = refused.spans.filter(({ name }) => name === "command");
    expect(command?.attributes).toMatchObject({ "candour.outcome": "refused", "candour.code": "VAGUE_CONCERN" });
    expect(refused.spans.some(({ hasFailed }) => hasFailed)).toBe(false);
    const { people } = hub.hub;
    const { queries } = people;
    const broken = () => {
      throw new TypeError("SECRETERROR");
    };
    Object.assign(people, { queries: broken });
    const failed = await traced("adviser", { query: "{ viewer { assignments { role } } }" }).finally(() =>
      Object.assign(people, { queries }),
    );
    expect(failed.root).toMatchObject({ name: "viewer", hasFailed: true, attributes: { "candour.codes": ["INTERNAL"] } });
    const lines = linesOf(hub, failed.request) as readonly { code?: string; trace?: string }[];
    expect(lines.map(({ code, trace }) => [code, trace])).toEqual([
      ["QUESTION_FAILED", failed.root.trace],
      ["REQUEST", failed.root.trace],
    ]);
  });

  it("contain nothing confidential and no name from a client, for any query in any form", async () => {
    const secret = "SECRETTEXT that two teams wrote";
    const input = { idempotencyKey: "SECRETKEY", ...concern, summary: `${concern.summary} ${secret}` };
    const query = mutation("logConcern", "... on ConcernChanged { concern { id } }").replace("mutation", "mutation SECRETNAME");
    const headers = {
      baggage: "SECRETBAGGAGE=1",
      tracestate: "SECRETSTATE=1",
      "user-agent": "SECRETAGENT",
      "x-request-id": "SECRETID",
    };
    const logged = await traced(
      "adviser",
      { query, variables: { input }, operationName: "SECRETNAME" },
      headers,
      "/graphql?SECRETQUERY=1",
    );
    const { id } = JSON.parse(logged.text).data.result.concern;
    await traced("adviser", {
      query: `query SECRETNAME($SECRETVAR: ID!) { SECRETALIAS: concern(id: $SECRETVAR) { summary { text } } }`,
      variables: { SECRETVAR: id },
    });
    await traced("adviser", { query: `{ concerns(filter: { text: "SECRETSEARCH" }) { totalCount } }` });
    await traced("adviser", { query: "{ SECRETFIELD }" });
    await traced("adviser", { query: "{ SECRETSYNTAX " });
    await traced("SECRETPERSON", { query: "{ viewer { assignments { role } } }" });
    await traced("adviser", { query: "{ viewer { assignments { role } } }" }, { authorization: "Bearer SECRETTOKEN" });
    await traced("adviser", {}, {}, "/SECRETPATH");
    await traced("chief-executive", { council: TARROWSHIRE, format: "json" }, {}, "/ledger");
    await traced("chief-executive", { council: "SECRETCOUNCIL", format: "json" }, {}, "/ledger");
    await done(hub, "adviser", "recordAwareness", {
      ...{ concern: id, toldName: "SECRETTOLD", toldOffice: "CHIEF_EXECUTIVE", channel: "IN_PERSON", toldOn: "2026-03-01" },
      ...{ about: secret, bodies: ["cib-east-midlands"] },
    });
    const live = await subscribe(
      hub,
      "adviser",
      `subscription SECRETNAME { SECRETALIAS: concernChanged(concern: "${id}") { __typename } }`,
    );
    await live.next();
    await live.leave();
    const stream = await found(collector, ({ name }) => name === "concernChanged");
    expect(stream.attributes["candour.cut"]).toBe(true);
    expect(collector.spans.filter(({ trace }) => trace === stream.trace)).toHaveLength(1);

    const exported = collector.bodies.join("");
    expect(exported.length).toBeGreaterThan(5_000);
    for (const confidential of [
      /SECRET/i,
      /Tarrowshire/i,
      /X0000/,
      /chief-executive|adviser/,
      /cib-east/,
      /Tolliver|assessments|supervision/i,
    ])
      expect(exported).not.toMatch(confidential);
    expect(exported).not.toContain(id);
    expect(exported).not.toContain(hub.dir);
  });

  it("have the names and attributes that docs/operations.md lists, and no others", async () => {
    const known = new Set<string>(Object.keys(SPANS));
    const named = collector.spans.filter(({ parent }) => parent !== "").map(({ name }) => name);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    const attributes = new Set(collector.spans.flatMap((span) => Object.keys(span.attributes)));
    expect([...attributes].filter((name) => !(name in SPAN_ATTRIBUTES))).toEqual([]);
    expect(collector.spans.every(({ message }) => message === "")).toBe(true);
    const [, section = ""] = readFileSync(join(import.meta.dirname, "../../docs/operations.md"), "utf8").split(/^## Traces$/m);
    const rows = [...(section.split(/^## /m)[0] ?? "").matchAll(/^\| `([\w.]+)`\s+\| (.*?)\s*\|$/gm)];
    const table = rows.map(([, name, meaning]) => [name, meaning]);
    expect(table).toEqual([...Object.entries(SPANS), ...Object.entries(SPAN_ATTRIBUTES)]);
  });

  it("of scheduled work are separate traces: jobs by date, mail, a check, a rebuild, a build", async () => {
    const rootOf = (name: SpanName) => found(collector, (span) => span.name === name && span.parent === "");
    const { trace } = hub.hub;
    // By then a review of the demonstration's has fallen due.
    hub.clock.set("2026-09-30T12:00:00.000Z");
    await done(hub, "adviser", "setMailAddress", { person: "adviser", address: "rowan@example.org" });
    const mailer = reportingMailer({ send: async () => {}, close() {} }, hub.hub);
    const byDate = startByDate(hub.hub, hub.logger, mailer);
    const mail = await found(collector, ({ name }) => name === "mail.send");
    const job = await found(collector, ({ trace, parent }) => trace === mail.trace && parent === "");
    byDate.stop();
    expect([mail.attributes, job.name, job.attributes["candour.job"]]).toEqual([
      { "candour.outcome": "sent" },
      "job",
      "notices_sent",
    ]);
    expect(collector.bodies.join("")).not.toMatch(/rowan|example\.org/);
    await found(collector, ({ attributes }) => attributes["candour.job"] === "deadlines_recorded");
    // A run that finds nothing due reads too.
    const runs = collector.spans.filter(({ name, parent }) => name === "job" && parent === "");
    expect(runs.filter(({ attributes }) => !attributes["candour.count"])).toEqual([]);

    await hub.hub.verification.run();
    expect((await rootOf("verification")).attributes).toEqual({ "candour.flaws": 0, "candour.unchecked": 0 });
    await hub.hub.rebuild();
    await rootOf("read_models.rebuild");
    const builder = tracedBuilder({ build: () => Promise.reject(new Error("SECRETBUILD")), close: async () => {} }, trace);
    await expect(builder.build(registerModel, "SECRETFILE")).rejects.toThrow("SECRETBUILD");
    expect(await rootOf("read_model.build")).toMatchObject({ hasFailed: true, attributes: { "candour.read_model": "register" } });
  });

  it("of a job that had nothing to do are left out", async () => {
    const { trace } = hub.hub;
    const [idle, busy] = ["idle", "busy"] as const;
    await trace.job("job", { "candour.job": idle }, async (span) => span.leaveOut());
    await trace.job("job", { "candour.job": busy }, async (span) => {
      span.leaveOut();
      trace.span("append", {}, () => {});
    });
    await found(collector, ({ attributes }) => attributes["candour.job"] === busy);
    expect(collector.spans.some(({ attributes }) => attributes["candour.job"] === idle)).toBe(false);
  });

  it("export no text that gets into them by mistake, nor an id", async () => {
    const { trace } = hub.hub;
    const mistaken = { "candour.job": "Two teams wrote this.", "candour.code": randomUUID(), "candour.fields": ["A name"] };
    trace.job("job", { ...mistaken, "candour.count": 4_711 }, () => {});
    const span = await found(collector, ({ attributes }) => attributes["candour.count"] === 4_711);
    expect(span.attributes).toEqual({
      ...{ "candour.job": "OTHER", "candour.code": "OTHER", "candour.fields": ["OTHER"] },
      "candour.count": 4_711,
    });
  });

  it("are part of no trace that a client names, nor linked to it", async () => {
    const { root } = await traced("adviser", { query: "{ viewer { assignments { role } } }" }, GIVEN);
    expect([root.parent, root.links]).toEqual(["", []]);
    expect(collector.bodies.join("")).not.toContain(Buffer.from("0af7651916cd43dd", "hex").toString("latin1"));
  });

  it("of one trace are limited in number, and spans of appends are kept however much the request reads", async () => {
    const { trace } = hub.hub;
    const request = trace.request(undefined);
    request.within(() => {
      for (let n = 0; n < 1_000; n += 1) trace.span("read", {}, () => {});
      for (let n = 0; n < 1_000; n += 1) trace.span("append", {}, () => {});
    });
    request.end("many", {}, false);
    const many = await found(collector, ({ name }) => name === "many");
    const within = collector.spans.filter(({ parent }) => parent === many.id);
    expect([within.length, within.filter(({ name }) => name === "read").length]).toEqual([250, 100]);
    expect(many.attributes["candour.spans_left_out"]).toBe(1_750);
  });
});

describe("A hub that links requests to the traces of its proxy", () => {
  it("uses a valid traceparent as a link and never as a parent", async () => {
    const { hub, collector, traced } = await startTraced({ OTEL_PROPAGATORS: "tracecontext,baggage" }, false);
    const { root } = await traced("adviser", { query: "{ viewer { assignments { role } } }" }, GIVEN);
    expect([root.parent, root.links]).toEqual(["", ["0af7651916cd43dd8448eb211c80319c b7ad6b7169203331"]]);
    expect(root.trace).not.toBe("0af7651916cd43dd8448eb211c80319c");
    for (const traceparent of ["SECRET", `${GIVEN.traceparent}-SECRET`, `00-${"0".repeat(32)}-b7ad6b7169203331-01`])
      expect((await traced("adviser", { query: "{ viewer { assignments { role } } }" }, { traceparent })).root.links).toEqual([]);
    await stop({ hub, collector });
  });
});

describe("A hub whose collector hangs", () => {
  it("answers as before, and stops", async () => {
    const { hub, collector } = await startTraced({ OTEL_BSP_MAX_QUEUE_SIZE: "3", OTEL_EXPORTER_OTLP_TIMEOUT: "60000" }, false);
    collector.answer = () => {};
    for (let n = 0; n < 10; n += 1) expect((await hub.ask("adviser", "{ viewer { person { id } } }")).status).toBe(200);
    await expect.poll(hub.hub.telemetry.text).toMatch(/^candour_spans_dropped_total\{reason="queue-full"\} [1-9]/m);
    await hub.close();
    collector.close();
    const lines = hub.logged.map((line) => JSON.parse(line)).filter(({ code }) => code === "SPANS_DROPPED");
    expect(lines).toMatchObject([{ reason: "queue-full" }]);
  });
});
