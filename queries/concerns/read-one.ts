// One concern for one person, part by part over its facts of today: by the rights that lists follow too, or, under a policy of the past, by
// Cedar's decisions.

import { NO_CONCERN, type PersonFacts, READ_ACTIONS } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { PartRights, Rights } from "../../policies/engine/rights.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { PARTS, type Part } from "../../reference/concern-parts.ts";
import { shareFacts } from "../../services/concern/facts.ts";
import type { Share } from "../../services/concern/state.ts";
import { type AuthorisedConcern, authoriseConcern } from "./authorised-concern.ts";
import type { RegisterQueries } from "./register-queries.ts";

type Inside = { readonly rights: Rights; readonly register: Follower<RegisterQueries> };

/** The concern and the parts the person may read; null when there is none or they may not see its headline. Without `whole` no state is read. */
export const readOne = ({ rights, register }: Inside, person: PersonFacts, id: string, whole = true): AuthorisedConcern | null =>
  register.queries().one({ person, rights }, id, whole) ?? null;

/** The concern with this id and the parts that the person may read, possibly none. Its state is not read. */
export function authoriseById({ rights, register }: Inside, person: PersonFacts, id: string): AuthorisedConcern | undefined {
  const found = register.queries().findUnchecked(id, false);
  return found && authoriseConcern({ person, rights }, found);
}

/** A concern at hand, as the person may see it under a policy. Decided also for none, so that unknown takes as long as invisible. */
export function seenBy(policy: PolicySet, person: PersonFacts, found: ConcernRecord | undefined): AuthorisedConcern | null {
  const facts = found?.facts ?? NO_CONCERN;
  const resource = { type: "Concern", id: found?.id ?? "none", facts } as const;
  const permits = (part: Part): readonly string[] => {
    const { allowed, policies } = policy.decide({ type: "Person", facts: person }, READ_ACTIONS[part], resource);
    return allowed ? policies.map(({ id }) => id) : [];
  };
  const headline = permits("headline");
  if (headline.length === 0 || !found) return null;
  const parts: PartRights = new Map(
    PARTS.map((part) => [part, part === "headline" ? headline : permits(part)] as const).filter(([, by]) => by.length > 0),
  );
  return { ...found, parts };
}

/** A share that a person has through a body of theirs, and the policies that let them see its terms. */
export type Received = { readonly share: Share; readonly by: readonly string[] };

/** The shares through which the person's bodies have the concern. Equal facts are decided once, so a list costs no decision a row. */
export function receivedShares(
  { policy }: { readonly policy: PolicySet },
  person: PersonFacts,
  { state, day, facts }: ConcernRecord,
): readonly Received[] {
  return state().shares.flatMap((share) => {
    const resource = { type: "Share", id: "share", facts: shareFacts(share, facts, day) } as const;
    const { allowed, policies } = policy.decideOnce({ type: "Person", facts: person }, "readShareTerms", resource);
    return allowed ? [{ share, by: policies.map(({ id }) => id) }] : [];
  });
}
