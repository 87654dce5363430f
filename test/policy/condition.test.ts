// Conditions are simplified when they are created. The simplified condition must be true for the same facts.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ALWAYS,
  all,
  any,
  type Condition,
  type FactValues,
  given,
  holds,
  meets,
  NEVER,
  not,
  oneOf,
} from "../../policies/engine/condition.ts";

const VALUES = ["a", "b", "c"];
const values = fc.subarray(VALUES);
const facts: fc.Arbitrary<FactValues> = fc.record({
  ...{ text: fc.constantFrom(...VALUES), other: fc.constantFrom(...VALUES), yes: fc.boolean(), no: fc.boolean() },
  set: values,
});

/** The structure of a condition, to be built with or without simplification. */
type Plan =
  | { readonly leaf: Condition }
  | { readonly not: Plan }
  | { readonly all: readonly Plan[] }
  | { readonly any: readonly Plan[] };
const { plan } = fc.letrec<{ plan: Plan; leaf: Plan }>((tie) => ({
  leaf: fc
    .oneof(
      fc.constantFrom(ALWAYS, NEVER),
      fc.tuple(fc.constantFrom("text", "other"), values).map(([fact, some]) => oneOf(fact, some)),
      fc.constantFrom("yes", "no").map((fact): Condition => ({ kind: "holds", fact })),
      values.map((some) => meets("set", some)),
    )
    .map((leaf) => ({ leaf })),
  plan: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    tie("leaf"),
    tie("plan").map((inner) => ({ not: inner })),
    fc.array(tie("plan"), { maxLength: 4 }).map((inner) => ({ all: inner })),
    fc.array(tie("plan"), { maxLength: 4 }).map((inner) => ({ any: inner })),
  ),
}));

const made = (p: Plan): Condition =>
  "leaf" in p ? p.leaf : "not" in p ? not(made(p.not)) : "all" in p ? all(p.all.map(made)) : any(p.any.map(made));
const told = (p: Plan, of: FactValues): boolean =>
  "leaf" in p
    ? holds(p.leaf, of)
    : "not" in p
      ? !told(p.not, of)
      : "all" in p
        ? p.all.every((one) => told(one, of))
        : p.any.some((one) => told(one, of));

describe("A simplified condition", () => {
  it("is true of the same facts as before", () => {
    fc.assert(
      fc.property(plan, facts, (p, of) => {
        expect(holds(made(p), of)).toBe(told(p, of));
      }),
      { numRuns: 5_000 },
    );
  });

  it("is true for the same facts as before if one fact is known", () => {
    fc.assert(
      fc.property(plan, facts, fc.constantFrom(...VALUES), (p, of, value) => {
        const is = String(of.text);
        expect(holds(given({ fact: "text", is }, made(p)), of)).toBe(told(p, of));
        const has = { ...of, set: [...(of.set as readonly string[]), value] };
        expect(holds(given({ fact: "set", has: value }, made(p)), has)).toBe(told(p, has));
      }),
      { numRuns: 2_000 },
    );
  });

  it("contains nothing that follows from the rest of it", () => {
    const [a, b] = [oneOf("text", ["a"]), meets("set", ["b"])];
    expect(all([a, any([a, b]), ALWAYS, a])).toEqual(a);
    expect(any([a, all([a, b]), NEVER])).toEqual(a);
    expect(any([b, ALWAYS])).toEqual(ALWAYS);
    expect(not(all([not(a), not(b)]))).toEqual({ kind: "any", of: [a, b] });
    expect(all([oneOf("text", []), b])).toEqual(NEVER);
  });
});
