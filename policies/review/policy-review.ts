// Shared by the checks of one policy set: the comparison with an already checked set, and a cache of residuals.
import { isDeepStrictEqual } from "node:util";
import type { Residual } from "../engine/condition.ts";
import type { Principal } from "../engine/facts.ts";
import { attributesReadBy } from "../engine/policy-form.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import { residualFor } from "../engine/residual.ts";

export type PolicyReview = {
  readonly policy: PolicySet;
  /** Whether the checked set has the policy with the same text. */
  isAlreadyChecked(id: string): boolean;
  /** Whether the same policies as in the checked set decide on the action, so that the result of that check is valid. */
  isUnchanged(action: string): boolean;
  /** Whether the action has the same prohibitions as in the checked set. */
  hasSameForbids(action: string): boolean;
  /** Returns the residual of an action; if ids are given, only by these policies. */
  residual(principal: Principal, action: string, ids?: readonly string[]): Residual;
};

/** `checked` is a valid set with the same schema: equal policies are not checked again. */
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
      // Conditions do not read the action, so the same policies have the same result on resources of one type.
      const decidedBy = [ids, policy.schema.actions[action]?.appliesTo?.resourceTypes];
      // People with equal facts, as far as these policies read them, share one residual.
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

/** The ids of the prohibitions that can apply to an action. */
export const forbidsOn = ({ policiesOn, texts }: PolicySet, action: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(policiesOn(action)).filter(([id]) => texts.get(id)?.effect === "forbid"));
