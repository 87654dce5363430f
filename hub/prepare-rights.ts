// Computes everybody's rights to read after a start, and when another policy is in force. Otherwise the first person of each kind to ask would wait for
// Cedar, and the first who asks who can see a concern would wait for all kinds.
import { setImmediate } from "node:timers/promises";
import { READ_ACTIONS } from "../policies/engine/facts.ts";
import { everybody } from "../queries/concerns/audience.ts";
import type { Hub } from "./hub.ts";

/** Returns a job that does so once for each version of the policy, with other requests in between, and returns the number of people. */
export function rightsPreparer({ people, rights }: Pick<Hub, "people" | "rights">): () => Promise<number> {
  let prepared: string | undefined;
  return async () => {
    const version = rights.version();
    if (version === prepared) return 0;
    let count = 0;
    for (const { facts } of everybody({ people })) {
      for (const action of Object.values(READ_ACTIONS)) {
        await setImmediate();
        rights.of(facts, action);
      }
      count += 1;
    }
    prepared = version;
    return count;
  };
}
