// What a policy looks at: facts of the thing decided on and of the person, and which of the one it compares with which of the other.
// Explanations list these facts and no others, so nobody keeps a list of them by hand.
import { attributeOf, type PolicyForm } from "./policy-form.ts";

/** A fact of the thing, of the person, or one compared with the other: `principal.bodies.contains(resource.body)`. */
export type AttributeReference = { readonly resource?: string; readonly principal?: string };

/** Everything that a policy looks at, each once, in the order of its text. */
export function attributeReferences({ conditions }: PolicyForm): readonly AttributeReference[] {
  const all = conditions.flatMap(({ body }) => referencesIn(body));
  return [...new Map(all.map((one) => [JSON.stringify([one.resource, one.principal]), one])).values()];
}

function referencesIn(expression: unknown): readonly AttributeReference[] {
  const own = reference(expression);
  if (own) return [own];
  if (typeof expression !== "object" || expression === null) return [];
  return Object.entries(expression).flatMap(([operator, operand]) => comparison(operator, operand) ?? referencesIn(operand));
}

/** A comparison of a fact of the thing with a fact of the person. */
function comparison(operator: string, operand: unknown): readonly AttributeReference[] | undefined {
  if (operator === "&&" || operator === "||" || typeof operand !== "object" || operand === null) return undefined;
  const { left, right } = operand as { readonly left?: unknown; readonly right?: unknown };
  const both = { ...reference(left), ...reference(right) };
  return both.resource !== undefined && both.principal !== undefined ? [both] : undefined;
}

function reference(expression: unknown): AttributeReference | undefined {
  const attribute = attributeOf(expression);
  return attribute && { [attribute.of]: attribute.name };
}
