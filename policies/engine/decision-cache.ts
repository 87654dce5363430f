// Decisions that are remembered: by whom the policies on an action tell apart, and by those facts of the thing that they look at. Whoever and
// whatever is the same to them is decided on once.
import { boundedCache } from "../../caching/cache.ts";
import type { Principal, Resource } from "./facts.ts";
import type { Decision, PolicySet } from "./policy-set.ts";
import { factsLookedAt } from "./scopes.ts";

const REMEMBERED = 10_000;

export function decisionsRemembered({
  policiesOn,
  viewerOf,
  decide,
}: Pick<PolicySet, "policiesOn" | "viewerOf" | "decide">): PolicySet["decideOnce"] {
  const decided = boundedCache<string, Decision>(REMEMBERED);
  const looks = new Map<string, readonly string[] | undefined>();

  /** What policies on an action see of a thing: all of it, where one of them does more than read its facts. */
  function seen(action: string, { id, facts }: Resource): unknown {
    const names = looks.has(action) ? looks.get(action) : lookedAt(Object.values(policiesOn(action)));
    looks.set(action, names);
    return names ? names.map((name) => (facts as Readonly<Record<string, unknown>>)[name]) : [id, facts];
  }

  return (principal, action, resource) => {
    const who: Principal = principal.type === "Person" ? { type: "Person", facts: viewerOf(principal.facts, action) } : principal;
    const key = JSON.stringify([who, action, resource.type, seen(action, resource)]);
    return decided.getOrMake(key, () => decide(who, action, resource));
  };
}

function lookedAt(policies: readonly string[]): readonly string[] | undefined {
  const names = policies.map(factsLookedAt);
  return names.every((some) => some !== undefined) ? [...new Set(names.flatMap((some) => [...some]))] : undefined;
}
