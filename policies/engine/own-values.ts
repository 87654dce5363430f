// A person's own values: tokens, and the id of somebody of a council. Where policies compare these only with a resource's values and with texts, people who
// differ only in own values get the same decisions, unless the resource or a policy names one of the values.
import { NO_ROLE, type PersonFacts } from "./facts.ts";
import { attributeOf, nodesIn, nodesOf, type PolicyForm } from "./policy-form.ts";

/**
 * Whether policies compare a person's own values only with a resource's values and with texts, so that own values which neither names can be left out. A set
 * with a token also has the token's body, so only the set of ids can become empty.
 */
export const canLeaveOutOwn = (forms: readonly PolicyForm[]): boolean =>
  forms.every(
    (form) => comparesSetsByValue(form) && !comparesPersonWithThemselves(form) && !asksWhetherEmpty(form, "councilPerson"),
  );

/**
 * Whether policies use the person's sets only with `contains`, `containsAny` and `isEmpty`. Other operators, such as `==` and `containsAll`, compare a set as
 * a whole, so their result would change if one of its values were left out. shape.ts refuses such policies, so none is published.
 */
function comparesSetsByValue(form: PolicyForm): boolean {
  const nodes = nodesIn(form);
  const compared = nodes.flatMap(({ contains, containsAny, isEmpty }) => [
    ...[sidesOf(contains).left, sidesOf(containsAny).left, sidesOf(containsAny).right],
    sidesOf(isEmpty).arg,
  ]);
  return nodes.filter(isSetOfPerson).length === compared.filter(isSetOfPerson).length;
}

type Sides = { readonly left?: unknown; readonly right?: unknown; readonly arg?: unknown };
const sidesOf = (operand: unknown): Sides => operand ?? {};

function isSetOfPerson(expression: unknown): boolean {
  const attribute = attributeOf(expression);
  return attribute?.of === "principal" && Array.isArray(NO_ROLE[attribute.name as keyof PersonFacts]);
}

const asksWhetherEmpty = (form: PolicyForm, fact: keyof PersonFacts): boolean =>
  nodesIn(form).some(({ isEmpty }) => {
    const attribute = attributeOf(sidesOf(isEmpty).arg);
    return attribute?.of === "principal" && attribute.name === fact;
  });

/** Whether a comparison has the person on both sides; `&&` and `||` are no comparisons. */
const comparesPersonWithThemselves = (form: PolicyForm): boolean =>
  nodesIn(form)
    .flatMap((node) => Object.entries(node))
    .some(([operator, operand]) => {
      const { left, right } = sidesOf(operand);
      return operator !== "&&" && operator !== "||" && isOfPerson(left) && isOfPerson(right);
    });

const isOfPerson = (expression: unknown): boolean => nodesOf(expression).some(({ Var }) => Var === "principal");
