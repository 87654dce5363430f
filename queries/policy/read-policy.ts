// Versions of the policy as one viewer may read them: policy decides on its own text too. Whoever may publish another may read those there
// are.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { PolicyDraft } from "../../policies/review/release.ts";
import type { NumberedEntry } from "../../projections/numbered-entry.ts";
import type { PolicyQueries, PublishedPolicy } from "../../projections/policy/policy.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { THE_POLICY } from "../../services/policy/service.ts";

type Inside = {
  readonly policy: PolicySet;
  readonly policies: { draft(): PolicyDraft };
  readonly policyVersions: Follower<PolicyQueries>;
};

/** Undefined, or an empty page, where the viewer may not read it, as where there is none. */
export function readPolicy({ policy, policies, policyVersions }: Inside, facts: PersonFacts) {
  const may = (action: "readPolicy" | "readPolicyHistory") =>
    [action, "publishPolicy"].some((one) => policy.decideOnce({ type: "Person", facts }, one, THE_POLICY).allowed);
  return {
    inForce: (): PublishedPolicy | undefined => (may("readPolicy") ? policyVersions.queries().latest() : undefined),
    draft: (): PolicyDraft | undefined => (may("readPolicy") ? policies.draft() : undefined),
    at: (instant: string): PublishedPolicy | undefined =>
      may("readPolicyHistory") ? policyVersions.queries().at(instant) : undefined,
    page: (after: NumberedEntry | undefined, limit: number): readonly PublishedPolicy[] | undefined =>
      may("readPolicyHistory") ? policyVersions.queries().page(after, limit) : [],
  };
}
