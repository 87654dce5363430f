// Lists of concerns as one person may see them, and figures about them under the same rights and filter.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { assignmentsThat } from "../people/granting-assignments.ts";
import type { AuthorisedConcern } from "./authorised-concern.ts";
import type { ConcernFilter, Counts } from "./facets.ts";
import type { RegisterQueries } from "./register-queries.ts";

type Inside = { readonly rights: Rights; readonly register: Follower<RegisterQueries> };

/** Up to `limit` after one; undefined where there is no such concern. Without `whole` no state is read. */
export const listConcerns = (
  { rights, register }: Inside,
  person: PersonFacts,
  filter: ConcernFilter,
  after: string | undefined,
  limit: number,
  whole = true,
): readonly AuthorisedConcern[] | undefined => register.queries().list({ person, rights }, filter, after, limit, whole);

/** How many there are, and the council that all of them are of, where it is one. */
export const countConcerns = ({ rights, register }: Inside, person: PersonFacts, filter: ConcernFilter): Counts =>
  register.queries().counts({ person, rights }, filter);

/** The assignments by which somebody may see that the council has concerns. */
export const assignmentsThatSee = (hub: Inside & { readonly today: () => string }, viewer: Viewer, council: string) =>
  assignmentsThat(viewer, hub.today(), (person) => (listConcerns(hub, person, { council }, undefined, 1)?.length ?? 0) > 0);
