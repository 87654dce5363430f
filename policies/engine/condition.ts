// Conditions over the facts of one thing, mostly a concern: what policies come to for somebody. They are made simple as they are made, so that
// what is asked of a database, and read by people, holds nothing that follows from the rest of it.
import { PolicyInvalid } from "./policy-set.ts";

/** A condition over the facts of one thing, mostly a concern: `one-of`, a text fact is among values; `holds`, a true fact; `meets`, a set fact shares a value. */
export type Condition =
  | { readonly kind: "always" }
  | { readonly kind: "never" }
  | { readonly kind: "one-of"; readonly fact: string; readonly values: readonly string[] }
  | { readonly kind: "holds"; readonly fact: string }
  | { readonly kind: "meets"; readonly fact: string; readonly values: readonly string[] }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "all"; readonly of: readonly Condition[] }
  | { readonly kind: "any"; readonly of: readonly Condition[] };

export const ALWAYS: Condition = { kind: "always" };
export const NEVER: Condition = { kind: "never" };

// An empty scope matches nothing.
export const oneOf = (fact: string, values: readonly string[]): Condition =>
  values.length ? { kind: "one-of", fact, values } : NEVER;
export const meets = (fact: string, values: readonly string[]): Condition =>
  values.length ? { kind: "meets", fact, values } : NEVER;

/** What is not so: of several, each is not so. */
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

/** `nothing` adds nothing to the others, and beside `everything` the others add nothing. */
function joined(
  kind: "all" | "any",
  other: "any" | "all",
  conditions: readonly Condition[],
  nothing: Condition,
  everything: Condition,
): Condition {
  const parts = conditions.flatMap((c) => (c.kind === kind ? c.of : [c])).filter((c) => c.kind !== nothing.kind);
  if (parts.some((c) => c.kind === everything.kind)) return everything;
  const distinct = new Map(parts.map((part) => [JSON.stringify(part), part]));
  const [first, ...more] = [...distinct.values()].filter(
    // Beside "a", "a or b" adds nothing; nor does "a and b", beside "a", to what is enough.
    (part) => part.kind !== other || !part.of.some((one) => distinct.has(JSON.stringify(one))),
  );
  return first === undefined ? nothing : more.length === 0 ? first : { kind, of: [first, ...more] };
}

/** What is known of a thing: a text fact has this value, a set fact holds it, or a fact is true or false. */
export type Known = { readonly fact: string } & (
  | { readonly is: string }
  | { readonly has: string }
  | { readonly holds: boolean }
);

/** The condition where something is known already. */
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

/** The facts of one thing, by name. */
export type FactValues = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Whether a condition holds of known facts. A fact that is not there, or not of the kind asked for, is refused (PolicyInvalid). */
export function holds(condition: Condition, facts: FactValues): boolean {
  switch (condition.kind) {
    case "always":
      return true;
    case "never":
      return false;
    case "one-of": {
      const value = facts[condition.fact];
      if (typeof value !== "string") throw unknownFact(condition.fact);
      return condition.values.includes(value);
    }
    case "holds": {
      const value = facts[condition.fact];
      if (typeof value !== "boolean") throw unknownFact(condition.fact);
      return value;
    }
    case "meets": {
      const value = facts[condition.fact];
      if (!Array.isArray(value)) throw unknownFact(condition.fact);
      return value.some((one) => condition.values.includes(one));
    }
    case "not":
      return !holds(condition.of, facts);
    case "all":
      return condition.of.every((one) => holds(one, facts));
    case "any":
      return condition.of.some((one) => holds(one, facts));
  }
}

const unknownFact = (fact: string): PolicyInvalid => new PolicyInvalid(`A policy asks for a fact that is not there: ${fact}`);
