import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { recordCouncilsReached, recordDeadlines } from "../../hub/clock/scheduled-jobs.ts";
import { appointFirstGovernanceOfficer } from "../../hub/sign-in/first-officer.ts";
import { CIB, concern, proposal } from "../examples/api-inputs.ts";
import { startStory } from "../helpers/story-hub.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

describe("A scheduled job", () => {
  let test: TestHub;
  beforeAll(async () => {
    test = await startHub();
  });
  afterAll(() => test.close());

  const shares = async () => {
    const { body } = await test.ask<{
      concerns: { nodes: { sharingRecord: { status: string; ended: { by: string } | null }[] }[] };
    }>("chief-executive", "{ concerns { nodes { sharingRecord { status ended { by } } } } }");
    return body.data.concerns.nodes.flatMap(({ sharingRecord }) => sharingRecord);
  };
  const leadSees = async () =>
    (await test.ask<{ concerns: { totalCount: number } }>("cib-lead", "{ concerns { totalCount } }")).body.data.concerns
      .totalCount;

  it("is not needed to end access: a share ends with its last day, before anything is recorded", async () => {
    expect(await leadSees()).toBe(1);
    const [live] = await shares();
    expect(live).toEqual({ status: "LIVE", ended: null });
    test.clock.set("2026-09-30T12:00:00.000Z");
    expect(await leadSees()).toBe(0);
    expect(await shares()).toEqual([{ status: "EXPIRED", ended: null }]);
  });

  it("records each due date once, however often it runs: a share's expiry, a milestone of a support, and what councils were not told of", async () => {
    const before = await test.hub.log.head();
    expect(await recordDeadlines(test.hub)).toBe(4);
    const recorded = await test.hub.log.readAll(before, 100);
    expect(recorded.map(({ type, metadata }) => [type, metadata.actor])).toEqual([
      ["UntoldFellDue.v1", "hub"],
      ["ShareExpired.v1", "hub"],
      ["MilestoneFellDue.v1", "hub"],
      ["SubmissionFellDue.v1", "hub"],
    ]);
    expect(await shares()).toEqual([{ status: "EXPIRED", ended: { by: "hub" } }]);
    const head = await test.hub.log.head();
    expect(await recordDeadlines(test.hub)).toBe(0);
    expect(await test.hub.log.head()).toBe(head);
  });
});

describe("The scheduled job that records deadlines", () => {
  it("records those of up to eight concerns at the same time, and reports an error once no command is under way", async () => {
    const { hub, does, on, close } = await startStory();
    try {
      for (let n = 0; n < 12; n += 1) await does("adviser", "logConcern", concern);
      on("2026-05-01");
      const { execute } = hub.services.concern;
      let [running, most, fails] = [0, 0, true];
      vi.spyOn(hub.services.concern, "execute").mockImplementation(async (...command) => {
        running += 1;
        most = Math.max(most, running);
        const isFirst = fails;
        fails = false;
        try {
          await new Promise(setImmediate);
          if (isFirst) throw new Error("fails");
          return await execute(...command);
        } finally {
          running -= 1;
        }
      });
      await expect(recordDeadlines(hub)).rejects.toThrow("fails");
      expect([running, most]).toEqual([0, 8]);
      expect(await recordDeadlines(hub)).toBe(1);
    } finally {
      await close();
    }
  });
});

describe("The scheduled job that looks for councils that a notice has reached", () => {
  it("lets requests run between two shares, and reads no state of a concern whose council has not been sent a notice", async () => {
    const { hub, does, awareConcern, close } = await startStory();
    try {
      for (const _ of [1, 2]) {
        const concern = await awareConcern([CIB]);
        await does("adviser", "proposeShare", { concern, ...proposal, answerBy: "2026-03-09" });
      }
      const queries = hub.register.queries();
      vi.spyOn(hub.register, "queries").mockReturnValue(queries);
      let turns = 0;
      const turnsAtReads: number[] = [];
      const find = queries.findUnchecked;
      vi.spyOn(queries, "findUnchecked").mockImplementation((id, withState, read) => {
        turnsAtReads.push(turns);
        setImmediate(() => {
          turns += 1;
        });
        expect(withState).toBe(false);
        return find(id, withState, read);
      });
      expect(await recordCouncilsReached(hub)).toBe(0);
      expect(turnsAtReads).toEqual([0, 1]);
    } finally {
      await close();
    }
  });
});

describe("The first governance officer", () => {
  it("is registered on a hub without people, and can then register others", async () => {
    const test = await startHub({ seed: false });
    try {
      await appointFirstGovernanceOfficer(test.hub, "first");
      const register = `mutation($input: RegisterPersonInput!) { registerPerson(input: $input) { ... on PersonChanged { person { id name } } } }`;
      const input = { idempotencyKey: "k", person: "second", name: "Second (invented)" };
      const { body } = await test.ask("first", register, { input });
      expect(body.data).toEqual({ registerPerson: { person: { id: "second", name: "Second (invented)" } } });

      // The setting has no effect on a hub that already has people.
      const head = await test.hub.log.head();
      await appointFirstGovernanceOfficer(test.hub, "third");
      expect(await test.hub.log.head()).toBe(head);
    } finally {
      await test.close();
    }
  });
});
