// Who finds a piece of text: rights as names that stand in the index with each of its words, so that a search reads what the asker may see and
// nothing else. The same names are made of a concern's facts, when a piece is indexed, and of what policies come to for somebody, when they ask.
import { all, type Condition } from "../../policies/engine/condition.ts";
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import { TEXT_PARTS, type TextPart } from "./text-pieces.ts";

/** The set fact that says with which bodies a part is shared; what is unshared is shared with none. */
const SHARED_WITH = { summary: "summarySharedWith", evidence: "evidenceSharedWith" } as const satisfies Partial<
  Record<TextPart, keyof ConcernFacts>
>;

// Principles 1 and 2 are forbids of every policy set: no council finds what it was not told of, and no body what rests on no evidence. Such
// pieces do not stand in the index under their rights at all.
const isForCouncil = ({ councilAware }: ConcernFacts): boolean => councilAware;
const isForBodies = ({ councilAware, evidenced }: ConcernFacts): boolean => councilAware && evidenced;

/** What a piece's rights are made of beside its concern's council and scope, as one number. */
export const markOf = (part: TextPart, facts: ConcernFacts): number => TEXT_PARTS.indexOf(part) * 2 + Number(isForCouncil(facts));

/** Whether pieces may stand under other rights than before. */
export const rightsDiffer = (before: ConcernFacts, now: ConcernFacts): boolean =>
  isForCouncil(before) !== isForCouncil(now) ||
  isForBodies(before) !== isForBodies(now) ||
  Object.values(SHARED_WITH).some((fact) => before[fact].join() !== now[fact].join());

/** The bodies that find a part. */
export const bodiesOf = (part: TextPart, facts: ConcernFacts): readonly string[] =>
  isForBodies(facts) && part in SHARED_WITH ? facts[SHARED_WITH[part as keyof typeof SHARED_WITH]] : [];

const councilRight = (part: TextPart, council: string): string => `${part} council ${council}`;
const scopeRight = (part: TextPart, scope: string): string => `${part} scope ${scope}`;

/** The rights under which a piece stands for its advisers and its council, and for a body that its part is shared with. */
export const ownRights = (part: TextPart, facts: ConcernFacts): readonly string[] => [
  scopeRight(part, facts.scope),
  ...(isForCouncil(facts) ? [councilRight(part, facts.council)] : []),
];
export const bodyRight = (part: TextPart, body: string): string => `${part} body ${body}`;

/**
 * The rights under which everything stands that meets a condition in a part. What the condition asks beside is left to the facts of what is found.
 * `councils`: all that there are, for a condition that is of no council, scope or body.
 */
export function rightsFor(part: TextPart, condition: Condition, councils: () => readonly string[]): ReadonlySet<string> {
  if (condition.kind === "never") return new Set();
  const parts = condition.kind === "all" ? condition.of : [condition];
  const ofCouncils = (values: readonly string[]): ReadonlySet<string> =>
    new Set(values.map((value) => councilRight(part, value)));

  const council = parts.find(isOver("one-of", "council"));
  if (council) return ofCouncils(council.values);
  const fact = part in SHARED_WITH ? SHARED_WITH[part as keyof typeof SHARED_WITH] : "";
  const shared = parts.find(isOver("meets", fact));
  if (shared) return new Set(shared.values.map((value) => bodyRight(part, value)));
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
