// Conditions over the facts of one resource, usually a concern: the residual of the policies for a person. They are simplified when they are created, for the
// database that evaluates them and the people who read them.
import { PolicyInvalid } from "./policy-invalid.ts";

/** `one-of`: a text fact is among values. `holds`: a fact is true. `meets`: a set fact shares a value. */
export type Condition =
  | { readonly kind: "always" }
  | { readonly kind: "never" }
  | { readonly kind: "one-of"; readonly fact: string; readonly values: readonly string[] }
  | { readonly kind: "holds"; readonly fact: string }
  | { readonly kind: "meets"; readonly fact: string; readonly values: readonly string[] }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "all"; readonly of: readonly Condition[] }
  | { readonly kind: "any"; readonly of: readonly Condition[] };

/** The condition under which one policy permits. */
export type Permit = { readonly policy: string; readonly where: Condition };

/** Allowed if any of `permits` is true and `forbidden` is not. Permits are separate, because each has its own index range in a list. */
export type Residual = { readonly permits: readonly Permit[]; readonly forbidden: Condition };

export const ALWAYS: Condition = { kind: "always" };
export const NEVER: Condition = { kind: "never" };

// An empty scope matches nothing.
export const oneOf = (fact: string, values: readonly string[]): Condition =>
  values.length ? { kind: "one-of", fact, values } : NEVER;
export const meets = (fact: string, values: readonly string[]): Condition =>
  values.length ? { kind: "meets", fact, values } : NEVER;

/** The negation of a condition; of several conditions, the conjunction of their negations. */
export function not(condition: Condition): Condition {
  switch (condition.kind) {
    case "always":
      return NEVER;
    case "never":
      return ALWAYS;
    case "not":
      return condition.of;
    case "all":
      return any(condition.of.map(not));
    case "any":
      return all(condition.of.map(not));
    default:
      return { kind: "not", of: condition };
  }
}

export const all = (conditions: readonly Condition[]): Condition => joined("all", "any", conditions, ALWAYS, NEVER);
export const any = (conditions: readonly Condition[]): Condition => joined("any", "all", conditions, NEVER, ALWAYS);

/** `identity` is the identity element of the operation, `absorbing` the absorbing element. */
function joined(
  kind: "all" | "any",
  other: "any" | "all",
  conditions: readonly Condition[],
  identity: Condition,
  absorbing: Condition,
): Condition {
  const parts = conditions.flatMap((c) => (c.kind === kind ? c.of : [c])).filter((c) => c.kind !== identity.kind);
  if (parts.some((c) => c.kind === absorbing.kind)) return absorbing;
  const distinct = new Map(parts.map((part) => [JSON.stringify(part), part]));
  const [first, ...more] = [...distinct.values()].filter(
    // Absorption: "a and (a or b)" is "a", and so is "a or (a and b)".
    (part) => part.kind !== other || !part.of.some((one) => distinct.has(JSON.stringify(one))),
  );
  return first === undefined ? identity : more.length === 0 ? first : { kind, of: [first, ...more] };
}

/** A text fact has this value, a set fact contains it, or a fact is true or false. */
type Known = { readonly fact: string } & ({ readonly is: string } | { readonly has: string } | { readonly holds: boolean });

/** Simplifies a condition for resources with these known facts. */
export function given(known: Known, condition: Condition): Condition {
  switch (condition.kind) {
    case "one-of":
      return "is" in known && condition.fact === known.fact ? (condition.values.includes(known.is) ? ALWAYS : NEVER) : condition;
    case "meets":
      return "has" in known && condition.fact === known.fact && condition.values.includes(known.has) ? ALWAYS : condition;
    case "holds":
      return "holds" in known && condition.fact === known.fact ? (known.holds ? ALWAYS : NEVER) : condition;
    case "not":
      return not(given(known, condition.of));
    case "all":
      return all(condition.of.map((one) => given(known, one)));
    case "any":
      return any(condition.of.map((one) => given(known, one)));
    default:
      return condition;
  }
}

/** The facts of one resource, by name. */
export type FactValues = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Whether a condition is true for these facts. Throws PolicyInvalid for a fact that is missing or has another type. */
export function holds(condition: Condition, facts: FactValues): boolean {
  const value = "fact" in condition ? facts[condition.fact] : undefined;
  switch (condition.kind) {
    case "always":
      return true;
    case "never":
      return false;
    case "one-of":
      if (typeof value !== "string") throw unknownFact(condition.fact);
      return condition.values.includes(value);
    case "holds":
      if (typeof value !== "boolean") throw unknownFact(condition.fact);
      return value;
    case "meets":
      if (!Array.isArray(value)) throw unknownFact(condition.fact);
      return value.some((one) => condition.values.includes(one));
    case "not":
      return !holds(condition.of, facts);
    case "all":
      return condition.of.every((one) => holds(one, facts));
    case "any":
      return condition.of.some((one) => holds(one, facts));
  }
}

const unknownFact = (fact: string): PolicyInvalid => new PolicyInvalid(`A policy reads a fact that is missing: ${fact}`);
