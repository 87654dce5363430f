// What an attacker tried and got, once: kept so that it stays shut.
import { request } from "node:http";
import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS, measure } from "../../graphql/limits.ts";
import { startHub, type TestHub } from "../support/hub.ts";
import { command, concern, done, mutation } from "./examples.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());

const workOf = (query: string): number => measure({ document: parse(query), operationName: undefined, variableValues: {} }).work;

describe("A small question with a large answer", () => {
  it("counts what stands in lists of narrative, however it is named and spread", () => {
    const evidence = Array.from({ length: 100 }, (_, n) => `b${n}: evidence { account }`).join(" ");
    const concerns = Array.from({ length: 23 }, (_, n) => `a${n}: concern(id: "x") { ...F }`).join(" ");
    expect(workOf(`{ ${concerns} } fragment F on Concern { ${evidence} }`)).toBeGreaterThan(LIMITS.work * 10);
    expect(workOf(`{ concerns { nodes { ${evidence} } } }`)).toBeGreaterThan(LIMITS.work);
  });

  it("leaves room for a list with all its evidence and replies", () => {
    const all =
      "id strand cause stage withheld summary { text observed replies { at text } } evidence { account source reference kind grading { source content } }";
    expect(workOf(`{ concerns { totalCount nodes { ${all} } } }`)).toBeLessThan(LIMITS.work);
  });
});

describe("A position", () => {
  it("is good for the person it was given to, and shows nothing of the log", async () => {
    const { body } = await hub.ask<{ result: { id: string; position: string } }>(
      "adviser",
      mutation("logConcern", "... on ConcernChanged { id position }"),
      {
        input: { idempotencyKey: "position", ...concern },
      },
    );
    const { position, id } = body.data.result;
    expect(Buffer.from(position, "base64url").toString("latin1")).not.toMatch(/\d{8}/);
    const read = "query($id: ID!, $p: String) { concern(id: $id, afterPosition: $p) { id } }";
    expect((await hub.ask("adviser", read, { id, p: position })).body.data).toEqual({ concern: { id } });
    for (const p of [position, "0000000000000001", "9999999999999999"]) {
      const { errors } = (await hub.ask("second-adviser", read, { id, p })).body;
      expect(errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
    }
  });
});

describe("Rights", () => {
  it("are those of the moment, also for a request that was held back while an assignment ended", async () => {
    const member = hub.hub.people.queries().viewer("cib-lead")?.assignments[0]?.assignment;
    const body = JSON.stringify({ query: "{ concerns { totalCount } }" });
    const headers = {
      "content-type": "application/json",
      "content-length": body.length,
      authorization: `Bearer ${await hub.token("cib-lead")}`,
    };
    const held = request(`${hub.url}/graphql`, { method: "POST", headers });
    held.write(body.slice(0, 10));
    await new Promise((resolve) => setTimeout(resolve, 150));
    await done(hub, "governance-officer", "endAssignment", { person: "cib-lead", assignment: member });
    const answer = new Promise<string>((resolve) => {
      held.on("response", async (response) => {
        let text = "";
        for await (const chunk of response) text += chunk;
        resolve(text);
      });
    });
    held.end(body.slice(10));
    expect(JSON.parse(await answer)).toEqual({ data: { concerns: { totalCount: 0 } } });
  });

  it("are nobody's who takes the hub's own name", async () => {
    const { code } = await command(hub, "governance-officer", "registerPerson", { person: "hub", name: "Hub (invented)" });
    expect(code).toBe("INVALID_INPUT");
  });
});

describe("An objection", () => {
  it("gets its turn among many commands on the same concern", async () => {
    const { nodes } = (
      await hub.ask<{ concerns: { nodes: { id: string; sharingRecord: { id: string; status: string }[] }[] } }>(
        "chief-executive",
        "{ concerns { nodes { id sharingRecord { id status } } } }",
      )
    ).body.data.concerns;
    const shared = nodes.find(({ sharingRecord }) => sharingRecord.some(({ status }) => status === "LIVE"));
    const share = shared?.sharingRecord[0]?.id;
    const corrections = Array.from({ length: 30 }, (_, n) =>
      hub.ask("nominated-officer", mutation("requestCorrection"), {
        input: { idempotencyKey: `many-${n}`, concern: shared?.id, request: `Correction ${n}` },
      }),
    );
    const objection = await command(hub, "chief-executive", "statePosition", { concern: shared?.id, share, position: "OBJECTS" });
    expect(objection.code).toBeUndefined();
    for (const { body } of await Promise.all(corrections)) expect(body.errors).toBeUndefined();
  });
});
