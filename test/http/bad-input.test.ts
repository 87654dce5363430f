// Bad input gets a clear refusal that names the field or the rule, changes nothing, and reveals nothing about the hub's internals.
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { LogUnavailable } from "../../event-log/port.ts";
import {
  awareness,
  concern,
  EAST_MIDLANDS,
  evidence,
  offer,
  proposal,
  signal,
  submission,
  TARROWSHIRE,
} from "../examples/api-inputs.ts";
import { boundHere } from "../helpers/machine-speed.ts";
import { expectNothingInternal } from "../helpers/nothing-internal.ts";
import { withProcessorTime } from "../helpers/processor-time.ts";
import { command, done, mutation, type Result } from "../helpers/send-command.ts";
import { type Answer, startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
let known: string;
beforeAll(async () => {
  // Faults are made in this thread alone.
  hub = await startHub({ env: { CANDOUR_READERS: "1" } });
  known = await done(hub, "adviser", "logConcern", concern);
});
afterAll(() => hub.close());
afterEach(() => vi.restoreAllMocks());

/** Returns the result of `ask`, which must change nothing and reveal nothing. */
async function refused<T>(ask: () => Promise<T>): Promise<T> {
  const printed = [vi.spyOn(console, "error"), vi.spyOn(console, "log"), vi.spyOn(console, "warn")];
  const before = await hub.hub.log.head();
  const answer = await ask();
  expect(await hub.hub.log.head()).toBe(before);
  expectNothingInternal(answer);
  for (const print of printed) expect(print).not.toHaveBeenCalled();
  return answer;
}

type Refused = Answer<Record<string, unknown> | null | undefined>;
const send = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Refused> =>
  hub.send(body, { "content-type": "application/json", authorization: `Bearer ${await hub.token("adviser")}`, ...headers });
const ask = (query: string, variables?: object): Promise<Refused> => hub.ask("adviser", query, variables);
const codeOf = ({ body }: Refused) => body.errors?.[0]?.extensions?.code;
const messageOf = ({ body }: Refused) => body.errors?.[0]?.message ?? "";

/** No data, a code, and a sentence short enough to read. */
function expectError(answer: Refused): void {
  expect(answer.body.data || null).toBeNull();
  expect(answer.body.errors).toBeDefined();
  expect(codeOf(answer)).toMatch(/^[A-Z][A-Z_]+$/);
  expect(codeOf(answer)).not.toMatch(/^INTERNAL/);
  expect(messageOf(answer).length).toBeGreaterThan(10);
  expect(messageOf(answer).length).toBeLessThan(1_000);
}

describe("A request that is no GraphQL request", () => {
  it.each(["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])(
    "by %s is refused: a question in an address would stand in logs",
    async (method) => {
      const address = `${hub.url}/graphql?query=${encodeURIComponent("{ viewer { person } }")}`;
      const response = await fetch(address, { method, headers: { authorization: `Bearer ${await hub.token("adviser")}` } });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "METHOD_NOT_ALLOWED" } }] });
    },
  );

  it.each([
    ["JSON that is cut off", '{"query":"{ viewer'],
    ["no JSON", "query=viewer"],
    ["nothing", ""],
    ["a number", "5"],
    ["null", "null"],
    ["text", '"{ viewer { person } }"'],
    ["an empty object", "{}"],
    ["an empty list", "[]"],
    ["a batch", '[{"query":"{ viewer { person } }"},{"query":"{ viewer { person } }"}]'],
    ["a query that is a number", '{"query":5}'],
    ["a query that is empty", '{"query":""}'],
    ["a query that is null", '{"query":null}'],
    ["variables that are text", '{"query":"{ viewer { person } }","variables":"x"}'],
    ["variables that are a list", '{"query":"{ viewer { person } }","variables":[1]}'],
    ["an operation that is not there", '{"query":"query A { viewer { person } }","operationName":"B"}'],
    ["an operation named by an object", '{"query":"query A { viewer { person } }","operationName":{"a":1}}'],
    ["a syntax error", '{"query":"{ viewer { person "}'],
    ["a query in the place of the prototype", '{"__proto__":{"query":"{ viewer { person } }"}}'],
  ])("%s: gets advice", async (_, body) => {
    const answer = await refused(() => send(body));
    expect(answer.status).toBeLessThan(500);
    expectError(answer);
  });

  it.each([
    ["in Windows-1252", Buffer.from('{"query":"{ viewer { person } } # Si\u00f4n"}', "latin1")],
    ["with a letter cut in half", Buffer.from([...Buffer.from('{"query":"{ viewer { person } } #'), 0xc3, ...Buffer.from('"}')])],
    ["with half of a surrogate pair", Buffer.from([...Buffer.from('{"query":"#'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')])],
  ])("%s is refused with a sentence: read leniently, its letters would be lost for good", async (_, bytes) => {
    const answer = await refused(() => send(new Uint8Array(bytes)));
    expect([answer.status, codeOf(answer)]).toEqual([400, "BAD_REQUEST"]);
    expect(messageOf(answer)).toMatch(/not in UTF-8.*Send it in UTF-8\.$/);
  });

  it("in UTF-8 with a byte order mark is read", async () => {
    const answer = await send(new Uint8Array(Buffer.from('\ufeff{"query":"{ viewer { person } }"}')));
    expect([answer.status, answer.body]).toEqual([200, { data: { viewer: { person: "adviser" } } }]);
  });

  it.each([
    ["text/plain", JSON.stringify({ query: "{ viewer { person } }" })],
    ["application/graphql", "{ viewer { person } }"],
    ["application/graphql+json", JSON.stringify({ query: "{ viewer { person } }" })],
    ["application/x-www-form-urlencoded", `query=${encodeURIComponent("{ viewer { person } }")}`],
    [
      "multipart/form-data; boundary=b",
      '--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ viewer { person } }"}\r\n--b\r\ncontent-disposition: form-data; name="map"\r\n\r\n{}\r\n--b--\r\n',
    ],
    ["application/json; charset=utf-16", JSON.stringify({ query: "{ viewer { person } }" })],
    ["nonsense", "{ viewer { person } }"],
  ])("as %s is refused: a body is JSON", async (type, body) => {
    const answer = await refused(() => send(body, { "content-type": type }));
    expect([400, 415]).toContain(answer.status);
    expectError(answer);
  });

  it.each(["/graphql/x", "/", "/%", "/%2e%2e/%2e%2e/etc/passwd", "/.env", "//", "/ready/x"])(
    "to %s is answered without a trace",
    async (path) => {
      const headers = { authorization: `Bearer ${await hub.token("adviser")}`, "content-type": "application/json" };
      const response = await fetch(hub.url + path, { method: "POST", headers, body: "{}" });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expectNothingInternal(await response.text());
    },
  );
});

describe("A request that is too large", () => {
  const big = "x".repeat(1_100_000);

  it.each([
    ["", JSON.stringify({ query: "{ viewer { person } }", variables: { big } }), {}],
    [", in a comment", JSON.stringify({ query: `{ viewer { person } } #${big}` }), {}],
    [
      ", packed small",
      new Uint8Array(gzipSync(JSON.stringify({ query: "{ viewer { person } }", big: big.repeat(5) }))),
      { "content-encoding": "gzip" },
    ],
  ])("is refused%s, with its bound", async (_, body, headers) => {
    const answer = await refused(() => send(body, headers));
    expect([answer.status, codeOf(answer), messageOf(answer)]).toEqual([
      413,
      "TOO_LARGE",
      "The request is too large. Send at most 1mb.",
    ]);
  });

  it.each([
    "application/graphql+json",
    "application/x-www-form-urlencoded",
    "application/graphql",
    "multipart/form-data; boundary=b",
  ])("is not read as %s either", async (type) => {
    const body: Record<string, string> = {
      "application/graphql": `{ viewer { person } } #${big}`,
      "application/x-www-form-urlencoded": `query=${encodeURIComponent("{ viewer { person } }")}&variables=${encodeURIComponent(JSON.stringify({ big }))}`,
      "multipart/form-data; boundary=b": `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ viewer { person } }"}\r\n--b\r\ncontent-disposition: form-data; name="map"\r\n\r\n{}\r\n--b\r\ncontent-disposition: form-data; name="big"; filename="big"\r\n\r\n${big}\r\n--b--\r\n`,
    };
    const answer = await refused(() =>
      send(body[type] ?? JSON.stringify({ query: "{ viewer { person } }", big }), { "content-type": type }),
    );
    expect([413, 415]).toContain(answer.status);
    expect(answer.body.data?.viewer).toBeUndefined();
  });
});

describe("A query over the limits", () => {
  it("in depth is refused", async () => {
    const deep =
      "{ concerns { nodes { council { concerns { nodes { council { concerns { nodes { council { concerns { nodes { id } } } } } } } } } } } }";
    const answer = await refused(() => ask(deep));
    expectError(answer);
    expect(messageOf(answer)).toMatch(/depth/);
  });

  it("in depth, through fragments, is refused", async () => {
    const levels = Array.from(
      { length: 5 },
      (_, i) => `fragment F${i} on Concern { council { concerns { nodes { ...F${i + 1} } } } }`,
    );
    expectError(await refused(() => ask(`{ concerns { nodes { ...F0 } } } ${levels.join(" ")} fragment F5 on Concern { id }`)));
  });

  it("about the schema, in depth, is refused", async () => {
    const deep = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";
    expectError(await refused(() => ask(deep)));
  });

  it("in words is refused before it is read to its end", async () => {
    const answer = await refused(() => ask(`{ ${"viewer { person } ".repeat(1_000)} }`));
    expectError(answer);
    expect(messageOf(answer)).toMatch(/tokens/);
  });

  it.each<[string, string, object?]>([
    [
      "a hundred concerns of the council of each of a hundred",
      "{ concerns(first: 100) { nodes { council { concerns(first: 100) { nodes { id } } } } } }",
    ],
    [
      "the same by variables",
      "query($n: Int) { concerns(first: $n) { nodes { council { concerns(first: $n) { nodes { id } } } } } }",
      { n: 100 },
    ],
    [
      "the same by a default",
      "query($n: Int = 100) { concerns(first: $n) { nodes { council { concerns(first: $n) { nodes { id } } } } } }",
    ],
    [
      "the same by fragments",
      "{ concerns(first: 100) { ...C } } fragment C on ConcernConnection { nodes { council { ...D } } } fragment D on Council { concerns(first: 100) { nodes { id } } }",
    ],
    [
      "the same under many names",
      `{ ${Array.from({ length: 60 }, (_, i) => `a${i}: concerns(first: 100) { nodes { id } }`).join(" ")} }`,
    ],
    ["a hundred concerns of every council", "{ councils { concerns(first: 100) { nodes { id strand cause stage erased } } } }"],
    [
      "every concern count of every council, many times",
      `{ councils { ${Array.from({ length: 50 }, (_, i) => `a${i}: concerns { totalCount facets { region { value } } }`).join(" ")} } }`,
    ],
    [
      "every period of a hundred metrics, many times",
      `{ metrics(first: 100) { nodes { ${Array.from({ length: 60 }, (_, i) => `a${i}: periods { id }`).join(" ")} } } }`,
    ],
    [
      "pages of the usual size, where nothing is given for a size that the question has small",
      `query($n: Int = 1) { ${Array.from({ length: 160 }, (_, i) => `a${i}: concerns(first: $n) { nodes { id strand cause stage } }`).join(" ")} }`,
      { n: null },
    ],
  ])("in all is refused: %s", async (_, query, variables) => {
    const answer = await refused(() => ask(query, variables));
    expectError(answer);
    expect([codeOf(answer), messageOf(answer)]).toEqual(["TOO_LARGE", expect.stringMatching(/^The question is too large: /)]);
  });

  it.each([
    ["fragments in a circle", "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"],
    ["a fragment of itself", "{ ...A } fragment A on Query { ...A }"],
    ["a fragment that is not there", "{ ...Missing }"],
    ["a fragment named as every object's parts are", "{ ...toString }"],
    ["an operation named as every object's prototype is", "query __proto__ { nothing }"],
    ["two operations and no choice", "query A { viewer { person } } query B { viewer { person } }"],
    ["two operations of one name", "query A { viewer { person } } query A { viewer { person } }"],
    ["a fragment nobody uses", "{ viewer { person } } fragment A on Viewer { person }"],
    ["no operation", "fragment A on Viewer { person }"],
    ["a type", "type Query { a: Int }"],
    ["a subscription", "subscription { viewer { person } }"],
  ])("in form is refused: %s", async (_, query) => {
    const answer = await refused(() => ask(query));
    expect(answer.status).toBeLessThan(500);
    expectError(answer);
  });

  it("by fragments that double, is refused at once", async () => {
    const levels = Array.from({ length: 21 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(" ");
    const { result: answer, ms } = await withProcessorTime(() =>
      refused(() => ask(`{ ...F0 } ${levels} fragment F21 on Query { viewer { person } }`)),
    );
    expectError(answer);
    expect(ms).toBeLessThan(boundHere(1_000, ms));
  });
});

describe("A query that does not match the schema", () => {
  it.each<[string, string, object?]>([
    ["a field", "{ concernz { id } }"],
    ["a part of a concern", "{ concerns { nodes { secret } } }"],
    ["an argument", '{ concern(id: "x", as: "adviser") { id } }'],
    ["a type", "query($f: SecretFilter) { concerns(filter: $f) { totalCount } }"],
    ["a directive", "{ viewer @admin { person } }"],
    ["a value of an enum", "{ concerns(filter: { cause: FRAUD }) { totalCount } }"],
    [
      "a value of an enum, as a variable",
      "query($f: ConcernFilter) { concerns(filter: $f) { totalCount } }",
      { f: { cause: "finance" } },
    ],
    ["a filter", "query($f: ConcernFilter) { concerns(filter: $f) { totalCount } }", { f: { author: "adviser" } }],
    ["an input", mutation("logConcern"), { input: { idempotencyKey: "k", ...concern, asPerson: "second-adviser" } }],
    ["an input left out", mutation("logConcern"), { input: { idempotencyKey: "k", ...concern, cause: undefined } }],
    ["an input of another form", mutation("logConcern"), { input: { idempotencyKey: "k", ...concern, evidence: 7 } }],
    ["a variable left out", mutation("logConcern")],
    [
      "a date that no calendar has",
      mutation("logConcern"),
      { input: { idempotencyKey: "k", ...concern, period: { from: "2025-02-30", to: "2025-03-01" } } },
    ],
    [
      "a date of another form",
      mutation("logConcern"),
      { input: { idempotencyKey: "k", ...concern, period: { from: "01/02/2025", to: "2025-03-01" } } },
    ],
    ["a number out of bounds", "{ concerns(first: 99999999999) { totalCount } }"],
    [
      "a version out of bounds",
      mutation("reply"),
      { input: { idempotencyKey: "k", concern: "x", reply: "y", expectedVersion: 1e12 } },
    ],
  ])("is refused without data: %s", async (_, query, variables) => expectError(await refused(() => ask(query, variables))));

  it("names the invalid input", async () => {
    const wrong = { input: { idempotencyKey: "k", ...concern, evidence: [{ ...evidence, kind: "RUMOUR" }] } };
    expect(messageOf(await refused(() => ask(mutation("logConcern"), wrong)))).toMatch(
      /input.*evidence.*kind|kind.*RUMOUR|EvidenceKind/,
    );
  });

  it.each([{ note: "secret" }, ["secret"], { secret: [1.5] }])(
    "is refused without what was sent where an id is wanted: %j",
    async (id) => {
      const answer = await refused(() => ask("query($id: ID!) { concern(id: $id) { id } }", { id }));
      expect(messageOf(answer)).toMatch(/^Variable "\$id" has invalid value/);
      expect(messageOf(answer)).not.toContain("secret");
    },
  );

  it("is refused at once without quoting the input, even if the input looks like a refusal", async () => {
    const list =
      "query($s: Strand, $n: Int, $f: ConcernFilter) { concerns(first: $n, filter: $f) { totalCount } of: concerns(filter: { strand: $s }) { totalCount } }";
    const forms = [
      "secret",
      '"secret got invalid value ',
      'secret " does not exist ',
      "secret found: ",
      "secret value: ",
      "secret; ",
    ];
    for (const sent of forms.flatMap((form) => [form, form.repeat(900_000 / form.length)]))
      for (const variables of [
        { s: sent },
        { n: sent },
        { f: sent },
        { f: { strand: sent } },
        { f: { strnd: { inner: sent } } },
      ]) {
        const { result: answer, ms } = await withProcessorTime(() => refused(() => ask(list, variables)));
        expect(ms).toBeLessThan(boundHere(3_000, ms));
        expectError(answer);
        expect(messageOf(answer)).not.toContain("secret");
        expect(messageOf(answer)).toMatch(/^Variable "\$[snf]" has invalid value/);
      }
  });

  it("has a name of an operation that is no longer than a name", async () => {
    const body = { query: "query a { regions { code } } query b { regions { code } }", operationName: "a".repeat(201) };
    const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.token("adviser")}` };
    expect((await hub.send(JSON.stringify(body), headers)).status).toBe(400);
    const none = await hub.send(JSON.stringify({ ...body, operationName: "" }), headers);
    expect(none.body.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("names parts of the schema, which every signed-in person may read, and never what is recorded", async () => {
    const answer = await refused(() => hub.ask("somebody-new", "{ concerns { nodes { sumary { tekst } } } }"));
    expect(answer.body.errors?.length).toBeGreaterThan(0);
    expectNothingInternal(answer);
  });
});

describe("A command that the rules refuse", () => {
  const log = (differing: object) => ["adviser", "logConcern", { ...concern, ...differing }] as const;
  const item = (differing: object) => log({ evidence: [{ ...evidence, ...differing }] });
  const cites = (metric: string, area: string) =>
    item({ kind: "PUBLISHED_METRIC", cites: { metric, area, period: "fin_2024_25" } });
  const on = (name: string, input: object, person = "adviser") => [person, name, input] as const;

  it.each<[string, readonly [string, string, object], string, string | null]>([
    ["a concern without evidence", log({ evidence: [] }), "VAGUE_CONCERN", "evidence"],
    ["a concern in which nothing was observed", log({ observed: "" }), "VAGUE_CONCERN", "observed"],
    ["a concern without a summary", log({ summary: "   " }), "INVALID_INPUT", "summary"],
    ["a concern about no council", log({ council: "" }), "VAGUE_CONCERN", "council"],
    ["an unknown council", log({ council: "E99999999" }), "UNKNOWN_COUNCIL", "council"],
    ["a council that has been abolished", log({ council: "E07000152" }), "COUNCIL_NOT_IN_FORCE", "council"],
    ["a period that is not over", log({ period: { from: "2026-03-01", to: "2026-03-03" } }), "FUTURE_DATE", "period.to"],
    ["a period back to front", log({ period: { from: "2025-09-30", to: "2025-04-01" } }), "PERIOD_REVERSED", "period"],
    ["evidence of tomorrow", item({ period: { from: "2026-03-01", to: "2026-03-03" } }), "FUTURE_DATE", "evidence.0.period.to"],
    [
      "evidence with conditions that it does not say",
      item({ handling: "C" }),
      "CONDITIONS_REQUIRED",
      "evidence.0.handlingConditions",
    ],
    ["a cause of another strand", log({ strand: "CORPORATE" }), "CAUSE_NOT_FOR_STRAND", "cause"],
    ["a metric that is not cited", item({ kind: "PUBLISHED_METRIC" }), "METRIC_REQUIRED", "evidence.0.cites"],
    ["a metric the hub does not hold", cites("424242", TARROWSHIRE), "METRIC_NOT_FOUND", "evidence.0.cites"],
    ["a metric of another council", cites("990001", "X00000009"), "METRIC_OF_ANOTHER_AREA", "evidence.0.cites.area"],
    ["too much text", log({ observed: "x".repeat(10_001) }), "INVALID_INPUT", "observed"],
    ["too much evidence", log({ evidence: Array.from({ length: 21 }, () => evidence) }), "INVALID_INPUT", "evidence"],
    ["text with a null character", log({ summary: "late\u0000" }), "INVALID_INPUT", "summary"],
    ["text with half a character", log({ summary: "late \ud800" }), "INVALID_INPUT", "summary"],
    ["text with a terminal's commands", log({ observed: "\u001b[2Jlate" }), "INVALID_INPUT", "observed"],
    ["evidence with half a character", item({ source: "a \udc00 b" }), "INVALID_INPUT", "evidence.0.source"],
    ["an id too long", on("reply", { concern: "x".repeat(129), reply: "y" }), "INVALID_INPUT", "concern"],
    ["an id that is empty", on("reply", { concern: "", reply: "y" }), "INVALID_INPUT", "concern"],
    [
      "an unknown person",
      on("endAssignment", { person: "nobody-known", assignment: "x" }, "administrator"),
      "UNKNOWN_PERSON",
      "person",
    ],
    [
      "a person's id that no directory gives",
      on("registerPerson", { person: "a\tb", name: "x" }, "administrator"),
      "INVALID_INPUT",
      "person",
    ],
    [
      "a role without its council",
      on("startAssignment", { person: "adviser", role: "LEADER", from: "2026-03-02", until: "2026-04-01" }, "administrator"),
      "ASSIGNMENT_INCOMPLETE",
      "council",
    ],
    [
      "published data without a value",
      on("importMetricSeries", {
        metric: "1",
        label: "a",
        unit: "b",
        valueType: "raw",
        period: "p",
        periodLabel: "P",
        values: [],
      }),
      "INVALID_INPUT",
      "values",
    ],
    [
      "a standing agreement with an unknown body",
      on(
        "giveStandingAgreement",
        { council: TARROWSHIRE, body: "nobody", purpose: "ALIGN_SUPPORT", parts: ["SUMMARY"], strand: "CHILDRENS" },
        "chief-executive",
      ),
      "UNKNOWN_BODY",
      "body",
    ],
  ])("is reported and changes nothing: %s", async (_, [person, name, input], code, field) => {
    const outcome = await refused(() => command(hub, person, name, input));
    expect(outcome).toMatchObject({ __typename: "Refused", code, field });
    expect(outcome.message).toMatch(/^[A-Z].*[.]$/s);
  });

  it.each<[string, string, object, string, string | null]>([
    ["a share before the council is aware", "proposeShare", proposal, "COUNCIL_NOT_AWARE", null],
    ["awareness tomorrow", "recordAwareness", { ...awareness, toldOn: "2026-03-03" }, "FUTURE_DATE", "toldOn"],
    [
      "awareness of an unknown body",
      "recordAwareness",
      { ...awareness, bodies: ["cib-east-midlands", "nobody"] },
      "UNKNOWN_BODY",
      "bodies.1",
    ],
    ["a share that is not there", "makeShare", { share: "nothing" }, "UNKNOWN_SHARE", "share"],
    ["evidence that is not there", "withdrawEvidence", { evidence: "nothing", reason: "x" }, "UNKNOWN_EVIDENCE", "evidence"],
    [
      "a correction that is not there",
      "resolveCorrection",
      { correction: "nothing", outcome: "REFUSED", reason: "x" },
      "UNKNOWN_CORRECTION",
      "correction",
    ],
    ["a version that was never", "addEvidence", { evidence, expectedVersion: 99 }, "STALE_VERSION", "expectedVersion"],
    ["a version below none", "addEvidence", { evidence, expectedVersion: -1 }, "STALE_VERSION", "expectedVersion"],
  ])("on a concern, is reported and changes nothing: %s", async (_, name, input, code, field) => {
    expect(await refused(() => command(hub, "adviser", name, { concern: known, ...input }))).toMatchObject({ code, field });
  });

  it("names the successors of an abolished council", async () => {
    const { message } = await refused(() => command(hub, "adviser", "logConcern", { ...concern, council: "E07000152" }));
    expect(message).toContain("North Northamptonshire Council (E06000061)");
  });

  it("to a body of which the council was not told, is reported", async () => {
    const id = await done(hub, "adviser", "logConcern", concern);
    await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness });
    const toDepartment = { concern: id, ...proposal, body: "dfe" };
    expect(await refused(() => command(hub, "adviser", "proposeShare", toDepartment))).toMatchObject({
      code: "BODY_NOT_COVERED",
    });
  });
});

describe("A stale version and a used key", () => {
  const read = async (id: string) => {
    const { body } = await hub.ask<{ concern: { version: number } }>(
      "adviser",
      "query($id: ID!) { concern(id: $id) { version } }",
      { id },
    );
    return body.data.concern.version;
  };

  it("of two changes from one version, the second is refused", async () => {
    const id = await done(hub, "adviser", "logConcern", concern);
    const expectedVersion = await read(id);
    await done(hub, "adviser", "addEvidence", { concern: id, evidence, expectedVersion });
    const second = await refused(() => command(hub, "second-adviser", "addEvidence", { concern: id, evidence, expectedVersion }));
    expect(second).toMatchObject({ code: "STALE_VERSION", field: "expectedVersion" });
  });

  /** Adds the position that its token encodes, because no token is issued twice. */
  const opened = <T extends { readonly position?: string }>(outcome: T) => ({
    ...outcome,
    position: hub.hub.keys.decryptToken(outcome.position ?? "", "position") ?? expect.fail("That is no position."),
  });

  it("the same key and body again returns the first outcome, and nothing is recorded twice", async () => {
    const input = { ...concern, idempotencyKey: "once" };
    const first = await command(hub, "adviser", "logConcern", input);
    await done(hub, "adviser", "addEvidence", { concern: first.id, evidence });
    expect(first).toMatchObject({ recorded: true });
    const again = await refused(() => command(hub, "adviser", "logConcern", input));
    expect(opened(again)).toEqual({ ...opened(first), recorded: false });
  });

  it("the same key and body many times at once is one concern", async () => {
    const before = Number(await hub.hub.log.head());
    const input = { ...concern, idempotencyKey: "at once" };
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => command(hub, "adviser", "logConcern", input)));
    expect(outcomes.filter(({ recorded }) => recorded)).toHaveLength(1);
    expect(new Set(outcomes.map((outcome) => JSON.stringify({ ...opened(outcome), recorded: undefined }))).size).toBe(1);
    expect(Number(await hub.hub.log.head())).toBe(before + 2);
  });

  it("the same key with another body is refused", async () => {
    await done(hub, "adviser", "logConcern", { ...concern, idempotencyKey: "taken" });
    const other = { ...concern, summary: "Other.", idempotencyKey: "taken" };
    const outcome = await refused(() => command(hub, "adviser", "logConcern", other));
    expect(outcome).toMatchObject({ code: "KEY_REUSED", field: "idempotencyKey" });
  });

  it("the same key with another command on the same record is refused, and on another record it is another command", async () => {
    const [one, two] = [await done(hub, "adviser", "logConcern", concern), await done(hub, "adviser", "logConcern", concern)];
    const told = { ...awareness, idempotencyKey: "taken by awareness" };
    await done(hub, "adviser", "recordAwareness", { concern: one, ...told });
    const evidenceOfOne = { concern: one, evidence, idempotencyKey: told.idempotencyKey };
    const outcome = await refused(() => command(hub, "adviser", "addEvidence", evidenceOfOne));
    expect(outcome).toMatchObject({ code: "KEY_REUSED", field: "idempotencyKey" });
    expect(await command(hub, "adviser", "addEvidence", { ...evidenceOfOne, concern: two })).toMatchObject({ recorded: true });
    expect(await command(hub, "adviser", "recordAwareness", { concern: two, ...told })).toMatchObject({ code: "KEY_REUSED" });
  });

  it("another person's key has no effect, and reveals nothing", async () => {
    await done(hub, "adviser", "logConcern", { ...concern, idempotencyKey: "shared" });
    const other = await command(hub, "second-adviser", "logConcern", { ...concern, summary: "Other.", idempotencyKey: "shared" });
    expect(other.__typename).toBe("ConcernChanged");
  });

  it.each([
    ["empty", ""],
    ["blank", "  "],
  ])("a key that is %s is refused", async (_, idempotencyKey) => {
    const outcome = await refused(() => command(hub, "adviser", "logConcern", { ...concern, idempotencyKey }));
    expect(outcome).toMatchObject({ code: "INVALID_INPUT", field: "idempotencyKey" });
  });
});

describe("A page that cannot be", () => {
  const PAGE =
    "query($first: Int, $after: String, $filter: ConcernFilter) { concerns(first: $first, after: $after, filter: $filter) { nodes { id } pageInfo { endCursor } } }";
  type Page = { concerns: { nodes: readonly { id: string }[]; pageInfo: { endCursor: string } } };
  const cursorOf = async (person: string, variables: object = {}) =>
    (await hub.ask<Page>(person, PAGE, { first: 1, ...variables })).body.data.concerns.pageInfo.endCursor;

  it.each([
    ...["concerns(first: 0) { __typename }", "metrics(first: 0) { __typename }", "people(first: 0) { __typename }"],
    ...["submissions(first: 0) { __typename }", "signals(first: 0) { __typename }", "inbox(first: 0) { __typename }"],
    "practiceContacts(strand: CHILDRENS, cause: FINANCE, first: 0) { __typename }",
    `council(code: "${TARROWSHIRE}") { concerns(first: 0) { totalCount } }`,
    `council(code: "${TARROWSHIRE}") { supports(first: 0) { __typename } }`,
    `alignedSupport(region: "${EAST_MIDLANDS}") { clashes(first: 0) { __typename } }`,
    "supports(first: 0) { nodes { __typename } }",
  ])("of none, of less, or of more than a hundred is refused: %s", async (field) => {
    for (const first of [0, -1, 101, 2_147_483_647]) {
      const answer = await refused(() => ask(`{ ${field.replace("first: 0", `first: ${first}`)} }`));
      expect([codeOf(answer), messageOf(answer)]).toEqual(["BAD_USER_INPUT", "first: Enter a page size from 1 to 100."]);
    }
  });

  it("continues from the person's own cursor", async () => {
    const after = await cursorOf("adviser");
    const [first] = (await hub.ask<Page>("adviser", PAGE, { first: 1 })).body.data.concerns.nodes;
    const [second] = (await hub.ask<Page>("adviser", PAGE, { first: 1, after })).body.data.concerns.nodes;
    expect(second?.id).not.toBe(first?.id);
  });

  it.each<[string, () => Promise<string> | string]>([
    ["of another person with the same rights", () => cursorOf("second-adviser")],
    ["of another filter", () => cursorOf("adviser", { filter: { strand: "CHILDRENS" } })],
    ["made up for a concern one may see", () => `${known}.${"A".repeat(22)}`],
    ["without its seal", () => known],
    ["with an empty seal", () => `${known}.`],
    ["with its concern changed", async () => `x${await cursorOf("adviser")}`],
    ["of nothing", () => "."],
    ["of half a character", () => "\ud800.\udc00"],
    ["of an object's parts", () => "__proto__.constructor"],
    ["that is very long", () => "x".repeat(500_000)],
  ])("from a cursor %s is refused", async (_, make) => {
    const after = await make();
    const answer = await refused(() => ask(PAGE, { first: 1, after }));
    expect([codeOf(answer), messageOf(answer).slice(0, 6)]).toEqual(["BAD_USER_INPUT", "after:"]);
  });

  describe("of what follows sharing", () => {
    const LISTS: Readonly<Record<string, string>> = {
      concerns: "{ page: concerns(first: 1, after: $after) { ...P } }",
      submissions: "{ page: submissions(first: 1, after: $after) { ...P } }",
      signals: "{ page: signals(first: 1, after: $after) { ...P } }",
      inbox: "{ page: inbox(first: 1, after: $after) { ...P } }",
      supports: `{ council(code: "${TARROWSHIRE}") { page: supports(first: 1, after: $after) { ...P } } }`,
      "offered supports": `{ council(code: "${TARROWSHIRE}") { page: supports(status: OFFERED, first: 1, after: $after) { ...P } } }`,
      "another council's supports": '{ council(code: "X00000005") { page: supports(first: 1, after: $after) { ...P } } }',
    };
    const SECOND = ["adviser", "second-adviser"];
    type Paged = { pageInfo: { hasNextPage: boolean; endCursor: string } };
    const pageOf = async (person: string, list: string, after?: string) => {
      const type = { concerns: "Concern", submissions: "Submission", signals: "Signal" }[list] ?? "Support";
      const of = list === "inbox" ? "Inbox" : `${type}Connection`;
      const fragment = ` fragment P on ${of} { nodes { __typename } pageInfo { hasNextPage endCursor } }`;
      type Found = { page?: Paged; council?: { page: Paged } } | null;
      const { body } = await hub.ask<Found>(person, `query($after: String) ${LISTS[list]} ${fragment}`, { after });
      return { page: body.data?.page ?? body.data?.council?.page, code: body.errors?.[0]?.extensions?.code };
    };
    beforeAll(async () => {
      const inDistrict = { council: "X00000005", strand: "CORPORATE", causes: ["FINANCE"] };
      for (const about of [{ council: TARROWSHIRE }, inDistrict])
        for (const _ of [1, 2]) await done(hub, "adviser", "offerSupport", { ...offer, ...about });
      for (const _ of [1, 2]) {
        await done(hub, "department", "submitInformation", submission);
        await done(hub, "chief-executive", "requestSupport", signal);
      }
    });

    it.each(Object.keys(LISTS))(
      "goes on for the person and the list that its cursor was made for, and for no other: %s",
      async (list) => {
        const cursors = await Promise.all(SECOND.map(async (person) => (await pageOf(person, list)).page));
        expect(cursors.map((page) => page?.pageInfo.hasNextPage)).toEqual([true, true]);
        const [own = "", other = ""] = cursors.map((page) => page?.pageInfo.endCursor ?? "");
        expect((await pageOf("adviser", list, own)).page).toMatchObject({ nodes: [{}] });
        expect(await refused(() => pageOf("adviser", list, other))).toEqual({ page: undefined, code: "BAD_USER_INPUT" });
        for (const elsewhere of Object.keys(LISTS).filter((name) => name !== list))
          expect(await refused(() => pageOf("adviser", elsewhere, own))).toEqual({ page: undefined, code: "BAD_USER_INPUT" });
        for (const made of ["", "x", `${own}x`, known, "\ud800", '["","","",""]', "x".repeat(100_000)])
          if (made) expect((await refused(() => pageOf("adviser", list, made))).code).toBe("BAD_USER_INPUT");
      },
    );
  });

  it("after a position that is none is refused at once", async () => {
    const long = "x".repeat(100_000);
    const positions = ["zzz", "9", "-1", "0x10", "1e9", "latest", "'; DROP TABLE concerns; --", "\u0000", "\ud800", long, " "];
    const one = `query($p: String) { concern(id: "${known}", afterPosition: $p) { id } }`;
    const list = "query($p: String) { concerns(afterPosition: $p) { totalCount } }";
    const { result: answers, ms } = await withProcessorTime(() =>
      refused(() => Promise.all(positions.flatMap((p) => [ask(one, { p }), ask(list, { p })]))),
    );
    expect(ms).toBeLessThan(boundHere(3_000, ms));
    expect(answers.map(codeOf)).toEqual(answers.map(() => "BAD_USER_INPUT"));
  });

  it("after a position that the log has not reached is refused after a while, and the hub continues", async () => {
    const query = 'query { concerns(afterPosition: "0000009999999999") { totalCount } }';
    const [answer, other] = await Promise.all([refused(() => ask(query)), ask("{ viewer { person } }")]);
    expect(["NOT_READY", "BAD_USER_INPUT"]).toContain(codeOf(answer));
    expect(other.body.errors).toBeUndefined();
  });
});

describe("Strange text", () => {
  const STRANGE = [
    "__proto__",
    "constructor",
    "\u0000",
    "\ud800",
    "%s%d",
    "{{7*7}}",
    "' OR 1=1 --",
    "../../etc/passwd",
    "\u202e",
    "x".repeat(200_000),
  ];

  it.each(STRANGE.map((text) => [text.slice(0, 30), text]))("as an id finds nothing: %j", async (_, id) => {
    const answer = await refused(() =>
      ask(
        `query($id: ID!, $text: String, $f: ConcernFilter) { concern(id: $id) { id } explain(concern: $id, part: SUMMARY) { sentence } council(code: $id) { name }
           councils(region: $id) { name } concerns(filter: $f) { totalCount } metrics(text: $text) { nodes { id } }
           support(id: $id) { id } submission(id: $id) { id } signal(id: $id) { id } alignedSupport(region: $id) { clashCount } }`,
        { id, text: id, f: { council: id, region: id } },
      ),
    );
    expect(answer.body.errors).toBeUndefined();
    expect(answer.body.data).toMatchObject({
      concern: null,
      explain: null,
      council: null,
      councils: [],
      concerns: { totalCount: 0 },
      ...{ support: null, submission: null, signal: null, alignedSupport: [] },
    });
    const figures = await refused(() =>
      hub.ask("advisory-board", "query($quarter: String!) { overview(quarter: $quarter) { quarter } }", { quarter: id }),
    );
    expect(figures.body).toEqual({ data: { overview: null } });
  });

  it.each([
    '"',
    "*",
    "a OR b",
    "NEAR(a b)",
    "words: late",
    "-late",
    "^late",
    "late*",
    "(",
    "\u0000",
    "\ud800",
    "𝕬",
    "x ".repeat(99),
    "{a b}:",
  ])("as words to find concerns by is nothing but words: %j", async (text) => {
    const answer = await refused(() =>
      ask("query($f: ConcernFilter) { concerns(filter: $f) { totalCount nodes { id } } }", { f: { text } }),
    );
    expect(answer.body.errors).toBeUndefined();
  });

  it("as words to find concerns by has a bound", async () => {
    const answer = await refused(() =>
      ask("query($f: ConcernFilter) { concerns(filter: $f) { totalCount } }", { f: { text: "x".repeat(201) } }),
    );
    expect([codeOf(answer), messageOf(answer)]).toEqual(["BAD_USER_INPUT", "filter.text: Enter 200 characters or fewer."]);
  });

  it("is kept as it was written, in any script, with letters in their one composed form", async () => {
    const summary = "Hwyr — 延迟 — متأخر — 🏛️ e\u0301 \u2028 late";
    const id = await done(hub, "adviser", "logConcern", { ...concern, summary });
    type Read = { concern: { summary: { text: string } } };
    const { body } = await hub.ask<Read>("adviser", "query($id: ID!) { concern(id: $id) { summary { text } } }", { id });
    expect(body.data.concern.summary.text).toBe(summary.replace("e\u0301", "é"));
  });

  it.each(["__proto__", "constructor", "prototype", "toString"])("as a name in variables changes no object: %s", async (name) => {
    const polluted = JSON.stringify({ polluted: "yes", idempotencyKey: "k", adviserScopes: ["E12000004/adults"] });
    const input = JSON.stringify({ idempotencyKey: `pollute-${name}`, ...concern });
    for (const variables of [
      `{"${name}":${polluted},"input":${input}}`,
      `{"input":${input.slice(0, -1)},"${name}":${polluted}}}`,
      `{"input":${input.slice(0, -1)},"period":{"from":"2025-04-01","to":"2025-09-30","${name}":${polluted}}}}`,
    ]) {
      const answer = await send(`{"query":${JSON.stringify(mutation("logConcern"))},"variables":${variables}}`);
      expect(answer.status).toBeLessThan(500);
      expectNothingInternal(answer);
      expect(codeOf(answer)).not.toBe("INTERNAL");
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    }
    expect(
      (await hub.ask<{ concerns: { totalCount: number } }>("somebody-new", "{ concerns { totalCount } }")).body.data.concerns
        .totalCount,
    ).toBe(0);
  });
});

describe("Published data that would break what reads it", () => {
  let own: TestHub;
  beforeAll(async () => {
    own = await startHub({ seed: "people" });
  });
  afterAll(() => own.close());
  const series = {
    metric: "424242",
    label: "Invented",
    unit: "Percent",
    valueType: "raw",
    period: "fin_2024_25",
    periodLabel: "2024/25",
  };
  const value = { area: TARROWSHIRE, value: 1 };

  it.each<[string, object, string]>([
    [
      "areas that differ only in half a character",
      {
        values: [
          { area: "\ud800", value: 1 },
          { area: "\ud801", value: 2 },
        ],
      },
      "values",
    ],
    ["an area with a null character", { values: [{ area: "X\u0000", value: 1 }] }, "values"],
    ["an area that is an object's prototype", { values: [{ area: "__proto__", value: 1 }] }, "values"],
    ["an area twice with two values", { values: [value, { ...value, value: 2 }] }, "values"],
    ["a period with half a character", { period: "fin_\ud800", values: [value] }, "period"],
    ["a period with a null character", { period: "fin\u0000", values: [value] }, "period"],
    ["a unit with half a character", { unit: "\udfff", values: [value] }, "unit"],
    ["a value type with half a character", { valueType: "raw\ud800", values: [value] }, "valueType"],
  ])("is refused, and the hub continues: %s", async (_, differing, field) => {
    const before = await own.hub.log.head();
    const outcome = await command(own, "administrator", "importMetricSeries", { ...series, ...differing }).catch(
      (error: Error) => error.message,
    );
    expect(own.hub.readiness()).toMatchObject({ ready: true });
    expect(await own.hub.log.verify()).toEqual([]);
    expect(outcome).toMatchObject({ code: "INVALID_INPUT", field: expect.stringContaining(field) });
    expect(await own.hub.log.head()).toBe(before);
  });
});

describe("When something goes wrong inside", () => {
  // The message of an internal error is never sent, because it could contain text that a person wrote.
  const SAID = "Reserves have halved\nNamed senior officer\n    at /srv/candour/secret.ts:1:1";

  it.each([
    ["a command", "adviser", mutation("logConcern"), { input: { idempotencyKey: "broken", ...concern } }],
    ["a question", "adviser", "{ people { nodes { id } } }", {}],
  ])("%s gets only the message that something went wrong", async (_, person, query, variables) => {
    vi.spyOn(hub.hub.services.concern, "execute").mockRejectedValue(new Error(SAID));
    vi.spyOn(hub.hub.rights, "permits").mockImplementation(() => {
      throw new TypeError(SAID);
    });
    const answer = await refused(() => hub.ask<null>(person, query, variables));
    expect(answer.body.errors).toEqual([
      {
        message:
          "Something went wrong in the hub. The people who run it can see the fault. Trying again will not help until it is fixed.",
        extensions: { code: "INTERNAL", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
    expect(hub.logged.at(-1)).toContain("a query failed");
    expectNothingInternal(hub.logged.join(""), "log");
  });

  it("gets the same message outside GraphQL", async () => {
    vi.spyOn(hub.hub.people, "queries").mockImplementation(() => {
      throw new Error(SAID);
    });
    const answer = await refused(() => ask("{ viewer { person } }"));
    expect(codeOf(answer)).toBe("INTERNAL");
    expectNothingInternal(hub.logged.join(""), "log");
  });

  it.each([
    ["full", 13, "UNAVAILABLE", "Try again shortly"],
    ["busy", 5, "UNAVAILABLE", "Try again shortly"],
    ["failing", 10, "UNAVAILABLE", "Try again shortly"],
    // It does not get better by itself.
    ["damaged", 11, "CANNOT_BE_READ", "cannot read this record"],
  ])("and a disk is %s, the response says so, and advises a retry only if that helps", async (_, errcode, code, message) => {
    vi.spyOn(hub.hub.rights, "permits").mockImplementation(() => {
      throw Object.assign(new Error(SAID), { code: "ERR_SQLITE_ERROR", errcode });
    });
    const answer = await refused(() => hub.ask<null>("adviser", "{ people { nodes { id } } }"));
    expect([codeOf(answer), messageOf(answer)]).toEqual([code, expect.stringContaining(message)]);
    expectNothingInternal(hub.logged.join(""), "log");
  });

  it("and the log cannot be written, the response advises a retry with the same key", async () => {
    vi.spyOn(hub.hub.log, "append").mockRejectedValue(
      new LogUnavailable("The event log could not be written.", { cause: new Error(SAID) }),
    );
    const answer = await refused(() => ask(mutation("logConcern"), { input: { idempotencyKey: "later", ...concern } }));
    expect([codeOf(answer), messageOf(answer)]).toEqual([
      "UNAVAILABLE",
      "Nothing can be recorded now. Try again with the same key.",
    ]);
    vi.restoreAllMocks();
    expect((await command(hub, "adviser", "logConcern", { idempotencyKey: "later", ...concern })).__typename).toBe(
      "ConcernChanged",
    );
  });
});

describe("The hub's own log", () => {
  it("has nothing of what was sent or recorded, and no token", async () => {
    const marked = { ...concern, summary: "Marked words that nobody may find." };
    await done(hub, "adviser", "logConcern", { ...marked, idempotencyKey: "marked-key" });
    await ask(mutation("logConcern"), { input: { ...marked, idempotencyKey: "marked-key", strand: "Marked" } });
    await ask(mutation("logConcern"), { input: { ...marked, idempotencyKey: "marked-key", summary: ["Marked"] } });
    await send('{"query":"Marked');
    await ask("query($f: ConcernFilter) { concerns(filter: $f) { totalCount } }", { f: { text: "Marked" } });
    const log = hub.logged.join("");
    expectNothingInternal(log, "log");
    expect(log).not.toMatch(/Marked|marked-key|eyJ|Tarrowshire|Maren|adviser/);
  });

  it("and the event log has no flaw after all of it", async () => {
    expect(await hub.hub.log.verify()).toEqual([]);
    expect((await hub.ask<Result>("adviser", "{ viewer { person } }")).status).toBe(200);
  });
});
