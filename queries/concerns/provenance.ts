// Finds the events behind each fact of a concern on a day: folds the streams of the concern and its council again with the rules' own
// `evolve` and `factsOf`. The origin of a fact is the step at which it last changed, and of a body in a set all events of the shares that give it the
// part. This file reads no log and no policy decides.
import type { StoredEvent } from "../../event-log/port.ts";
import { type ConcernFacts, FACT_SETS, type PersonFacts } from "../../policies/engine/facts.ts";
import { type ConcernRecord, concernRecord } from "../../projections/register/records.ts";
import type { SharedPart } from "../../reference/concern-parts.ts";
import type { ConcernEvent, Occurrence } from "../../services/concern/events.ts";
import { factsOf, type RecordedFacts } from "../../services/concern/facts.ts";
import { audienceOf, changeDaysAfter, isLive, NONE_BLOCKED, termsOf } from "../../services/concern/shares.ts";
import { type ConcernState, evolve, type Share } from "../../services/concern/state.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { COUNCIL_CATEGORY, type CouncilEvent } from "../../services/council/events.ts";
import { readCouncilEvent } from "../../services/council/stream.ts";
import { londonDate } from "../../services/dates.ts";
import type { Days } from "../../services/decision-context.ts";
import { isCurrent, personFacts } from "../../services/people/assignments.ts";
import type { Assignment } from "../../services/people/state.ts";
import { occurrence } from "../../services/stored-events.ts";

/** An event, or the day on which something ended by date. `share` is the share that the event is about. */
export type ProvenanceStep =
  | {
      readonly kind: "event";
      readonly event: ConcernEvent | CouncilEvent;
      readonly stored: StoredEvent;
      readonly by: Occurrence;
      readonly share: string | undefined;
    }
  | { readonly kind: "day"; readonly day: string };

/** A body with which a part is or was shared. */
export type SharedBody = {
  readonly body: string;
  /** Whether the part is shared with the body on the day. */
  readonly stands: boolean;
  /** The step at which the body last got or lost the part. */
  readonly changed: ProvenanceStep;
  /** The shares that give the body the part, each with its events and its last day; none of the outcome. */
  readonly shares: readonly { readonly share: Share; readonly steps: readonly ProvenanceStep[]; readonly until: string }[];
};

/** The step at which a fact's value last changed, and each body of a set. */
type Origin = { readonly changed: ProvenanceStep; readonly members: readonly SharedBody[] };

export type Provenance = ConcernRecord & {
  readonly origins: Readonly<Record<keyof ConcernFacts, Origin>>;
};

const { namedReaders: _, ...SHARES } = FACT_SETS;
const SHARED_WITH: Partial<Record<keyof ConcernFacts, SharedPart | "outcome">> = SHARES;

/** Undefined without events. Facts are those of `today`, or of the last event's day if that is later, as in the register. */
export function provenanceOf(
  id: string,
  concern: readonly StoredEvent[],
  council: readonly StoredEvent[],
  { today, certainToday }: Days,
): Provenance | undefined {
  const fold = folding(id, certainToday);
  for (const stored of [...concern, ...council].sort((a, b) => (a.position < b.position ? -1 : 1))) {
    fold.turnTo(londonDate(new Date(stored.at)));
    fold.apply(stored);
  }
  fold.turnTo(today);
  return fold.outcome();
}

function folding(id: string, certainToday: string) {
  let state: ConcernState | undefined;
  let facts: RecordedFacts | undefined;
  let day = "";
  /** A day that has not certainly begun lets nothing begin. */
  const now = () => ({ today: day, certainToday: day < certainToday ? day : certainToday, inForce, blocked: NONE_BLOCKED });
  const inForce = new Set<string>();
  const changed = new Map<string, ProvenanceStep>();
  const members = new Map<string, Map<string, ProvenanceStep>>();
  const ofShare = new Map<string, ProvenanceStep[]>();
  const ofAgreement = new Map<string, ProvenanceStep[]>();
  const ofRequest = new Map<string, ProvenanceStep[]>();

  /** Records the step for every fact that it changed. */
  function compare(step: ProvenanceStep): void {
    if (!state) return;
    const current = factsOf(state, now());
    for (const name of Object.keys(current) as (keyof ConcernFacts)[]) {
      if (facts && same(facts[name], current[name])) continue;
      changed.set(name, step);
      if (SHARED_WITH[name]) noteMembers(name, setOf(facts?.[name]), setOf(current[name]), step);
    }
    facts = current;
  }

  function noteMembers(name: string, before: readonly string[], after: readonly string[], step: ProvenanceStep): void {
    const known = members.get(name) ?? new Map<string, ProvenanceStep>();
    members.set(name, known);
    for (const body of new Set(before).symmetricDifference(new Set(after))) known.set(body, step);
  }

  /** Collects the events of each share, with those of its standing agreement and of the request that it carries out. */
  function keep(step: ProvenanceStep & { readonly kind: "event" }): void {
    const { data } = step.event;
    if ("agreement" in data) {
      push(ofAgreement, data.agreement, step);
      for (const { id, standingAgreement } of state?.shares ?? [])
        if (standingAgreement === data.agreement) push(ofShare, id, step);
    }
    if (step.event.type === "ShareRequested.v1") push(ofRequest, step.event.data.request, step);
    if (step.share === undefined) return;
    if (step.event.type === "ShareProposed.v2")
      for (const requested of ofRequest.get(step.event.data.request ?? "") ?? []) push(ofShare, step.share, requested);
    if ("standingAgreement" in data && data.standingAgreement)
      for (const given of ofAgreement.get(data.standingAgreement) ?? []) push(ofShare, step.share, given);
    push(ofShare, step.share, step);
  }

  function membersOf(name: keyof ConcernFacts): readonly SharedBody[] {
    const part = SHARED_WITH[name];
    return [...(members.get(name) ?? [])].map(([body, step]) => {
      // No share gives a body the outcome.
      if (part === "outcome") return { body, stands: facts?.outcomeFor.includes(body) === true, changed: step, shares: [] };
      const shares = (state?.shares ?? [])
        .filter((share) => audienceOf(share).includes(body) && isLive(share, now()))
        .filter((share) => part && termsOf(share).parts.includes(part))
        .map((share) => ({ share, steps: ofShare.get(share.id) ?? [], until: termsOf(share).until }));
      return { body, stands: shares.length > 0, changed: step, shares };
    });
  }

  return {
    /** Applies changes by date up to a day, each on its own day. */
    turnTo(to: string): void {
      if (to <= day) return;
      for (const next of state ? changeDaysAfter(state, day).filter((one) => one <= to) : []) {
        day = next;
        compare({ kind: "day", day });
      }
      day = to;
    },
    apply(stored: StoredEvent): void {
      const by = occurrence(stored);
      const ofCouncil = stored.category === COUNCIL_CATEGORY;
      const event = ofCouncil ? readCouncilEvent(stored) : readConcernEvent(stored);
      // Skips the council's copy of a position, because the concern's stream has the original event.
      const share = !ofCouncil && "share" in event.data ? event.data.share : undefined;
      const step = { kind: "event", event, stored, by, share } as const;
      keep(step);
      if (event.type === "StandingAgreementGiven.v2") inForce.add(event.data.agreement);
      if (event.type === "StandingAgreementTakenBack.v2") inForce.delete(event.data.agreement);
      if (!ofCouncil) state = evolve(id, state, event as ConcernEvent, by);
      compare(step);
    },
    outcome(): Provenance | undefined {
      if (!state || !facts) return undefined;
      const names = Object.keys(facts) as (keyof ConcernFacts)[];
      const origins = names.map((name) => [name, { changed: changed.get(name) as ProvenanceStep, members: membersOf(name) }]);
      return {
        ...concernRecord(state, facts, now()),
        origins: Object.fromEntries(origins),
      };
    },
  };
}

const setOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function push(lists: Map<string, ProvenanceStep[]>, name: string, step: ProvenanceStep): void {
  lists.set(name, [...(lists.get(name) ?? []), step]);
}

/** The current assignments behind a fact of a person: those that contain any of `used`, or make a boolean fact true. */
export function assignmentsBehind(
  person: string,
  fact: keyof PersonFacts,
  used: readonly string[],
  assignments: readonly Assignment[],
  today: string,
): readonly Assignment[] {
  return assignments.filter((assignment) => {
    if (!isCurrent(assignment, today)) return false;
    const made = personFacts(person, [assignment], today)[fact];
    return made === true || setOf(made).some((value) => used.includes(value));
  });
}
