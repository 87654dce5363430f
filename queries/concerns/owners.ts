// Who owns concerns today. A recorded owner who may no longer act in a concern's region and strand owns it no longer, but whoever took it over with the end of
// the assignment: derived when it is read, so that ending an assignment changes no concern (docs/decisions/0044-caseload.md).
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import type { ReadDeps } from "../deps.ts";
import type { Owners } from "./caseload-filter.ts";

type Deps = Pick<ReadDeps, "people">;
type Dated = Deps & Pick<ReadDeps, "today">;

const viewerOf = ({ people }: Deps, person: string) => people.queries().viewer(person);
const scopesOf = (deps: Deps, person: string): readonly string[] => viewerOf(deps, person)?.facts.adviserScopes ?? [];

/** Returns the owner of a concern, by the one that is recorded. Undefined if nobody owns it. */
export function ownerOf(deps: Deps, recorded: string | undefined, { scope }: Pick<ConcernFacts, "scope">): string | undefined {
  const seen = new Set<string>();
  for (let person = recorded; person !== undefined && !seen.has(person); ) {
    if (scopesOf(deps, person).includes(scope)) return person;
    seen.add(person);
    person = viewerOf(deps, person)?.handedOver.findLast(({ scopes }) => scopes.includes(scope))?.to;
  }
  return undefined;
}

/** Returns who looks after an owner's concerns in a scope today, while the owner is away. Cover gives no right: whoever does not advise the scope covers nothing there. */
export const coverOf = (deps: Dated, owner: string, { scope }: Pick<ConcernFacts, "scope">): string | undefined =>
  coversToday(deps, owner).find((by) => scopesOf(deps, by).includes(scope));

/** The last arranged first. */
const coversToday = (deps: Dated, person: string): readonly string[] => {
  const today = deps.today();
  const covers = viewerOf(deps, person)?.covers ?? [];
  return covers
    .filter(({ ended, from, until }) => !ended && from <= today && today <= until)
    .map(({ by }) => by)
    .reverse();
};

export function ownersToday(deps: Dated): Owners {
  /** Everybody whose concerns may count as the person's: those who handed over to them, to these, and so on. */
  function predecessors(person: string): ReadonlySet<string> {
    const found = new Set([person]);
    for (const one of found) for (const before of deps.people.queries().handedOverTo(one)) found.add(before);
    return found;
  }
  function recordedFor(person: string, scope: string): readonly string[] {
    return [...predecessors(person)].filter((one) => ownerOf(deps, one, { scope }) === person);
  }
  return {
    ownersFor: (person) => new Map(scopesOf(deps, person).map((scope) => [scope, recordedFor(person, scope)] as const)),
    caseloadOf(person) {
      const away = deps.people.queries().coveredBy(person);
      return new Map(
        scopesOf(deps, person).map((scope) => {
          const covered = away.filter((one) => coverOf(deps, one, { scope }) === person);
          return [scope, [person, ...covered].flatMap((one) => recordedFor(one, scope))] as const;
        }),
      );
    },
    isOwned: (owner, scope) => ownerOf(deps, owner, { scope }) !== undefined,
  };
}
