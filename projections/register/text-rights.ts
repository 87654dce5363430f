// Who finds a piece of text: rights as names that stand in the index with each of its words, so that a search reads what the asker may see and
// nothing else. The same names are made of a concern's facts, when a piece is indexed, and of what policies come to for somebody, when they ask.
import { all, type Condition, given } from "../../policies/condition.ts";
import type { ConcernFacts } from "../../policies/facts.ts";
import { TEXT_PARTS, type TextPart } from "./text-pieces.ts";

/** The set fact that says with which bodies a part is shared; what is unshared is shared with none. */
const SHARED_WITH = { summary: "summarySharedWith", evidence: "evidenceSharedWith" } as const satisfies Partial<
  Record<TextPart, keyof ConcernFacts>
>;
/** The facts that a concern can be hidden by from whoever else would see it: principles 1 and 2. */
const FLAGS = ["councilAware", "evidenced"] as const;

/** What a piece's rights are made of beside its concern's council and scope: its part and the flags, as one number. */
export const markOf = (part: TextPart, facts: ConcernFacts): number =>
  markWith(
    part,
    FLAGS.map((flag) => facts[flag]),
  );
const markWith = (part: TextPart, flags: readonly boolean[]): number =>
  flags.reduce((sum, flag, bit) => sum + (Number(flag) << bit), TEXT_PARTS.indexOf(part) << FLAGS.length);
const partOfMark = (mark: number): TextPart => TEXT_PARTS[mark >> FLAGS.length] as TextPart;

/** Whether pieces may stand under other rights than before. */
export const rightsDiffer = (before: ConcernFacts, now: ConcernFacts): boolean =>
  FLAGS.some((flag) => before[flag] !== now[flag]) ||
  Object.values(SHARED_WITH).some((fact) => before[fact].join() !== now[fact].join());

/** The bodies that a part is shared with. */
export const bodiesOf = (part: TextPart, facts: ConcernFacts): readonly string[] =>
  part in SHARED_WITH ? facts[SHARED_WITH[part as keyof typeof SHARED_WITH]] : [];

const councilRight = (mark: number, council: string): string => `${mark} council ${council}`;
/** Advisers of a scope see its pieces whatever the flags. */
const scopeRight = (part: TextPart, scope: string): string => `${part} scope ${scope}`;

/** The rights under which a piece stands for its council and advisers, and for a body that its part is shared with. */
export const ownRights = (mark: number, { council, scope }: ConcernFacts): readonly string[] => [
  councilRight(mark, council),
  scopeRight(partOfMark(mark), scope),
];
export const bodyRight = (mark: number, body: string): string => `${mark} body ${body}`;

/**
 * The rights under which everything stands that meets a condition in a part. What the condition asks beside is left to the facts of what is found.
 * `councils`: all that there are, for a condition that is of no council, scope or body.
 */
export function rightsFor(part: TextPart, condition: Condition, councils: () => readonly string[]): ReadonlySet<string> {
  if (condition.kind === "never") return new Set();
  const parts = condition.kind === "all" ? condition.of : [condition];
  const ofCouncils = (values: readonly string[]): ReadonlySet<string> =>
    new Set(values.flatMap((is) => marks(part, given({ fact: "council", is }, condition)).map((mark) => councilRight(mark, is))));

  const council = parts.find(isOver("one-of", "council"));
  if (council) return ofCouncils(council.values);
  const fact = part in SHARED_WITH ? SHARED_WITH[part as keyof typeof SHARED_WITH] : "";
  const shared = parts.find(isOver("meets", fact));
  if (shared)
    return new Set(
      shared.values.flatMap((has) => marks(part, given({ fact, has }, condition)).map((mark) => bodyRight(mark, has))),
    );
  const scope = parts.find(isOver("one-of", "scope"));
  if (scope) return new Set(scope.values.map((value) => scopeRight(part, value)));
  // Several ways to meet it: the rights of each.
  const several = parts.find((one) => one.kind === "any");
  if (!several) return ofCouncils(councils());
  const others = parts.filter((one) => one !== several);
  return new Set(several.of.flatMap((one) => [...rightsFor(part, all([one, ...others]), councils)]));
}

type Over = Extract<Condition, { kind: "one-of" | "meets" }>;
const isOver =
  (kind: Over["kind"], fact: string) =>
  (condition: Condition): condition is Over =>
    condition.kind === kind && condition.fact === fact;

/** Every way in which the flags can be. */
const EVERY_FLAGS = FLAGS.reduce<readonly (readonly boolean[])[]>(
  (some) => some.flatMap((flags) => [false, true].map((flag) => [...flags, flag])),
  [[]],
);

/** The marks that a part can have where a condition is met. */
const marks = (part: TextPart, condition: Condition): readonly number[] =>
  EVERY_FLAGS.filter((flags) => {
    const known = FLAGS.map((fact, index) => ({ fact, holds: flags[index] === true }));
    return known.reduce<Condition>((left, flag) => given(flag, left), condition).kind !== "never";
  }).map((flags) => markWith(part, flags));
