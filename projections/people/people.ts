// People and assignments: who a token's subject is in the hub, today.
import { boundedCache, lazy } from "../../caching/cache.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { reveal } from "../../services/confidential.ts";
import { HUB_STREAM } from "../../services/hub-record/events.ts";
import { NOTICE_STREAM, noticeStream } from "../../services/notice/events.ts";
import { evolveNotice, type LastNotice, readNoticeEvent } from "../../services/notice/stream.ts";
import { isCurrent, personFacts } from "../../services/people/assignments.ts";
import { PERSON_STREAM } from "../../services/people/events.ts";
import { evolvePerson, type PersonState } from "../../services/people/state.ts";
import { readPersonEvent } from "../../services/people/stream.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { occurrence } from "../../services/stored-events.ts";
import type { Quarantine } from "../runtime/quarantine.ts";
import type { Opened, ReadModel, Tools } from "../runtime/read-model.ts";

export type PeopleQueries = {
  /** The person as they stand today; undefined when the hub does not know them. */
  viewer(person: string): Viewer | undefined;
  /** Somebody whose token holds but whom the hub does not know: no assignment, so no right to anything. */
  stranger(person: string): Viewer;
  /** People who gave a mail address, in order of id, after one. */
  withAddress(after: string, limit: number): readonly { readonly person: string }[];
  /** Somebody's mail address and the last notice to them; undefined without one, or when it has been erased. */
  address(person: string): { readonly address: string; readonly last: LastNotice | undefined } | undefined;
  /** People in order of id, after one. */
  page(after: string, limit: number): readonly Viewer[];
  isEmpty(): boolean;
};

export const peopleModel: ReadModel<PeopleQueries> = {
  name: "people",
  version: 4,
  // The hub's own record is in no table: somebody has to find out where it cannot be read.
  streams: [PERSON_STREAM, NOTICE_STREAM, HUB_STREAM],
  schema: `
    CREATE TABLE IF NOT EXISTS people (id TEXT PRIMARY KEY, mail INTEGER NOT NULL, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS with_mail ON people (id) WHERE mail = 1;
    CREATE TABLE IF NOT EXISTS notices (person TEXT PRIMARY KEY, last TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
  open,
};

/** Facts of those who asked lately; an event about a person and the turn of the day drop theirs. */
const REMEMBERED = 5_000;

function open(db: Database, { keys, today, certainToday = today }: Tools, quarantine: Quarantine): Opened<PeopleQueries> {
  const select = db.prepare("SELECT state FROM people WHERE id = ?");
  const page = db.prepare("SELECT state FROM people WHERE id > ? ORDER BY id LIMIT ?");
  const put = db.prepare(
    "INSERT INTO people (id, mail, state) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET mail = excluded.mail, state = excluded.state",
  );
  const withMail = db.prepare("SELECT id FROM people WHERE mail = 1 AND id > ? ORDER BY id LIMIT ?");
  const notice = db.prepare("SELECT last FROM notices WHERE person = ?");
  const putNotice = db.prepare(
    "INSERT INTO notices (person, last) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET last = excluded.last",
  );
  const lastNotice = (person: string): LastNotice | undefined => {
    const row = notice.get<{ last: string } | undefined>(person);
    return row && JSON.parse(row.last);
  };
  const drop = db.prepare("DELETE FROM people WHERE id = ?");
  const remembered = boundedCache<string, { readonly on: string; readonly viewer: Viewer }>(REMEMBERED);
  // Names and addresses are remembered opened.
  keys.onDestroy(() => remembered.clear());

  const load = (id: string): PersonState | undefined => {
    const row = select.get<{ state: string } | undefined>(id);
    return row && JSON.parse(row.state);
  };
  // Names and addresses are opened when they are read: most readers want the facts alone.
  const present = (state: PersonState, day: string): Viewer => {
    // What is read cannot be taken back: no assignment begins by a clock that is not believed.
    const begun = state.assignments.filter(({ from }) => from <= certainToday());
    const name = lazy(() => reveal(keys, state.name)?.name);
    const mailAddress = lazy(() => state.mail && reveal(keys, state.mail.text)?.address);
    return {
      person: state.id,
      facts: personFacts(state.id, begun, day),
      assignments: state.assignments.map((assignment) => ({
        ...assignment,
        current: begun.includes(assignment) && isCurrent(assignment, day),
      })),
      get name() {
        return name();
      },
      renamed: state.renamed,
      get mailAddress() {
        return mailAddress();
      },
    };
  };

  return {
    apply(event) {
      if (event.stream.startsWith(NOTICE_STREAM)) {
        const person = event.stream.slice(NOTICE_STREAM.length);
        putNotice.run(person, JSON.stringify(evolveNotice(lastNotice(person), readNoticeEvent(event), event.at)));
      }
      if (!event.stream.startsWith(PERSON_STREAM)) return;
      const id = event.stream.slice(PERSON_STREAM.length);
      const state = evolvePerson(id, load(id), readPersonEvent(event), occurrence(event));
      put.run(id, Number(state.mail !== undefined), JSON.stringify(state));
      remembered.delete(id);
    },
    // Without assignments there are no rights, and without an address no mail. Somebody whose notices cannot be read gets none: not the same twice.
    withdraw(kind, stream) {
      const person = stream.slice(kind.length);
      if (kind !== PERSON_STREAM) return undefined;
      drop.run(person);
      remembered.delete(person);
      return { person };
    },
    pageFailed: () => remembered.clear(),
    queries: {
      viewer(person) {
        const day = today();
        const on = `${day} ${certainToday()}`;
        const known = remembered.get(person);
        if (known?.on === on) return known.viewer;
        const state = load(person);
        if (!state) return undefined;
        const viewer = present(state, day);
        remembered.set(person, { on, viewer });
        return viewer;
      },
      stranger: (person) => ({
        person,
        facts: personFacts(person, [], today()),
        assignments: [],
        name: undefined,
        renamed: [],
        mailAddress: undefined,
      }),
      withAddress: (after, limit) => withMail.all<{ id: string }>(after, limit).map(({ id }) => ({ person: id })),
      address(person) {
        const mail = quarantine.has(noticeStream(person)) ? undefined : load(person)?.mail;
        const address = mail && reveal(keys, mail.text)?.address;
        return address ? { address, last: lastNotice(person) } : undefined;
      },
      page: (after, limit) => page.all<{ state: string }>(after, limit).map(({ state }) => present(JSON.parse(state), today())),
      isEmpty: () => db.prepare("SELECT 1 FROM people LIMIT 1").get() === undefined,
    },
  };
}
