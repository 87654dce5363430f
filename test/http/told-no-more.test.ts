// A person who may see who read a part, or why they may read it, sees nothing beyond that part: no other assignments of a
// person, and no date of an event that another part discloses.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, conclusions, EAST_MIDLANDS, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const WEST_MIDLANDS = "E12000005";
type Capacity = {
  readonly role: string;
  readonly regions: readonly { readonly code: string }[];
  readonly strands: readonly string[];
  readonly bodies: readonly { readonly id: string }[];
};
type Disclosures = {
  readonly nodes: readonly {
    readonly concern: string | null;
    readonly person: { readonly id: string };
    readonly capacities: readonly Capacity[];
  }[];
};
const DISCLOSURES =
  "disclosures(first: 30) { nodes { concern person { id } capacities { role regions { code } strands bodies { id } } } }";

let hub: TestHub;
let id: string;

beforeAll(async () => {
  hub = await startHub();
  const roles = [
    ["adviser-of-much", { role: "SENIOR_ADVISER", regions: [EAST_MIDLANDS, WEST_MIDLANDS], strands: ["CHILDRENS", "ADULTS"] }],
    ["lead-of-two", { role: "CIB_LEAD", regions: [EAST_MIDLANDS, WEST_MIDLANDS] }],
  ] as const;
  for (const [person, assignment] of roles) {
    await done(hub, "administrator", "registerPerson", { person, name: `${person} (invented)` });
    await done(hub, "administrator", "startAssignment", { person, ...assignment, from: "2026-01-01", until: "2026-12-31" });
  }
  id = await done(hub, "adviser", "logConcern", concern);
  hub.clock.set("2026-03-03T12:00:00.000Z");
  await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness });
  await done(hub, "adviser", "proposeShare", { concern: id, ...proposal, parts: ["HEADLINE"] });
  const share = hub.hub.register.queries().findUnchecked(id)?.state().shares[0]?.id;
  hub.clock.set("2026-03-04T12:00:00.000Z");
  await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
  hub.clock.set("2026-03-05T12:00:00.000Z");
  await done(hub, "adviser", "makeShare", { concern: id, share });
});
afterAll(() => hub.close());

describe("The recorded capacity of a reader", () => {
  it("names the region, strand and body of the concern, and no other of the assignment", async () => {
    for (const person of ["adviser-of-much", "lead-of-two"]) {
      await hub.ask(person, "query($id: ID!) { concern(id: $id) { stage } }", { id });
      await hub.ask(person, `{ concerns(filter: { council: "${TARROWSHIRE}" }) { totalCount } }`);
    }
    const query = `query($id: ID!) { concern(id: $id) { ${DISCLOSURES} } ledger(council: "${TARROWSHIRE}") { ... on Ledger { ${DISCLOSURES} } } }`;
    const { body } = await hub.ask<Record<"concern" | "ledger", { disclosures: Disclosures }>>("chief-executive", query, { id });
    expect(body.errors).toBeUndefined();
    const told = [...body.data.concern.disclosures.nodes, ...body.data.ledger.disclosures.nodes];
    const of = (person: string, counted: boolean) =>
      told
        .filter((entry) => entry.person.id === person && (entry.concern === null) === counted)
        .flatMap(({ capacities }) => capacities);
    const east = [{ code: EAST_MIDLANDS }];
    const adviser = { role: "SENIOR_ADVISER", regions: east, strands: ["CHILDRENS"], bodies: [] };
    expect(of("adviser-of-much", false)).toEqual([adviser, adviser]);
    expect(of("adviser-of-much", true)).toEqual([{ ...adviser, strands: [] }]);
    const lead = { role: "CIB_LEAD", regions: east, strands: [], bodies: [{ id: CIB }] };
    expect(of("lead-of-two", false)).toEqual([lead, lead]);
    expect(of("lead-of-two", true)).toEqual([lead]);
  });
});

describe("The explanation of access to a headline", () => {
  it("does not contain the days on which the concern was logged, the council made aware, or a share proposed or agreed to", async () => {
    const query =
      "query($id: ID!, $part: ExplainedPart!) { explain(concern: $id, part: $part) { facts { because { what on at } } } }";
    type Told = { explain: { facts: { because: { what: string; on: string }[] }[] } };
    const told = async (part: string) => {
      const { body } = await hub.ask<Told>("lead-of-two", query, { id, part });
      const because = body.data.explain.facts.flatMap((fact) => fact.because);
      return because.filter(({ what }) => !what.startsWith("Assigned")).map(({ what, on }) => `${what}: ${on}`);
    };
    for (const part of ["HEADLINE", "SUMMARY", "EVIDENCE", "SHARING_RECORD"])
      expect((await told(part)).join()).not.toMatch(/2026-03-0[234]|logged|made aware|proposed|agreed|Evidence was/);
    expect((await told("HEADLINE")).join()).toMatch(/^A share was made .*: 2026-03-05/);
  });
});

describe("The explanation of access to a summary, under a policy that depends on the stage,", () => {
  it("does not show a recipient the day of a conclusion until it opens, 5 working days after the council was told of it", async () => {
    const { policy, services, asHub, register } = hub.hub;
    const files = Object.entries(policy.files).map(([name, text]) => ({
      name,
      text: text.replaceAll("principal.cibBodies)", 'principal.cibBodies) && resource.stage != "logged"'),
    }));
    const published = await services.policy.execute(
      "publishPolicy",
      { files, basedOn: policy.version, reason: "A trial." },
      asHub("policy-on-stages"),
    );
    expect(published).toMatchObject({ kind: "done" });
    await done(hub, "adviser", "proposeShare", { concern: id, ...proposal });
    const share = register.queries().findUnchecked(id)?.state().shares[1]?.id;
    await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
    await done(hub, "adviser", "makeShare", { concern: id, share });
    hub.clock.set("2026-03-06T12:00:00.000Z");
    await done(hub, "adviser", "concludeConcern", { concern: id, ...conclusions.underReview });
    const concluded = expect.objectContaining({ on: "2026-03-06" });
    expect(await stageBecause("lead-of-two")).toEqual([]);
    expect(await stageBecause("adviser")).toEqual([concluded]);
    hub.clock.set("2026-03-07T12:00:00.000Z");
    await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness });
    expect(await stageBecause("lead-of-two")).toEqual([]);
    hub.clock.set("2026-03-16T12:00:00.000Z");
    expect(await stageBecause("lead-of-two")).toEqual([concluded]);
  });

  type Facts = { explain: { facts: { name: string; because: { what: string; on: string }[] }[] } };
  async function stageBecause(person: string) {
    const query =
      'query($id: ID!) { explain(concern: $id, part: SUMMARY, person: "lead-of-two") { facts { name because { what on } } } }';
    const { body } = await hub.ask<Facts>(person, query, { id });
    expect(body.errors).toBeUndefined();
    return body.data.explain.facts.find(({ name }) => /stage|far/i.test(name))?.because;
  }
});
