// People as far as policies can hold them against one thing: of all that they are assigned to, what the thing's facts name. Whoever comes to the
// same is decided on once, whatever else they are assigned to.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import type { PersonFacts } from "./facts.ts";
import type { PolicySet } from "./policy-set.ts";

/** Stands for everything that somebody has and the thing does not name. It is no region, council, body or scope. */
const OTHER = "(other)";

/**
 * Narrows people to what decides about them on these actions. Policies hold a person's values against the thing's or against values that they name
 * themselves: any other value is as good as another. Where a policy holds a person's values against each other nobody is narrowed.
 */
export function narrowing(
  policy: PolicySet,
  actions: readonly string[],
): (facts: object) => (person: PersonFacts) => PersonFacts {
  const policies = [...new Set(actions.flatMap((action) => Object.values(policy.policiesOn(action))))];
  if (policies.some(holdsPersonAgainstThemselves)) return () => (person) => person;
  const named = policies.flatMap((text) => [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, value = ""]) => value));
  return (facts) => {
    const kept = new Set([...named, ...Object.values(facts).flat()]);
    return (person) => {
      const narrowed = Object.entries(person).map(([name, value]) => [name, Array.isArray(value) ? only(value, kept) : value]);
      return Object.fromEntries(narrowed) as PersonFacts;
    };
  };
}

function only(values: readonly string[], kept: ReadonlySet<unknown>): readonly string[] {
  const found = values.filter((value) => kept.has(value));
  return found.length === values.length ? values : [...found, OTHER];
}

function holdsPersonAgainstThemselves(policy: string): boolean {
  const parsed = cedar.policyToJson(policy);
  return parsed.type === "failure" || parsed.json.conditions.some(({ body }) => isHeldAgainstItself(body));
}

/** Whether some comparison has the person on both its sides; `&&` and `||` compare nothing. */
function isHeldAgainstItself(expression: unknown): boolean {
  if (typeof expression !== "object" || expression === null) return false;
  return Object.entries(expression).some(([operator, operand]) => {
    const { left, right } = (operand ?? {}) as { readonly left?: unknown; readonly right?: unknown };
    const isComparison = operator !== "&&" && operator !== "||" && left !== undefined && right !== undefined;
    return (isComparison && isOfPerson(left) && isOfPerson(right)) || isHeldAgainstItself(operand);
  });
}

function isOfPerson(expression: unknown): boolean {
  if (typeof expression !== "object" || expression === null) return false;
  if ("Var" in expression && expression.Var === "principal") return true;
  return Object.values(expression).some(isOfPerson);
}
