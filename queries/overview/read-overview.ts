// The overview for those who may see it.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { OverviewQueries } from "../../projections/overview/overview.ts";
import type { Follower } from "../../projections/runtime/follower.ts";

type Inside = { readonly policy: PolicySet; readonly overview: Follower<OverviewQueries> };

/** The overview's queries; null when the figures are not the person's to see. */
export function readOverview({ policy, overview }: Inside, person: PersonFacts): OverviewQueries | null {
  const resource = { type: "Overview", id: "overview", facts: {} } as const;
  return policy.decide({ type: "Person", facts: person }, "readOverview", resource).allowed ? overview.queries() : null;
}
