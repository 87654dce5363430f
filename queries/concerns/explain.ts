// One decision in words: the policies that decided, what they looked at, what made that so, and how to challenge it. It is made from the
// concern's own stream and its council's, and from nothing else of the log; they are read for who may ask, which the concern's row of facts
// decides. Whoever reads the sharing record may ask it of anybody and is told everything. Anybody else asks of themselves alone, and is told
// nothing of other recipients: a set of bodies is shown as far as it holds their own, what happened as far as the parts that they may read
// tell when it did, and who did it not at all.

import { type AttributeReference, attributeReferences } from "../../policies/engine/attribute-references.ts";
import { holds } from "../../policies/engine/condition.ts";
import { type ConcernFacts, type PersonFacts, READ_ACTIONS } from "../../policies/engine/facts.ts";
import type { PolicyForm } from "../../policies/engine/policy-form.ts";
import type { Decision, PolicySet, PolicyText } from "../../policies/engine/policy-set.ts";
import type { PartRights } from "../../policies/engine/rights.ts";
import type { DisclosedPart } from "../../reference/concern-parts.ts";
import { type Part, SHARED_PARTS } from "../../reference/concern-parts.ts";
import { inWords } from "../../services/concern/event-news.ts";
import { type ConcernEvent, type ConcernEventType, concernEvents, concernStream } from "../../services/concern/events.ts";
import { partOnceTold, untoldIn } from "../../services/concern/state.ts";
import { foldConcern } from "../../services/concern/stream.ts";
import { type CouncilEvent, councilEvents, councilStream } from "../../services/council/events.ts";
import { dateInWords, londonDate } from "../../services/dates.ts";
import { ROLES } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";
import type { AuthorisedConcern } from "./authorised-concern.ts";
import { authoriseConcern } from "./authorised-concern.ts";
import {
  bodyName,
  bodyNames,
  CONCERN_FACT_WORDS,
  factInWords,
  NOT_MET,
  PERSON_FACT_WORDS,
  sharedInVain,
  yesNo,
} from "./fact-words.ts";
import { assignmentsBehind, type Provenance, type ProvenanceStep, provenanceOf, type SharedBody } from "./provenance.ts";
import { readOne, receivedShares } from "./read-one.ts";

/** Something that made a fact what it is: an event, with the instant and who did it, or a day. `by` is undefined where it is withheld. */
export type FactOrigin = { readonly what: string; readonly on: string; readonly at?: string; readonly by?: string };
export type ExplainedFact = { readonly name: string; readonly value: string; readonly because: readonly FactOrigin[] };
export type Explanation = {
  readonly allowed: boolean;
  readonly sentence: string;
  /** Those that decided; none when none permits it and none forbids it. */
  readonly policies: readonly PolicyText[];
  readonly facts: readonly ExplainedFact[];
  readonly challenges: readonly string[];
  readonly policyVersion: string;
  /** The concern as the asker sees it, and what the explanation carries of it: for the record of what leaves. */
  readonly concern: AuthorisedConcern;
  readonly carries: readonly DisclosedPart[];
};

/** Which part of which concern, and for whom: for the asker where no person is named. */
export type ExplainedPart = { readonly concern: string; readonly part: Part; readonly person: string | undefined };

type Deps = Pick<ReadDeps, "log" | "policy" | "rights" | "people" | "register" | "councils" | "today">;
/**
 * Who is explained to whom: `own` where they are one, `whole` where the asker reads the sharing record, and of anybody else the parts that they
 * may read, the ids of the shares that they may see the terms of, and when what awaits telling was written. `carried` gathers the parts that the explanation tells of.
 */
type Telling = {
  readonly subject: Viewer;
  readonly own: boolean;
  readonly whole: boolean;
  readonly parts: PartRights;
  readonly received: readonly string[];
  readonly untold: readonly string[];
  readonly carried: Set<DisclosedPart>;
};

/**
 * `provenance` gives what `happened` does, so that several questions about one concern can share it. Why a person may or may not read a part of a concern. Null when there is no such
 * concern, the asker may not see it, or asks about another without being a reader of its sharing record.
 */
export async function explain(
  deps: Deps,
  askerNow: () => Viewer,
  { concern, part, person }: ExplainedPart,
  provenance = (id: string) => happened(deps, id),
): Promise<Explanation | null> {
  const { policy, people } = deps;
  const isOwn = ({ person: asker }: Viewer) => person === undefined || person === asker;
  const mayAsk = (asker: Viewer, { parts }: Pick<AuthorisedConcern, "parts">) =>
    parts.has("headline") && (isOwn(asker) || parts.has("sharingRecord"));
  const first = askerNow();
  // A row of facts decides. No stream is read for who may not ask, so that unknown takes as long as invisible.
  const seen = readOne(deps, first.facts, concern, false);
  if (!seen || !mayAsk(first, seen)) return null;
  const from = await provenance(concern);
  if (!from) return null;
  // Asked again after the wait: what ended meanwhile has ended for this too.
  const asker = askerNow();
  const listed = authoriseConcern({ person: asker.facts, rights: deps.rights }, from);
  if (!mayAsk(asker, listed)) return null;

  const [own, whole] = [isOwn(asker), listed.parts.has("sharingRecord")];
  const subject = own || person === undefined ? asker : (people.queries().viewer(person) ?? people.queries().stranger(person));
  const received = whole ? [] : receivedShares(deps, subject.facts, listed).map(({ share }) => share.id);
  const carried = new Set<DisclosedPart>(["headline", ...(whole ? (["sharingRecord"] as const) : [])]);
  if (received.length > 0) carried.add("shareTerms");
  const untold = untoldIn(from.state()).summary;
  const telling = { subject, own, whole, parts: listed.parts, received, untold, carried };
  const [decision, decided] = decisionOn(policy, subject.facts, from, part);
  return {
    allowed: decision.allowed,
    sentence: sentence(deps, decision, decided, from.facts, telling),
    policies: decision.policies,
    facts: factsLookedAt(deps, decision, decided, from, telling),
    challenges: challengesOf(decision),
    policyVersion: policy.version,
    concern: listed,
    carries: [...carried],
  };
}

/** The decision on a part; where that alone would be allowed, the one on the headline: without it nothing is read of a concern. */
function decisionOn(policy: PolicySet, person: PersonFacts, { id, facts }: Provenance, part: Part): readonly [Decision, Part] {
  const decide = (part: Part) =>
    policy.decide({ type: "Person", facts: person }, READ_ACTIONS[part], { type: "Concern", id, facts });
  const [asked, headline] = [decide(part), decide("headline")];
  return asked.allowed && !headline.allowed ? [headline, "headline"] : [asked, part];
}

/** What made the concern's facts what they are, from the streams. No rights are applied. */
export async function happened({ log, today }: Pick<Deps, "log" | "today">, id: string): Promise<Provenance | undefined> {
  const concern = await log.readStream(concernStream(id));
  const council = await log.readStream(councilStream(foldConcern(id, concern)?.council ?? ""));
  return provenanceOf(id, concern, council, today());
}

const UNDECIDED = "No policy permits or forbids this. Ask the information governance officer.";
const challengesOf = ({ policies }: Decision): readonly string[] =>
  policies.length === 0 ? [UNDECIDED] : [...new Set(policies.flatMap(({ challenge }) => challenge ?? []))];

function sentence(deps: Deps, { allowed, policies }: Decision, part: Part, facts: ConcernFacts, { subject, own }: Telling) {
  const who = own ? "You" : "They";
  const reasons = policies.map(({ reason }) => reason);
  if (allowed) return `${who} may see this part: ${reasons.join(" ")}`;
  const lacking = lackingIn(deps, subject.facts, part, facts, own ? "yours" : "theirs");
  return [`${who} may not see this part.`, ...reasons, ...lacking].join(" ");
}

/** What would have to hold for some policy to permit it, where none does. */
function lackingIn(deps: Deps, person: PersonFacts, part: Part, facts: ConcernFacts, whose: string): readonly string[] {
  const { policy, rights } = deps;
  const action = READ_ACTIONS[part];
  if (rights.of(person, action).permits.some(({ where }) => holds(where, facts))) return [];
  const permits = Object.keys(policy.policiesOn(action)).flatMap((id) => policy.texts.get(id) ?? []);
  const looked = permits
    .filter(({ effect }) => effect === "permit")
    .map((permit) => ({ permit, looks: looksAt(deps, [permit]).filter(isHeldAgainst) }));
  const met = new Set(
    looked.flatMap(({ looks }) => looks.filter((look) => meeting(person, facts, look).length > 0).map(ofConcern)),
  );
  const notMet = new Set(looked.flatMap(({ looks }) => looks.map(ofConcern)).filter((name) => !met.has(name)));
  // What is shared with a body of theirs is not lacking: it is a policy for their role that is. There may be none left for any recipient,
  // and so none that looks at whom this very part is shared with.
  const inVain = SHARED_PARTS.filter((one) => {
    const name = `${one}SharedWith` as const;
    const isShared = meeting(person, facts, { principal: "bodies", resource: name }).length > 0;
    return isShared && (notMet.has(name) || (one === part && !met.has(name)));
  });
  for (const one of inVain) notMet.delete(`${one}SharedWith`);
  const lacks = [...notMet].flatMap((name) => NOT_MET[name]?.(whose) ?? []);
  // What the person has and still is not enough: the policy's own words say what else it takes.
  const nearly = looked.filter(({ looks }) => looks.some((look) => meeting(person, facts, look).length > 0));
  return [
    `No policy permits it${lacks.length > 0 ? `: ${lacks.join(", ")}` : ""}.`,
    ...inVain.map((one) => sharedInVain(one, whose)),
    ...nearly.map(({ permit }) => `A policy that nearly applies says: ${permit.reason}`),
  ];
}

type HeldAgainst = { readonly resource: keyof ConcernFacts; readonly principal: keyof PersonFacts };
const isHeldAgainst = (look: AttributeReference): look is HeldAgainst =>
  look.resource !== undefined && look.principal !== undefined;
const ofConcern = ({ resource }: HeldAgainst) => resource;

/** Everything that some policies look at, each look once. */
const looksAt = ({ policy }: Deps, policies: readonly PolicyText[]): readonly AttributeReference[] =>
  policies.flatMap(({ id }) => attributeReferences(policy.forms[id] as PolicyForm));

/** The values that a fact of the person has in common with a fact of the concern. */
function meeting(person: PersonFacts, facts: ConcernFacts, { principal, resource }: HeldAgainst): readonly string[] {
  const [mine, its] = [valuesOf(person[principal]), valuesOf(facts[resource])];
  return mine.filter((value) => its.includes(value));
}

const valuesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : typeof value === "string" ? [value] : []);

/** The facts that the deciding policies look at; where none decided, those that any policy on the part does. */
function factsLookedAt(deps: Deps, { policies }: Decision, part: Part, from: Provenance, telling: Telling) {
  const { policy } = deps;
  const onPart = () => Object.keys(policy.policiesOn(READ_ACTIONS[part])).flatMap((id) => policy.texts.get(id) ?? []);
  const looks = looksAt(deps, policies.length > 0 ? policies : onPart());
  const known = <Name extends string>(names: readonly (string | undefined)[], facts: object) =>
    [...new Set(names)].filter((name): name is Name => name !== undefined && name in facts);
  const ofIt = known<keyof ConcernFacts>(
    looks.map(({ resource }) => resource),
    from.facts,
  );
  const ofThem = known<keyof PersonFacts>(
    looks.map(({ principal }) => principal),
    telling.subject.facts,
  );
  return [
    ...ofIt.map((name) => concernFact(deps, name, from, telling)),
    ...ofThem.map((name) => personFact(deps, name, looks, from.facts, telling)),
  ];
}

function concernFact(deps: Deps, name: keyof ConcernFacts, from: Provenance, telling: Telling): ExplainedFact {
  const { changed, members } = from.origins[name];
  const told = { name: CONCERN_FACT_WORDS[name], value: factInWords(name, from.facts, deps.councils) };
  if (!Array.isArray(from.facts[name])) return { ...told, because: becauseOf([changed], telling) };
  const isTheirs = ({ body, shares }: SharedBody) =>
    telling.subject.facts.bodies.includes(body) && shares.some(({ share }) => telling.received.includes(share.id));
  const shown = members.filter((member) => telling.whole || isTheirs(member));
  return {
    ...told,
    value: bodyNames(shown.filter(({ stands }) => stands).map(({ body }) => body)),
    because: shown.flatMap((member) => memberBecause(member, telling)),
  };
}

/** A body has a part by what happened to its shares, for as long as they last; it has it no more by what took it away. */
function memberBecause({ body, stands, changed, shares }: SharedBody, telling: Telling): readonly FactOrigin[] {
  if (!stands) return telling.whole ? becauseOf([changed], telling).map(about(body)) : [];
  return shares
    .filter(({ share }) => telling.whole || telling.received.includes(share.id))
    .flatMap(({ steps, until }) => [...becauseOf(steps, telling), { what: "The last day of the share", on: until }])
    .map(about(body));
}

const about =
  (body: string) =>
  (because: FactOrigin): FactOrigin => ({ ...because, what: `${because.what} (${bodyName(body)})` });

/** Steps in words, as far as they are to be told. */
function becauseOf(steps: readonly ProvenanceStep[], telling: Telling): readonly FactOrigin[] {
  const { whole } = telling;
  return steps
    .filter((step) => whole || (step.kind === "event" && isToldToRecipient(step, telling)))
    .map((step) =>
      step.kind === "day"
        ? { what: "The last day of a share has passed", on: step.day }
        : { what: wordsOf(step), on: londonDate(new Date(step.by.at)), at: step.by.at, ...(whole && { by: step.by.actor }) },
    );
}

type Event = ProvenanceStep & { readonly kind: "event" };

/**
 * A recipient knows since when a share of theirs is made, and of all else what the parts tell that they may read. What the council has not
 * been told of is of another part until then.
 */
function isToldToRecipient({ event, share, by }: Event, { parts, received, untold, carried }: Telling): boolean {
  if (share !== undefined) return event.type === "ShareMade.v1" && received.includes(share);
  const part = Object.hasOwn(concernEvents, event.type) ? concernEvents[event.type as ConcernEventType].datedIn : undefined;
  if (part === undefined) return false;
  const read = [part, partOnceTold(!untold.includes(by.at), part)];
  if (!read.every((one) => parts.has(one))) return false;
  for (const one of read) carried.add(one);
  return true;
}

const wordsOf = ({ event }: Event): string =>
  event.type in councilEvents ? councilEvents[event.type as CouncilEvent["type"]].words : inWords(event as ConcernEvent);

/** A fact of the person, no further than it meets the concern: of their other assignments nothing is told. */
function personFact(
  { today }: Deps,
  name: keyof PersonFacts,
  looks: readonly AttributeReference[],
  facts: ConcernFacts,
  { subject }: Telling,
): ExplainedFact {
  const value = subject.facts[name];
  const against = looks.filter(isHeldAgainst).filter(({ principal }) => principal === name);
  const met = [...new Set(against.flatMap((look) => meeting(subject.facts, facts, look)))];
  const used = against.length > 0 ? met : valuesOf(value);
  const bodies = against.some(({ resource }) => Array.isArray(facts[resource]));
  return {
    name: PERSON_FACT_WORDS[name],
    value: typeof value === "boolean" ? yesNo(value) : bodies ? bodyNames(used) : yesNo(used.length > 0),
    because: assignmentsBehind(name, used, subject.assignments, today()).map(assignmentBecause),
  };
}

const assignmentBecause = ({ role, from, until, started }: Assignment): FactOrigin => ({
  what: `Assigned as ${ROLES[role].label} from ${dateInWords(from)} to ${dateInWords(until)}`,
  on: londonDate(new Date(started.at)),
  at: started.at,
  by: started.actor,
});
