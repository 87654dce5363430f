// Attacks on the ledger, the past and the record of disclosures, each of which succeeded in an earlier release.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { awareness, CIB, concern, evidence, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { command, done } from "../helpers/send-command.ts";
import { subscribe } from "../helpers/sse.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
beforeEach(async () => {
  hub = await startHub({ seed: true });
});
afterEach(() => hub.close());

const ask = async <Data = Record<string, unknown>>(person: string, query: string, variables: object = {}): Promise<Data> => {
  const { body } = await hub.ask<Data>(person, query, variables);
  expect(body.errors).toBeUndefined();
  return body.data;
};
const later = (minutes: number) => hub.clock.set(new Date(hub.clock.now().getTime() + minutes * 60_000).toISOString());
const assign = (person: string, role: object) =>
  done(hub, "governance-officer", "startAssignment", { person, from: "2026-03-01", until: "2027-03-01", ...role });

type Entry = { id: string; concern: string | null; surface: string; person: { id: string }; capacities: { role: string }[] };
const ENTRIES = "disclosures(first: 100) { nodes { id concern surface person { id } capacities { role } } }";
const entries = async (person: string, council = TARROWSHIRE) =>
  (
    await ask<{ ledger: { disclosures: { nodes: Entry[] } } }>(
      person,
      `{ ledger(council: "${council}") { ... on Ledger { ${ENTRIES} } } }`,
    )
  ).ledger.disclosures.nodes;

/** A concern of the council's whose evidence the CIB leads have. */
async function shared(body = CIB): Promise<string> {
  const id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [CIB, "dfe"] });
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: id, body, parts: ["EVIDENCE"] });
  const share = hub.hub.register.queries().findUnchecked(id)?.state().shares[0]?.id;
  await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
  await done(hub, "adviser", "makeShare", { concern: id, share });
  return id;
}

describe("The ledger", () => {
  it("shows a council no count before it was made aware of any concern, and all counts afterwards", async () => {
    const council = "X00000005";
    await assign("newcomer", {}).catch(() => {});
    const id = await done(hub, "adviser", "logConcern", { ...concern, council, strand: "CORPORATE", cause: "FINANCE" });
    later(1);
    await ask("adviser", `{ concerns(filter: { council: "${council}" }) { totalCount pageInfo { endCursor } } }`);
    expect(await entries("leader-ambleford", council)).toEqual([]);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: ["performance-support-panel"] });
    expect((await entries("leader-ambleford", council)).map(({ surface }) => surface)).toContain("COUNT");
  });

  it("names in a count only assignments that let its reader see some of what was counted", async () => {
    await shared();
    await assign("adviser", { role: "NOMINATED_OFFICER", council: "X00000009", strands: ["CHILDRENS"] });
    await ask("adviser", `{ concerns(filter: { council: "${TARROWSHIRE}" }) { totalCount } }`);
    const counts = (await entries("chief-executive")).filter(
      ({ surface, person }) => surface === "COUNT" && person.id === "adviser",
    );
    expect(counts.flatMap(({ capacities }) => capacities.map(({ role }) => role))).toEqual(["PRINCIPAL_ADVISER"]);
  });

  it("has who learned by a page of news or tasks about the council alone that there are some, without reading them", async () => {
    const id = await shared();
    const opened = async (person: string, surface: string) =>
      (await entries("chief-executive")).filter((entry) => entry.person.id === person && entry.surface === surface);
    const page = "pageInfo { hasNextPage endCursor }";
    later(1);
    await ask("cib-lead", `{ news { ${page} } }`);
    expect(await opened("cib-lead", "NEWS")).toEqual([]);
    await ask("cib-lead", `{ news(filter: { council: "${TARROWSHIRE}", kinds: [SHARED] }) { ${page} } }`);
    expect((await opened("cib-lead", "NEWS")).map(({ concern: of }) => of)).toContain(id);
    await done(hub, "chief-executive", "requestCorrection", { concern: id, request: "The figures are wrong." });
    await ask("second-adviser", `{ inbox { ${page} } }`);
    expect(await opened("second-adviser", "INBOX")).toEqual([]);
    await ask("second-adviser", `{ inbox(filter: { council: "${TARROWSHIRE}", kind: CORRECTION_TO_RESOLVE }) { ${page} } }`);
    expect((await opened("second-adviser", "INBOX")).map(({ concern: of }) => of)).toContain(id);
  });

  it("has ids that reveal nothing of how much else is read, and are the same after a rebuild", async () => {
    const before = await (async () => {
      await shared();
      return entries("chief-executive");
    })();
    expect(before.every(({ id }) => /^[0-9a-f-]{36}$/.test(id))).toBe(true);
    await hub.hub.rebuild();
    const after = new Set((await entries("chief-executive")).map(({ id }) => id));
    expect(before.filter(({ id }) => !after.has(id))).toEqual([]);
  });
});

describe("The past", () => {
  const PAST = `query($id: ID!, $at: DateTime!) { pastConcern(concern: $id, at: $at) { __typename ... on Refused { code }
    ... on PastConcern { concern { version history { number } evidence { account } } } } }`;
  type Past = {
    pastConcern: { code?: string; concern?: { version: number; history: { number: number }[]; evidence: { account: string }[] } };
  };

  it("opens to a recipient nothing that was withdrawn since", async () => {
    const id = await shared();
    const at = hub.clock.now().toISOString();
    later(60);
    const item = hub.hub.register.queries().findUnchecked(id)?.state().evidence[0]?.evidence;
    await done(hub, "adviser", "addEvidence", { concern: id, evidence });
    await done(hub, "adviser", "withdrawEvidence", { concern: id, evidence: item, reason: "It was about another team." });
    expect((await ask<Past>("cib-lead", PAST, { id, at })).pastConcern.code).toBe("NOT_FOUND");
    expect((await ask<Past>("chief-executive", PAST, { id, at })).pastConcern.concern?.evidence[0]?.account).toBe(
      evidence.account,
    );
  });

  it("is open to the person in the council's office today, also from before they were in it", async () => {
    const id = await shared();
    const at = hub.clock.now().toISOString();
    later(60 * 24 * 3);
    await done(hub, "governance-officer", "registerPerson", { person: "new-leader", name: "Wyn Aldous (invented)" });
    await assign("new-leader", { role: "LEADER", council: TARROWSHIRE, from: "2026-03-05" });
    expect((await ask<Past>("new-leader", PAST, { id, at })).pastConcern.concern?.version).toBeGreaterThan(3);
    const ledger = `query($at: DateTime!) { ledger(council: "${TARROWSHIRE}", at: $at) { ... on Ledger { concerns { nodes { id } } } } }`;
    const { ledger: found } = await ask<{ ledger: { concerns: { nodes: { id: string }[] } } }>("new-leader", ledger, { at });
    expect(found.concerns.nodes.map((one) => one.id)).toContain(id);
  });

  it("has no gap and no failure after a clock was set back within the tolerance of commands", async () => {
    const id = await shared();
    later(10);
    await done(hub, "chief-executive", "reply", { concern: id, reply: "A first reply." });
    later(-4);
    await done(hub, "chief-executive", "reply", { concern: id, reply: "A second reply." });
    later(30);
    for (const minutes of [-30.5, -25, -20, 0]) {
      const at = new Date(hub.clock.now().getTime() + minutes * 60_000).toISOString();
      const { pastConcern } = await ask<Past>("chief-executive", PAST, { id, at });
      const { version = 0, history = [] } = pastConcern.concern ?? {};
      expect(history.map(({ number }) => number)).toEqual(Array.from({ length: version }, (_, n) => n + 1));
    }
  });
});

describe("The record", () => {
  it("is kept of what is read after a clock was put forward and back", async () => {
    const id = await shared();
    const now = hub.clock.now().toISOString();
    const read = () => ask("adviser", "query($id: ID!) { concern(id: $id) { summary { text } } }", { id });
    hub.clock.leap("2027-02-01T12:00:00.000Z");
    await read();
    hub.clock.leap(now);
    const before = await hub.hub.disclosures.head();
    await read();
    expect(await hub.hub.disclosures.head()).not.toBe(before);
  });

  it("cannot be evaded by guessing: no command reveals a withheld version", async () => {
    const id = await shared("dfe");
    const version = hub.hub.register.queries().findUnchecked(id)?.state().version ?? 0;
    const said = new Set<string>();
    for (let expectedVersion = version - 2; expectedVersion <= version + 2; expectedVersion += 1) {
      // The body is not theirs: nothing is recorded, whatever the version.
      const statement = { concern: id, body: "nobody", grounds: ["DENIAL"], reason: "It goes on as before.", expectedVersion };
      const outcome = await command(hub, "department", "sayNotPersuaded", statement);
      said.add(`${outcome.code} ${outcome.field}`);
    }
    expect([...said]).toEqual(["INVALID_INPUT expectedVersion"]);
  });
});

describe("A live position", () => {
  it("is never the same twice, so that it reveals nothing about other events", async () => {
    const positions = new Set<string>();
    for (let n = 0; n < 3; n += 1) {
      const live = await subscribe<{ position: string }>(
        hub,
        "panel-member",
        "subscription { inboxChanged { ... on InboxUpdate { position } } }",
      );
      positions.add((await live.next())?.position ?? "");
      await live.leave();
    }
    expect(positions.size).toBe(3);
  });
});
