// What queries use besides the stores and the read models. The serving thread and each reader thread make their own.
import { rightsUnder } from "../policies/engine/rights.ts";
import { NotReady } from "../projections/runtime/not-ready.ts";
import { cachedViewerAt } from "../queries/past/as-of.ts";
import { councilOffices } from "../queries/people/granting-assignments.ts";
import { openPolicyComparisons } from "../queries/policy/policy-differences.ts";
import { type Councils, createCouncils, demonstrationCouncils, demonstrationRegionCouncils } from "../reference/councils.ts";
import type { Config } from "./config.ts";
import type { Trace } from "./observability/trace.ts";
import { tracedDecisions } from "./observability/traced.ts";
import type { Policies } from "./policy-in-force.ts";
import type { ReadModels } from "./read-models.ts";

type Deps = {
  readonly policies: Policies;
  readonly councils: Councils;
  readonly models: Pick<ReadModels, "peopleNamed" | "policyVersions">;
  readonly trace: Trace;
};

export type QueryDependencies = ReturnType<typeof openQueryDependencies>;

/** From now on the policy in force is taken from the read model. */
export function openQueryDependencies({ policies, councils, models, trace }: Deps) {
  policies.follow(models.policyVersions);
  const policy = policies.inForce;
  const rights = rightsUnder(policy, () => unlessNotReady(models.peopleNamed));
  return {
    /** Decides by the policy that is in force at each call. */
    policy,
    /** Finds the policy in force at an instant, and takes a snapshot of the current one. */
    policies: policies as Pick<Policies, "at" | "now" | "draft">,
    rights: tracedDecisions(rights, trace),
    councils,
    /** A person with the offices that they hold in one council. */
    asOfCouncil: councilOffices(),
    viewerAt: cachedViewerAt(councils.linkedCodes),
    /** How versions of the policy differ. */
    policyComparisons: openPolicyComparisons(),
  };
}

export function councilsOf({
  demonstration,
  demonstrationRegion,
}: Pick<Config, "demonstration" | "demonstrationRegion">): Councils {
  const ofRegion = demonstrationRegion ? demonstrationRegionCouncils : [];
  return createCouncils(demonstration ? [...demonstrationCouncils, ...ofRegion] : []);
}

/** Undefined while a read model cannot answer. */
function unlessNotReady<T>(query: () => T): T | undefined {
  try {
    return query();
  } catch (error) {
    if (error instanceof NotReady) return undefined;
    throw error;
  }
}
