// The address /graphql is answered without Express's router; with a query string, the same handlers are found by it.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
let authorization: string;
beforeAll(async () => {
  hub = await startHub();
  authorization = `Bearer ${await hub.token("adviser")}`;
});
afterAll(() => hub.close());

const QUERY = JSON.stringify({ query: "{ viewer { person } concerns(first: 3) { nodes { id } } }" });
const JSON_TYPE = { "content-type": "application/json" };

/** What is sent; with the token, unless it has another. */
const REQUESTS: Readonly<Record<string, RequestInit & { readonly duplex?: "half" }>> = {
  "a query": { body: QUERY },
  "a query for the other type of JSON": { body: QUERY, headers: { accept: "application/graphql-response+json" } },
  "a query for a stream": { body: QUERY, headers: { accept: "text/event-stream" } },
  "a query that is not valid": { body: '{"query":"{ nothing }"}' },
  "a compressed query": { body: gzipSync(QUERY), headers: { "content-encoding": "gzip" } },
  "a query in pieces of which the length is not known": { body: new Blob([QUERY]).stream(), duplex: "half" },
  "a command that is refused": { body: '{"query":"mutation { recordSignIn { __typename } }"}' },
  "no query": { body: "{}" },
  "no JSON": { body: "{" },
  "no body": {},
  "letters that are not UTF-8": { body: Buffer.from([0x22, 0xff, 0x22]) },
  "too many entries": { body: `[${"1,".repeat(20_000)}1]` },
  "too many bytes": { body: `"${"a".repeat(1_100_000)}"` },
  "another type": { body: QUERY, headers: { "content-type": "text/plain" } },
  "another character set": { body: QUERY, headers: { "content-type": "application/json; charset=latin1" } },
  "a compression that is not known": { body: QUERY, headers: { "content-encoding": "zip" } },
  "a type that is not there": { body: QUERY, headers: { accept: "image/png" } },
  "no token": { body: QUERY, headers: { authorization: "" } },
  "a token of nobody": { body: QUERY, headers: { authorization: "Bearer abc" } },
  "a question in the address": { method: "GET" },
  "a question of what is allowed": { method: "OPTIONS" },
  "a deletion": { method: "DELETE" },
};

/** Status, headers and body, without the request's id, the time and what is encrypted anew. */
async function sent(address: string, { headers = {}, ...request }: RequestInit) {
  const response = await fetch(`${hub.url}${address}`, {
    ...{ method: "POST", ...request },
    headers: { ...JSON_TYPE, authorization, ...(headers as Record<string, string>) },
  });
  const { date, "x-request-id": id, ...others } = Object.fromEntries(response.headers);
  expect([typeof date, id?.length]).toEqual(["string", 36]);
  return { status: response.status, headers: others, body: await response.text() };
}

describe("The address /graphql", () => {
  it.each(Object.entries(REQUESTS))("answers %s as by way of Express's router", async (_, request) => {
    const routed = await sent("/graphql?", again(request));
    const direct = await sent("/graphql", again(request));
    expect(direct).toEqual(routed);
    expect(direct.headers).toMatchObject({
      "cache-control": expect.stringContaining("no-store"),
      "x-content-type-options": "nosniff",
    });
  });

  it("sends the headers that every other address sends", async () => {
    const other = await fetch(`${hub.url}/nothing`);
    const direct = await fetch(`${hub.url}/graphql`);
    const names = (response: Response) =>
      [...response.headers.keys()].filter((name) => name !== "allow" && name !== "www-authenticate");
    expect(names(direct)).toEqual(names(other));
    for (const name of names(other).filter((name) => !/^(?:date|x-request-id|content-length|etag)$/.test(name)))
      expect(direct.headers.get(name), name).toBe(other.headers.get(name));
  });

  it("answers that the hub is at fault if a handler fails, and logs it with the request's id", async () => {
    const { hub: inside } = hub;
    const { beginReading } = inside;
    Object.assign(inside, {
      beginReading: () => {
        throw new TypeError("Something secret.");
      },
    });
    const answers = [await sent("/graphql?", { body: QUERY }), await sent("/graphql", { body: QUERY })];
    Object.assign(inside, { beginReading });
    for (const { status, body } of answers) {
      expect([status, JSON.parse(body).errors[0].extensions.code]).toEqual([500, "INTERNAL"]);
      expect(body).not.toContain("secret");
    }
    expect(hub.logged.filter((line) => line.includes("REQUEST_FAILED"))).toHaveLength(2);
  });
});

/** A stream can be read once. */
const again = (request: RequestInit): RequestInit =>
  request.body instanceof ReadableStream ? { ...request, body: new Blob([QUERY]).stream() } : request;
