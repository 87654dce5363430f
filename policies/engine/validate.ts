// Validates policies against a schema with Cedar, which spends most of the time on reading the schema: changed policies are tried with a part of it first.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { actionsNamed, type PolicyForm } from "./policy-form.ts";
import { PolicyInvalid } from "./policy-invalid.ts";
import { messageOf, type PolicySchema } from "./policy-set.ts";

/** Throws PolicyInvalid, with the first fault of the policies. */
export function validateAll(schema: cedar.Schema, staticPolicies: Record<string, string>): void {
  const problem = validationProblem(schema, staticPolicies);
  if (problem !== undefined) throw new PolicyInvalid(problem);
}

/** Returns the first fault of the policies; undefined if they are valid. */
function validationProblem(schema: cedar.Schema, staticPolicies: Record<string, string>): string | undefined {
  const answer = cedar.validate({ schema, policies: { staticPolicies }, validationSettings: { mode: "strict" } });
  if (answer.type === "failure") return messageOf(answer.errors);
  const first = answer.validationErrors[0] ?? answer.validationWarnings[0];
  return first && `Policy "${first.policyId}" is not valid against the schema: ${first.error.message}`;
}

/** Validates policies that differ from those of a set with this schema. Throws PolicyInvalid. */
export function validateChanged(
  schema: PolicySchema,
  changed: Record<string, string>,
  forms: Readonly<Record<string, PolicyForm>>,
): void {
  const changedForms = Object.keys(changed).flatMap((id) => forms[id] ?? []);
  // Cedar parses the schema at every call, and its JSON form faster than its text.
  if (!isValidInPart(schema, changed, changedForms)) validateAll(schema.json, changed);
}

/**
 * Whether the policies are valid against the part of the schema that their actions need. Then they are valid against all of it, because for any other
 * action their scopes do not apply. A policy that is not valid against the part may still be valid: it may name a type of another action.
 */
function isValidInPart(
  { forActions, groups, actions }: PolicySchema,
  staticPolicies: Record<string, string>,
  forms: readonly PolicyForm[],
): boolean {
  const named = forms.map(actionsNamed);
  if (named.some((names) => names === undefined)) return false;
  const wanted = new Set(named.flatMap((names) => names ?? []));
  const within = Object.keys(actions).filter((action) => [...(groups.get(action) ?? [])].some((group) => wanted.has(group)));
  return validationProblem(forActions(within), staticPolicies) === undefined;
}
