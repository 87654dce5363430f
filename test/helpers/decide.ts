// Policy decisions for tests that make thousands of them.
import { type PersonFacts, READ_ACTIONS } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import { PARTS, type Part } from "../../reference/concern-parts.ts";
import { isSoak } from "./soak.ts";

/**
 * In npm test, decisions are cached by the facts that policies read (test/policy/decision-cache.test.ts compares the cache with Cedar). In the soak test, Cedar
 * makes every decision.
 */
export const decideBy = (policy: PolicySet): PolicySet["decide"] => (isSoak ? policy.decide : policy.decideCached);

/** The parts of a concern with these facts that Cedar lets a person read, each with its policies; undefined without the headline. */
export function partsByCedar(
  policy: PolicySet,
  facts: PersonFacts,
  found: Pick<ConcernRecord, "id" | "facts"> | undefined,
): ReadonlyMap<Part, readonly string[]> | undefined {
  if (!found) return undefined;
  const decided = PARTS.map((part) => {
    const resource = { type: "Concern", id: found.id, facts: found.facts } as const;
    return [part, policy.decide({ type: "Person", facts }, READ_ACTIONS[part], resource)] as const;
  });
  const parts = new Map(
    decided.filter(([, { allowed }]) => allowed).map(([part, { policies }]) => [part, policies.map(({ id }) => id)]),
  );
  return parts.has("headline") ? parts : undefined;
}
