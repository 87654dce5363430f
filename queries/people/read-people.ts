// Reads people for one viewer: policy decides record by record.
import { PERSON_CATEGORY } from "../../services/people/events.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { may, type ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "rights" | "people">;

/** An id of no person: a viewer with a right to it has a right to any record. */
const NOBODY = "";

const mayRead = (deps: Pick<Deps, "rights">, { facts }: Viewer, person: string): boolean =>
  may(deps, facts, "readPerson", { type: "PersonRecord", id: person, facts: { person } });

export const mayReadAnybody = (deps: Pick<Deps, "rights">, viewer: Viewer): boolean => mayRead(deps, viewer, NOBODY);

/** Whether policy lets somebody register another person. */
export const mayRegisterAnybody = (deps: Pick<Deps, "rights">, { facts }: Viewer): boolean =>
  may(deps, facts, "registerPerson", { type: "PersonRecord", id: NOBODY, facts: { person: NOBODY } });

/** Returns up to `limit` people after one, in order of id. A viewer who may not read every record sees only their own, because pages would reveal the number of people. */
export function readPeople(deps: Deps, viewer: Viewer, after: string | undefined, limit: number): readonly Viewer[] {
  if (!mayReadAnybody(deps, viewer)) return after === undefined ? [viewer] : [];
  const people: Viewer[] = [];
  for (let last = after ?? ""; people.length < limit; ) {
    const page = deps.people.queries().page(last, limit);
    people.push(...page.filter(({ person }) => mayRead(deps, viewer, person)));
    if (page.length < limit) break;
    last = page.at(-1)?.person ?? last;
  }
  return people.slice(0, limit);
}

/** Undefined if there is no such person or the viewer may not see them. */
export const readPerson = (deps: Deps, viewer: Viewer, person: string): Viewer | undefined =>
  mayRead(deps, viewer, person) ? deps.people.queries().viewer(person) : undefined;

/** People with unreadable records, for a viewer who may see every record. */
export const countUnreadablePeople = (
  deps: Pick<Deps, "rights"> & { readonly quarantine: { of(kind: typeof PERSON_CATEGORY): readonly unknown[] } },
  viewer: Viewer,
): number => (mayReadAnybody(deps, viewer) ? deps.quarantine.of(PERSON_CATEGORY).length : 0);

/** Returns a person's current state. An unregistered person has no assignments. */
export function findViewer({ people }: Pick<ReadDeps, "people">, person: string): Viewer {
  const queries = people.queries();
  return queries.viewer(person) ?? queries.stranger(person);
}

/** Whether the first sign-in of somebody who holds an office in a council today is not on record. */
export const isFirstSignIn = ({ people }: Pick<ReadDeps, "people">, person: string): boolean =>
  people.queries().isFirstSignIn(person);
