// Compares what two policies let a person see, on sample concerns only: no record of the hub is read, so neither a comparison nor the
// difference between two comparisons discloses anything.
import { isDeepStrictEqual } from "node:util";
import { findBody } from "../../reference/bodies.ts";
import { CAUSE_LABELS } from "../../reference/causes.ts";
import { PARTS, type Part } from "../../reference/concern-parts.ts";
import { findRegion } from "../../reference/regions.ts";
import { STRAND_LABELS } from "../../reference/strands.ts";
import { all, type Condition, type FactValues, holds } from "../engine/condition.ts";
import { type PersonFacts, type Principal, READ_ACTIONS } from "../engine/facts.ts";
import { textsIn } from "../engine/policy-form.ts";
import type { PolicySet, PolicyText } from "../engine/policy-set.ts";
import { conditionOf } from "../engine/residual.ts";
import { type PolicyReview, reviewOf } from "./policy-review.ts";
import { hasSameMeaning } from "./principles.ts";
import { personWith } from "./sample-people.ts";
import { factsIn, HERE, isRegion, sampleResources, TooWide } from "./sample-resources.ts";

/** The number of kinds of concern that policies distinguish, and the first of them in words. */
type SampleCases = { readonly count: number; readonly examples: readonly string[] };
/** The changes for one kind of people in one part of concerns. */
export type SightChange = { readonly part: Part; readonly gained: SampleCases; readonly lost: SampleCases };
/** `complete` is false if the policies distinguish too many cases to check them all. */
export type SightComparison = { readonly changes: readonly SightChange[]; readonly complete: boolean };

/** The ids of the policies that a candidate adds, removes, and changes in meaning or wording. */
export type PolicyChanges = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
};

/** A policy in its words before and after: without `before` it was added, without `after` it was removed. */
export type PolicyDifference = { readonly before: PolicyText | undefined; readonly after: PolicyText | undefined };

/** Those that were added come first, then those that were changed and removed. */
export const differencesOf = (
  { added, changed, removed }: PolicyChanges,
  before: Pick<PolicySet, "texts">,
  after: Pick<PolicySet, "texts">,
): readonly PolicyDifference[] =>
  [...added, ...changed, ...removed].map((id) => ({ before: before.texts.get(id), after: after.texts.get(id) }));

const MAX_EXAMPLES = 20;

export function changesOf(before: PolicySet, after: PolicySet): PolicyChanges {
  const isSame = (id: string) =>
    isDeepStrictEqual(before.texts.get(id), after.texts.get(id)) && hasSameMeaning(before, after, id);
  return {
    added: [...after.texts.keys()].filter((id) => !before.texts.has(id)),
    removed: [...before.texts.keys()].filter((id) => !after.texts.has(id)),
    changed: [...after.texts.keys()].filter((id) => before.texts.has(id) && !isSame(id)),
  };
}

/** Compares for a person with only the roles behind these facts (`adviserScopes`, `cibBodies`, …). */
export function sightComparer(before: PolicySet, after: PolicySet): (roleFacts: readonly string[]) => SightComparison {
  const changed = new Set(Object.values(changesOf(before, after)).flat());
  const parts = PARTS.filter((part) =>
    [READ_ACTIONS.headline, READ_ACTIONS[part]].some((action) =>
      [before, after].some((set) => Object.keys(set.policiesOn(action)).some((id) => changed.has(id))),
    ),
  );
  const texts = [before, after].flatMap(({ forms }) => [...changed].flatMap((id) => (forms[id] ? textsIn(forms[id]) : [])));
  const reviews = [reviewOf(before), reviewOf(after)];

  /** A part is shown with its headline or not at all. */
  const sight = ({ residual }: PolicyReview, principal: Principal, part: Part): Condition =>
    all([READ_ACTIONS.headline, READ_ACTIONS[part]].map((action) => conditionOf(residual(principal, action))));

  return (roleFacts) => {
    const facts = personWith("person", roleFacts, texts);
    const changes: SightChange[] = [];
    let complete = true;
    for (const part of parts) {
      const [old, fresh] = reviews.map((review) => sight(review, { type: "Person", facts }, part)) as [Condition, Condition];
      if (isDeepStrictEqual(old, fresh)) continue;
      try {
        const change = { part, ...difference(old, fresh, facts, texts.filter(isRegion)) };
        if (change.gained.count + change.lost.count > 0) changes.push(change);
      } catch (error) {
        if (!(error instanceof TooWide)) throw error;
        complete = false;
      }
    }
    return { changes, complete };
  };
}

function difference(old: Condition, fresh: Condition, person: PersonFacts, namedRegions: readonly string[]) {
  const read = factsIn([old, fresh]);
  const samples = sampleResources("Concern", { type: "Person", facts: person }, [old, fresh]);
  const described = samples.map((facts) => ({ case: describe(facts, read, person, namedRegions), facts }));
  const casesWhere = (isOne: (facts: FactValues) => boolean): SampleCases => {
    const cases = simplify(described.map((one) => ({ case: one.case, chosen: isOne(one.facts) })));
    return { count: cases.length, examples: cases.slice(0, MAX_EXAMPLES).map(sentenceOf) };
  };
  return {
    gained: casesWhere((facts) => holds(fresh, facts) && !holds(old, facts)),
    lost: casesWhere((facts) => holds(old, facts) && !holds(fresh, facts)),
  };
}

/** Describes a case, each aspect in words, without aspects that policies do not read. */
type Case = Readonly<Record<string, string>>;

function describe(
  facts: FactValues,
  read: ReadonlyMap<string, readonly string[]>,
  person: PersonFacts,
  namedRegions: readonly string[],
): Case {
  const looksAt = (...names: readonly string[]) => names.some((name) => read.has(name));
  const named = (fact: "cause" | "stage", words: string) =>
    read.get(fact)?.includes(String(facts[fact])) ? words : `another ${fact}`;
  const region = String(facts.region);
  const cause = String(facts.cause) as keyof typeof CAUSE_LABELS;
  return {
    ...(looksAt("strand", "scope") && { strand: STRAND_LABELS[facts.strand as keyof typeof STRAND_LABELS] }),
    ...(looksAt("region", "scope") && { region: regionInWords(region, namedRegions) }),
    ...(looksAt("council") && {
      council: person.councils.includes(String(facts.council)) ? "about their council" : "about another council",
    }),
    ...(looksAt("cause") && { cause: named("cause", CAUSE_LABELS[cause]) }),
    ...(looksAt("stage") && { stage: named("stage", String(facts.stage)) }),
    ...(looksAt("councilAware") && { aware: facts.councilAware ? "the council is aware" : "the council is not aware" }),
    ...(looksAt("evidenced") && { evidenced: facts.evidenced ? "with evidence" : "without evidence" }),
    ...(looksAt(...SHARES.map(([fact]) => fact)) && { shares: sharesInWords(facts, person) }),
  };
}

const regionInWords = (region: string, named: readonly string[]): string =>
  named.includes(region) ? (findRegion(region)?.name ?? region) : region === HERE ? "in their region" : "in another region";

/** The parts from the innermost: each includes those after it. */
const SHARES = [
  ["evidenceSharedWith", "evidence"],
  ["summarySharedWith", "summary"],
  ["headlineSharedWith", "headline"],
] as const;

function sharesInWords(facts: FactValues, { bodies: own }: PersonFacts): string {
  const bodies = (facts.headlineSharedWith ?? []) as readonly string[];
  const shares = bodies.map((body) => {
    const [, part = "headline"] = SHARES.find(([fact]) => (facts[fact] as readonly string[]).includes(body)) ?? [];
    const { kind, name = body } = findBody(body) ?? {};
    const isOnlyKind = own.includes(body) && own.every((one) => findBody(one)?.kind === kind);
    return `${part} shared with ${isOnlyKind ? "their body" : `a body like ${name}`}`;
  });
  return shares.join(" and ") || "not shared";
}

type Choice = { readonly case: Case; readonly chosen: boolean };

/** Returns the chosen cases, without the aspects that do not affect the choice. */
function simplify(choices: readonly Choice[]): readonly Case[] {
  const aspects = Object.keys(choices[0]?.case ?? {});
  const least = aspects.reduce((before, aspect) => withoutAspect(before, aspect) ?? before, choices);
  const chosen = least.filter((one) => one.chosen).map((one) => one.case);
  return [...new Map(chosen.map((one) => [JSON.stringify(one), one])).values()];
}

/** Undefined if the aspect decides whether a case is chosen. */
function withoutAspect(choices: readonly Choice[], aspect: string): readonly Choice[] | undefined {
  const merged = new Map<string, Choice>();
  for (const choice of choices) {
    const { [aspect]: _, ...others } = choice.case;
    const key = JSON.stringify(others);
    const known = merged.get(key);
    if (known && known.chosen !== choice.chosen) return undefined;
    merged.set(key, { case: others, chosen: choice.chosen });
  }
  return [...merged.values()];
}

const sentenceOf = (one: Case): string => Object.values(one).join(", ") || "every concern";
