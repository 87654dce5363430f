// Attacks that succeeded in earlier releases: regression tests.
import { request } from "node:http";
import { getNamedType, isObjectType, isRequiredArgument, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS, workOf as workOfOperation } from "../../graphql/limits.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { concern } from "../examples/api-inputs.ts";
import { command, done, mutation } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());

const schema = buildSchema();
const workOf = (query: string): number =>
  workOfOperation({ schema, document: parse(query), operationName: undefined, variableValues: {} });

const many = (times: number, field: string): string => Array.from({ length: times }, (_, n) => `a${n}: ${field}`).join(" ");
const OF_SCHEMA = "fragment F on __Schema { types { name description fields { name description args { name description } } } }";
const MEETS = "id strand kind status provider { name } lead causes from until progress";
const STRANDS = "strands { strand offered agreed declined running ended due overdue working partlyWorking notWorking unmet }";
const LIFE = `id stage version withheld council { name } summary { text observed replies { text } corrections { request outcome reason }
  conclusions { kind at acting causalFactors solutions supports { kind status provider { name } } } closed { reason } }
  evidence { kind account source grading { source content } citation { label value } submission { body { name } account } withdrawn { reason } }
  awareness { toldName toldOn bodies { name } } conversations { heldOn offices liaison { name } discussed agreed nextStep }
  challenges { challenge answer judgement finding } escalations { body { name } grounds raised { by reason } } notPersuaded { body { name } said { reason } }
  sharingRecord { body { name } status purpose explanation parts until position statement made { at } ended { reason } reassurances { text } }`;

describe("A small query with a large response", () => {
  it("counts the entries of lists of narrative, under any alias and in any fragment", () => {
    const evidence = Array.from({ length: 100 }, (_, n) => `b${n}: evidence { account }`).join(" ");
    const concerns = Array.from({ length: 23 }, (_, n) => `a${n}: concern(id: "x") { ...F }`).join(" ");
    expect(workOf(`{ ${concerns} } fragment F on Concern { ${evidence} }`)).toBeGreaterThan(LIMITS.work * 10);
    expect(workOf(`{ concerns { nodes { ${evidence} } } }`)).toBeGreaterThan(LIMITS.work);
  });

  it("counts each command of a mutation, also those in a fragment", () => {
    const commands = many(5, "logConcern(input: {}) { __typename }");
    expect(workOf(`mutation { ...F } fragment F on Mutation { ${commands} }`)).toBe(workOf(`mutation { ${commands} }`));
    expect(workOf(`mutation { ...F ...{ ...F } } fragment F on Mutation { ${commands} }`)).toBeGreaterThan(5 * 50);
  });

  it("costs a page's size even if only its pageInfo is selected", () => {
    const pages = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ type, args }) => {
      const of = getNamedType(type);
      return isObjectType(of) && "nodes" in of.getFields() && !args.some((argument) => isRequiredArgument(argument));
    });
    expect(pages.map(({ name }) => name)).toEqual(expect.arrayContaining(["people", "concerns", "inbox"]));
    for (const { name } of pages) {
      expect(workOf(`{ ${many(190, `${name}(first: 100) { pageInfo { endCursor } }`)} }`), name).toBeGreaterThan(LIMITS.work);
      expect(workOf(`{ ...F } fragment F on Query { ${name}(first: 100) { __typename } }`), name).toBeGreaterThan(300);
    }
  });

  it("leaves room for a list with all its evidence and replies", () => {
    const all =
      "id strand cause stage withheld summary { text observed replies { at text } } evidence { account source reference kind grading { source content } }";
    expect(workOf(`{ concerns { totalCount nodes { ${all} } } }`)).toBeLessThan(LIMITS.work);
  });
});

describe("The same text under many aliases", () => {
  it("is not opened without end: past a bound the answer is one refusal, and nothing of what was opened", async () => {
    const id = await done(hub, "adviser", "logConcern", { ...concern, observed: "Secretly observed. ".repeat(500) });
    const told = { toldName: "x1", toldOffice: "LEADER", channel: "EMAIL", toldOn: "2026-03-01", about: "x1", bodies: [] };
    await done(hub, "adviser", "recordAwareness", { concern: id, ...told });
    for (let n = 0; n < 8; n += 1)
      await done(hub, "chief-executive", "reply", { concern: id, reply: `${n} ${"Secretly answered. ".repeat(500)}` });
    const ask = (times: number) =>
      hub.ask(
        "chief-executive",
        `{ ${many(times, `concern(id: "${id}") { ...F }`)} } fragment F on Concern { summary { replies { text } } }`,
      );
    expect((await ask(10)).body.errors).toBeUndefined();
    const { body } = await ask(120);
    expect(body.errors).toMatchObject([{ extensions: { code: "TOO_LARGE" } }]);
    expect(JSON.stringify(body)).not.toContain("Secretly");
  });
});

describe("A query with a cycle of fragments", () => {
  it.each([
    [
      "from evidence to what was submitted and back",
      "{ submissions { nodes { handling { concerns { evidence { submission { handling { concerns { id } } } } } } } } }",
    ],
    [
      "from support to its council and back",
      "{ signals { nodes { supports { council { supports { nodes { council { supports { nodes { id } } } } } } } } } }",
    ],
    [
      "through the councils of a region, each with all that meets",
      `{ alignedSupport(region: "E12000008") { clashes(first: 100) { first { support { milestones { about } } } second { support { reviews { finding } } } } } }`,
    ],
    [
      "about the schema, many times",
      `{ ${Array.from({ length: 300 }, (_, n) => `a${n}: __schema{...F}`).join(" ")} } ${OF_SCHEMA}`,
    ],
    ["of every council, with each one's lead, many times", `{ councils { ${many(11, "conversationLead { person }")} } }`],
    ["of every council, with each one's picture, many times", `{ councils { ${many(6, "alignedSupport { clashCount }")} } }`],
    ["of figures, many times", `{ ${many(90, 'overview(quarter: "2026-Q1") { measures { byRegionAndStrand { count } } }')} }`],
  ])("is too large: %s", async (_, query) => {
    expect(workOf(query)).toBeGreaterThan(LIMITS.work);
    const { errors } = (await hub.ask("adviser", query)).body;
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["TOO_LARGE"]);
  });

  it.each([
    ["a concern with all its life", `{ concern(id: "x") { ${LIFE} } }`],
    [
      "a page of concerns with their conclusions",
      "{ concerns { totalCount nodes { id summary { text conclusions { kind at supports { id status } } } } } }",
    ],
    [
      "a region's support, with what meets",
      `{ alignedSupport(region: "E12000004") { council { name } clashCount ${STRANDS} clashes { kind first { from to support { ${MEETS} } } second { from to support { ${MEETS} } } } } }`,
    ],
    [
      "a council with all that is planned and runs",
      `{ council(code: "x") { name region { name } conversationLead { person } approaches { from to body { name } about } alignedSupport { ${STRANDS} clashes { first { support { id } } second { support { id } } } }
       practiceContacts { contact learned } supports(first: 50) { nodes { ${MEETS} milestones { kind due metOn } reviews { from to progress } detail { aim statement } } } } }`,
    ],
    [
      "a hundred of what waits",
      "{ inbox(first: 100) { nodes { kind sentence due overdue council { name } concern { id strand cause } support { id kind } submission { id } signal { id } } } }",
    ],
    [
      "a hundred people",
      "{ people(first: 100) { nodes { id name assignments { role regions { name } strands body { name } council { name } from until } } } }",
    ],
    [
      "a hundred submissions with what they are evidence of",
      "{ submissions(first: 100) { nodes { body { name } council { name } account source handling { councilAware concerns { id stage } } } } }",
    ],
    [
      "four quarters",
      `{ ${many(4, 'overview(quarter: "2026-Q1") { quarter measures { measure total byRegion { region { name } count } byStrand { strand count } byCause { cause count } byRegionAndStrand { region { name } strand count } byStrandAndCause { strand cause count } byOutcome { outcome count } byDays { days count } } }')} }`,
    ],
    ["every type and its fields", "{ __schema { types { name description fields { name description type { name kind } } } } }"],
  ])("leaves room for %s", (_, query) => {
    expect(workOf(query)).toBeLessThan(LIMITS.work);
  });
});

describe("A position", () => {
  it("is valid only for the person who got it, and reveals nothing about the log", async () => {
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
  it("are those of the time of reading, also for a request that was delayed while an assignment ended", async () => {
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

  it("are refused to a person with the hub's own name", async () => {
    const { code } = await command(hub, "governance-officer", "registerPerson", { person: "hub", name: "Hub (invented)" });
    expect(code).toBe("INVALID_INPUT");
  });
});

describe("An objection", () => {
  it("is executed in time among many commands on the same concern", async () => {
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
