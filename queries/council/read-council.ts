// What of a council one person may see: its standing agreements, who leads the conversation with it, approaches planned.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { CouncilQueries } from "../../projections/council/council.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { Council } from "../../reference/councils.ts";
import {
  type Approach,
  approachesAhead,
  approachesPast,
  type FormerLead,
  type Lead,
  type PracticeContact,
  type StandingAgreement,
} from "../../services/council/state.ts";

type Inside = { readonly policy: PolicySet; readonly council: Follower<CouncilQueries>; readonly today: () => string };
type Of = Pick<Council, "code" | "region">;

const may = ({ policy }: Inside, person: PersonFacts, action: string, { code, region }: Of): boolean =>
  policy.decideOnce({ type: "Person", facts: person }, action, { type: "Council", id: "council", facts: { code, region } })
    .allowed;

/** All of them, taken back or not; null when they are not the person's to see. */
export const readStandingAgreements = (inside: Inside, person: PersonFacts, of: Of): readonly StandingAgreement[] | null =>
  may(inside, person, "readStandingAgreements", of) ? inside.council.queries().findUnchecked(of.code).agreements : null;

/** Who leads the single conversation; undefined when nobody does, null when it is not the person's to see. */
export const readLead = (inside: Inside, person: PersonFacts, of: Of): Lead | undefined | null =>
  may(inside, person, "readConversationLead", of) ? inside.council.queries().findUnchecked(of.code).lead : null;

/** Who led it before; null when it is not the person's to see. */
export const readFormerLeads = (inside: Inside, person: PersonFacts, of: Of): readonly FormerLead[] | null =>
  may(inside, person, "readConversationLead", of) ? inside.council.queries().findUnchecked(of.code).formerLeads : null;

/** Approaches that are over or were cancelled, as far as the person may see them, the last planned first. */
export const readPastApproaches = (inside: Inside, person: PersonFacts, of: Of): readonly Approach[] =>
  approachesPast(inside.council.queries().findUnchecked(of.code), inside.today()).filter((approach) =>
    mayReadApproach(inside, person, of, approach),
  );

/** The council's own agreements to be contacted, taken back or not; null when they are not the person's to see. */
export const readContacts = (inside: Inside, person: PersonFacts, of: Of): readonly PracticeContact[] | null =>
  may(inside, person, "readOwnContacts", of) ? inside.council.queries().findUnchecked(of.code).contacts : null;

/** Approaches that are not over and not cancelled, as far as the person may see them. */
export function readApproaches(inside: Inside, person: PersonFacts, { code, region }: Of): readonly Approach[] {
  const ahead = approachesAhead(inside.council.queries().findUnchecked(code), inside.today());
  return ahead.filter((approach) => mayReadApproach(inside, person, { code, region }, approach));
}

export function mayReadApproach({ policy }: Pick<Inside, "policy">, person: PersonFacts, of: Of, { body }: Approach): boolean {
  const facts = { council: of.code, region: of.region, body };
  return policy.decideOnce({ type: "Person", facts: person }, "readApproach", { type: "Approach", id: "approach", facts })
    .allowed;
}
