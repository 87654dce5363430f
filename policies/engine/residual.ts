// The permissions of a principal on any concern, as an expression over the concern's facts. Cedar partially evaluates the policies on an action
// with the resource unknown; this file converts the residuals to a small simplified tree. An unknown expression is refused (PolicyInvalid) and
// never skipped: a list shows nothing rather than too much.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import {
  ALWAYS,
  all,
  any,
  type Condition,
  type FactValues,
  holds,
  meets,
  NEVER,
  not,
  oneOf,
  type Permit,
  type Residual,
} from "./condition.ts";
import type { Principal } from "./facts.ts";
import { principalEntity } from "./policy.ts";
import { soleEntry } from "./policy-form.ts";
import { PolicyInvalid } from "./policy-invalid.ts";
import { messageOf, type PolicySet } from "./policy-set.ts";

/** Computes the residual of an action for a principal. Takes 1 to 3 ms: cache it by facts, action and policy version. */
export function residualFor(
  policy: PolicySet,
  principal: Principal,
  action: string,
  policies: Readonly<Record<string, string>> = policy.policiesOn(action),
): Residual {
  const who = principalEntity(principal);
  const answer = cedar.isAuthorizedPartial({
    principal: who.uid,
    action: { type: "Action", id: action },
    resource: null,
    context: {},
    entities: [who],
    policies: { staticPolicies: { ...policies } },
    schema: policy.schema.forAction(action),
    validateRequest: true,
  });
  if (answer.type === "failure") throw new PolicyInvalid(`No residual for ${action}: ${messageOf(answer.errors)}`);
  const { residuals, errored } = answer.response;
  if (errored?.length) throw new PolicyInvalid(`Policies fail for ${action}: ${errored.join(", ")}`);
  // A missing policy could be a forbid.
  const missing = Object.keys(policies).filter((id) => !(id in residuals));
  if (missing.length > 0) throw new PolicyInvalid(`Cedar left policies out of the residual: ${missing.join(", ")}`);

  const permits: Permit[] = [];
  const forbids: Condition[] = [];
  // Cedar returns policies in no fixed order. In a fixed one, equal residuals are equal statements of a list.
  for (const [id, residual] of Object.entries(residuals).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const body = all(
      residual.conditions.map((clause) => read(clause.kind === "when" ? clause.body : { "!": { arg: clause.body } })),
    );
    if (body.kind === "never") continue;
    if (residual.effect === "permit") permits.push({ policy: id, where: body });
    else forbids.push(body);
  }
  return { permits, forbidden: any(forbids) };
}

/** Returns the whole residual as one condition. */
export const conditionOf = ({ permits, forbidden }: Residual): Condition =>
  all([any(permits.map(({ where }) => where)), not(forbidden)]);

/** Returns the policies that permit the action for these facts; none if it is not permitted or is forbidden. */
export const permittedBy = ({ permits, forbidden }: Residual, facts: FactValues): readonly string[] =>
  holds(forbidden, facts) ? [] : permits.filter(({ where }) => holds(where, facts)).map(({ policy }) => policy);

type Node = Record<string, unknown>;

/** Converts one boolean residual expression. */
function read(expression: unknown): Condition {
  const [operator, operand] = only(expression);
  switch (operator) {
    case "Value":
      if (operand === true) return ALWAYS;
      if (operand === false) return NEVER;
      break;
    case "&&":
      return all([read(side(operand, "left")), read(side(operand, "right"))]);
    case "||":
      return any([read(side(operand, "left")), read(side(operand, "right"))]);
    case "!":
      return not(read(side(operand, "arg")));
    case "if-then-else": {
      const test = read(side(operand, "if"));
      return any([all([test, read(side(operand, "then"))]), all([not(test), read(side(operand, "else"))])]);
    }
    case ".":
      return { kind: "holds", fact: factName(expression) };
    case "==":
      return equal(side(operand, "left"), side(operand, "right"));
    case "!=":
      return not(equal(side(operand, "left"), side(operand, "right")));
    case "contains":
      return contains(side(operand, "left"), side(operand, "right"));
    case "containsAny": {
      const [set, values] = factFirst(side(operand, "left"), side(operand, "right"));
      return meets(factName(set), strings(values));
    }
    case "is":
      if ((operand as Node).entity_type === "Concern" && isResource(side(operand, "left"))) return ALWAYS;
      break;
  }
  throw unknownExpression(expression);
}

function equal(left: unknown, right: unknown): Condition {
  const [fact, value] = factFirst(left, right);
  const literal = only(value);
  if (literal[0] !== "Value") throw unknownExpression(value);
  if (typeof literal[1] === "boolean") {
    const holds: Condition = { kind: "holds", fact: factName(fact) };
    return literal[1] ? holds : not(holds);
  }
  if (typeof literal[1] !== "string") throw unknownExpression(value);
  return oneOf(factName(fact), [literal[1]]);
}

/** Converts `set.contains(value)`: either a known set contains an unknown fact, or a set fact contains a known value. */
function contains(set: unknown, value: unknown): Condition {
  return isFact(set) ? meets(factName(set), [string(value)]) : oneOf(factName(value), strings(set));
}

const factFirst = (left: unknown, right: unknown): [unknown, unknown] => (isFact(left) ? [left, right] : [right, left]);
const isFact = (expression: unknown): boolean => only(expression)[0] === ".";

/** Matches `resource.<attr>`, nothing deeper. */
function factName(expression: unknown): string {
  const [operator, operand] = only(expression);
  if (operator !== "." || !isResource(side(operand, "left"))) throw unknownExpression(expression);
  return String((operand as Node).attr);
}

function isResource(expression: unknown): boolean {
  const [operator, operand] = only(expression);
  return operator === "unknown" && Array.isArray(operand) && string(operand[0]) === "resource";
}

/** Reads a set of strings; Cedar writes it as `Set` of values, or as one `Value` with an array. */
function strings(expression: unknown): readonly string[] {
  const [operator, operand] = only(expression);
  if (operator === "Set" && Array.isArray(operand)) return operand.map(string);
  if (operator === "Value" && Array.isArray(operand) && operand.every((value) => typeof value === "string")) return operand;
  throw unknownExpression(expression);
}

function string(expression: unknown): string {
  const [operator, operand] = only(expression);
  if (operator !== "Value" || typeof operand !== "string") throw unknownExpression(expression);
  return operand;
}

/** Returns the operator of an expression node and its operand. */
function only(expression: unknown): readonly [string, unknown] {
  const entry = soleEntry(expression);
  if (!entry) throw unknownExpression(expression);
  return entry;
}

function side(operand: unknown, name: string): unknown {
  if (typeof operand !== "object" || operand === null || !(name in operand)) throw unknownExpression(operand);
  return (operand as Node)[name];
}

const unknownExpression = (expression: unknown): PolicyInvalid =>
  new PolicyInvalid(`A policy uses an expression that lists cannot follow: ${JSON.stringify(expression).slice(0, 200)}`);
