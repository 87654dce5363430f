// Reads a policy's attributes and effect from Cedar's JSON form.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { PolicyInvalid } from "./policy-invalid.ts";
import { messageOf } from "./policy-set.ts";

export type PolicyForm = cedar.PolicyJson;

/** Throws PolicyInvalid, with a message that starts with `prefix`, if the text is no policy. */
export function readForm(policy: string, prefix = ""): PolicyForm {
  const answer = cedar.policyToJson(policy);
  if (answer.type === "failure") throw new PolicyInvalid(prefix + messageOf(answer.errors));
  return answer.json;
}

/** The meaning of a policy: effect, scope and conditions, without its id, reason and challenge. */
export function meaningOf({ annotations: _, ...meaning }: PolicyForm): object {
  return meaning;
}

/** The names of the actions and groups in a policy's scope; undefined if it applies to every action. */
export function actionsNamed({ action }: PolicyForm): readonly string[] | undefined {
  if (!("entity" in action) && !("entities" in action)) return undefined;
  const named = "entities" in action ? action.entities : [action.entity];
  return named.map((entity) => ("type" in entity ? entity : entity.__entity).id);
}

/** Whether a policy can apply to an action in these groups. */
export const concerns = (form: PolicyForm, groups: ReadonlySet<string>): boolean =>
  actionsNamed(form)?.some((name) => groups.has(name)) ?? true;

type Node = Readonly<Record<string, unknown>>;

/** Yields every node of an expression, the outermost first. */
export function nodesOf(expression: unknown): readonly Node[] {
  if (typeof expression !== "object" || expression === null) return [];
  const inner = Object.values(expression).flatMap(nodesOf);
  return Array.isArray(expression) ? inner : [expression as Node, ...inner];
}

/** Returns the operator of an expression and its operand; undefined for anything else. */
export function soleEntry(expression: unknown): readonly [string, unknown] | undefined {
  const entries = typeof expression === "object" && expression !== null ? Object.entries(expression) : [];
  return entries.length === 1 ? entries[0] : undefined;
}

/** Yields every node of a policy's conditions. */
export const nodesIn = ({ conditions }: PolicyForm): readonly Node[] => conditions.flatMap(({ body }) => nodesOf(body));

type Variable = "principal" | "resource";

/** Matches `principal.name` or `resource.name`, and nothing deeper. */
export function attributeOf(expression: unknown): { readonly of: Variable; readonly name: string } | undefined {
  if (typeof expression !== "object" || expression === null || !("." in expression)) return undefined;
  const { left, attr } = expression["."] as { readonly left: Node; readonly attr: string };
  return left.Var === "resource" || left.Var === "principal" ? { of: left.Var, name: attr } : undefined;
}

/** The attributes of a variable that a policy reads; undefined if it uses the variable otherwise, so that all attributes matter. */
export function attributesRead(form: PolicyForm, variable: Variable): ReadonlySet<string> | undefined {
  if (!isOfAnyOrAType(form[variable])) return undefined;
  const nodes = nodesIn(form);
  const read = nodes.flatMap((node) => attributeOf(node) ?? []).filter(({ of }) => of === variable);
  const used = nodes.filter(({ Var }) => Var === variable);
  return used.length > read.length ? undefined : new Set(read.map(({ name }) => name));
}

/** The same over several policies. */
export function attributesReadBy(forms: readonly PolicyForm[], variable: Variable): readonly string[] | undefined {
  const read = forms.map((form) => attributesRead(form, variable));
  return read.every((names) => names !== undefined) ? [...new Set(read.flatMap((names) => [...names]))] : undefined;
}

/** Whether the scope of a policy names no entity. */
export const isOfAnyOrAType = (scope: PolicyForm[Variable]): boolean =>
  scope.op === "All" || (scope.op === "is" && !("in" in scope));

/** The texts with which a policy compares. */
export const textsIn = (form: PolicyForm): readonly string[] => [
  ...new Set(nodesIn(form).flatMap(({ Value }) => (typeof Value === "string" ? [Value] : []))),
];
