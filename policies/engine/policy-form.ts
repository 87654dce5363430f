// What a policy reads and does, from Cedar's own form of it.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { messageOf, PolicyInvalid } from "./policy-set.ts";

export type PolicyForm = cedar.PolicyJson;

/** Throws PolicyInvalid, with a message that begins with `prefix`, for a text that is no policy. */
export function readForm(policy: string, prefix = ""): PolicyForm {
  const answer = cedar.policyToJson(policy);
  if (answer.type === "failure") throw new PolicyInvalid(prefix + messageOf(answer.errors));
  return answer.json;
}

/** What a policy does, without its id, reason and challenge: effect, scope and conditions. */
export function meaningOf({ annotations: _, ...meaning }: PolicyForm): object {
  return meaning;
}

/** The names of the actions and groups that a policy is about; undefined where it is about every action. */
export function actionsNamed({ action }: PolicyForm): readonly string[] | undefined {
  if (!("entity" in action) && !("entities" in action)) return undefined;
  const named = "entities" in action ? action.entities : [action.entity];
  return named.map((entity) => ("type" in entity ? entity : entity.__entity).id);
}

/** Whether a policy can have a say on an action that is in these groups. */
export const concerns = (form: PolicyForm, groups: ReadonlySet<string>): boolean =>
  actionsNamed(form)?.some((name) => groups.has(name)) ?? true;

type Node = Readonly<Record<string, unknown>>;

/** Every node of an expression, the outermost first. */
export function nodesOf(expression: unknown): readonly Node[] {
  if (typeof expression !== "object" || expression === null) return [];
  const inner = Object.values(expression).flatMap(nodesOf);
  return Array.isArray(expression) ? inner : [expression as Node, ...inner];
}

/** The one operator of an expression and its operand; undefined for anything else. */
export function soleEntry(expression: unknown): readonly [string, unknown] | undefined {
  const entries = typeof expression === "object" && expression !== null ? Object.entries(expression) : [];
  return entries.length === 1 ? entries[0] : undefined;
}

/** Every node of a policy's conditions. */
export const nodesIn = ({ conditions }: PolicyForm): readonly Node[] => conditions.flatMap(({ body }) => nodesOf(body));

type Variable = "principal" | "resource";

/** `principal.name` or `resource.name`, and nothing deeper. */
export function attributeOf(expression: unknown): { readonly of: Variable; readonly name: string } | undefined {
  if (typeof expression !== "object" || expression === null || !("." in expression)) return undefined;
  const { left, attr } = expression["."] as { readonly left: Node; readonly attr: string };
  return left.Var === "resource" || left.Var === "principal" ? { of: left.Var, name: attr } : undefined;
}

/** The attributes that a policy reads of a variable; undefined where it does anything else with it: then all of it matters. */
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

/** The texts that a policy compares with. */
export const textsIn = (form: PolicyForm): readonly string[] => [
  ...new Set(nodesIn(form).flatMap(({ Value }) => (typeof Value === "string" ? [Value] : []))),
];
