// What a policy looks at, read from Cedar's own form of it: facts of the thing decided on and of the person, and which of the one it holds
// against which of the other. Explanations list these facts and no others, so nobody keeps a list of them by hand.

import { PolicyInvalid } from "./policy.ts";
import { formOf } from "./scopes.ts";

/** A fact of the thing, of the person, or one held against the other: `principal.bodies.contains(resource.body)`. */
export type AttributeReference = { readonly resource?: string; readonly principal?: string };

/** Everything that a policy looks at, each look once, in the order of its text. Throws PolicyInvalid for what is no policy. */
export function attributeReferences(policy: string): readonly AttributeReference[] {
  const parsed = formOf(policy);
  if (parsed.type === "failure") throw new PolicyInvalid("What is no policy looks at nothing.");
  const looks = parsed.json.conditions.flatMap(({ body }) => looksIn(body));
  return [...new Map(looks.map((look) => [JSON.stringify([look.resource, look.principal]), look])).values()];
}

function looksIn(expression: unknown): readonly AttributeReference[] {
  const own = attribute(expression);
  if (own) return [own];
  if (typeof expression !== "object" || expression === null) return [];
  return Object.entries(expression).flatMap(([operator, operand]) => heldAgainst(operator, operand) ?? looksIn(operand));
}

/** The one look of a comparison of a fact of the thing with a fact of the person. */
function heldAgainst(operator: string, operand: unknown): readonly AttributeReference[] | undefined {
  if (operator === "&&" || operator === "||" || typeof operand !== "object" || operand === null) return undefined;
  const { left, right } = operand as { readonly left?: unknown; readonly right?: unknown };
  const both = { ...attribute(left), ...attribute(right) };
  return both.resource !== undefined && both.principal !== undefined ? [both] : undefined;
}

/** `resource.<attr>` or `principal.<attr>`. */
function attribute(expression: unknown): AttributeReference | undefined {
  if (typeof expression !== "object" || expression === null || !("." in expression)) return undefined;
  const { left, attr } = expression["."] as { readonly left: object; readonly attr: string };
  const of = "Var" in left ? left.Var : undefined;
  return of === "resource" || of === "principal" ? { [of]: attr } : undefined;
}
