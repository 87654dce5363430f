// People, with only those of their assignments' values that the facts of one thing name: people who are the same then are decided on once.
import type { PersonFacts } from "./facts.ts";
import { nodesIn, nodesOf, type PolicyForm, textsIn } from "./policy-form.ts";
import type { PolicySet } from "./policy-set.ts";

/** Stands for every value of a person that the thing does not name. It is no region, council, body or scope. */
const OTHER = "(other)";

/**
 * Policies compare a person's values with the thing's and with values that they name themselves: all others are alike. Where a policy compares
 * a person's values with each other nobody is narrowed.
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
