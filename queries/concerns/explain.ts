// Explains a decision: the policies that decided, the facts that they read, the origin of these, and how to challenge the decision. The explanation is built
// from the streams of the concern and its council. A reader of the sharing record gets a full explanation for any person. Anyone else gets it only for
// themselves, and learns nothing about other recipients: only their own bodies of a set, only events whose dates the parts show that they may read,
// and never who did something.

import { type AttributeReference, attributeReferences } from "../../policies/engine/attribute-references.ts";
import { holds } from "../../policies/engine/condition.ts";
import { type ConcernFacts, type PersonFacts, READ_ACTIONS } from "../../policies/engine/facts.ts";
import type { PolicyForm } from "../../policies/engine/policy-form.ts";
import type { Decision, PolicySet, PolicyText } from "../../policies/engine/policy-set.ts";
import type { PartRights } from "../../policies/engine/rights.ts";
import type { DisclosedPart } from "../../reference/concern-parts.ts";
import { type Part, SHARED_PARTS } from "../../reference/concern-parts.ts";
import { inWords } from "../../services/concern/event-words.ts";
import { type ConcernEvent, type ConcernEventType, concernEvents, concernStream } from "../../services/concern/events.ts";
import { partOnceTold } from "../../services/concern/state.ts";
import { foldConcern } from "../../services/concern/stream.ts";
import { wordsOf } from "../../services/concern/words.ts";
import { type CouncilEvent, councilEvents, councilStream } from "../../services/council/events.ts";
import { dateInWords, londonDate } from "../../services/dates.ts";
import type { Days } from "../../services/decision-context.ts";
import { declaredCouncils } from "../../services/people/interests.ts";
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
import { wordsReadOf } from "./words-read.ts";

/** The origin of a fact's value: an event with its instant and actor, or a day. `by` is undefined if it is withheld. */
export type FactOrigin = { readonly what: string; readonly on: string; readonly at?: string; readonly by?: string };
export type ExplainedFact = {
  readonly name: string;
  readonly value: string;
  readonly because: readonly FactOrigin[];
  /** The parts that `because` discloses, because they date its events. */
  readonly datedBy: readonly DisclosedPart[];
};
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
};

/** For the requester if no person is named. */
type ExplainedPart = { readonly concern: string; readonly part: Part; readonly person: string | undefined };

type Deps = Pick<ReadDeps, "log" | "policy" | "rights" | "people" | "register" | "councils" | keyof Days>;
/**
 * `own`: the subject is the requester. `whole`: the requester can read the sharing record. Otherwise: the parts that they may read, the ids of the shares whose
 * terms they may see, and the times of words of the summary that they do not read.
 */
type Telling = {
  readonly subject: Viewer;
  readonly own: boolean;
  readonly whole: boolean;
  readonly parts: PartRights;
  readonly received: readonly string[];
  readonly unread: readonly string[];
};
/** `datedBy` collects the parts that date the events of one fact. */
type FactTelling = Telling & { readonly datedBy: Set<DisclosedPart> };

/**
 * Explains why a person may or may not read a part of a concern. Null if there is no such concern, or if the requester may not see it or may not ask about
 * another person. `provenance` caches the results of `provenanceFrom` for several explanations.
 */
export async function explain(
  deps: Deps,
  askerNow: () => Viewer,
  { concern, part, person }: ExplainedPart,
  provenance = (id: string) => provenanceFrom(deps, id),
): Promise<Explanation | null> {
  const { policy, people } = deps;
  const isOwn = ({ person: asker }: Viewer) => person === undefined || person === asker;
  const mayAsk = (asker: Viewer, { parts }: Pick<AuthorisedConcern, "parts">) =>
    parts.has("headline") && (isOwn(asker) || parts.has("sharingRecord"));
  const first = askerNow();
  // The row of facts decides first: no stream is read for unauthorised requesters, so that unknown and invisible take the same time.
  const seen = readOne(deps, first.facts, concern, false);
  if (!seen || !mayAsk(first, seen)) return null;
  const from = await provenance(concern);
  if (!from) return null;
  // Rights may have ended during the wait.
  const asker = askerNow();
  const listed = authoriseConcern({ person: asker.facts, rights: deps.rights }, from);
  if (!mayAsk(asker, listed)) return null;

  const [own, whole] = [isOwn(asker), listed.parts.has("sharingRecord")];
  const subject = own || person === undefined ? asker : (people.queries().viewer(person) ?? people.queries().stranger(person));
  const received = whole ? [] : receivedShares(deps, subject.facts, listed).map(({ share }) => share.id);
  const sees = wordsReadOf(listed);
  const unread = wordsOf(from.state()).flatMap(({ id, part, at }) => (part === "summary" && !sees(id, "summary") ? at : []));
  const telling = { subject, own, whole, parts: listed.parts, received, unread };
  const [decision, decided] = decisionOn(policy, subject.facts, from, part);
  return {
    allowed: decision.allowed,
    sentence: sentence(deps, decision, decided, from.facts, telling),
    policies: decision.policies,
    facts: factsLookedAt(deps, decision, decided, from, telling),
    challenges: challengesOf(decision),
    policyVersion: policy.version,
    concern: listed,
    carries: ["headline", ...(whole ? ["sharingRecord" as const] : []), ...(received.length > 0 ? ["shareTerms" as const] : [])],
  };
}

/** Returns the decision on a part; or on the headline if that denies what the part's policies would allow. */
function decisionOn(policy: PolicySet, person: PersonFacts, { id, facts }: Provenance, part: Part): readonly [Decision, Part] {
  const decide = (part: Part) =>
    policy.decide({ type: "Person", facts: person }, READ_ACTIONS[part], { type: "Concern", id, facts });
  const [asked, headline] = [decide(part), decide("headline")];
  return asked.allowed && !headline.allowed ? [headline, "headline"] : [asked, part];
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

function sentence(deps: Deps, { allowed, policies }: Decision, part: Part, facts: ConcernFacts, { subject, own }: Telling) {
  const who = own ? "You" : "They";
  const reasons = policies.map(({ reason }) => reason);
  if (allowed) return `${who} may see this part: ${reasons.join(" ")}`;
  const lacking = lackingIn(deps, subject.facts, part, facts, own ? "yours" : "theirs");
  return [`${who} may not see this part.`, ...reasons, ...lacking].join(" ");
}

/** Returns what is missing for a policy to permit the action, if none does. */
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

type HeldAgainst = { readonly resource: keyof ConcernFacts; readonly principal: keyof PersonFacts };
const isHeldAgainst = (look: AttributeReference): look is HeldAgainst =>
  look.resource !== undefined && look.principal !== undefined;
const ofConcern = ({ resource }: HeldAgainst) => resource;

const looksAt = ({ policy }: Deps, policies: readonly PolicyText[]): readonly AttributeReference[] =>
  policies.flatMap(({ id }) => attributeReferences(policy.forms[id] as PolicyForm));

function meeting(person: PersonFacts, facts: ConcernFacts, { principal, resource }: HeldAgainst): readonly string[] {
  const [mine, its] = [valuesOf(person[principal]), valuesOf(facts[resource])];
  return mine.filter((value) => its.includes(value));
}

const valuesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : typeof value === "string" ? [value] : []);

/** The facts that the deciding policies read, or that all policies on the part read if none decided. */
function factsLookedAt(deps: Deps, { policies }: Decision, part: Part, from: Provenance, telling: Telling) {
  const { policy } = deps;
  const onPart = () => Object.keys(policy.policiesOn(READ_ACTIONS[part])).flatMap((id) => policy.texts.get(id) ?? []);
  const looks = looksAt(deps, policies.length > 0 ? policies : onPart());
  const known = <Name extends string>(names: readonly (string | undefined)[], facts: object) =>
    [...new Set(names)].filter((name): name is Name => name !== undefined && name in facts);
  const ofIt = known<keyof ConcernFacts>(
    looks.map(({ resource }) => resource).filter((name) => telling.whole || !isOfRestriction(name)),
    from.facts,
  );
  const ofThem = known<keyof PersonFacts>(
    looks.map(({ principal }) => principal).filter((name) => telling.whole || name !== "councilPerson"),
    telling.subject.facts,
  );
  return [
    ...ofIt.map((name) => concernFact(deps, name, from, telling)),
    ...ofThem.map((name) => personFact(deps, name, looks, from.facts, telling)),
  ];
}

/** Only readers of the sharing record learn whether a concern is restricted inside the council. */
const isOfRestriction = (name: string | undefined): boolean => name === "restricted" || name === "namedReaders";

function concernFact(deps: Deps, name: keyof ConcernFacts, from: Provenance, given: Telling): ExplainedFact {
  const telling = { ...given, datedBy: new Set<DisclosedPart>() };
  const { changed, members } = from.origins[name];
  const told = { name: CONCERN_FACT_WORDS[name], value: factInWords(name, from.facts, deps.councils) };
  if (name === "namedReaders") {
    const nameOf = (id: string) => deps.people.queries().viewer(id)?.name ?? id;
    const value = from.facts.namedReaders.map(nameOf).join("; ") || "none";
    return { ...told, value, because: becauseOf([changed], telling, SHARE_DAY), datedBy: [...telling.datedBy] };
  }
  if (!Array.isArray(from.facts[name]))
    return { ...told, because: becauseOf([changed], telling, UNTOLD_DAY), datedBy: [...telling.datedBy] };
  const isTheirs = ({ body, shares }: SharedBody) =>
    telling.subject.facts.bodies.includes(body) &&
    (name === "outcomeFor" || shares.some(({ share }) => telling.received.includes(share.id)));
  const shown = members.filter((member) => telling.whole || isTheirs(member));
  return {
    ...told,
    value: bodyNames(shown.filter(({ stands }) => stands).map(({ body }) => body)),
    because: shown.flatMap((member) => memberBecause(member, telling, name === "outcomeFor" ? OUTCOME_DAY : SHARE_DAY)),
    datedBy: [...telling.datedBy],
  };
}

/** The origin of a body's access to a part: the events of its shares until their last day; or the event that ended the access. */
function memberBecause(
  { body, stands, changed, shares }: SharedBody,
  telling: FactTelling,
  lastDay: string,
): readonly FactOrigin[] {
  if (!stands || shares.length === 0) return telling.whole ? becauseOf([changed], telling, lastDay).map(about(body)) : [];
  return shares
    .filter(({ share }) => telling.whole || telling.received.includes(share.id))
    .flatMap(({ steps, until }) => [...becauseOf(steps, telling, lastDay), { what: "The last day of the share", on: until }])
    .map(about(body));
}

const about =
  (body: string) =>
  (because: FactOrigin): FactOrigin => ({ ...because, what: `${because.what} (${bodyName(body)})` });

const SHARE_DAY = "The last day of a share has passed";
const OUTCOME_DAY = "The last day of the outcome has passed";
/** Of all facts that are no sets, only whether words are closed changes by date. */
const UNTOLD_DAY = "The last day to tell the council, or of the opening of the words, has passed";

/** Why a fact is as it is, by the steps that changed it. `lastDay` is what a step says that only a day took. */
function becauseOf(steps: readonly ProvenanceStep[], telling: FactTelling, lastDay: string): readonly FactOrigin[] {
  const { whole } = telling;
  return steps
    .filter((step) => whole || (step.kind === "event" && isForRecipient(step, telling)))
    .map((step) =>
      step.kind === "day"
        ? { what: lastDay, on: step.day }
        : { what: sentenceOf(step), on: londonDate(new Date(step.by.at)), at: step.by.at, ...(whole && { by: step.by.actor }) },
    );
}

type Event = ProvenanceStep & { readonly kind: "event" };

/** A recipient may know the time of their own share, and dates in the parts that they may read. Words that they do not read belong to another part. */
function isForRecipient({ event, share, by }: Event, { parts, received, unread, datedBy }: FactTelling): boolean {
  if (share !== undefined) return event.type === "ShareMade.v2" && received.includes(share);
  const part = Object.hasOwn(concernEvents, event.type) ? concernEvents[event.type as ConcernEventType].datedIn : undefined;
  if (part === undefined) return false;
  const read = [part, partOnceTold(!unread.includes(by.at), part)];
  if (!read.every((one) => parts.has(one))) return false;
  for (const one of read) datedBy.add(one);
  return true;
}

const sentenceOf = ({ event }: Event): string =>
  event.type in councilEvents ? councilEvents[event.type as CouncilEvent["type"]].words : inWords(event as ConcernEvent);

/** Reduces a fact of the person to the values that match the concern, because their other assignments are confidential. */
function personFact(
  { today, councils }: Deps,
  name: keyof PersonFacts,
  looks: readonly AttributeReference[],
  facts: ConcernFacts,
  { subject }: Telling,
): ExplainedFact {
  const value = subject.facts[name];
  const against = looks.filter(isHeldAgainst).filter(({ principal }) => principal === name);
  const met = [...new Set(against.flatMap((look) => meeting(subject.facts, facts, look)))];
  const used = against.length > 0 ? met : valuesOf(value);
  // An interest in a linked council is one in this council.
  const behind = name === "interests" ? used.flatMap((code) => councils.linkedCodes(code, today())) : used;
  const bodies = name !== "councilPerson" && against.some(({ resource }) => Array.isArray(facts[resource]));
  return {
    name: PERSON_FACT_WORDS[name],
    value: typeof value === "boolean" ? yesNo(value) : bodies ? bodyNames(used) : yesNo(used.length > 0),
    because: [
      ...assignmentsBehind(subject.person, name, behind, subject.assignments, today()).map(assignmentBecause),
      ...(name === "interests" ? declarationBecause(subject, used, behind) : []),
    ],
    datedBy: [],
  };
}

/** The declaration that names the council, or one that is linked with it. */
function declarationBecause({ declarations }: Viewer, used: readonly string[], linked: readonly string[]): readonly FactOrigin[] {
  const last = declarations.at(-1);
  const declared = last ? declaredCouncils([last]) : [];
  if (!last || !declared.some((council) => linked.includes(council))) return [];
  const what = declared.some((council) => used.includes(council))
    ? "Declared an interest in the council"
    : "Declared an interest in a council that this one succeeded, or that succeeded this one";
  return [{ what, on: londonDate(new Date(last.at)), at: last.at, by: last.actor }];
}

const assignmentBecause = ({ role, from, until, started }: Assignment): FactOrigin => ({
  what: `Assigned as ${ROLES[role].label} from ${dateInWords(from)} to ${dateInWords(until)}`,
  on: londonDate(new Date(started.at)),
  at: started.at,
  by: started.actor,
});
