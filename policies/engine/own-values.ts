// A person's own values: tokens, and the id of somebody of a council. Where policies compare these only with a resource's values and with texts, people who
// differ only in own values get the same decisions, unless the resource or a policy names one of the values.
import type { PersonFacts } from "./facts.ts";
import { attributeOf, nodesIn, nodesOf, type PolicyForm } from "./policy-form.ts";

/**
 * Whether policies compare a person's own values only with a resource's values and with texts, so that own values which neither names can be left out. A set
 * with a token also has the token's body, so only the set of ids can become empty.
 */
export const canLeaveOutOwn = (forms: readonly PolicyForm[]): boolean =>
  !forms.some((form) => comparesPersonWithThemselves(form) || asksWhetherEmpty(form, "councilPerson"));

const asksWhetherEmpty = (form: PolicyForm, fact: keyof PersonFacts): boolean =>
  nodesIn(form).some(({ isEmpty }) => {
    const attribute = attributeOf((isEmpty as { readonly arg?: unknown } | undefined)?.arg);
    return attribute?.of === "principal" && attribute.name === fact;
  });

/** Whether a comparison has the person on both sides; `&&` and `||` are no comparisons. */
const comparesPersonWithThemselves = (form: PolicyForm): boolean =>
  nodesIn(form)
    .flatMap((node) => Object.entries(node))
    .some(([operator, operand]) => {
      const { left, right } = (operand ?? {}) as { readonly left?: unknown; readonly right?: unknown };
      return operator !== "&&" && operator !== "||" && isOfPerson(left) && isOfPerson(right);
    });

const isOfPerson = (expression: unknown): boolean => nodesOf(expression).some(({ Var }) => Var === "principal");
