// How two texts of the policy differ, policy by policy, in the words of each. The caller has checked that the viewer may read both.
import { type BoundedCache, boundedCache } from "../../caching/cache.ts";
import { compilePolicy } from "../../policies/engine/policy.ts";
import { PolicyInvalid } from "../../policies/engine/policy-invalid.ts";
import type { PolicyFiles, PolicySet } from "../../policies/engine/policy-set.ts";
import { changesOf, differencesOf, type PolicyDifference } from "../../policies/review/compare-sight.ts";

/** Undefined if this version of the hub cannot read a policy that an earlier one published. Of `like`, the policy in force, what is the same is not compiled again. */
export function compileReadable(files: PolicyFiles | undefined, like: PolicySet): PolicySet | undefined {
  try {
    return files && compilePolicy(files, like);
  } catch (error) {
    if (error instanceof PolicyInvalid) return undefined;
    throw error;
  }
}

/** Undefined if this version of the hub cannot read one of both. Of `like`, what is the same is not compiled again. */
export function compareFiles(
  before: PolicyFiles | undefined,
  after: PolicyFiles | undefined,
  like: PolicySet,
): readonly PolicyDifference[] | undefined {
  const [old, fresh] = [compileReadable(before, like), compileReadable(after, like)];
  return old && fresh && differencesOf(changesOf(old, fresh), old, fresh);
}

/** The two versions -> their differences, compared once: a version never changes. */
export type PolicyComparisons = BoundedCache<string, ReturnType<typeof compareFiles>>;

const MAX_COMPARISONS = 200;
export const openPolicyComparisons = (): PolicyComparisons => boundedCache(MAX_COMPARISONS);
