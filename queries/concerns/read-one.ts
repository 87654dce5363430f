// Reads one concern for one person, part by part with its facts of today: with the same rights as lists, or, under a past policy, with
// Cedar's decisions.
import { type ConcernFacts, NO_CONCERN, type PersonFacts, READ_ACTIONS } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import { PARTS, type Part } from "../../reference/concern-parts.ts";
import { shareFacts } from "../../services/concern/facts.ts";
import type { Share } from "../../services/concern/state.ts";
import type { ReadDeps } from "../deps.ts";
import { type AuthorisedConcern, authoriseConcern } from "./authorised-concern.ts";

type Deps = Pick<ReadDeps, "rights" | "register">;

/** Null if there is no such concern or the person may not see its headline. */
export const readOne = (
  { rights, register }: Deps,
  person: PersonFacts,
  id: string,
  withState = true,
): AuthorisedConcern | null => register.queries().one({ person, rights }, id, withState) ?? null;

/** Returns the concern with this id and the parts that the person may read, possibly none. Its state is not read. */
export function authoriseById({ rights, register }: Deps, person: PersonFacts, id: string): AuthorisedConcern | undefined {
  const found = register.queries().findUnchecked(id, false);
  return found && authoriseConcern({ person, rights }, found);
}

/** Returns a concern as far as the person may see it under a policy. Decides even if there is none, so that unknown and invisible take the same time. */
export function readUnderPolicy(
  policy: Pick<PolicySet, "decide">,
  person: PersonFacts,
  found: ConcernRecord | undefined,
): AuthorisedConcern | null {
  const id = found?.id ?? "none";
  const permits = (part: Part, facts: ConcernFacts = found?.facts ?? NO_CONCERN): readonly string[] => {
    const resource = { type: "Concern", id, facts } as const;
    const { allowed, policies } = policy.decide({ type: "Person", facts: person }, READ_ACTIONS[part], resource);
    return allowed ? policies.map(({ id }) => id) : [];
  };
  const headline = permits("headline");
  if (headline.length === 0 || !found) return null;
  const parts = PARTS.map((part) => [part, part === "headline" ? headline : permits(part)] as const);
  return {
    ...found,
    parts: new Map(parts.filter(([, by]) => by.length > 0)),
    readsWith: (part, facts) => permits("headline", facts).length > 0 && permits(part, facts).length > 0,
  };
}

/** A share that a person has through one of their bodies, and the policies that let them see its terms. */
export type ReceivedShare = { readonly share: Share; readonly by: readonly string[] };

/** Equal facts share one decision, so a list needs no decision for each row. */
const sharesBy =
  (action: "readShareTerms" | "readShareConditions" | "acceptConditions") =>
  ({ policy }: Pick<ReadDeps, "policy">, person: PersonFacts, { state, day, facts }: ConcernRecord): readonly ReceivedShare[] =>
    state().shares.flatMap((share) => {
      const resource = { type: "Share", id: "share", facts: shareFacts(share, facts, day) } as const;
      const { allowed, policies } = policy.decideCached({ type: "Person", facts: person }, action, resource);
      return allowed ? [{ share, by: policies.map(({ id }) => id) }] : [];
    });

export const receivedShares = sharesBy("readShareTerms");
/** The shares with the person's bodies whose conditions nobody of the body has accepted yet. */
export const sharesToAccept = sharesBy("readShareConditions");
/** The shares with the person's bodies whose conditions policy lets them accept. */
export const acceptableShares = sharesBy("acceptConditions");
