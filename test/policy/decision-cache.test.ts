// A cached decision applies to every principal and resource with equal facts, as far as the policies on its action read them: it must equal Cedar's decision.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_CONCERN, scopeOf } from "../../policies/engine/facts.ts";
import { compilePolicy, loadPolicy } from "../../policies/engine/policy.ts";
import { attributesRead, readForm } from "../../policies/engine/policy-form.ts";
import type { Decision } from "../../policies/engine/policy-set.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { changedFiles, policyText } from "../helpers/policy-files.ts";
import { concernFacts } from "../helpers/random-facts.ts";
import { assignments, TODAY } from "../helpers/random-histories.ts";

const policy = loadPolicy();
const ACTIONS = ["logConcern", "addEvidence", "readHeadline", "readEvidence", "reply", "sayNotPersuaded", "challengeConcern"];

const idsOf = ({ allowed, policies }: Decision) => ({ allowed, policies: policies.map(({ id }) => id) });

describe("A cached decision", () => {
  it("is the one that Cedar makes, for every action, any person and any facts", () => {
    fc.assert(
      fc.property(
        assignments,
        fc.array(concernFacts, { maxLength: 8 }),
        fc.constantFrom(...ACTIONS),
        (held, concerns, action) => {
          const principal = { type: "Person", facts: personFacts("viewer", held, TODAY) } as const;
          for (const [index, each] of concerns.entries()) {
            const resource = { type: "Concern", id: String(index), facts: each } as const;
            expect(idsOf(policy.decideCached(principal, action, resource))).toEqual(
              idsOf(policy.decide(principal, action, resource)),
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("names its policies in the order of their ids", () => {
    const principal = { type: "Person", facts: personFacts("viewer", [], TODAY) } as const;
    const forbid = 'forbid (principal, action == Action::"readHeadline", resource);';
    const several = compilePolicy(
      changedFiles({ "7-tried.cedar": ["d", "b", "c", "a"].map((name) => policyText(`tried-${name}`, forbid)).join("\n") }),
    );
    for (let n = 0; n < 20; n += 1) {
      const { policies } = several.decide(principal, "readHeadline", { type: "Concern", id: "a", facts: NO_CONCERN });
      const ids = policies.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(["tried-a", "tried-b", "tried-c", "tried-d"]));
      expect(ids).toEqual(ids.toSorted());
    }
  });

  it("differs by resource if a policy names one of them", () => {
    const named = compilePolicy(
      changedFiles({
        "7-tried.cedar": policyText("tried", 'forbid (principal, action == Action::"logConcern", resource == Concern::"b");'),
      }),
    );
    const adviser = personFacts(
      "adviser",
      [
        {
          assignment: "a",
          role: "principal-adviser",
          regions: ["E12000002"],
          strands: ["adults"],
          from: TODAY,
          until: TODAY,
          started: { actor: "hub", at: `${TODAY}T00:00:00.000Z` },
        },
      ],
      TODAY,
    );
    const scope = scopeOf("E12000002", "adults");
    const may = (id: string) =>
      named.decideCached({ type: "Person", facts: adviser }, "logConcern", {
        type: "Concern",
        id,
        facts: { ...NO_CONCERN, scope },
      }).allowed;
    expect([may("a"), may("b"), may("a")]).toEqual([true, false, true]);
  });

  it("has the facts in its key that policies read, and all facts if a policy uses the resource otherwise", () => {
    const of = (text: string) => attributesRead(readForm(policyText("x", text)), "resource");
    expect(of("forbid (principal, action, resource) when { resource.scope == principal.id && !resource.councilAware };")).toEqual(
      new Set(["scope", "councilAware"]),
    );
    expect(of("permit (principal, action, resource is Concern);")).toEqual(new Set());
    for (const other of [
      'forbid (principal, action, resource == Concern::"x");',
      'forbid (principal, action, resource is Concern in Concern::"x");',
      "forbid (principal, action, resource) when { resource has scope };",
      'forbid (principal, action, resource) unless { resource in Concern::"x" };',
      "forbid (principal, action, resource) when { principal == resource };",
    ])
      expect(of(other), other).toBeUndefined();
  });
});
