// Lists the concerns that a person may see, and counts them with the same rights and filter.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";
import { assignmentsThat } from "../people/granting-assignments.ts";
import type { AuthorisedConcern } from "./authorised-concern.ts";
import type { ConcernFilter, Counts } from "./facets.ts";

type Deps = Pick<ReadDeps, "rights" | "register">;

/** Returns up to `limit` concerns after one. Undefined if that one does not exist. */
export const listConcerns = (
  { rights, register }: Deps,
  person: PersonFacts,
  filter: ConcernFilter,
  after: string | undefined,
  limit: number,
  withState = true,
): readonly AuthorisedConcern[] | undefined => register.queries().list({ person, rights }, filter, after, limit, withState);

export const countConcerns = ({ rights, register }: Deps, person: PersonFacts, filter: ConcernFilter): Counts =>
  register.queries().counts({ person, rights }, filter);

/** Returns the assignments with which a person may see that the council has concerns. */
export const assignmentsThatSee = (deps: Deps, viewer: Viewer, council: string) =>
  assignmentsThat(viewer, (person) => (listConcerns(deps, person, { council }, undefined, 1)?.length ?? 0) > 0);
