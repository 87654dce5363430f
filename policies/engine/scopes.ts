// Which policies can have a say on an action, read from Cedar's own form of each. Partial evaluation parses every policy it is given, at a
// cost a policy: most are about other actions. What this file does not understand counts as having a say on everything.

import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { boundedCache } from "../../caching/cache.ts";
import type { PolicyActions } from "./policy-set.ts";

/** Each action with the groups it is in, itself included. */
export function groupsOf(actions: PolicyActions): ReadonlyMap<string, ReadonlySet<string>> {
  const within = (name: string): string[] => [name, ...(actions[name]?.memberOf ?? []).flatMap(({ id }) => within(id))];
  return new Map(Object.keys(actions).map((name) => [name, new Set(within(name))]));
}

const known = boundedCache<string, cedar.PolicyToJsonAnswer>(2_000);
/** Cedar's own form of a policy, read once: every policy is asked about every action. */
export const formOf = (policy: string): cedar.PolicyToJsonAnswer => known.getOrMake(policy, cedar.policyToJson);

/** Whether a policy can have a say on an action that is in these groups. */
export function concerns(policy: string, groups: ReadonlySet<string>): boolean {
  const parsed = formOf(policy);
  if (parsed.type === "failure") return true;
  const { action } = parsed.json;
  if (!("entity" in action) && !("entities" in action)) return true;
  const named = "entities" in action ? action.entities : [action.entity];
  return named.some((entity) => !("type" in entity) || groups.has(entity.id));
}

/**
 * Whether a policy tells people apart by who they are, and not only by what they are assigned to: it names somebody, reads their `id`, or
 * does anything else with the principal than read another of their attributes.
 */
export function looksAtIdentity(policy: string): boolean {
  const parsed = formOf(policy);
  if (parsed.type === "failure") return true;
  const { principal, conditions } = parsed.json;
  return (
    !(principal.op === "All" || (principal.op === "is" && !("in" in principal))) ||
    conditions.some(({ body }) => tellsApart(body))
  );
}

function tellsApart(expression: unknown): boolean {
  if (Array.isArray(expression)) return expression.some(tellsApart);
  if (typeof expression !== "object" || expression === null) return false;
  if ("Var" in expression && typeof expression.Var === "string") return expression.Var === "principal";
  if ("." in expression) {
    const { left, attr } = expression["."] as { readonly left: object; readonly attr: string };
    if ("Var" in left && left.Var === "principal") return attr === "id";
  }
  return Object.values(expression).some(tellsApart);
}

/** Names of the thing's facts that a policy looks at; undefined when it does anything else with the thing than read its facts. */
export function factsLookedAt(policy: string): ReadonlySet<string> | undefined {
  const parsed = formOf(policy);
  if (parsed.type === "failure") return undefined;
  const { resource, conditions } = parsed.json;
  if (!(resource.op === "All" || (resource.op === "is" && !("in" in resource)))) return undefined;
  const facts = conditions.map(({ body }) => factsIn(body));
  return facts.every((some) => some !== undefined) ? new Set(facts.flat()) : undefined;
}

function factsIn(expression: unknown): readonly string[] | undefined {
  if (typeof expression !== "object" || expression === null) return [];
  if ("Var" in expression && typeof expression.Var === "string") return expression.Var === "resource" ? undefined : [];
  if ("." in expression) {
    const { left, attr } = expression["."] as { readonly left: object; readonly attr: string };
    if ("Var" in left && left.Var === "resource") return [attr];
  }
  const within = Object.values(expression).map(factsIn);
  return within.every((some) => some !== undefined) ? within.flat() : undefined;
}
