// Caches decisions by the facts of principal and resource that the policies on an action read.
import { boundedCache } from "../../caching/cache.ts";
import type { Principal, Resource } from "./facts.ts";
import { attributesReadBy } from "./policy-form.ts";
import type { Decision, PolicySet } from "./policy-set.ts";

const MAX_DECISIONS = 10_000;

type Read = { readonly principal: readonly string[] | undefined; readonly resource: readonly string[] | undefined };

export function withDecisionCache({ policiesOn, forms, decide }: Pick<PolicySet, "policiesOn" | "forms" | "decide">) {
  const decisions = boundedCache<string, Decision>(MAX_DECISIONS);
  const readOn = new Map<string, Read>();

  /** The attributes that policies on an action read; undefined means all. */
  function read(action: string): Read {
    const known = readOn.get(action);
    if (known) return known;
    const onAction = Object.keys(policiesOn(action)).flatMap((id) => forms[id] ?? []);
    const made = { principal: attributesReadBy(onAction, "principal"), resource: attributesReadBy(onAction, "resource") };
    readOn.set(action, made);
    return made;
  }

  return {
    attributesRead: read,
    decideCached(principal: Principal, action: string, resource: Resource): Decision {
      const names = read(action);
      const who = principal.type === "Person" ? valuesOf(principal.facts, names.principal) : principal.type;
      const what = names.resource ? valuesOf(resource.facts, names.resource) : [resource.id, resource.facts];
      const key = JSON.stringify([action, who, resource.type, what]);
      return decisions.getOrMake(key, () => decide(principal, action, resource));
    },
  };
}

const valuesOf = (facts: object, names: readonly string[] | undefined): unknown =>
  names ? names.map((name) => (facts as Readonly<Record<string, unknown>>)[name]) : facts;
