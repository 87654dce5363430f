// Whom the text index serves a piece of text to: each word stands in it with the name of an audience, so that a search reads nothing of other
// audiences. The names are made of the concern's facts alone; queries/concerns/search.ts works out which of them a reader may use.
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import { TEXT_PARTS, type TextPart } from "./text-pieces.ts";

/** The fact that holds the bodies that a part is shared with. Unshared evidence has none. */
export const SHARED_WITH: Readonly<Partial<Record<TextPart, "summarySharedWith" | "evidenceSharedWith">>> = {
  summary: "summarySharedWith",
  evidence: "evidenceSharedWith",
};

// Principles 1 and 2 are forbids of every policy set: no council finds what it was not told of, and no body what rests on no evidence. The
// index holds such pieces for their advisers only.
const isForCouncil = ({ councilAware }: ConcernFacts): boolean => councilAware;
const isForBodies = ({ councilAware, evidenced }: ConcernFacts): boolean => councilAware && evidenced;

/** Tells apart, as one number, the audiences of the council's and advisers' row of a piece. */
export const markOf = (part: TextPart, facts: ConcernFacts): number => TEXT_PARTS.indexOf(part) * 2 + Number(isForCouncil(facts));

/** Whether a concern's pieces may have other audiences than before. */
export const audiencesDiffer = (before: ConcernFacts, now: ConcernFacts): boolean =>
  isForCouncil(before) !== isForCouncil(now) ||
  isForBodies(before) !== isForBodies(now) ||
  Object.values(SHARED_WITH).some((fact) => before[fact].join() !== now[fact].join());

/** The bodies that find a part. */
export function bodiesOf(part: TextPart, facts: ConcernFacts): readonly string[] {
  const fact = SHARED_WITH[part];
  return fact && isForBodies(facts) ? facts[fact] : [];
}

export const councilAudience = (part: TextPart, council: string): string => `${part} council ${council}`;
export const scopeAudience = (part: TextPart, scope: string): string => `${part} scope ${scope}`;
export const bodyAudience = (part: TextPart, body: string): string => `${part} body ${body}`;

/** The concern's advisers and, once it is aware, its council. */
export const ownAudiences = (part: TextPart, facts: ConcernFacts): readonly string[] => [
  scopeAudience(part, facts.scope),
  ...(isForCouncil(facts) ? [councilAudience(part, facts.council)] : []),
];
