// What a person may read, as residuals: computed once for a set of facts, an action and a policy set, and kept for the next request.
import type { PersonFacts, ReadAction } from "./facts.ts";
import type { PolicySet } from "./policy.ts";
import { type Residual, residualFor } from "./residual.ts";
import type { ListedAction } from "./sql.ts";

/** The residual of a reading action for a person. Assignments are in the facts, so a change of them is another entry: nothing goes stale. */
export type Rights = (person: PersonFacts, action: ReadAction | ListedAction) => Residual;

const KEPT = 5_000;

export function rightsUnder(policy: PolicySet): Rights {
  const kept = new Map<string, Residual>();
  return (person, action) => {
    const key = JSON.stringify([action, person]);
    const known = kept.get(key);
    if (known) return known;
    const residual = residualFor(policy, { type: "Person", facts: person }, action);
    const oldest = kept.size >= KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, residual);
    return residual;
  };
}
