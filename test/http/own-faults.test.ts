// An internal failure is reported as the hub's own, whatever properties the error has, and is logged.

import { makeExecutableSchema } from "@graphql-tools/schema";
import { execute, GraphQLError, parse } from "graphql";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ClockBehind, LogUnavailable } from "../../event-log/port.ts";
import { mask } from "../../graphql/mask.ts";
import { serve } from "../../graphql/server.ts";
import { ConcernMoved } from "../../projections/register/records.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import { expectNothingInternal } from "../helpers/nothing-internal.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  // Faults are made in this thread alone.
  hub = await startHub({ env: { CANDOUR_READERS: "1" } });
});
afterAll(() => hub.close());

/** Errors of libraries that look like a fault of the client. */
const MISLEADING = [
  Object.assign(new Error("late in two of five"), { status: 400, expose: true }),
  Object.assign(new Error("late in two of five"), { statusCode: 413, type: "entity.too.large" }),
  Object.assign(new Error("late in two of five"), { extensions: { code: "BAD_USER_INPUT" } }),
  new TypeError("late in two of five"),
  new RangeError("Maximum call stack size exceeded"),
  new SyntaxError("late in two of five"),
];

describe("A fault of the hub's own", () => {
  it.each(MISLEADING)("below a query is answered with INTERNAL and logged: %s", async (error) => {
    const failing = vi.spyOn(hub.hub.register, "queries").mockImplementation(() => {
      throw error;
    });
    hub.logged.length = 0;
    const { status, body } = await hub.ask("adviser", "{ concerns { totalCount } }");
    failing.mockRestore();
    expect([status, body.errors?.[0]?.extensions?.code]).toEqual([200, "INTERNAL"]);
    expectNothingInternal(body);
    expect(hub.logged.join("")).toContain(error.name);
    expect(hub.logged.join("")).not.toContain("late in two");
  });

  it.each(MISLEADING)("below a subscription is answered with INTERNAL, logged, and ends it: %s", async (error) => {
    const failing = vi.spyOn(hub.hub.broadcast, "follow").mockRejectedValue(error);
    hub.logged.length = 0;
    const response = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: {
        ...{ "content-type": "application/json", accept: "text/event-stream" },
        authorization: `Bearer ${await hub.token("adviser")}`,
      },
      body: JSON.stringify({ query: "subscription { inboxChanged { __typename } }" }),
    });
    const said = await response.text();
    failing.mockRestore();
    expect(said).toMatch(/event: next\ndata: \{"errors":\[.*"INTERNAL"/);
    expect(said).toMatch(/event: complete/);
    expectNothingInternal(said);
    expect(hub.logged.join("")).toContain(error.name);
  });

  it.each(MISLEADING)("beneath an export is 500 and logged: %s", async (error) => {
    const failing = vi.spyOn(hub.hub.register, "queries").mockImplementation(() => {
      throw error;
    });
    hub.logged.length = 0;
    const response = await fetch(`${hub.url}/ledger`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await hub.token("chief-executive")}` },
      body: JSON.stringify({ council: "X00000004", format: "json" }),
    });
    failing.mockRestore();
    expect(response.status).toBe(500);
    expectNothingInternal(await response.text());
    expect(hub.logged.join("")).toContain(error.name);
  });

  it.each(MISLEADING)("at the door is 500 and logged: %s", async (error) => {
    const logged: string[] = [];
    const logger = pino({ base: null }, { write: (line: string) => logged.push(line) });
    const served = await serve(hub.hub, () => Promise.reject(error), logger);
    const response = await fetch(`${served.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer x.y.z" },
      body: "{}",
    });
    await new Promise<void>((closed) => served.server.close(() => closed()));
    expect([response.status, await response.json()]).toMatchObject([500, { errors: [{ extensions: { code: "INTERNAL" } }] }]);
    expect(logged.join("")).toContain(error.name);
  });
});

describe("An answer whose disclosures cannot be recorded", () => {
  it.each([
    ["the hub lags behind other hubs", "NOT_READY", new NotReady("This node lags.")],
    ["the concern has changed meanwhile", "NOT_READY", new ConcernMoved()],
    ["the log takes nothing", "UNAVAILABLE", new LogUnavailable("The log takes nothing.")],
    ["the clock is behind", "UNAVAILABLE", new ClockBehind("The clock is behind.")],
    ["the hub has a fault of its own", "INTERNAL", new TypeError("late in two of five")],
  ])("is not sent, and the error says what to do: %s", async (_, code, error) => {
    const failing = vi.spyOn(hub.hub.recorder, "record").mockRejectedValue(error);
    const { body } = await hub.ask("adviser", "{ concerns { nodes { id } } }");
    failing.mockRestore();
    expect(body.data).toBeUndefined();
    expect(body.errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
  });
});

describe("An error of the GraphQL library", () => {
  const schema = makeExecutableSchema({
    typeDefs: "enum E { A } type Query { value: E, number: Int, given(n: Int!): Int, own: Int }",
    resolvers: {
      Query: {
        value: () => "SECRET",
        number: () => "SECRET",
        given: (_: unknown, { n }: { n: number }) => n,
        own: () => {
          throw new GraphQLError("Give another.", { extensions: { code: "BAD_USER_INPUT" } });
        },
      },
    },
  });
  const masked = async (query: string, variableValues: Record<string, unknown> = {}) => {
    const logged: string[] = [];
    const logger = pino({ base: null }, { write: (line: string) => logged.push(line) });
    const { errors = [] } = await execute({ schema, document: parse(query), variableValues });
    return { message: mask(errors[0], { logger, onUnreadable: () => expect.fail() }).message, logged: logged.join("") };
  };

  it.each(["{ value }", "{ number }"])("about a value that the hub gave is the hub's fault: %s", async (query) => {
    const { message, logged } = await masked(query);
    expect(message).toBe(
      "Something went wrong in the hub. The people who run it can see the fault. Trying again will not help until it is fixed.",
    );
    expect(logged).toContain("GraphQLError");
    expect(logged).not.toContain("SECRET");
  });

  it("about what was sent is the asker's, and so is one that was made for them", async () => {
    expect(await masked("query($n: Int = 1) { given(n: $n) }", { n: null })).toMatchObject({
      message: expect.stringMatching(/\$n|"n"/),
      logged: "",
    });
    expect(await masked("{ own }")).toEqual({ message: "Give another.", logged: "" });
  });
});
