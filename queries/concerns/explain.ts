// Explains a decision: the policies that decided, the facts that they read, the origin of these, and how to challenge the decision. The explanation is built
// from the streams of the concern and its council. A reader of the sharing record gets a full explanation for any person. Anyone else gets it only for
// themselves, and learns nothing about other recipients: only their own bodies of a set, only events whose dates the parts show that they may read,
// and never who did something.

import { holds } from "../../policies/engine/condition.ts";
import type { ConcernFacts, PersonFacts } from "../../policies/engine/facts.ts";
import type { Decision, PolicySet, PolicyText } from "../../policies/engine/policy-set.ts";
import { type DisclosedPart, type ExplainedPart, SHARED_PARTS } from "../../reference/concern-parts.ts";
import { concernStream } from "../../services/concern/events.ts";
import { foldConcern } from "../../services/concern/stream.ts";
import { wordsOf } from "../../services/concern/words.ts";
import { councilStream } from "../../services/council/events.ts";
import type { Days } from "../../services/decision-context.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import type { ReadDeps } from "../deps.ts";
import type { AuthorisedConcern } from "./authorised-concern.ts";
import { authoriseConcern } from "./authorised-concern.ts";
import {
  actionOf,
  type ExplainedFact,
  type ExplanationScope,
  factsLookedAt,
  isHeldAgainst,
  looksAt,
  meeting,
  ofConcern,
} from "./explained-facts.ts";
import { NOT_MET, sharedInVain } from "./fact-words.ts";
import { findOutcome, presentOutcomeRecord } from "./outcomes.ts";
import { type Provenance, provenanceOf } from "./provenance.ts";
import { readOne, receivedShares } from "./read-one.ts";
import { wordsReadOf } from "./words-read.ts";

export type Explanation = {
  readonly allowed: boolean;
  readonly sentence: string;
  /** The policies that decided; none if no policy permits or forbids it. */
  readonly policies: readonly PolicyText[];
  readonly facts: readonly ExplainedFact[];
  readonly challenges: readonly string[];
  readonly policyVersion: string;
  /** The concern as far as the requester may see it, and the parts that the explanation discloses whatever the selection. */
  readonly concern: AuthorisedConcern;
  readonly carries: readonly DisclosedPart[];
  /** Whether it tells the requester that they are shown the outcome. */
  readonly carriesOutcome: boolean;
};

/** For the requester if no person is named. */
type Question = { readonly concern: string; readonly part: ExplainedPart; readonly person: string | undefined };

type Deps = Pick<ReadDeps, "log" | "policy" | "rights" | "people" | "register" | "councils" | keyof Days>;

/**
 * Explains why a person may or may not read a part of a concern, or its outcome. Null if there is no such concern, or if the requester may not see it or may
 * not ask about another person. Somebody who is shown the outcome may ask about that, even if they see nothing else of the concern. `provenance` caches the results of `provenanceFrom` for several explanations.
 */
export async function explain(
  deps: Deps,
  askerNow: () => Viewer,
  { concern, part, person }: Question,
  provenance = (id: string) => provenanceFrom(deps, id),
): Promise<Explanation | null> {
  const { policy, people } = deps;
  const isOwn = ({ person: asker }: Viewer) => person === undefined || person === asker;
  const mayAsk = (asker: Viewer, parts: AuthorisedConcern["parts"] | undefined, isShownOutcome: boolean) =>
    isOwn(asker) ? parts?.has("headline") === true || isShownOutcome : parts?.has("sharingRecord") === true;
  const first = askerNow();
  // The row of facts decides first: no stream is read for unauthorised requesters, so that unknown and invisible take the same time.
  const seen = readOne(deps, first.facts, concern, false);
  if (!mayAsk(first, seen?.parts, part === "outcome" && findOutcome(deps, first, concern) !== undefined)) return null;
  const from = await provenance(concern);
  if (!from) return null;
  // Rights may have ended during the wait.
  const asker = askerNow();
  const listed = authoriseConcern({ person: asker.facts, rights: deps.rights }, from);
  const isShownOutcome = part === "outcome" && decide(policy, asker.facts, from, "outcome").allowed;
  if (!mayAsk(asker, listed.parts, isShownOutcome)) return null;

  const [own, whole] = [isOwn(asker), listed.parts.has("sharingRecord")];
  const subject = own || person === undefined ? asker : (people.queries().viewer(person) ?? people.queries().stranger(person));
  const seesConcern = listed.parts.has("headline");
  const received = whole || !seesConcern ? [] : receivedShares(deps, subject.facts, listed).map(({ share }) => share.id);
  const sees = wordsReadOf(listed);
  const unread = wordsOf(from.state()).flatMap(({ id, part, at }) => (part === "summary" && !sees(id, "summary") ? at : []));
  const telling = { subject, own, whole, parts: listed.parts, received, unread };
  const [decision, decided] = decisionOn(policy, subject.facts, from, part);
  return {
    allowed: decision.allowed,
    sentence: sentence(deps, decision, decided, from, telling),
    policies: decision.policies,
    facts: factsLookedAt(deps, decision, decided, from, telling),
    challenges: challengesOf(decision),
    policyVersion: policy.version,
    concern: listed,
    carries: [
      ...(seesConcern ? ["headline" as const] : []),
      ...(whole ? ["sharingRecord" as const] : []),
      ...(received.length > 0 ? ["shareTerms" as const] : []),
    ],
    carriesOutcome: own && isShownOutcome,
  };
}

const decide = (policy: PolicySet, person: PersonFacts, { id, facts }: Provenance, part: ExplainedPart): Decision =>
  policy.decide({ type: "Person", facts: person }, actionOf(part), { type: "Concern", id, facts });

/** Returns the decision on a part; or on the headline if that denies what the part's policies would allow. An outcome needs no headline. */
function decisionOn(
  policy: PolicySet,
  person: PersonFacts,
  from: Provenance,
  part: ExplainedPart,
): readonly [Decision, ExplainedPart] {
  const asked = decide(policy, person, from, part);
  if (part === "outcome" || part === "headline" || !asked.allowed) return [asked, part];
  const headline = decide(policy, person, from, "headline");
  return headline.allowed ? [asked, part] : [headline, "headline"];
}

/** Computes the provenance from the streams. No rights are applied. */
export async function provenanceFrom(
  { log, today, certainToday }: Pick<Deps, "log" | keyof Days>,
  id: string,
): Promise<Provenance | undefined> {
  const concern = await log.readStream(concernStream(id));
  const council = await log.readStream(councilStream(foldConcern(id, concern)?.council ?? ""));
  return provenanceOf(id, concern, council, { today: today(), certainToday: certainToday() });
}

const UNDECIDED = "No policy permits or forbids this. Ask the information governance officer.";
const challengesOf = ({ policies }: Decision): readonly string[] =>
  policies.length === 0 ? [UNDECIDED] : [...new Set(policies.flatMap(({ challenge }) => challenge ?? []))];

function sentence(
  deps: Deps,
  { allowed, policies }: Decision,
  part: ExplainedPart,
  from: Provenance,
  telling: ExplanationScope,
): string {
  const { subject, own, whole } = telling;
  const [who, what] = [own ? "You" : "They", part === "outcome" ? "the outcome" : "this part"];
  const reasons = policies.map(({ reason }) => reason);
  if (allowed) return `${who} may see ${what}: ${reasons.join(" ")}`;
  const lacking = lackingIn(deps, subject.facts, part, from.facts, own ? "yours" : "theirs");
  const notShown = part === "outcome" && whole ? outcomeNotShown(from) : [];
  return [`${who} may not see ${what}.`, ...reasons, ...lacking, ...notShown].join(" ");
}

/** Why an outcome is shown to nobody today, for readers of the sharing record. None if it is shown to some. */
function outcomeNotShown({ state, day }: Provenance): readonly string[] {
  const { opensOn, refused, shownTo, shown } = presentOutcomeRecord(state(), day.today) ?? { shownTo: [], shown: [] };
  if (shownTo.length > 0) return [];
  if (refused) return ["The council says no to the outcome."];
  if (opensOn !== undefined)
    return [
      `It will be shown from ${dateInWords(opensOn)} to the bodies that have opened the concern by then, unless the council says no.`,
    ];
  if (shown.length === 0) return ["The concern has not ended with an outcome, or the council has not been told of the ending."];
  return [
    shown.some(({ bodies }) => bodies.length > 0)
      ? "The outcome is no longer shown."
      : "No body had opened the concern when the outcome was to be shown.",
  ];
}

/** Returns what is missing for a policy to permit the action, if none does. */
function lackingIn(deps: Deps, person: PersonFacts, part: ExplainedPart, facts: ConcernFacts, whose: string): readonly string[] {
  const { policy, rights } = deps;
  const action = actionOf(part);
  if (rights.of(person, action).permits.some(({ where }) => holds(where, facts))) return [];
  const permits = Object.keys(policy.policiesOn(action)).flatMap((id) => policy.texts.get(id) ?? []);
  const looked = permits
    .filter(({ effect }) => effect === "permit")
    .map((permit) => ({ permit, looks: looksAt(deps, [permit]).filter(isHeldAgainst) }));
  const met = new Set(
    looked.flatMap(({ looks }) => looks.filter((look) => meeting(person, facts, look).length > 0).map(ofConcern)),
  );
  const notMet = new Set(looked.flatMap(({ looks }) => looks.map(ofConcern)).filter((name) => !met.has(name)));
  // If a part is shared with a body of the person, a policy for their role is missing and not the share.
  const inVain = SHARED_PARTS.filter((one) => {
    const name = `${one}SharedWith` as const;
    const isShared = meeting(person, facts, { principal: "bodies", resource: name }).length > 0;
    return isShared && (notMet.has(name) || (one === part && !met.has(name)));
  });
  for (const one of inVain) notMet.delete(`${one}SharedWith`);
  const lacks = [...notMet].flatMap((name) => NOT_MET[name]?.(whose) ?? []);
  // A policy whose conditions the person partly meets states in its own text what else it needs.
  const nearly = looked.filter(({ looks }) => looks.some((look) => meeting(person, facts, look).length > 0));
  return [
    `No policy permits it${lacks.length > 0 ? `: ${lacks.join(", ")}` : ""}.`,
    ...inVain.map((one) => sharedInVain(one, whose)),
    ...nearly.map(({ permit }) => `A policy that nearly applies says: ${permit.reason}`),
  ];
}
