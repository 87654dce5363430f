// The facts that a person shares with others of their class: without an id and tokens that no concern names today. No policy decides otherwise for these, so
// people who differ by them alone share a decision.
import { lazy } from "../../caching/cache.ts";
import type { FactValues } from "./condition.ts";
import { type PersonFacts, withoutTokens } from "./facts.ts";
import { canLeaveOutOwn } from "./own-values.ts";
import { textsIn } from "./policy-form.ts";
import type { PolicySet } from "./policy-set.ts";

type SharedFacts = { readonly facts: PersonFacts; readonly leftOut: readonly unknown[] };

/** `named`: the people and tokens that some concern names, the same set until that changes; undefined if they are not known. Nothing is then left out. */
export function sharedFacts({ forms }: Pick<PolicySet, "forms">, named: () => ReadonlySet<string> | undefined) {
  /** The texts in the policies; undefined where every id and token of a person matters. */
  const texts = lazy(() => {
    const all = Object.values(forms);
    return canLeaveOutOwn(all) ? new Set(all.flatMap(textsIn)) : undefined;
  });
  let namedBefore: ReadonlySet<string> | undefined;
  let known = new WeakMap<PersonFacts, SharedFacts>();

  function made(person: PersonFacts, named: ReadonlySet<string>, texts: ReadonlySet<string>): SharedFacts {
    const leftOut: unknown[] = [];
    const facts = withoutTokens(person, (token) => {
      const isKept = named.has(token) || texts.has(token);
      if (!isKept) leftOut.push(token);
      return isKept;
    });
    return { facts, leftOut };
  }

  return {
    of(person: PersonFacts): SharedFacts {
      const [now, kept] = [named(), texts()];
      if (!now || !kept) return { facts: person, leftOut: [] };
      if (now !== namedBefore) known = new WeakMap();
      namedBefore = now;
      const shared = known.get(person) ?? made(person, now, kept);
      known.set(person, shared);
      return shared;
    },
  };
}

/** Whether a resource's facts name what is left out of a person's: they are of another moment, of a preview, or of something other than a concern. */
export function namesLeftOut({ leftOut }: SharedFacts, facts: FactValues): boolean {
  if (leftOut.length === 0) return false;
  for (const name in facts) {
    const value = facts[name];
    if (Array.isArray(value) ? value.some((one) => leftOut.includes(one)) : leftOut.includes(value)) return true;
  }
  return false;
}
