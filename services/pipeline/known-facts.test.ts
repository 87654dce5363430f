// Whoever may not see a thing is refused by what read models know of it, and nothing of it is read.
import { describe, expect, it } from "vitest";
import { NO_ROLE, NO_SUPPORT, type PersonFacts, type Principal } from "../../policies/engine/facts.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { shipped } from "../../test/helpers/policy-files.ts";
import { type KnownFacts, mayAdvise, maySee, refuseUnseen } from "./known-facts.ts";

const policy = shipped;
const rights = rightsUnder(policy);
const FACTS = { council: "X00000004", region: "E12000004", strand: "childrens", scope: "E12000004/childrens", provider: "lga" };
const named = { kind: "Support", id: "support-1", none: NO_SUPPORT } as const;

const person = (facts: Partial<PersonFacts>): Principal => ({ type: "Person", facts: { ...NO_ROLE, id: "ann", ...facts } });
const ADVISER = person({ adviserScopes: ["E12000004/childrens"], adviserRegions: ["E12000004"] });
const ELSEWHERE = person({ adviserScopes: ["E12000007/childrens"], adviserRegions: ["E12000007"] });

/** Read models that know these supports, or come to know them once they are waited for. */
function knowing(ids: readonly string[], { late = false, current = true } = {}) {
  let waited = 0;
  const known: KnownFacts = {
    find: (_, id) => ((!late || waited > 0) && ids.includes(id) ? FACTS : undefined) as never,
    advises: (person) => (!late || waited > 0) && ids.includes(person),
    current: async () => {
      waited += 1;
      return current;
    },
  };
  return { deps: { policy, rights, known }, waited: () => waited };
}

describe("A command on what read models know", () => {
  it("goes on for who may see it, and waits for nothing", async () => {
    const { deps, waited } = knowing(["support-1"]);
    expect(await refuseUnseen(deps, ADVISER, named, ["beginSupport"])).toBeUndefined();
    expect(waited()).toBe(0);
  });

  it("is refused to who may not see it, in the same words as one on nothing", async () => {
    const invisible = await refuseUnseen(knowing(["support-1"]).deps, ELSEWHERE, named, ["beginSupport"]);
    const unknown = await refuseUnseen(knowing([]).deps, ELSEWHERE, named, ["beginSupport"]);
    expect(invisible).toMatchObject({ kind: "refused", code: "NOT_FOUND" });
    expect(unknown).toEqual(invisible);
    expect(await refuseUnseen(knowing([]).deps, ADVISER, named, ["beginSupport"])).toEqual(invisible);
  });

  it("takes as many decisions of policy for one that is invisible as for one that is not there", async () => {
    const counts = [["support-1"], []].map(async (ids) => {
      let decided = 0;
      const counting: typeof policy = {
        ...policy,
        decide: (...asked) => {
          decided += 1;
          return policy.decide(...asked);
        },
      };
      await refuseUnseen({ ...knowing(ids).deps, policy: counting }, ELSEWHERE, named, ["beginSupport", "endSupport"]);
      return decided;
    });
    expect(await Promise.all(counts)).toEqual([2, 2]);
  });

  it("goes on where it was made a moment ago, and read models come to hold it", async () => {
    const { deps, waited } = knowing(["support-1"], { late: true });
    expect(await refuseUnseen(deps, ADVISER, named, ["beginSupport"])).toBeUndefined();
    expect(waited()).toBe(1);
  });

  it("goes on where read models cannot tell, for the stream to be decided on", async () => {
    expect(await refuseUnseen(knowing([], { current: false }).deps, ELSEWHERE, named, [])).toBeUndefined();
    expect(await refuseUnseen({ policy, rights, known: undefined }, ELSEWHERE, named, [])).toBeUndefined();
  });

  it("goes on for the hub itself, and for who may do it without reading", async () => {
    expect(await refuseUnseen(knowing([]).deps, { type: "Hub" }, named, ["recordMilestoneDue"])).toBeUndefined();
    const permitting = { ...policy, decide: () => ({ allowed: true, policies: [] }) };
    const { deps } = knowing(["support-1"]);
    expect(await refuseUnseen({ ...deps, policy: permitting }, ELSEWHERE, named, ["beginSupport"])).toBeUndefined();
  });
});

it("Somebody sees what policy lets them read, and nothing that is not there", async () => {
  expect(await maySee(knowing(["support-1"]).deps, ADVISER, named)).toBe(true);
  expect(await maySee(knowing(["support-1"]).deps, ELSEWHERE, named)).toBe(false);
  expect(await maySee(knowing([]).deps, ADVISER, named)).toBe(false);
});

it("Somebody may be an adviser where the read models know them as one, come to, or cannot tell", async () => {
  const asked = (...knows: Parameters<typeof knowing>) => mayAdvise(knowing(...knows).deps, "ann", "E12000004");
  expect(await asked(["ann"])).toBe(true);
  expect(await asked(["ann"], { late: true })).toBe(true);
  expect(await asked([])).toBe(false);
  expect(await asked([], { current: false })).toBe(true);
});
