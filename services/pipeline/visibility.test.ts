// A command on a record that its principal may not see is refused by the read models, before the record is read.
import { describe, expect, it } from "vitest";
import { NO_CONCERN, NO_ROLE, NO_SUPPORT, type PersonFacts, type Principal } from "../../policies/engine/facts.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { shipped } from "../../test/helpers/policy-files.ts";
import { assignmentOf } from "../../test/helpers/viewer.ts";
import { personFacts } from "../people/assignments.ts";
import { permission } from "./execute-command.ts";
import { mayAdvise, maySee, type ReadModelFacts, refuseInvisible } from "./visibility.ts";

const rights = rightsUnder(shipped);
const PLACE = { council: "X00000004", region: "E12000004", strand: "childrens", scope: "E12000004/childrens" };
const OF_COUNCIL = { councilStrand: "X00000004/childrens", provider: "lga" };
const FACTS = { ...NO_SUPPORT, ...PLACE, ...OF_COUNCIL };
const record = { type: "Support", id: "support-1", none: NO_SUPPORT } as const;

const person = (facts: Partial<PersonFacts>): Principal => ({ type: "Person", facts: { ...NO_ROLE, id: "ann", ...facts } });
const ADVISER = person({ adviserScopes: ["E12000004/childrens"], adviserRegions: ["E12000004"] });
const ELSEWHERE = person({ adviserScopes: ["E12000007/childrens"], adviserRegions: ["E12000007"] });

/** Read models with these supports; if they are `late`, only after a wait. */
function readModelsWith(ids: readonly string[], { late = false, current = true } = {}) {
  let waited = 0;
  const readModelFacts: ReadModelFacts = {
    find: (_, id) => ((!late || waited > 0) && ids.includes(id) ? FACTS : undefined) as never,
    advises: (person) => (!late || waited > 0) && ids.includes(person),
    isCited: () => false,
    awaitsAcceptance: () => false,
    newsOfEvent: () => [],
    visibleClashes: () => [],
    taskFor: () => undefined,
    openersOf: () => [],
    untoldMatters: () => [],
    current: async () => {
      waited += 1;
      return current;
    },
  };
  return { deps: { rights, readModelFacts }, waited: () => waited };
}

describe("A command on a record", () => {
  it("continues for a person who may see the record, without waiting for the read models", async () => {
    const { deps, waited } = readModelsWith(["support-1"]);
    expect(await refuseInvisible(deps, ADVISER, record, ["beginSupport"])).toBeUndefined();
    expect(waited()).toBe(0);
  });

  it("is refused to a person who may not see the record, with the same message as if there were none", async () => {
    const invisible = await refuseInvisible(readModelsWith(["support-1"]).deps, ELSEWHERE, record, ["beginSupport"]);
    const unknown = await refuseInvisible(readModelsWith([]).deps, ELSEWHERE, record, ["beginSupport"]);
    expect(invisible).toMatchObject({ kind: "refused", code: "NOT_FOUND" });
    expect(unknown).toEqual(invisible);
    expect(await refuseInvisible(readModelsWith([]).deps, ADVISER, record, ["beginSupport"])).toEqual(invisible);
  });

  it("needs the same number of policy decisions for an invisible record as for none", async () => {
    const counts = [["support-1"], []].map(async (ids) => {
      let decided = 0;
      const counting: typeof rights = {
        ...rights,
        permits: (...question) => {
          decided += 1;
          return rights.permits(...question);
        },
      };
      await refuseInvisible({ ...readModelsWith(ids).deps, rights: counting }, ELSEWHERE, record, ["beginSupport", "endSupport"]);
      return decided;
    });
    expect(await Promise.all(counts)).toEqual([4, 4]);
  });

  it("is refused without Cedar, whose time depends on the facts, by the stream of an invisible record and of none", () => {
    const asked: string[] = [];
    const decide: typeof shipped.decide = (principal, action, resource) => {
      asked.push(action);
      return shipped.decide(principal, action, resource);
    };
    const deps = { rights: rightsUnder({ ...shipped, decide }) };
    const permissionOf = (principal: Principal, action: string, exists: boolean) => {
      const resource = { type: "Support", id: "support", facts: exists ? FACTS : NO_SUPPORT } as const;
      return permission(deps, principal, { action, reading: "readSupport", resource, exists });
    };
    const unknown = permissionOf(ELSEWHERE, "endSupport", false);
    expect(unknown).toMatchObject({ code: "NOT_FOUND" });
    expect(permissionOf(ELSEWHERE, "endSupport", true)).toEqual(unknown);
    expect(asked).toEqual([]);
    // Whoever sees the record is refused with the policies that Cedar names.
    expect(permissionOf(ADVISER, "moveAsCouncil", true)).toMatchObject({ allowed: false });
    expect(asked).toEqual(["moveAsCouncil"]);
  });

  it("continues for the named reader of a restricted concern that cannot be read, whom no other concern names", async () => {
    const { readModelFacts } = readModelsWith([]).deps;
    const facts = {
      ...NO_CONCERN,
      council: "X00000004",
      strand: "childrens",
      ...OF_COUNCIL,
      councilAware: true,
      evidenced: true,
    };
    const unreadable: ReadModelFacts = {
      ...readModelFacts,
      find: () => ({ ...facts, restricted: true, namedReaders: ["ann"] }) as never,
    };
    const deps = { rights: rightsUnder(shipped, () => new Set()), readModelFacts: unreadable };
    const officer = (id: string): Principal => ({
      type: "Person",
      facts: personFacts(id, [assignmentOf("chief-executive", { council: "X00000004" })], "2026-03-02"),
    });
    const concern = { type: "Concern", id: "concern-1", none: NO_CONCERN } as const;
    expect([await maySee(deps, officer("ann"), concern), await maySee(deps, officer("ben"), concern)]).toEqual([true, false]);
  });

  it("continues if the record has just been created and the read models catch up", async () => {
    const { deps, waited } = readModelsWith(["support-1"], { late: true });
    expect(await refuseInvisible(deps, ADVISER, record, ["beginSupport"])).toBeUndefined();
    expect(waited()).toBe(1);
  });

  it("continues if the read models are not current, and is then decided by the stream", async () => {
    expect(await refuseInvisible(readModelsWith([], { current: false }).deps, ELSEWHERE, record, [])).toBeUndefined();
    expect(await refuseInvisible({ rights, readModelFacts: undefined }, ELSEWHERE, record, [])).toBeUndefined();
  });

  it("continues for the hub itself, and for a person who may execute it without reading the record", async () => {
    expect(await refuseInvisible(readModelsWith([]).deps, { type: "Hub" }, record, ["recordMilestoneDue"])).toBeUndefined();
    const permitting = { ...rights, permits: () => true };
    const { deps } = readModelsWith(["support-1"]);
    expect(await refuseInvisible({ ...deps, rights: permitting }, ELSEWHERE, record, ["beginSupport"])).toBeUndefined();
  });
});

it("A person may see the records that policy lets them read, and none that does not exist", async () => {
  expect(await maySee(readModelsWith(["support-1"]).deps, ADVISER, record)).toBe(true);
  expect(await maySee(readModelsWith(["support-1"]).deps, ELSEWHERE, record)).toBe(false);
  expect(await maySee(readModelsWith([]).deps, ADVISER, record)).toBe(false);
});

it("A person may be an adviser if the read models say so, say so after they catch up, or are not current", async () => {
  const mayAnnAdvise = (...given: Parameters<typeof readModelsWith>) =>
    mayAdvise(readModelsWith(...given).deps, "ann", "E12000004");
  expect(await mayAnnAdvise(["ann"])).toBe(true);
  expect(await mayAnnAdvise(["ann"], { late: true })).toBe(true);
  expect(await mayAnnAdvise([])).toBe(false);
  expect(await mayAnnAdvise([], { current: false })).toBe(true);
});
