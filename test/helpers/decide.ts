// Policy decisions for tests that make thousands of them.
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import { isSoak } from "./soak.ts";

/**
 * In npm test, decisions are cached by the facts that policies read (test/policy/decision-cache.test.ts compares the cache with Cedar). In the soak test, Cedar
 * makes every decision.
 */
export const decideBy = (policy: PolicySet): PolicySet["decide"] => (isSoak ? policy.decide : policy.decideCached);
