// People, assignments and invitations: maps a token's subject to a person and their current roles.
import { boundedCache } from "../../caching/cache.ts";
import type { Position, StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { StreamParts } from "../../event-log/stream-name.ts";
import { type Notified, notifiedOf, type SpokenOn } from "../../services/concern/notified.ts";
import { reveal } from "../../services/confidential.ts";
import { HUB_STREAM, IDENTITY_STREAM } from "../../services/hub-record/events.ts";
import { INVITATION_CATEGORY } from "../../services/invitation/events.ts";
import { NEWS_READ_CATEGORY } from "../../services/news-read/events.ts";
import { evolveNewsMark, type NewsMark, readNewsReadEvent } from "../../services/news-read/stream.ts";
import { NOTICE_CATEGORY, noticeStream } from "../../services/notice/events.ts";
import { evolveNotice, type NoticeState, readNoticeEvent } from "../../services/notice/stream.ts";
import { isCurrent, isOfCouncil, personFacts } from "../../services/people/assignments.ts";
import { PERSON_CATEGORY } from "../../services/people/events.ts";
import { declaredCouncils, interestsOf } from "../../services/people/interests.ts";
import { roleOf } from "../../services/people/roles.ts";
import { evolvePerson, type PersonState } from "../../services/people/state.ts";
import { readPersonEvent } from "../../services/people/stream.ts";
import { nameCorrections, type Viewer, viewerAssignment } from "../../services/people/viewer.ts";
import { occurrence } from "../../services/stored-events.ts";
import type { Quarantine } from "../runtime/quarantine.ts";
import type { Opened, ReadModel, Tools } from "../runtime/read-model.ts";
import { INVITATIONS_SCHEMA, openInvitations } from "./invitations.ts";

export type PeopleQueries = ReturnType<typeof open>["queries"];

export const peopleModel: ReadModel<PeopleQueries> = {
  name: "people",
  version: 12,
  // The hub's own stream has no table. It is followed so that its unreadable events are detected.
  categories: [PERSON_CATEGORY, INVITATION_CATEGORY, NOTICE_CATEGORY, NEWS_READ_CATEGORY, HUB_STREAM, IDENTITY_STREAM],
  schema: `
    CREATE TABLE IF NOT EXISTS people (id TEXT PRIMARY KEY, mail INTEGER NOT NULL, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS with_mail ON people (id) WHERE mail = 1;
    CREATE TABLE IF NOT EXISTS of_council (council TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (council, person)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS interests (council TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (council, person)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS advises (region TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (region, person)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS covers (by_person TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (by_person, person)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS handed_over (to_person TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (to_person, person)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS notices (person TEXT PRIMARY KEY, last TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS news_marks (person TEXT PRIMARY KEY, position TEXT NOT NULL, mark TEXT NOT NULL) STRICT, WITHOUT ROWID;${INVITATIONS_SCHEMA}`,
  open,
};

/** The number of cached viewers, for `list_http`. An entry is valid until an event about the person or the next day. */
const CACHED = 5_000;

const itself = (code: string): readonly string[] => [code];

/** The viewer that was made of a row's text, and the last of the changes elsewhere after which the row had that text. */
type CachedViewer = { readonly on: string; readonly viewer: Viewer; readonly text: string; changes: number };

type NotifiedPerson = Notified & { readonly person: string };

function open(db: Database, { keys, today, certainToday = today, linkedCodes = itself }: Tools, quarantine: Quarantine) {
  const select = db.prepare("SELECT state FROM people WHERE id = ?");
  const page = db.prepare("SELECT id FROM people WHERE id > ? ORDER BY id LIMIT ?");
  const put = db.prepare("INSERT OR REPLACE INTO people (id, mail, state) VALUES (?, ?, ?)");
  const withMail = db.prepare("SELECT id FROM people WHERE mail = 1 AND id > ? ORDER BY id LIMIT ?");
  const notice = db.prepare("SELECT last FROM notices WHERE person = ?");
  const putNotice = db.prepare("INSERT OR REPLACE INTO notices (person, last) VALUES (?, ?)");
  const lastNotice = (person: string): NoticeState | undefined => {
    const row = notice.get<{ last: string } | undefined>(person);
    return row && JSON.parse(row.last);
  };
  const newsMark = db.prepare("SELECT position, mark FROM news_marks WHERE person = ?");
  const putNewsMark = db.prepare("INSERT OR REPLACE INTO news_marks (person, position, mark) VALUES (?, ?, ?)");
  const lastNewsMark = (person: string): (NewsMark & { readonly position: Position }) | undefined => {
    const row = newsMark.get<{ position: Position; mark: string } | undefined>(person);
    return row && { ...(JSON.parse(row.mark) as NewsMark), position: row.position };
  };
  const ofCouncil = db.prepare("SELECT person FROM of_council WHERE council = ? ORDER BY person");
  const putOfCouncil = db.prepare("INSERT OR IGNORE INTO of_council (council, person) VALUES (?, ?)");
  const putInterest = db.prepare("INSERT OR IGNORE INTO interests (council, person) VALUES (?, ?)");
  const advisesIn = db.prepare("SELECT person FROM advises WHERE region = ? ORDER BY person");
  const putAdvises = db.prepare("INSERT OR IGNORE INTO advises (region, person) VALUES (?, ?)");
  const interested = db.prepare(
    "SELECT person FROM interests WHERE council = ?1 UNION SELECT person FROM of_council WHERE council = ?1 ORDER BY person",
  );
  const putCover = db.prepare("INSERT OR IGNORE INTO covers (by_person, person) VALUES (?, ?)");
  const coveredBy = db.prepare("SELECT person FROM covers WHERE by_person = ? ORDER BY person");
  const putHandedOver = db.prepare("INSERT OR IGNORE INTO handed_over (to_person, person) VALUES (?, ?)");
  const handedOverTo = db.prepare("SELECT person FROM handed_over WHERE to_person = ? ORDER BY person");
  const drop = db.prepare("DELETE FROM people WHERE id = ?");
  const invitations = openInvitations(db, (person) => select.get(person) !== undefined);
  const cached = boundedCache<string, CachedViewer>(CACHED);
  /** How often another thread has changed the file. */
  let changes = 0;

  const load = (id: string): PersonState | undefined => {
    const row = select.get<{ state: string } | undefined>(id);
    return row && JSON.parse(row.state);
  };
  // Names and addresses are unsealed at each read, so that none stay in memory after a key was destroyed. Most callers need only the facts.
  const present = (state: PersonState, day: string): Viewer => {
    // A disclosure cannot be undone, so no assignment starts by a clock that may be ahead.
    const begun = state.assignments.filter(({ from }) => from <= certainToday());
    const { declarations } = state;
    const facts = personFacts(state.id, begun, day, interestsOf({ assignments: begun, declarations }, day, linkedCodes));
    return {
      ...{ person: state.id, facts, declarations },
      assignments: state.assignments.map((assignment) =>
        viewerAssignment(state.id, assignment, day, facts.interests, begun.includes(assignment) && isCurrent(assignment, day)),
      ),
      get name() {
        return reveal(keys, state.name)?.name;
      },
      renamed: nameCorrections(state),
      get workContact() {
        return state.workContact && reveal(keys, state.workContact)?.contact;
      },
      joined: state.joined,
      covers: state.covers,
      handedOver: state.handedOver,
      get mailAddress() {
        return state.mail && reveal(keys, state.mail.text)?.address;
      },
    };
  };

  /** The person's current state. */
  function viewer(person: string): Viewer | undefined {
    const day = today();
    const on = `${day} ${certainToday()}`;
    const known = cached.get(person);
    if (known?.on === on && known.changes === changes) return known.viewer;
    const text = select.get<{ state: string } | undefined>(person)?.state;
    if (text === undefined) return undefined;
    if (known?.on === on && known.text === text) {
      // Queries cache by this object.
      known.changes = changes;
      return known.viewer;
    }
    const made = present(JSON.parse(text), day);
    cached.set(person, { on, viewer: made, text, changes });
    return made;
  }

  return {
    apply(event: StoredEvent): void {
      if (event.category === NOTICE_CATEGORY) {
        const person = event.streamId;
        putNotice.run(person, JSON.stringify(evolveNotice(lastNotice(person), readNoticeEvent(event), event.at)));
      }
      if (event.category === NEWS_READ_CATEGORY) {
        const person = event.streamId;
        const mark = evolveNewsMark(lastNewsMark(person), readNewsReadEvent(event), event.at);
        putNewsMark.run(person, event.position, JSON.stringify(mark));
      }
      if (event.category === INVITATION_CATEGORY) invitations.apply(event);
      if (event.category !== PERSON_CATEGORY) return;
      const id = event.streamId;
      const state = evolvePerson(id, load(id), readPersonEvent(event), occurrence(event));
      put.run(id, Number(state.mail !== undefined), JSON.stringify(state));
      for (const { council } of state.assignments) if (council !== undefined) putOfCouncil.run(council, id);
      for (const { role, regions } of state.assignments)
        if (roleOf(role).regionFact === "adviserRegions") for (const region of regions) putAdvises.run(region, id);
      for (const council of declaredCouncils(state.declarations)) putInterest.run(council, id);
      for (const { by } of state.covers) putCover.run(by, id);
      for (const { to } of state.handedOver) putHandedOver.run(to, id);
      cached.delete(id);
    },
    // Without assignments there are no rights, and without an address no mail. Without readable notices there is no mail either, because it could be a duplicate.
    withdraw({ category, streamId: person }: StreamParts): object | undefined {
      if (category === INVITATION_CATEGORY) {
        invitations.drop(person);
        return { invitation: person };
      }
      if (category !== PERSON_CATEGORY) return undefined;
      drop.run(person);
      cached.delete(person);
      return { person };
    },
    pageFailed: () => cached.clear(),
    changedElsewhere() {
      changes += 1;
    },
    queries: {
      viewer,
      /** The person's record, without a check of rights. */
      findUnchecked: load,
      ...invitations.queries,
      /** A person with a valid token who is not registered: without assignments, and therefore without rights. */
      stranger: (person: string): Viewer => ({
        person,
        facts: personFacts(person, [], today()),
        assignments: [],
        declarations: [],
        name: undefined,
        renamed: [],
        workContact: undefined,
        covers: [],
        handedOver: [],
        mailAddress: undefined,
      }),
      /** Returns people with a mail address, in order of id. */
      withAddress: (after: string, limit: number) => withMail.all<{ id: string }>(after, limit).map(({ id }) => ({ person: id })),
      /** People who hold or have held an office in a council, by id. */
      officersOf: (council: string): readonly Viewer[] =>
        ofCouncil.all<{ person: string }>(council).flatMap(({ person }) => {
          const state = load(person);
          return state ? [present(state, today())] : [];
        }),
      /** People who advise or have advised a region, by id. */
      advisersOf: (region: string): readonly Viewer[] =>
        advisesIn.all<{ person: string }>(region).flatMap(({ person }) => viewer(person) ?? []),
      /** People who hold or have held an office in a council or in one linked with it, or have ever declared an interest in one, by id. */
      interestedIn(council: string): readonly Viewer[] {
        const found = linkedCodes(council, today()).flatMap((code) => interested.all<{ person: string }>(code));
        const ids = new Set(found.map(({ person }) => person));
        return [...ids].sort().flatMap((person) => viewer(person) ?? []);
      },
      /** People for whom a person covers or has covered, by id. */
      coveredBy: (person: string) => coveredBy.all<{ person: string }>(person).map((row) => row.person),
      /** People who ever handed concerns over to a person, by id. */
      handedOverTo: (person: string) => handedOverTo.all<{ person: string }>(person).map((row) => row.person),
      /** Whether the first sign-in of somebody who holds an office in a council today is not on record. */
      isFirstSignIn(person: string): boolean {
        const state = load(person);
        return state !== undefined && !state.firstSignedIn && isOfCouncil(state.assignments, today());
      },
      /** People who can speak for a council on a strand today and were sent a notice, by id. */
      notifiedSpeakers: (about: SpokenOn): readonly NotifiedPerson[] =>
        ofCouncil
          .all<{ person: string }>(about.council)
          .map(({ person }) => ({
            person,
            ...notifiedOf(load(person), lastNotice(person), about, { today: today(), certainToday: certainToday() }),
          }))
          .filter(({ speaks, notice }) => speaks && notice),
      /** Returns a mail address that was not erased, and the last notice to it. */
      address(person: string): { readonly address: string; readonly last: NoticeState | undefined } | undefined {
        const mail = quarantine.has(noticeStream(person)) ? undefined : load(person)?.mail;
        const address = mail && reveal(keys, mail.text)?.address;
        return address ? { address, last: lastNotice(person) } : undefined;
      },
      /** Up to where a person has read their news, and the position at which they said so; undefined if they never did. */
      newsMark: lastNewsMark,
      /** Returns people in order of id, each the same object until something changes, so that what was derived of them is found again. */
      page: (after: string, limit: number): readonly Viewer[] =>
        page.all<{ id: string }>(after, limit).flatMap(({ id }) => viewer(id) ?? []),
      isEmpty: () => db.prepare("SELECT 1 FROM people LIMIT 1").get() === undefined,
    },
  } satisfies Opened<unknown>;
}
