// Who owns concerns today. A recorded owner who may no longer act in a concern's region and strand owns it no longer: derived when it is read, so that
// ending an assignment changes no concern (docs/decisions/0044-caseload.md).
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import type { ReadDeps } from "../deps.ts";
import type { Owners } from "./caseload-filter.ts";

type Deps = Pick<ReadDeps, "people">;

const scopesOf = ({ people }: Deps, person: string): readonly string[] =>
  people.queries().viewer(person)?.facts.adviserScopes ?? [];

/** Returns the owner of a concern, by the one that is recorded. Undefined if nobody owns it. */
export const ownerOf = (deps: Deps, recorded: string | undefined, { scope }: Pick<ConcernFacts, "scope">): string | undefined =>
  recorded !== undefined && scopesOf(deps, recorded).includes(scope) ? recorded : undefined;

export function ownersToday(deps: Deps): Owners {
  const ownersFor = (person: string) => new Map(scopesOf(deps, person).map((scope) => [scope, [person]] as const));
  return {
    ownersFor,
    caseloadOf: ownersFor,
    isOwned: (owner, scope) => ownerOf(deps, owner, { scope }) !== undefined,
  };
}
