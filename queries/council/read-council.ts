// Reads a council's data for one person: its standing agreements, the lead of its conversation, planned approaches. Null if the person may not
// see them.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import { STRANDS } from "../../reference/strands.ts";
import { contactResource } from "../../services/council/contact-facts.ts";
import {
  type Approach,
  approachesAhead,
  approachesPast,
  type CouncilState,
  type FormerLead,
  type Lead,
  type NotedDate,
  type PracticeContact,
  type RoutineContact,
  type StandingAgreement,
} from "../../services/council/state.ts";
import { may, type ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "rights" | "council" | "today">;
type Of = Pick<Council, "code" | "region">;

function stateFor(deps: Deps, person: PersonFacts, action: string, { code, region }: Of): CouncilState | null {
  const isPermitted = may(deps, person, action, { type: "Council", id: "council", facts: { code, region } });
  return isPermitted ? deps.council.queries().findUnchecked(code) : null;
}

/** Includes withdrawn ones. */
export const readStandingAgreements = (deps: Deps, person: PersonFacts, of: Of): readonly StandingAgreement[] | null =>
  stateFor(deps, person, "readStandingAgreements", of)?.agreements ?? null;

/** The lead of the single conversation; undefined if there is none. */
export function readLead(deps: Deps, person: PersonFacts, of: Of): Lead | undefined | null {
  const state = stateFor(deps, person, "readConversationLead", of);
  return state === null ? null : state.lead;
}

export const readFormerLeads = (deps: Deps, person: PersonFacts, of: Of): readonly FormerLead[] | null =>
  stateFor(deps, person, "readConversationLead", of)?.formerLeads ?? null;

/** The council's own agreements to be contacted, including withdrawn ones. */
export const readContacts = (deps: Deps, person: PersonFacts, of: Of): readonly PracticeContact[] | null =>
  stateFor(deps, person, "readOwnContacts", of)?.contacts ?? null;

/** Whether the person sees the inspections, elections and budget days of a council. */
export const mayReadNotedDates = (deps: Pick<Deps, "rights">, person: PersonFacts, { code, region }: Of): boolean =>
  may(deps, person, "readNotedDates", { type: "Council", id: "council", facts: { code, region } });

/** The inspections, elections and budget days that were noted of a council, cancelled ones too, the last to begin first. */
export const readNotedDates = (deps: Deps, person: PersonFacts, of: Of): readonly NotedDate[] =>
  stateFor(deps, person, "readNotedDates", of)?.notedDates.toSorted(
    (a, b) => b.from.localeCompare(a.from) || b.noted.at.localeCompare(a.noted.at),
  ) ?? [];

/** Contacts that belong to no concern and that the person may see, withdrawn ones too, the latest first. */
export const readRoutineContacts = (deps: Deps, person: PersonFacts, of: Of): readonly RoutineContact[] =>
  deps.council
    .queries()
    .findUnchecked(of.code)
    .routineContacts.filter((contact) => mayReadContact(deps, person, of, contact))
    .toSorted((a, b) => b.heldOn.localeCompare(a.heldOn) || b.recorded.at.localeCompare(a.recorded.at));

/** The day of the last contact that belongs to no concern and that the person may see. The state of the council is not read for it. */
export function readLastRoutineContactOn(deps: Deps, person: PersonFacts, of: Of): string | undefined {
  const strands = STRANDS.filter((strand) => may(deps, person, "readContact", contactResource(of, strand)));
  return strands.length > 0 ? deps.council.queries().lastContactOn(of.code, strands) : undefined;
}

/** Whether the person records the next contact with the council in the same strand. */
export const mayAddContact = (deps: Pick<Deps, "rights">, person: PersonFacts, of: Of, contact: RoutineContact): boolean =>
  mayReadContact(deps, person, of, contact) && may(deps, person, "recordContact", contactResource(of, contact.strand));

const mayReadContact = (deps: Pick<Deps, "rights">, person: PersonFacts, of: Of, { strand }: RoutineContact): boolean =>
  may(deps, person, "readContact", contactResource(of, strand));

/** Approaches that are over or were cancelled, if the person may see them, the last planned first. */
export const readPastApproaches = (deps: Deps, person: PersonFacts, of: Of): readonly Approach[] =>
  approachesPast(deps.council.queries().findUnchecked(of.code), deps.today()).filter((one) =>
    mayReadApproach(deps, person, of, one),
  );

/** Approaches that are neither over nor cancelled. */
export const readApproaches = (deps: Deps, person: PersonFacts, of: Of): readonly Approach[] =>
  approachesAhead(deps.council.queries().findUnchecked(of.code), deps.today()).filter((one) =>
    mayReadApproach(deps, person, of, one),
  );

export const mayReadApproach = (deps: Pick<Deps, "rights">, person: PersonFacts, of: Of, { body }: Approach): boolean =>
  may(deps, person, "readApproach", { type: "Approach", id: "approach", facts: { council: of.code, region: of.region, body } });
