// People and assignments: who a token's subject is in the hub, today.
import type { Database } from "../../event-log/database.ts";
import type { PersonFacts } from "../../policies/facts.ts";
import { reveal } from "../../services/confidential.ts";
import { PERSON_STREAM } from "../../services/people/events.ts";
import { isCurrent, personFacts } from "../../services/people/roles.ts";
import { readPersonEvent } from "../../services/people/service.ts";
import { type Assignment, evolvePerson, type PersonState } from "../../services/people/state.ts";
import { occurrence } from "../../services/stored-events.ts";
import type { Opened, ReadModel, Tools } from "../read-model.ts";

/** Somebody who asks: the facts policies read, and what presents them to themselves. */
export type Viewer = {
  readonly person: string;
  readonly facts: PersonFacts;
  readonly assignments: readonly (Assignment & { readonly current: boolean })[];
  /** Undefined when the name has been erased. */
  readonly name: string | undefined;
};

export type PeopleQueries = {
  /** The person as they stand today; undefined when the hub does not know them. */
  viewer(person: string): Viewer | undefined;
  /** Somebody whose token holds but whom the hub does not know: no assignment, so no right to anything. */
  stranger(person: string): Viewer;
  /** People in order of id, after one. */
  page(after: string, limit: number): readonly Viewer[];
  isEmpty(): boolean;
};

export const peopleModel: ReadModel<PeopleQueries> = {
  name: "people",
  version: 1,
  schema: "CREATE TABLE IF NOT EXISTS people (id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;",
  open,
};

/** Facts of those who asked lately; an event about a person and the turn of the day drop theirs. */
const REMEMBERED = 5_000;

function open(db: Database, { keys, today }: Tools): Opened<PeopleQueries> {
  const select = db.prepare("SELECT state FROM people WHERE id = ?");
  const page = db.prepare("SELECT state FROM people WHERE id > ? ORDER BY id LIMIT ?");
  const put = db.prepare("INSERT INTO people (id, state) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state");
  const remembered = new Map<string, { readonly today: string; readonly viewer: Viewer }>();

  const load = (id: string): PersonState | undefined => {
    const row = select.get(id) as { state: string } | undefined;
    return row && JSON.parse(row.state);
  };
  const present = (state: PersonState, day: string): Viewer => ({
    person: state.id,
    facts: personFacts(state.id, state.assignments, day),
    assignments: state.assignments.map((assignment) => ({ ...assignment, current: isCurrent(assignment, day) })),
    name: reveal(keys, state.name)?.name,
  });

  return {
    apply(event) {
      if (!event.stream.startsWith(PERSON_STREAM)) return;
      const id = event.stream.slice(PERSON_STREAM.length);
      put.run(id, JSON.stringify(evolvePerson(id, load(id), readPersonEvent(event), occurrence(event))));
      remembered.delete(id);
    },
    pageEnded() {},
    queries: {
      viewer(person) {
        const day = today();
        const known = remembered.get(person);
        if (known?.today === day) return known.viewer;
        const state = load(person);
        if (!state) return undefined;
        const viewer = present(state, day);
        if (remembered.size >= REMEMBERED) remembered.clear();
        remembered.set(person, { today: day, viewer });
        return viewer;
      },
      stranger: (person) => ({ person, facts: personFacts(person, [], today()), assignments: [], name: undefined }),
      page: (after, limit) =>
        (page.all(after, limit) as { state: string }[]).map(({ state }) => present(JSON.parse(state), today())),
      isEmpty: () => db.prepare("SELECT 1 FROM people LIMIT 1").get() === undefined,
    },
  };
}
