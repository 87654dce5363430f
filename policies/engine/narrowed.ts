// Reduces people's facts to the values that the facts of one resource name, so that people with equal reduced facts share one decision.
import { NO_ROLE, type PersonFacts } from "./facts.ts";
import { attributeOf, nodesIn, nodesOf, type PolicyForm, textsIn } from "./policy-form.ts";
import type { PolicySet } from "./policy-set.ts";

/** Represents every value of a person that the resource does not name. It is no region, council, body or scope. */
const OTHER = "(other)";

/**
 * Policies compare a person's values with the resource's and with values in the policy: all others are equivalent. The same holds for a person's id where no
 * policy reads it. People whose reduced facts are equal get the same object. If a policy compares a person's values with each other, nobody's
 * facts are reduced.
 */
export function narrowing(
  policy: PolicySet,
  actions: readonly string[],
): (facts: object) => (person: PersonFacts) => PersonFacts {
  const ids = new Set(actions.flatMap((action) => Object.keys(policy.policiesOn(action))));
  const forms = [...ids].flatMap((id) => policy.forms[id] ?? []);
  if (forms.some(comparesPersonWithThemselves)) return () => (person) => person;
  const named = forms.flatMap(textsIn);
  const isIdRead = actions.some((action) => policy.viewerOf({ ...NO_ROLE, id: OTHER }, action).id === OTHER);
  return (facts) => {
    const kept = new Set([...named, ...Object.values(facts).flat()]);
    const known = new Map<string, PersonFacts>();
    return (person) => {
      const narrowed = Object.entries(person).map(([name, value]) => [name, Array.isArray(value) ? only(value, kept) : value]);
      const reduced: PersonFacts = { ...Object.fromEntries(narrowed), ...(!isIdRead && { id: OTHER }) };
      const text = JSON.stringify(reduced);
      const same = known.get(text) ?? reduced;
      known.set(text, same);
      return same;
    };
  };
}

function only(values: readonly string[], kept: ReadonlySet<unknown>): readonly string[] {
  const found = values.filter((value) => kept.has(value));
  return found.length === values.length ? values : [...found, OTHER];
}

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
