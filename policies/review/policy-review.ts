// Shared by the checks of one policy set: what an earlier check of another set already covers, and a cache of residuals.
import { isDeepStrictEqual } from "node:util";
import type { Principal } from "../engine/facts.ts";
import { attributesReadBy } from "../engine/policy-form.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import { type Residual, residualFor } from "../engine/residual.ts";

export type PolicyReview = {
  readonly policy: PolicySet;
  /** Whether the checked set has the policy in the same words. */
  isAlreadyChecked(id: string): boolean;
  /** Whether the same policies as in the checked set decide on the action, so that the result of its check holds. */
  isUnchanged(action: string): boolean;
  /** Whether the same prohibitions are on the action as in the checked set. */
  hasSameForbids(action: string): boolean;
  /** The residual of an action, by the policies of these ids alone where they are given. */
  residual(principal: Principal, action: string, ids?: readonly string[]): Residual;
};

/** `checked`, a set over the same schema that holds: what is the same there is not checked again. */
export function reviewOf(policy: PolicySet, checked?: PolicySet): PolicyReview {
  const before = checked?.schema.text === policy.schema.text ? checked : undefined;
  const residuals = new Map<string, Residual>();
  const unchanged = new Map<string, boolean>();

  return {
    policy,
    isAlreadyChecked: (id) => before !== undefined && before.staticPolicies[id] === policy.staticPolicies[id],
    isUnchanged(action) {
      const same = unchanged.get(action) ?? isDeepStrictEqual(before?.policiesOn(action), policy.policiesOn(action));
      unchanged.set(action, same);
      return same;
    },
    hasSameForbids: (action) => before !== undefined && isDeepStrictEqual(forbidsOn(before, action), forbidsOn(policy, action)),
    residual(principal, action, ids = Object.keys(policy.policiesOn(action))) {
      // Conditions do not read the action: on things of one type the same policies come to the same.
      const decidedBy = [ids, policy.schema.actions[action]?.appliesTo?.resourceTypes];
      // People who differ in nothing that these policies read have one residual.
      const forms = ids.flatMap((id) => policy.forms[id] ?? []);
      const names = attributesReadBy(forms, "principal");
      const facts = principal.type === "Person" ? { ...principal.facts } : {};
      const key = JSON.stringify([principal.type, names?.map((name) => facts[name as keyof typeof facts]) ?? facts, decidedBy]);
      const residual =
        residuals.get(key) ??
        residualFor(policy, principal, action, Object.fromEntries(ids.map((id) => [id, policy.staticPolicies[id] ?? ""])));
      residuals.set(key, residual);
      return residual;
    },
  };
}

/** The prohibitions that can have a say on an action, by id. */
export const forbidsOn = ({ policiesOn, texts }: PolicySet, action: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(policiesOn(action)).filter(([id]) => texts.get(id)?.effect === "forbid"));
