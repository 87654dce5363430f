// People as far as policies can hold them against one thing: of all that they are assigned to, what the thing's facts name. Whoever comes to the
// same is decided on once, whatever else they are assigned to.
import type { PersonFacts } from "./facts.ts";
import { nodesIn, nodesOf, type PolicyForm, textsIn } from "./policy-form.ts";
import type { PolicySet } from "./policy-set.ts";

/** Stands for everything that somebody has and the thing does not name. It is no region, council, body or scope. */
const OTHER = "(other)";

/**
 * Narrows people to what decides about them on these actions. Policies hold a person's values against the thing's or against values that they name
 * themselves: any other value is as good as another. Where a policy holds a person's values against each other nobody is narrowed.
 */
export function narrowing(
  policy: PolicySet,
  actions: readonly string[],
): (facts: object) => (person: PersonFacts) => PersonFacts {
  const ids = new Set(actions.flatMap((action) => Object.keys(policy.policiesOn(action))));
  const forms = [...ids].flatMap((id) => policy.forms[id] ?? []);
  if (forms.some(comparesPersonWithThemselves)) return () => (person) => person;
  const named = forms.flatMap(textsIn);
  return (facts) => {
    const kept = new Set([...named, ...Object.values(facts).flat()]);
    return (person) => {
      const narrowed = Object.entries(person).map(([name, value]) => [name, Array.isArray(value) ? only(value, kept) : value]);
      return Object.fromEntries(narrowed) as PersonFacts;
    };
  };
}

function only(values: readonly string[], kept: ReadonlySet<unknown>): readonly string[] {
  const found = values.filter((value) => kept.has(value));
  return found.length === values.length ? values : [...found, OTHER];
}

/** Whether some comparison has the person on both its sides; `&&` and `||` compare nothing. */
const comparesPersonWithThemselves = (form: PolicyForm): boolean =>
  nodesIn(form)
    .flatMap((node) => Object.entries(node))
    .some(([operator, operand]) => {
      const { left, right } = (operand ?? {}) as { readonly left?: unknown; readonly right?: unknown };
      return operator !== "&&" && operator !== "||" && isOfPerson(left) && isOfPerson(right);
    });

const isOfPerson = (expression: unknown): boolean => nodesOf(expression).some(({ Var }) => Var === "principal");
