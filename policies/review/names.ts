// A policy speaks of roles and kinds of things and singles nobody out: it names no council, no body, no person and no record. A rule for
// one of them would be no rule; and whoever tries out sets of such rules could find out what is held about whom by what they change.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { CAUSES } from "../../reference/causes.ts";
import { STAGES } from "../../reference/concern-parts.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import type { PolicyFlaw } from "./principles.ts";

/** The words that a policy may hold a fact against; `lga` is the Local Government Association as provider. */
const WORDS: ReadonlySet<unknown> = new Set([...STRANDS, ...CAUSES, ...STAGES, ...REGIONS.map(({ code }) => code), "lga"]);

/** Policies that name somebody or something. */
export const namingFlaws = ({ staticPolicies }: PolicySet): readonly PolicyFlaw[] =>
  Object.entries(staticPolicies)
    .filter(([, text]) => namesSomebody(text))
    .map(([id]) => ({
      code: "POLICY_INVALID",
      why: `"${id}" names somebody or something: a policy speaks of strands, causes, stages and regions, and of no single council, body, person or record.`,
    }));

function namesSomebody(text: string): boolean {
  const parsed = cedar.policyToJson(text);
  if (parsed.type === "failure") return true;
  const { principal, resource, conditions } = parsed.json;
  const isOfAKind = (scope: { readonly op: string }) => scope.op === "All" || (scope.op === "is" && !("in" in scope));
  return !isOfAKind(principal) || !isOfAKind(resource) || conditions.some(({ body }) => namedIn(body));
}

/** Whether an expression holds a text that is none of the words, a pattern, or an entity. */
function namedIn(expression: unknown): boolean {
  if (Array.isArray(expression)) return expression.some(namedIn);
  if (typeof expression !== "object" || expression === null) return false;
  if ("Value" in expression) return [expression.Value].flat(10).some((value) => typeof value !== "boolean" && !WORDS.has(value));
  if ("like" in expression) return true;
  return Object.values(expression).some(namedIn);
}
