// Residuals are computed once for all people whose values stand in the same facts, with placeholders, and filled with each person's values.
//
// Why that is the same residual: policies compare texts only by `==`, `contains` and `containsAny`, and ask whether a set is empty. None of these can
// tell apart two values that stand in the same facts of a person and in no policy. So one placeholder can represent all of them: sets are equal, share a
// value or are empty exactly if their placeholders are. Where a policy compares with the resource, it asks whether a value of the resource is among the
// person's, and in the condition that remains the placeholder stands for each of its values. Values that a policy names are left as they are, and no
// placeholder equals a text of a policy. An action with a policy that compares in any other way, such as `like`, has no template.
import type { Condition, Residual } from "./condition.ts";
import type { PersonFacts } from "./facts.ts";
import { attributesReadBy, nodesIn, type PolicyForm, textsIn } from "./policy-form.ts";
import type { PolicySet } from "./policy-set.ts";
import { residualFor } from "./residual.ts";

/** What policies on an action compare with; undefined if they can tell any two values apart. */
type Compared = { readonly texts: ReadonlySet<string>; readonly mark: string };
/** Placeholder -> the person's values that it represents. */
type Values = ReadonlyMap<string, readonly string[]>;

/** Computes residuals by templates. Takes 1 to 3 ms for the first person of a template, then some microseconds for each other person. */
export function residualsByTemplate(policy: PolicySet): (person: PersonFacts, action: string) => Residual {
  const compared = new Map<string, Compared | undefined>();

  function comparedOn(action: string): Compared | undefined {
    if (!compared.has(action))
      compared.set(action, comparedIn(Object.keys(policy.policiesOn(action)).flatMap((id) => policy.forms[id] ?? [])));
    return compared.get(action);
  }

  return (person, action) => {
    const by = comparedOn(action);
    if (!by) return residualFor(policy, { type: "Person", facts: person }, action);
    const { facts, values } = withPlaceholders(policy.viewerOf(person, action), by);
    const template = policy.templates.getOrMake(JSON.stringify([action, facts]), () =>
      residualFor(policy, { type: "Person", facts }, action),
    );
    return filled(template, values);
  };
}

/** The words of expressions that cannot tell apart two values that stand in the same facts. */
const COMPARING: ReadonlySet<string> = new Set([
  ...["Value", "Var", ".", "Set", "==", "!=", "!", "&&", "||", "contains", "containsAny", "isEmpty", "if-then-else"],
  ...["left", "right", "arg", "attr", "if", "then", "else"],
]);

function comparedIn(forms: readonly PolicyForm[]): Compared | undefined {
  const isComparing = forms.flatMap(nodesIn).every((node) => Object.keys(node).every((word) => COMPARING.has(word)));
  if (!isComparing || attributesReadBy(forms, "principal") === undefined) return undefined;
  const texts = new Set(forms.flatMap(textsIn));
  let mark = "?";
  while ([...texts].some((text) => text.startsWith(mark))) mark += "?";
  return { texts, mark };
}

/** A placeholder names the facts that its values stand in, so that it does not depend on how many values there are, or in which order. */
function withPlaceholders(
  person: PersonFacts,
  { texts, mark }: Compared,
): { readonly facts: PersonFacts; readonly values: Values } {
  const factsOf = new Map<string, string[]>();
  for (const [fact, value] of Object.entries(person))
    for (const one of typeof value === "boolean" ? [] : new Set([value].flat())) {
      const known = factsOf.get(one);
      if (known) known.push(fact);
      else factsOf.set(one, [fact]);
    }
  const placeholders = new Map<string, string>();
  const values = new Map<string, string[]>();
  for (const [value, facts] of factsOf) {
    if (texts.has(value)) continue;
    const placeholder = `${mark}${facts.join(" ")}`;
    placeholders.set(value, placeholder);
    values.set(placeholder, [...(values.get(placeholder) ?? []), value]);
  }
  const replaced = (value: string) => placeholders.get(value) ?? value;
  const facts = Object.entries(person).map(([fact, value]) => {
    if (typeof value === "boolean") return [fact, value];
    return [fact, typeof value === "string" ? replaced(value) : [...new Set(value.map(replaced))].sort()];
  });
  return { facts: Object.fromEntries(facts), values };
}

const filled = ({ permits, forbidden }: Residual, values: Values): Residual => ({
  permits: permits.map(({ policy, where }) => ({ policy, where: filledCondition(where, values) })),
  forbidden: filledCondition(forbidden, values),
});

function filledCondition(condition: Condition, values: Values): Condition {
  switch (condition.kind) {
    case "one-of":
    case "meets":
      return { ...condition, values: condition.values.flatMap((value) => values.get(value) ?? value) };
    case "not":
      return { ...condition, of: filledCondition(condition.of, values) };
    case "all":
    case "any":
      return { ...condition, of: condition.of.map((one) => filledCondition(one, values)) };
    default:
      return condition;
  }
}
