// Reads one concern for one person, part by part with its facts of today and with the same rights as lists.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
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

/** A share that a person has through one of their bodies, and the policies that let them see its terms. */
export type ReceivedShare = { readonly share: Share; readonly by: readonly string[] };

const sharesBy =
  (action: "readShareTerms" | "readShareConditions" | "acceptConditions") =>
  ({ rights }: Pick<ReadDeps, "rights">, person: PersonFacts, { state, day, facts }: ConcernRecord): readonly ReceivedShare[] =>
    state().shares.flatMap((share) => {
      const resource = { type: "Share", id: "share", facts: shareFacts(share, facts, day) } as const;
      const by = rights.permittedBy(person, action, resource);
      return by.length > 0 ? [{ share, by }] : [];
    });

export const receivedShares = sharesBy("readShareTerms");
/** The shares with the person's bodies whose conditions nobody of the body has accepted yet. */
export const sharesToAccept = sharesBy("readShareConditions");
/** The shares with the person's bodies whose conditions policy lets them accept. */
export const acceptableShares = sharesBy("acceptConditions");
