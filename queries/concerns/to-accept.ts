// The shares with a person's bodies whose conditions in words nobody of the body has accepted. Before that the body sees nothing else of the concern.
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { Share } from "../../services/concern/state.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";
import type { AuthorisedConcern } from "./authorised-concern.ts";
import { authoriseById, sharesToAccept } from "./read-one.ts";

type Deps = Pick<ReadDeps, "rights" | "register">;
export type ShareToAccept = { readonly concern: AuthorisedConcern; readonly share: Share };

/**
 * Returns up to `limit` shares after the share `after`, in the order of the bodies and concerns. What the person may not see takes no place. Undefined
 * if that share does not wait any more. `only`: the share that is wanted; undefined for all.
 */
export function listSharesToAccept(
  deps: Deps,
  { facts: person }: Viewer,
  after: string | undefined,
  limit: number,
  only?: string,
): readonly ShareToAccept[] | undefined {
  // A share can be limited to somebody and to their seat.
  const listed = new Set<string>();
  const waiting = Iterator.from(person.bodies)
    .flatMap((body) => namedSharesOf(deps, body))
    .filter(({ share }) => only === undefined || share === only)
    .filter(({ concern, share }) => !listed.has(`${concern} ${share}`) && listed.add(`${concern} ${share}`))
    .flatMap(({ concern: id, share: named }): readonly ShareToAccept[] => {
      const concern = authoriseById(deps, person, id);
      const found = concern && sharesToAccept(deps, person, concern).find(({ share }) => share.id === named);
      return found ? [{ concern, share: found.share }] : [];
    });
  let isAfter = after === undefined;
  const page: ShareToAccept[] = [];
  for (const one of waiting) {
    if (page.length === limit) break;
    if (isAfter) page.push(one);
    else isAfter = one.share.id === after;
  }
  return isAfter ? page : undefined;
}

const BATCH = 100;

/** Every share with a body whose conditions wait, read batch by batch. */
function* namedSharesOf({ register }: Pick<Deps, "register">, body: string) {
  for (let after = { concern: "", share: "" }; ; ) {
    const batch = register.queries().sharesToAccept(body, after, BATCH);
    yield* batch;
    const last = batch.at(-1);
    if (!last || batch.length < BATCH) return;
    after = last;
  }
}

/** Whether the conditions of a share of the concern wait for the person. */
export const isToAccept = (
  deps: Pick<ReadDeps, "rights">,
  person: Viewer["facts"],
  concern: ConcernRecord,
  share: string | undefined,
): boolean => sharesToAccept(deps, person, concern).some((one) => one.share.id === share);
