// The values that nobody else has: a person's id among the people of a council, and tokens. Where policies compare them only with a resource's values and
// with texts, people who differ by those alone that neither names share decisions.
import type { PersonFacts } from "./facts.ts";
import { attributeOf, nodesIn, nodesOf, type PolicyForm } from "./policy-form.ts";

/**
 * Whether policies compare a person's ids and tokens only with a resource's values and with texts. Then people who differ by those alone that neither names
 * get the same decisions. A token stands beside its body, so only the set of ids can become empty.
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
