// Cedar's decisions for tests that ask for very many.
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import { isSoak } from "./soak.ts";

/** In npm test Cedar decides once for facts that it cannot tell apart (test/policy/decision-cache.test.ts holds it to that); in the soak test, each time. */
export const decideBy = (policy: PolicySet): PolicySet["decide"] => (isSoak ? policy.decide : policy.decideCached);
