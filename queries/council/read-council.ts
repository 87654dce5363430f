// What one person may see of a council: its standing agreements, who leads the conversation with it, approaches planned. Null where that is not
// theirs to see.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import {
  type Approach,
  approachesAhead,
  approachesPast,
  type CouncilState,
  type FormerLead,
  type Lead,
  type PracticeContact,
  type StandingAgreement,
} from "../../services/council/state.ts";
import { may, type ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "policy" | "council" | "today">;
type Of = Pick<Council, "code" | "region">;

function stateFor(deps: Deps, person: PersonFacts, action: string, { code, region }: Of): CouncilState | null {
  const isPermitted = may(deps, person, action, { type: "Council", id: "council", facts: { code, region } });
  return isPermitted ? deps.council.queries().findUnchecked(code) : null;
}

/** Those that were taken back, too. */
export const readStandingAgreements = (deps: Deps, person: PersonFacts, of: Of): readonly StandingAgreement[] | null =>
  stateFor(deps, person, "readStandingAgreements", of)?.agreements ?? null;

/** Who leads the single conversation; undefined where nobody does. */
export function readLead(deps: Deps, person: PersonFacts, of: Of): Lead | undefined | null {
  const state = stateFor(deps, person, "readConversationLead", of);
  return state === null ? null : state.lead;
}

export const readFormerLeads = (deps: Deps, person: PersonFacts, of: Of): readonly FormerLead[] | null =>
  stateFor(deps, person, "readConversationLead", of)?.formerLeads ?? null;

/** The council's own agreements to be contacted, also those that were taken back. */
export const readContacts = (deps: Deps, person: PersonFacts, of: Of): readonly PracticeContact[] | null =>
  stateFor(deps, person, "readOwnContacts", of)?.contacts ?? null;

/** Approaches that are over or were cancelled, as far as the person may see them, the last planned first. */
export const readPastApproaches = (deps: Deps, person: PersonFacts, of: Of): readonly Approach[] =>
  approachesPast(deps.council.queries().findUnchecked(of.code), deps.today()).filter((one) =>
    mayReadApproach(deps, person, of, one),
  );

/** The others. */
export const readApproaches = (deps: Deps, person: PersonFacts, of: Of): readonly Approach[] =>
  approachesAhead(deps.council.queries().findUnchecked(of.code), deps.today()).filter((one) =>
    mayReadApproach(deps, person, of, one),
  );

export const mayReadApproach = (deps: Pick<Deps, "policy">, person: PersonFacts, of: Of, { body }: Approach): boolean =>
  may(deps, person, "readApproach", { type: "Approach", id: "approach", facts: { council: of.code, region: of.region, body } });
