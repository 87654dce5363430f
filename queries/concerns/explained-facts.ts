// The facts that a decision on a concern is based on, in words: their values, and the events or days that gave them these. A reader of the sharing record
// gets all of them. Anyone else gets their own bodies of a set, events whose dates the parts show that they may read, and never who did something.

import { type AttributeReference, attributeReferences } from "../../policies/engine/attribute-references.ts";
import { type ConcernFacts, type PersonFacts, READ_ACTIONS, READ_OUTCOME } from "../../policies/engine/facts.ts";
import type { PolicyForm } from "../../policies/engine/policy-form.ts";
import type { Decision, PolicyText } from "../../policies/engine/policy-set.ts";
import type { PartRights } from "../../policies/engine/rights.ts";
import type { DisclosedPart, ExplainedPart } from "../../reference/concern-parts.ts";
import { inWords } from "../../services/concern/event-words.ts";
import { type ConcernEvent, type ConcernEventType, concernEvents } from "../../services/concern/events.ts";
import { outcomeReaders } from "../../services/concern/outcome.ts";
import { partOnceTold } from "../../services/concern/state.ts";
import { type CouncilEvent, councilEvents } from "../../services/council/events.ts";
import { londonDate } from "../../services/dates.ts";
import type { Days } from "../../services/decision-context.ts";
import { declaredCouncils } from "../../services/people/interests.ts";
import { ROLES } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import type { ReadDeps } from "../deps.ts";
import { bodyName, bodyNames, CONCERN_FACT_WORDS, factInWords, PERSON_FACT_WORDS, yesNo } from "./fact-words.ts";
import { assignmentsBehind, type Provenance, type ProvenanceStep, type SharedBody } from "./provenance.ts";

export const actionOf = (part: ExplainedPart) => (part === "outcome" ? READ_OUTCOME : READ_ACTIONS[part]);

type Deps = Pick<ReadDeps, "policy" | "people" | "councils" | keyof Days>;

/** The origin of a fact's value: an event with its instant and actor, or a day. `by` is undefined if it is withheld. */
export type FactOrigin = { readonly what: string; readonly on: string; readonly at?: string; readonly by?: string };
export type ExplainedFact = {
  readonly name: string;
  readonly value: string;
  readonly because: readonly FactOrigin[];
  /** The parts that `because` discloses, because they date its events. */
  readonly datedBy: readonly DisclosedPart[];
};
/**
 * `own`: the subject is the requester. `whole`: the requester can read the sharing record. Otherwise: the parts that they may read, the ids of the shares whose
 * terms they may see, and the times of words of the summary that they do not read.
 */
export type ExplanationScope = {
  readonly subject: Viewer;
  readonly own: boolean;
  readonly whole: boolean;
  readonly parts: PartRights;
  readonly received: readonly string[];
  readonly unread: readonly string[];
};
/** `datedBy` collects the parts that date the events of one fact. */
type FactScope = ExplanationScope & { readonly datedBy: Set<DisclosedPart> };

export type HeldAgainst = { readonly resource: keyof ConcernFacts; readonly principal: keyof PersonFacts };
export const isHeldAgainst = (look: AttributeReference): look is HeldAgainst =>
  look.resource !== undefined && look.principal !== undefined;
export const ofConcern = ({ resource }: HeldAgainst) => resource;

export const looksAt = ({ policy }: Deps, policies: readonly PolicyText[]): readonly AttributeReference[] =>
  policies.flatMap(({ id }) => attributeReferences(policy.forms[id] as PolicyForm));

export function meeting(person: PersonFacts, facts: ConcernFacts, { principal, resource }: HeldAgainst): readonly string[] {
  const [mine, its] = [valuesOf(person[principal]), valuesOf(facts[resource])];
  return mine.filter((value) => its.includes(value));
}

const valuesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : typeof value === "string" ? [value] : []);

/** The facts that the deciding policies read, or that all policies on the part read if none decided. */
export function factsLookedAt(
  deps: Deps,
  { policies }: Decision,
  part: ExplainedPart,
  from: Provenance,
  telling: ExplanationScope,
) {
  const { policy } = deps;
  const onPart = () => Object.keys(policy.policiesOn(actionOf(part))).flatMap((id) => policy.texts.get(id) ?? []);
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

function concernFact(deps: Deps, name: keyof ConcernFacts, from: Provenance, given: ExplanationScope): ExplainedFact {
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
    because: shown.flatMap((member) =>
      name === "outcomeFor" ? outcomeBecause(member, from, telling) : memberBecause(member, telling, SHARE_DAY),
    ),
    datedBy: [...telling.datedBy],
  };
}

/** The origin of a body's access to a part: the events of its shares until their last day; or the event that ended the access. */
function memberBecause(
  { body, stands, changed, shares }: SharedBody,
  telling: FactScope,
  lastDay: string,
): readonly FactOrigin[] {
  if (!stands || shares.length === 0) return telling.whole ? becauseOf([changed], telling, lastDay).map(about(body)) : [];
  return shares
    .filter(({ share }) => telling.whole || telling.received.includes(share.id))
    .flatMap(({ steps, until }) => [...becauseOf(steps, telling, lastDay), { what: "The last day of the share", on: until }])
    .map(about(body));
}

/** The origin of a body's access to the outcome: the event that opened it, and its last day; or what ended the access. A body itself sees the day alone. */
function outcomeBecause(
  { body, stands, changed }: SharedBody,
  { state, day }: Provenance,
  telling: FactScope,
): readonly FactOrigin[] {
  const until = stands ? outcomeReaders(state(), day.today).get(body) : undefined;
  return [
    ...(telling.whole ? becauseOf([changed], telling, OUTCOME_DAY) : []),
    ...(until === undefined ? [] : [{ what: "The last day of the outcome", on: until }]),
  ].map(about(body));
}

const about =
  (body: string) =>
  (because: FactOrigin): FactOrigin => ({ ...because, what: `${because.what} (${bodyName(body)})` });

const SHARE_DAY = "The last day of a share has passed";
const OUTCOME_DAY = "The last day of the outcome has passed";
/** Of all facts that are no sets, only whether words are closed changes by date. */
const UNTOLD_DAY = "The last day to tell the council, or of the opening of the words, has passed";

/** Why a fact is as it is, by the steps that changed it. `lastDay` is what a step says that only a day took. */
function becauseOf(steps: readonly ProvenanceStep[], telling: FactScope, lastDay: string): readonly FactOrigin[] {
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
function isForRecipient({ event, share, by }: Event, { parts, received, unread, datedBy }: FactScope): boolean {
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
  { subject }: ExplanationScope,
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
