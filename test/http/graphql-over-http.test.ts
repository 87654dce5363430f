// The behaviour on which clients rely: the GraphQL-over-HTTP specification, checked with its public audit suite, and media types.
import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concern } from "../examples/api-inputs.ts";
import { mutation } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
let authorization: string;
beforeAll(async () => {
  hub = await startHub();
  authorization = `Bearer ${await hub.token("adviser")}`;
});
afterAll(() => hub.close());

const WHO = "{ viewer { person } }";
type Sent = { readonly headers?: Record<string, string>; readonly body?: object };
const post = ({ headers = {}, body = { query: WHO } }: Sent, path = "/graphql") =>
  fetch(hub.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization, ...headers },
    body: JSON.stringify(body),
  });
const errorOf = async (response: Response) =>
  ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0];

describe("The audits of the GraphQL-over-HTTP specification", () => {
  // A query in a URL would appear in logs and histories: the hub accepts only POST, which the specification allows.
  const BY_GET = ["5A70", "D6D5", "6A70"];

  it.each(
    serverAudits({ url: () => `${hub.url}/graphql`, fetchFn: withToken }).map((audit) => [audit.id, audit.name, audit] as const),
  )("%s %s", async (id, _name, audit) => {
    const { status } = await audit.fn();
    expect(status).toBe(BY_GET.includes(id) ? "notice" : "ok");
  });

  function withToken(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("authorization", authorization);
    return fetch(url, { ...init, headers });
  }
});

describe("An answer's media type", () => {
  const [JSON_TYPE, RESPONSE_TYPE] = ["application/json; charset=utf-8", "application/graphql-response+json; charset=utf-8"];

  it.each([
    ["of a client that says nothing of it", "", JSON_TYPE],
    ["of curl", "*/*", JSON_TYPE],
    [
      "that the specification recommends",
      "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8",
      RESPONSE_TYPE,
    ],
    ["of Apollo Client 4", "application/graphql-response+json,application/json;q=0.9", RESPONSE_TYPE],
    [
      "of Apollo Client 3, which can defer",
      "multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9",
      RESPONSE_TYPE,
    ],
    [
      "of urql",
      "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed",
      RESPONSE_TYPE,
    ],
    ["of a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON_TYPE],
    ["by weight", "application/json;q=0.2, application/graphql-response+json;q=0.7", RESPONSE_TYPE],
    ["by weight, the other way", "application/graphql-response+json;q=0.2, application/json", JSON_TYPE],
    ["by exclusion", "application/json;q=0, */*", RESPONSE_TYPE],
    ["by a range", "application/*", JSON_TYPE],
    ["in capitals", "APPLICATION/GRAPHQL-RESPONSE+JSON", RESPONSE_TYPE],
    ["with its encoding quoted", 'application/json; charset="UTF-8"', JSON_TYPE],
  ])("is the one %s", async (_, accept, type) => {
    const response = await post({ headers: { accept } });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, type]);
    expect(await response.json()).toEqual({ data: { viewer: { person: "adviser" } } });
  });

  it.each([
    ["a page", "text/html"],
    ["XML or a picture", "application/xml;q=0.9, image/*"],
    ["no JSON", "application/json;q=0"],
    ["nothing", "*/*;q=0"],
    ["parts", "multipart/mixed"],
    ["more types than any client names", `${"x/y,".repeat(2_000)}*/*`],
  ])("that the hub does not have is refused with 406 and a body, before anything is carried out: %s", async (_, accept) => {
    const before = await hub.hub.log.head();
    const body = {
      query: mutation("logConcern"),
      variables: { input: { idempotencyKey: `accept-${accept.length}`, ...concern } },
    };
    const response = await post({ headers: { accept }, body });
    expect([response.status, response.headers.get("content-type")]).toEqual([406, JSON_TYPE]);
    expect((await errorOf(response))?.extensions.code).toBe("NOT_ACCEPTABLE");
    expect(await hub.hub.log.head()).toBe(before);
  });

  it.each(["application/json", "application/graphql-response+json"])(
    "that cannot carry a subscription is refused for one: %s",
    async (accept) => {
      const response = await post({ headers: { accept }, body: { query: "subscription { inboxChanged { __typename } }" } });
      expect(response.status).toBe(406);
      expect((await errorOf(response))?.extensions.code).toBe("NOT_ACCEPTABLE");
    },
  );

  it("of an export is the format's, or 406", async () => {
    const sent = { body: { council: "X00000004", format: "csv" } };
    const token = `Bearer ${await hub.token("chief-executive")}`;
    const asked = (accept: string) => post({ ...sent, headers: { accept, authorization: token } }, "/ledger");
    expect((await asked("application/json")).status).toBe(406);
    expect((await asked("text/csv, application/json;q=0.1")).headers.get("content-type")).toBe("text/csv; charset=utf-8");
  });
});

describe("A status", () => {
  const status = async (accept: string, body: object) => (await post({ headers: { accept }, body })).status;

  it.each<[string, object]>([
    ["a question that cannot be parsed", { query: "{" }],
    ["a question that the schema does not have", { query: "{ nothing }" }],
    ["a variable of another form", { query: "query($n: Int) { concerns(first: $n) { totalCount } }", variables: { n: "x" } }],
    ["an operation that is not there", { query: "query A { viewer { person } }", operationName: "B" }],
    [
      "a question that is too large",
      { query: "{ councils { concerns(first: 100) { nodes { id strand cause stage erased } } } }" },
    ],
  ])("of %s is 200 in application/json, and 400 in application/graphql-response+json", async (_, body) => {
    expect(await status("application/json", body)).toBe(200);
    expect(await status("application/graphql-response+json", body)).toBe(400);
  });

  it("of an answer of which a field failed is 200 in both", async () => {
    const body = { query: '{ viewer { person } concerns(after: "made up") { totalCount } }' };
    expect(await status("application/json", body)).toBe(200);
    expect(await status("application/graphql-response+json", body)).toBe(200);
  });
});

describe("The name of an operation", () => {
  it.each([[""], [null], [undefined]])("that is %j is none", async (operationName) => {
    const response = await post({ body: { query: "query A { viewer { person } }", operationName } });
    expect(await response.json()).toEqual({ data: { viewer: { person: "adviser" } } });
  });

  it("that is empty does not choose between two", async () => {
    const response = await post({
      body: { query: "query A { viewer { person } } query B { viewer { person } }", operationName: "" },
    });
    expect((await errorOf(response))?.extensions.code).toBe("BAD_USER_INPUT");
  });
});

describe("An instant", () => {
  const at = async (instant: string) => {
    const query =
      "query($id: ID!, $at: DateTime!) { pastConcern(concern: $id, at: $at) { ... on PastConcern { at } ... on Refused { code } } }";
    const id = hub.hub.register.queries().due(1)[0]?.id ?? (await anyConcern());
    const response = await post({ body: { query, variables: { id, at: instant } } });
    return ((await response.json()) as { data?: { pastConcern: unknown }; errors?: unknown }).data?.pastConcern;
  };
  async function anyConcern(): Promise<string> {
    const { body } = await hub.ask<{ concerns: { nodes: { id: string }[] } }>(
      "adviser",
      "{ concerns(first: 1) { nodes { id } } }",
    );
    return body.data.concerns.nodes[0]?.id ?? "";
  }

  it("is accepted with any offset and returned in UTC", async () => {
    const inUtc = await at("2026-03-02T12:00:00.000Z");
    expect(inUtc).toMatchObject({ at: "2026-03-02T12:00:00.000Z" });
    for (const same of [
      "2026-03-02T12:00:00Z",
      "2026-03-02T12:00:00+00:00",
      "2026-03-02T12:00:00.000000+00:00",
      "2026-03-02T13:00:00+01:00",
    ])
      expect(await at(same), same).toEqual(inUtc);
  });

  it.each(["2026-03-02", "2026-03-02T11:59:59", "2026-03-02 11:59:59Z", "2026-02-30T11:59:59+00:00", "yesterday"])(
    "has a day, a time and an offset: %s is refused",
    async (instant) => expect(await at(instant)).toBeUndefined(),
  );
});

describe("Headers", () => {
  it("require HTTPS of browsers only for this host", async () => {
    const policy = (await post({})).headers.get("strict-transport-security");
    expect(policy).toMatch(/^max-age=\d{7,}/);
    expect(policy).not.toMatch(/includeSubDomains/i);
  });

  it("describe the error of a token, and no error if there was no token", async () => {
    const challenge = async (authorization: string) => {
      const response = await post({ headers: { authorization } });
      return [response.status, response.headers.get("www-authenticate")];
    };
    expect(await challenge("")).toEqual([401, 'Bearer realm="candour"']);
    expect(await challenge("Basic YWR2aXNlcjo=")).toEqual([401, 'Bearer realm="candour"']);
    expect(await challenge("Bearer x.y.z")).toEqual([
      401,
      'Bearer realm="candour", error="invalid_token", error_description="Your sign-in is not valid. Sign in again."',
    ]);
    const expired = await hub.token("adviser", { exp: Math.floor(hub.clock.now().getTime() / 1000) - 60 });
    expect(await challenge(`Bearer ${expired}`)).toEqual([
      401,
      'Bearer realm="candour", error="invalid_token", error_description="The token has expired. Sign in again."',
    ]);
  });

  it("tell proxies neither to buffer nor to change a stream, and its first line is sent at once", async () => {
    const leave = new AbortController();
    const response = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization, accept: "text/event-stream" },
      body: JSON.stringify({ query: "subscription { inboxChanged { __typename } }" }),
      signal: leave.signal,
    });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(response.headers.get("content-encoding")).toBeNull();
    const first = await response.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toMatch(/^:/);
    leave.abort();
  });
});

describe("A body", () => {
  const send = (body: string | Uint8Array<ArrayBuffer>, type = "application/json") =>
    hub.send<unknown>(body, { "content-type": type, authorization });

  it.each([
    "application/json",
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "APPLICATION/JSON; Charset=utf8",
  ])("is treated as %s", async (type) => {
    expect((await send(JSON.stringify({ query: WHO }), type)).body).toEqual({ data: { viewer: { person: "adviser" } } });
  });

  it("in another encoding is refused, and so are bytes that are not UTF-8, rather than read as other letters", async () => {
    expect((await send(JSON.stringify({ query: WHO }), "application/json; charset=iso-8859-1")).status).toBe(415);
    const windows1252 = Buffer.from(
      JSON.stringify({ query: "query($t: String) { concerns(search: $t) { totalCount } }", variables: { t: "café" } }),
      "latin1",
    );
    const { status, body } = await send(new Uint8Array(windows1252));
    expect([status, body.errors?.[0]?.message]).toEqual([
      400,
      "The request is not in UTF-8, so letters would be lost. Send it in UTF-8.",
    ]);
  });
});
