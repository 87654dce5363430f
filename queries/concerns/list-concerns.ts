// Lists the concerns that a person may see, and counts them with the same rights and filter.
import { type PersonFacts, READ_ACTIONS } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";
import { assignmentsThat } from "../people/granting-assignments.ts";
import type { Caseload } from "./caseload-filter.ts";
import type { ConcernFilter, Counts } from "./facets.ts";
import { ownersToday } from "./owners.ts";
import type { CaseloadCursor, RegisterQueries } from "./register-queries.ts";

type Deps = Pick<ReadDeps, "rights" | "register">;

/** Returns up to `limit` concerns after one. Undefined if that one does not exist. */
export const listConcerns = (
  { rights, register }: Deps,
  person: PersonFacts,
  filter: ConcernFilter,
  after: string | undefined,
  limit: number,
  withState = true,
): ReturnType<RegisterQueries["list"]> => register.queries().list({ person, rights }, filter, after, limit, withState);

export const countConcerns = ({ rights, register }: Deps, person: PersonFacts, filter: ConcernFilter): Counts =>
  register.queries().counts({ person, rights }, filter);

type CaseloadDeps = Deps & Pick<ReadDeps, "people" | "today">;
type Wanted = { readonly filter: ConcernFilter; readonly caseload: Caseload };

/** The same for a caseload, after a place in it. */
export const listCaseload = (
  deps: CaseloadDeps,
  person: PersonFacts,
  { filter, caseload }: Wanted,
  after: CaseloadCursor | undefined,
  limit: number,
  withState = true,
): ReturnType<RegisterQueries["caseload"]> => {
  const { rights, register } = deps;
  const wanted = { caseload, owners: ownersToday(deps) };
  return register.queries().caseload({ person, rights }, filter, wanted, after, limit, withState);
};

export const countCaseload = (deps: CaseloadDeps, person: PersonFacts, { filter, caseload }: Wanted): Counts => {
  const { rights, register } = deps;
  return register.queries().caseloadCounts({ person, rights }, filter, { caseload, owners: ownersToday(deps) });
};

/** Whether there could be a concern that a person may see. */
export const mayReadConcerns = ({ rights }: Pick<Deps, "rights">, person: PersonFacts): boolean =>
  conditionOf(rights.of(person, READ_ACTIONS.headline)).kind !== "never";

/** Returns the assignments with which a person may see that the council has concerns. */
export const assignmentsThatSee = (deps: Deps, viewer: Viewer, council: string) =>
  assignmentsThat(viewer, (person) => (listConcerns(deps, person, { council }, undefined, 1)?.length ?? 0) > 0);
