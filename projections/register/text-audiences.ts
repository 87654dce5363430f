// The audiences of a piece of text in the index: each word is stored with the name of an audience, so that a search reads nothing of other
// audiences. The names are derived only from the concern's facts; queries/concerns/search.ts decides which of them a reader may use.
import { createHash } from "node:crypto";
import { bodyOfToken, type ConcernFacts, isToken } from "../../policies/engine/facts.ts";
import { TEXT_PARTS, type TextPart } from "./text-pieces.ts";

/** Part -> the fact with the bodies with which it is shared. Unshared evidence has none. */
export const SHARED_WITH: Readonly<Partial<Record<TextPart, "summarySharedWith" | "evidenceSharedWith">>> = {
  summary: "summarySharedWith",
  evidence: "evidenceSharedWith",
};

// Principles 1 and 2 are forbids of every policy set: no council finds text of which it was not told, and no body finds a concern without evidence. The
// index contains such pieces only for their advisers.
const isForCouncil = ({ councilAware }: ConcernFacts): boolean => councilAware;
const isForBodies = ({ councilAware, evidenced }: ConcernFacts): boolean => councilAware && evidenced;

/** Encodes the audiences of the council's and advisers' row of a piece as a number. */
export const markOf = (part: TextPart, facts: ConcernFacts): number => TEXT_PARTS.indexOf(part) * 2 + Number(isForCouncil(facts));

/** Whether the audiences of a concern's pieces may have changed. */
export const audiencesDiffer = (before: ConcernFacts, now: ConcernFacts): boolean =>
  isForCouncil(before) !== isForCouncil(now) ||
  isForBodies(before) !== isForBodies(now) ||
  Object.values(SHARED_WITH).some((fact) => before[fact].join() !== now[fact].join());

/**
 * The bodies that can find a piece of a part, each with the audiences of its row: those that the part is shared with, and of a word those to which it is
 * open. People and seats to whom shares with a body are limited have a row together, because the number of rows of a piece is limited. `sign` differs where
 * they differ.
 */
export function bodiesOf(part: TextPart, facts: ConcernFacts, openTo: (() => readonly string[]) | undefined): readonly BodyRow[] {
  const fact = SHARED_WITH[part];
  if (!fact || !isForBodies(facts) || facts[fact].length === 0) return [];
  const open = openTo?.();
  const all = open ? facts[fact].filter((body) => open.includes(body)) : facts[fact];
  const limited = Map.groupBy(all.filter(isToken), bodyOfToken);
  return [
    ...all.filter((body) => !isToken(body)).map((body) => ({ row: body, audiences: [body], sign: 0 })),
    ...[...limited].map(([body, audiences]) => ({ row: `${body}#`, audiences, sign: signOf(audiences) })),
  ];
}
type BodyRow = { readonly row: string; readonly audiences: readonly string[]; readonly sign: number };

/** A number of 32 bits. Where two sets have the same, a search lacks results until the text changes, and shows nothing that it must not. */
const signOf = (audiences: readonly string[]): number =>
  createHash("sha256").update(audiences.join("\n")).digest().readUInt32BE();

export const councilAudience = (part: TextPart, council: string): string => `${part} council ${council}`;
export const scopeAudience = (part: TextPart, scope: string): string => `${part} scope ${scope}`;
export const bodyAudience = (part: TextPart, body: string): string => `${part} body ${body}`;

/** The concern's advisers, and its council after it is aware. */
export const ownAudiences = (part: TextPart, facts: ConcernFacts): readonly string[] => [
  scopeAudience(part, facts.scope),
  ...(isForCouncil(facts) ? [councilAudience(part, facts.council)] : []),
];
