// A query is answered in JSON of two media types, and as a stream, which Yoga writes: the response and its recorded disclosures must not
// depend on which.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS } from "../examples/operations.ts";
import { startFullHub } from "../helpers/full-hub.ts";
import type { Answer } from "../helpers/test-hub.ts";

let { hub, held } = {} as Awaited<ReturnType<typeof startFullHub>>;
beforeAll(async () => {
  // Reads are counted in this thread alone.
  ({ hub, held } = await startFullHub(undefined, { env: { CANDOUR_READERS: "1" } }));
});
afterAll(() => hub.close());

const QUERIES = OPERATIONS.filter(({ document }) => !/^\s*(mutation|subscription)/.test(document));
const MALFORMED = [
  "{ concerns { nodes { id }",
  "{ nothing }",
  "{ viewer { person { person } } }",
  "{ concerns(first: 1000) { totalCount } }",
  '{ concerns(after: "made up") { nodes { id } } }',
  `{ ${Array.from({ length: 4_000 }, (_, n) => `a${n}: __typename`).join(" ")} }`,
];

const STREAM = "text/event-stream";
const OTHERS = ["application/graphql-response+json", STREAM];

/** The one answer that a stream carries before it ends, pings aside. */
function eventOf(stream: string): Answer<Record<string, unknown>>["body"] {
  const [, data, ...more] = /^event: next\ndata: (.*)\n\nevent: complete\ndata:\n\n$/.exec(stream.replace(/^:\n\n/gm, "")) ?? [];
  expect([data !== undefined, more]).toEqual([true, []]);
  return JSON.parse(data ?? "");
}

/** The ids of requests are no part of an answer. No cursor is given twice: of one it is compared that it is there, and of the same form. */
async function answered(accept: string, person: string, query: string, variables: object = {}) {
  const authorization = `Bearer ${await hub.token(person)}`;
  const { body: sent } = await hub.send<Record<string, unknown>>(JSON.stringify({ query, variables }), {
    ...{ "content-type": "application/json", authorization, accept },
  });
  const body = accept === STREAM && !sent.errors ? eventOf(String(sent.data)) : sent;
  const data = JSON.parse(JSON.stringify(body.data ?? null), (name, value) =>
    name === "endCursor" && typeof value === "string" ? `a cursor of ${value.replaceAll(/[\w-]/g, "x")}` : value,
  );
  return { data, errors: body.errors?.map(({ message, extensions }) => [message, extensions?.code]) };
}
const recorded = async () =>
  (await hub.hub.disclosures.readAll("", 10_000)).map(({ stream, type, data }) => JSON.stringify([stream, type, data]));

describe("The response to a query", () => {
  it("is the same in every media type, for every root field of a query", async () => {
    expect(QUERIES.length).toBeGreaterThan(20);
    for (const { as, document, variables } of QUERIES) {
      // The first response records its disclosures, so a second request of the ledger has no further ones.
      await answered("application/json", as, document, variables(held));
      const direct = await answered("application/json", as, document, variables(held));
      for (const other of OTHERS) expect(await answered(other, as, document, variables(held)), document).toEqual(direct);
    }
  });

  it("is refused in every media type with the same code and message if it cannot be sent", async () => {
    for (const query of MALFORMED) {
      const direct = await answered("*/*", "adviser", query);
      expect(direct.errors?.length, query.slice(0, 60)).toBeGreaterThan(0);
      for (const other of OTHERS) expect(await answered(other, "adviser", query), query.slice(0, 60)).toEqual(direct);
    }
  });

  it("is recorded before it is sent, in every media type", async () => {
    const seen = async (accept: string, person: string) => {
      const before = (await recorded()).length;
      await answered(accept, person, "{ concerns(first: 5) { nodes { id summary { text } } } }");
      return (await recorded()).slice(before).length;
    };
    // Each more than an hour after the last: what was given within it is on record already.
    hub.clock.set("2026-09-01T12:00:00.000Z");
    expect(await seen("application/json", "chief-executive")).toBeGreaterThan(0);
    for (const [hour, other] of OTHERS.entries()) {
      hub.clock.set(`2026-09-01T${15 + 3 * hour}:00:00.000Z`);
      expect(await seen(other, "chief-executive")).toBeGreaterThan(0);
    }
  });
});

describe("A list of headlines", () => {
  const LISTS = [
    "{ concerns(first: 5) { nodes { id strand } } }",
    "{ concerns(first: 5) { nodes { ...row } } } fragment row on Concern { id ...more } fragment more on Concern { stage }",
    "{ concerns(first: 5) { ... on ConcernConnection { nodes { ... on Concern { id cause withheld } } } } }",
  ];
  const MORE = [
    "{ concerns(first: 5) { nodes { id summary { text } } } }",
    "{ concerns(first: 5) { nodes { ...row } } } fragment row on Concern { id ...more } fragment more on Concern { summary { text } }",
    "{ concerns(first: 5) { nodes { id } more: nodes { sharedWithMe { id } } } }",
  ];
  /** For each query that listed concerns: whether it read their states. */
  async function wholes(queries: readonly string[]): Promise<readonly boolean[]> {
    const register = hub.hub.register.queries();
    const { list } = register;
    const asked: boolean[] = [];
    Object.assign(register, {
      list: (...args: Parameters<typeof list>) => {
        asked.push(args[4] ?? true);
        return list(...args);
      },
    });
    for (const query of queries) expect((await hub.ask("adviser", query)).body.errors, query).toBeUndefined();
    Object.assign(register, { list });
    return asked;
  }

  it("reads no concern's state, for any form of the query", async () => {
    expect(await wholes(LISTS)).toEqual(LISTS.map(() => false));
  });

  it("reads the states if anything else is selected, even in nested fragments", async () => {
    expect(await wholes(MORE)).toEqual(MORE.map(() => true));
  });
});
