// One decision in words: which policies decided, and the facts they looked at. What is said of other recipients is nothing: a set of
// bodies is shown only as far as it holds the person's own.
import { type ConcernFacts, type Part, type PersonFacts, READ_ACTIONS } from "../../policies/facts.ts";
import type { PolicySet, PolicyText } from "../../policies/policy.ts";
import { findBody } from "../../reference/bodies.ts";
import type { Follower } from "../follower.ts";
import type { RegisterQueries } from "./queries.ts";
import { readOne } from "./read-one.ts";

export type Explanation = {
  readonly allowed: boolean;
  readonly sentence: string;
  readonly policies: readonly PolicyText[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly policyVersion: string;
};

type Inside = { readonly policy: PolicySet; readonly register: Follower<RegisterQueries> };

/** Why a person may or may not read a part; null when they may not see the concern at all, or there is none. */
export function explainPart(inside: Inside, person: PersonFacts, id: string, part: Part): Explanation | null {
  const listed = readOne(inside, person, id);
  if (!listed) return null;
  const { policy } = inside;
  const decision = policy.decide({ type: "Person", facts: person }, READ_ACTIONS[part], {
    type: "Concern",
    id,
    facts: listed.facts,
  });
  return {
    allowed: decision.allowed,
    sentence: sentence(decision.allowed, decision.policies),
    policies: decision.policies,
    facts: factsInWords(person, listed.facts, part),
    policyVersion: policy.version,
  };
}

function sentence(allowed: boolean, policies: readonly PolicyText[]): string {
  if (policies.length === 0) return "You may not see this part: no policy permits it.";
  return `You may ${allowed ? "" : "not "}see this part: ${policies.map(({ reason }) => reason).join(" ")}`;
}

function factsInWords(person: PersonFacts, facts: ConcernFacts, part: Part): Explanation["facts"] {
  const shared = { headline: facts.headlineSharedWith, summary: facts.summarySharedWith, evidence: facts.evidenceSharedWith };
  const own = part in shared ? shared[part as keyof typeof shared].filter((body) => person.bodies.includes(body)) : [];
  const yesNo = (value: boolean) => (value ? "yes" : "no");
  return [
    { name: "The council has been made aware", value: yesNo(facts.councilAware) },
    { name: "It rests on evidence that stands", value: yesNo(facts.evidenced) },
    { name: "You advise this region and strand", value: yesNo(person.adviserScopes.includes(facts.scope)) },
    { name: "It is about your council", value: yesNo(person.councils.includes(facts.council)) },
    {
      name: "Bodies of yours that this part is shared with today",
      value: own.map((id) => findBody(id)?.name ?? id).join("; ") || "none",
    },
  ];
}
