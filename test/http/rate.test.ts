// How much one person may ask for in a minute: said in plain words, with when to try again, and of nobody else's doing.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concern } from "../examples/api-inputs.ts";
import { mutation } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({
    env: {
      ...{ CANDOUR_COMMANDS_A_MINUTE: "6", CANDOUR_SEARCHES_A_MINUTE: "3" },
      ...{ CANDOUR_EXPORTS_A_MINUTE: "1", CANDOUR_SIMULATIONS_A_MINUTE: "1" },
    },
  });
});
afterAll(() => hub.close());

const post = async (person: string, body: object, path = "/graphql", accept = "application/json") => {
  const response = await fetch(hub.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", accept, authorization: `Bearer ${await hub.token(person)}` },
    body: JSON.stringify(body),
  });
  const retryAfter = response.headers.get("retry-after");
  const text = await response.text();
  return { status: response.status, retryAfter, body: JSON.parse(text.startsWith("{") ? text : "{}") };
};
const input = (n: number) => ({ idempotencyKey: `rate-${n}`, ...concern });
const log = (person: string, n: number) => post(person, { query: mutation("logConcern"), variables: { input: input(n) } });
const LIMITED = (what: RegExp) => ({
  message: expect.stringMatching(new RegExp(`^You have ${what.source} in the last minute\\. Try again in \\d+ seconds?\\.$`)),
  extensions: { code: "RATE_LIMITED", retryAfterSeconds: expect.any(Number) },
});

describe("Commands of one person in a minute", () => {
  it("are limited: the next is not executed and gets 429 with the seconds to wait, and other people are not affected", async () => {
    for (let n = 0; n < 6; n += 1) expect((await log("adviser", n)).body.errors).toBeUndefined();
    const before = await hub.hub.log.head();
    const { status, retryAfter, body } = await log("adviser", 6);
    expect([status, body]).toEqual([429, { errors: [LIMITED(/made too many changes/)] }]);
    expect(Number(retryAfter)).toBe(body.errors[0].extensions.retryAfterSeconds);
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(Number(retryAfter)).toBeLessThanOrEqual(10);
    expect(await hub.hub.log.head()).toBe(before);
    expect((await log("second-adviser", 7)).body.errors).toBeUndefined();
    expect((await post("adviser", { query: "{ viewer { person } }" })).status).toBe(200);
  });

  it("count one by one, under any alias and in any fragment of one request", async () => {
    const one = (n: number) => `a${n}: logConcern(input: $i) { __typename }`;
    const query = `mutation($i: LogConcernInput!) { ${one(0)} ... on Mutation { ${one(1)} } ...F ...F } fragment F on Mutation { ${one(2)} ${one(3)} }`;
    const body = { query, variables: { i: input(8) } };
    expect((await post("chief-executive", body)).body.errors).toBeUndefined();
    expect((await post("chief-executive", body, "/graphql", "application/graphql-response+json")).status).toBe(429);
    expect((await log("chief-executive", 9)).status).toBe(200);
  });
});

describe("Searches, simulations and exports of one person in a minute", () => {
  it("are limited: a search among other fields has an error on its own path", async () => {
    const query = '{ viewer { person } concerns(filter: { text: "caseloads" }) { totalCount } }';
    for (let n = 0; n < 3; n += 1) expect((await post("cib-lead", { query })).body.errors).toBeUndefined();
    const { status, body } = await post("cib-lead", { query });
    expect([status, body.errors]).toMatchObject([200, [LIMITED(/made too many searches/)]]);
    const lists = await post("cib-lead", { query: "{ concerns { totalCount } }" });
    expect(lists.body.errors).toBeUndefined();
  });

  it("count once in a query that fails elsewhere, after which it is executed again", async () => {
    const query = `{ found: concerns(filter: { text: "caseloads" }) { totalCount }
      tooLong: concerns(filter: { text: "${"long ".repeat(100)}" }) { totalCount } }`;
    const failed = [{ path: ["tooLong"], extensions: { code: "BAD_USER_INPUT" } }];
    for (let n = 0; n < 3; n += 1) expect((await post("department", { query })).body.errors).toMatchObject(failed);
    const { body } = await post("department", { query });
    expect(body.errors).toMatchObject([{ path: ["found"], ...LIMITED(/made too many searches/) }]);
  });

  it("are bounded: a policy tried out", async () => {
    const query = "query($files: [CandidateFileInput!]!) { simulatePolicy(files: $files) { __typename } }";
    const body = { query, variables: { files: [{ name: "a.cedar", text: "nonsense" }] } };
    expect((await post("governance-officer", body)).body.errors).toBeUndefined();
    expect((await post("governance-officer", body)).body.errors).toMatchObject([LIMITED(/tried too many policies/)]);
  });

  it("are bounded: an export", async () => {
    const body = { council: "X00000004", format: "json" };
    expect((await post("chief-executive", body, "/ledger")).status).toBe(200);
    const { status, retryAfter, body: said } = await post("chief-executive", body, "/ledger");
    expect([status, said]).toEqual([429, { errors: [LIMITED(/made too many exports/)] }]);
    expect(Number(retryAfter)).toBeGreaterThan(30);
  });
});
