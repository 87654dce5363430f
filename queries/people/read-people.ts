// People as one viewer may see them: policy decides record by record.
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { PERSON_STREAM } from "../../services/people/events.ts";
import type { Viewer } from "../../services/people/viewer.ts";

type Inside = { readonly policy: PolicySet; readonly people: Follower<PeopleQueries> };

/** No person's id: a right to it is a right to any record. */
const NOBODY = "";

const mayRead = ({ policy }: Pick<Inside, "policy">, { facts }: Viewer, person: string): boolean =>
  policy.decide({ type: "Person", facts }, "readPerson", { type: "PersonRecord", id: person, facts: { person } }).allowed;

/** The same of somebody who is there, for a viewer who may see anybody's record: the decision can be cached. */
const mayList = ({ policy }: Pick<Inside, "policy">, { facts }: Viewer, person: string): boolean =>
  policy.decideOnce({ type: "Person", facts }, "readPerson", { type: "PersonRecord", id: person, facts: { person } }).allowed;

/** Whether the viewer may see the record of anybody there is. */
export const mayReadAnybody = (inside: Pick<Inside, "policy">, viewer: Viewer): boolean => mayRead(inside, viewer, NOBODY);

/**
 * Up to `limit` people after one, in order of id. Who may not read anybody's record sees their own alone: pages of others would tell how many
 * there are, and who.
 */
export function readPeople(inside: Inside, viewer: Viewer, after: string | undefined, limit: number): readonly Viewer[] {
  if (!mayReadAnybody(inside, viewer)) return after === undefined ? [viewer] : [];
  const people: Viewer[] = [];
  for (let last = after ?? ""; people.length < limit; ) {
    const page = inside.people.queries().page(last, limit);
    people.push(...page.filter(({ person }) => mayList(inside, viewer, person)));
    if (page.length < limit) break;
    last = page.at(-1)?.person ?? last;
  }
  return people.slice(0, limit);
}

/** One person; undefined when there is none or the viewer may not see them. */
export const readPerson = (inside: Inside, viewer: Viewer, person: string): Viewer | undefined =>
  mayRead(inside, viewer, person) ? inside.people.queries().viewer(person) : undefined;

/** How many people there are whose records cannot be read, for a viewer who may see anybody's. */
export const countUnreadablePeople = (
  inside: Pick<Inside, "policy"> & { readonly quarantine: { of(kind: typeof PERSON_STREAM): readonly unknown[] } },
  viewer: Viewer,
): number => (mayReadAnybody(inside, viewer) ? inside.quarantine.of(PERSON_STREAM).length : 0);

/** Whoever asks, as they are today. Somebody whom the hub does not know is assigned to nothing. */
export function findViewer({ people }: { readonly people: Follower<PeopleQueries> }, person: string): Viewer {
  const queries = people.queries();
  return queries.viewer(person) ?? queries.stranger(person);
}
