// A residual condition evaluated on facts in memory, for tests that hold it against Cedar and SQL.
import type { ConcernFacts } from "../../policies/facts.ts";
import type { Condition } from "../../policies/residual.ts";

export function holdsFor(condition: Condition, facts: ConcernFacts): boolean {
  const fact = (name: string): unknown => facts[name as keyof ConcernFacts];
  switch (condition.kind) {
    case "always":
      return true;
    case "never":
      return false;
    case "one-of":
      return condition.values.includes(String(fact(condition.fact)));
    case "holds":
      return fact(condition.fact) === true;
    case "meets":
      return (fact(condition.fact) as readonly string[]).some((value) => condition.values.includes(value));
    case "not":
      return !holdsFor(condition.of, facts);
    case "all":
      return condition.of.every((inner) => holdsFor(inner, facts));
    case "any":
      return condition.of.some((inner) => holdsFor(inner, facts));
  }
}
