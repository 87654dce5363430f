// The shares with a person's bodies whose conditions in words nobody of the body has accepted. Before that the body sees nothing else of the concern.
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { Share } from "../../services/concern/state.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";
import type { AuthorisedConcern } from "./authorised-concern.ts";
import { authoriseById, sharesToAccept } from "./read-one.ts";

type Deps = Pick<ReadDeps, "policy" | "rights" | "register">;
export type ShareToAccept = { readonly concern: AuthorisedConcern; readonly share: Share };

/** In the order of the bodies and concerns, up to a limit. */
export function readSharesToAccept(deps: Deps, { facts: person }: Viewer, limit: number): readonly ShareToAccept[] {
  const named = person.bodies.flatMap((body) => deps.register.queries().sharesToAccept(body, limit));
  return [...new Map(named.map((one) => [`${one.concern} ${one.share}`, one])).values()]
    .flatMap(({ concern: id, share: named }): ShareToAccept | readonly ShareToAccept[] => {
      const concern = authoriseById(deps, person, id);
      const found = concern && sharesToAccept(deps, person, concern).find(({ share }) => share.id === named);
      return found ? { concern, share: found.share } : [];
    })
    .slice(0, limit);
}

/** Whether the conditions of a share of the concern wait for the person. */
export const isToAccept = (
  deps: Pick<ReadDeps, "policy">,
  person: Viewer["facts"],
  concern: ConcernRecord,
  share: string | undefined,
): boolean => sharesToAccept(deps, person, concern).some((one) => one.share.id === share);
