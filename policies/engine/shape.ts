// Checks that lists can evaluate each policy's expressions for every viewer. Residuals differ by viewer, so an unsupported expression that only some
// people's residuals contain would break only their lists: therefore each policy's source is checked.
import { attributeOf, isOfAnyOrAType, soleEntry } from "./policy-form.ts";
import { PolicyInvalid } from "./policy-invalid.ts";
import type { PolicySet } from "./policy-set.ts";

/** Throws PolicyInvalid, which names the policy. Policies that were checked before are skipped. */
export function checkShape({ schema, forms }: PolicySet, wasChecked: (id: string) => boolean): void {
  const sets = schema.setAttributes;
  for (const [id, { resource, conditions }] of Object.entries(forms)) {
    if (wasChecked(id)) continue;
    const kind = isOfAnyOrAType(resource) && (resource.op !== "is" || resource.entity_type === "Concern");
    const found = kind ? conditions.map(({ body }) => unsupportedIn(body, sets)).find((one) => one !== undefined) : resource;
    if (found !== undefined)
      throw new PolicyInvalid(
        `Policy "${id}" uses an expression that lists cannot follow: ${JSON.stringify(found).slice(0, 200)}. There may be &&, ||, !, ` +
          "a true or false fact, ==, !=, contains and containsAny of a fact with a fact of the person or with words, and isEmpty of a set of the person.",
      );
  }
}

type Sides = { readonly left?: unknown; readonly right?: unknown; readonly arg?: unknown };
type Operand =
  | { readonly kind: "fact"; readonly of: "principal" | "resource"; readonly set: boolean }
  | { readonly kind: "literal"; readonly type: string; readonly set: boolean };

/** Returns the first expression in a condition that lists cannot evaluate; undefined if they can evaluate all. */
function unsupportedIn(expression: unknown, sets: ReadonlySet<string>): unknown {
  const [operator, operand] = soleEntry(expression) ?? [];
  const { left, right, arg } = (operand ?? {}) as Sides;
  switch (operator) {
    case "&&":
    case "||":
      return unsupportedIn(left, sets) ?? unsupportedIn(right, sets);
    case "!":
      return unsupportedIn(arg, sets);
    case "Value":
      return typeof operand === "boolean" ? undefined : expression;
    case ".":
      return operandOf(expression, sets)?.kind === "fact" ? undefined : expression;
    case "isEmpty": {
      const of = operandOf(arg, sets);
      return of?.kind === "fact" && of.of === "principal" && of.set ? undefined : expression;
    }
    case "==":
    case "!=":
    case "contains":
    case "containsAny":
      return follows(operator, operandOf(left, sets), operandOf(right, sets)) ? undefined : expression;
    default:
      return expression;
  }
}

/** Allows at most one fact of the resource, and sets only on the sides where residuals have them: sets contain only texts. */
function follows(operator: string, left: Operand | undefined, right: Operand | undefined): boolean {
  if (!left || !right) return false;
  const ofThing = [left, right].filter((side) => side.kind === "fact" && side.of === "resource");
  const others = operator === "==" || operator === "!=" ? ["string", "boolean"] : ["string"];
  const kinds = [left, right].every((side) => side.kind === "fact" || others.includes(side.type));
  const shape = { "==": [false, false], "!=": [false, false], contains: [true, false] }[operator] ?? [true, true];
  return ofThing.length <= 1 && kinds && left.set === shape[0] && right.set === shape[1];
}

function operandOf(expression: unknown, sets: ReadonlySet<string>): Operand | undefined {
  const [operator, operand] = soleEntry(expression) ?? [];
  if (operator === "Value") return { kind: "literal", type: typeof operand, set: false };
  if (operator === "Set" && Array.isArray(operand)) {
    const types = new Set(operand.map((one) => (soleEntry(one)?.[0] === "Value" ? typeof soleEntry(one)?.[1] : "expression")));
    return { kind: "literal", type: types.size === 1 ? [...types].join() : "mixed", set: true };
  }
  const attribute = attributeOf(expression);
  return attribute && { kind: "fact", of: attribute.of, set: sets.has(attribute.name) };
}
