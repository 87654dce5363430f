// Lists use only the policies that can apply to an action: leaving out the others must never change the result.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { READ_ACTIONS } from "../../policies/engine/facts.ts";
import { loadPolicy, principalEntity } from "../../policies/engine/policy.ts";
import { concerns, readForm } from "../../policies/engine/policy-form.ts";
import { PolicyInvalid } from "../../policies/engine/policy-invalid.ts";
import { groupsOf } from "../../policies/engine/policy-schema.ts";
import { residualFor } from "../../policies/engine/residual.ts";
import { LISTED } from "../../policies/engine/sql.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { concernFacts } from "../helpers/random-facts.ts";
import { assignments, TODAY } from "../helpers/random-histories.ts";
import { cases } from "../helpers/soak.ts";

const policy = loadPolicy();
const LISTING = [...Object.values(READ_ACTIONS), ...Object.keys(LISTED)];

/** Neither the order of policies nor that of a set's values means anything. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inOrder(inner)]));
}

describe("The policies on an action", () => {
  it("give the same residual as all policies together, for any viewer", () => {
    fc.assert(
      fc.property(assignments, fc.constantFrom(...LISTING), (held, action) => {
        const principal = { type: "Person", facts: personFacts("viewer", held, TODAY) } as const;
        const whole = residualFor(policy, principal, action, policy.staticPolicies);
        expect(inOrder(residualFor(policy, principal, action))).toEqual(inOrder(whole));
      }),
      { numRuns: cases(30, 600) },
    );
  });

  it("give the same decision as all policies together, by the same policies", () => {
    const onConcerns = Object.entries(policy.schema.actions).flatMap(([name, { appliesTo }]) =>
      appliesTo?.resourceTypes.includes("Concern") ? [name] : [],
    );
    fc.assert(
      fc.property(assignments, fc.constantFrom(...onConcerns), concernFacts, (held, action, facts) => {
        const person = { type: "Person", facts: personFacts("viewer", held, TODAY) } as const;
        const concern = { type: "Concern", id: "x", facts } as const;
        const [who, what] = [principalEntity(person), { uid: { type: "Concern", id: "x" }, attrs: { ...facts }, parents: [] }];
        const answer = cedar.isAuthorized({
          ...{ principal: who.uid, action: { type: "Action", id: action }, resource: what.uid, context: {} },
          ...{
            entities: [who, what] as cedar.EntityJson[],
            policies: { staticPolicies: policy.staticPolicies },
            schema: policy.schema.text,
          },
        });
        const whole = answer.type === "success" ? answer.response : expect.fail(JSON.stringify(answer.errors));
        const { allowed, policies } = policy.decide(person, action, concern);
        expect([allowed, policies.map(({ id }) => id)]).toEqual([whole.decision === "allow", whole.diagnostics.reason.sort()]);
      }),
      { numRuns: cases(40, 1_000) },
    );
  });

  it("are a part of all policies, and include every prohibition on the action", () => {
    const some = Object.keys(policy.policiesOn("readEvidence"));
    expect(some.length).toBeLessThan(policy.texts.size / 3);
    for (const id of ["principle-1-council-aware", "principle-2-evidence-based", "principle-3-in-confidence-evidence"])
      expect(some).toContain(id);
    expect(some).not.toContain("principle-3-in-confidence-support");
  });

  it("are all policies for an action that the schema does not have", () => {
    expect(policy.policiesOn("nothing-of-the-kind")).toBe(policy.staticPolicies);
  });

  it("include a policy on any action, on a group of the action, or on several actions, and none on others", () => {
    const groups = groupsOf({ a: { memberOf: [{ id: "some" }] }, some: { memberOf: [{ id: "more" }] }, more: {}, b: {} }).get(
      "a",
    );
    const on = (scope: string) =>
      concerns(readForm(`@id("x") @reason("x") forbid (principal, ${scope}, resource);`), groups ?? new Set());
    for (const scope of [
      "action",
      'action == Action::"a"',
      'action in Action::"more"',
      'action in [Action::"b", Action::"some"]',
    ])
      expect(on(scope), scope).toBe(true);
    for (const scope of ['action == Action::"b"', 'action in Action::"b"', 'action == Action::"some2"'])
      expect(on(scope), scope).toBe(false);
    expect(() => readForm("not a policy")).toThrow(PolicyInvalid);
  });
});
