// The data that one request reads: each record is read once for all fields that need it, and all reads are counted. After a command of the request, and after a
// wait for a position, everything is read again.

import { lazy } from "../caching/cache.ts";
import { KeyNotFetched, type KeyStore } from "../event-log/keys/port.ts";
import { readAgain } from "../event-log/keys/with-keys.ts";
import type { EventLog, Position, StoredEvent } from "../event-log/port.ts";
import type { Rights } from "../policies/engine/rights.ts";
import type { CouncilQueries } from "../projections/council/council.ts";
import type { IntakeQueries } from "../projections/intake/queries.ts";
import type { PeopleQueries } from "../projections/people/people.ts";
import type { CountRead } from "../projections/register/records.ts";
import { type Follower, withQueries } from "../projections/runtime/follower.ts";
import type { SupportQueries } from "../projections/support/queries.ts";
import { keysIn } from "../services/confidential.ts";
import type { Viewer } from "../services/people/viewer.ts";
import type { RegisterQueries } from "./concerns/register-queries.ts";

/** Count the characters that a request reads and unseals. Each function throws at its limit. */
type ReadCounter = { readonly read: CountRead; readonly opened: CountRead };

type ReadHub = {
  readonly keys: KeyStore;
  readonly rights: Pick<Rights, "version">;
  readonly log: EventLog;
  readonly register: Follower<RegisterQueries>;
  readonly support: Follower<SupportQueries>;
  readonly intake: Follower<IntakeQueries>;
  readonly council: Follower<CouncilQueries>;
  readonly people: Follower<PeopleQueries>;
  readonly policies: { draft(): unknown };
  caughtUp(position: Position): Promise<void>;
};

export type RequestReader<Hub> = {
  readonly hub: Hub;
  /** Creates the value of a key once. A failure is shared too. */
  readonly shared: <T>(key: string, make: () => T) => T;
  /** Repeats a read that has failed because a key of the keyring was not local. Throws any other error that it has failed with. */
  readonly readAgain: <T>(error: unknown, read: () => T) => Promise<Awaited<T>>;
  forget(): void;
  /** Waits once for all fields with the same position, and then clears the cached reads. Throws NotReady. */
  readonly reached: (position: Position) => Promise<void>;
};

/** The person, with a name and work contact that are unsealed at most once: a concern shows the same people beside many acts. */
function unsealedOnce(viewer: Viewer): Viewer {
  const sealed = {
    name: { get: lazy(() => viewer.name), enumerable: true },
    workContact: { get: lazy(() => viewer.workContact), enumerable: true },
  };
  return Object.create(Object.prototype, { ...Object.getOwnPropertyDescriptors(viewer), ...sealed });
}

export function openRequestReader<Hub extends ReadHub>(hub: Hub, counter: ReadCounter): RequestReader<Hub> {
  let known = new Map<string, unknown>();
  let opened = new Map<string, ReturnType<KeyStore["unseal"]>>();
  /** Rows of lists: a field that needs the key of one row will need those of the others. */
  let listed: unknown[] = [];

  function shared<T>(key: string, make: () => T): T {
    if (known.has(key)) return known.get(key) as T;
    const made = make();
    known.set(key, made);
    if (made instanceof Promise)
      made.catch((error) => {
        if (error instanceof KeyNotFetched && known.get(key) === made) known.delete(key);
      });
    return made;
  }

  const keys: KeyStore = {
    ...hub.keys,
    unseal(sealed) {
      if (opened.has(sealed.box)) return opened.get(sealed.box);
      const text = hub.keys.unseal(sealed);
      counter.opened(sealed.box.length);
      opened.set(sealed.box, text);
      return text;
    },
  };

  function noteRows<Rows>(rows: Rows): Rows {
    listed.push(rows);
    return rows;
  }

  const log: EventLog = {
    ...hub.log,
    readStream: (stream) =>
      shared(`stream ${stream}`, async () => {
        const events = await hub.log.readStream(stream);
        counter.read(events.reduce((sum, event) => sum + charactersIn(event), 0));
        return events;
      }),
  };

  const viewers = new WeakMap<object, number>();
  let lastViewer = 0;
  /** A viewer's facts are one object until their assignments change. */
  function numberOf(viewer: object): number {
    const number = viewers.get(viewer) ?? ++lastViewer;
    viewers.set(viewer, number);
    return number;
  }
  /** A reader under a version of the policy. */
  const readerOf = ({ reader }: { readonly reader: object }) => `${numberOf(reader)} ${hub.rights.version()}`;
  const { read } = counter;
  const register = reading(hub.register, (queries) => ({
    ...queries,
    findUnchecked: (id, whole) => shared(`find ${whole} ${id}`, () => queries.findUnchecked(id, whole, read)),
    one: (reader, id, whole) =>
      shared(`one ${whole} ${numberOf(reader.person)} ${reader.rights.version()} ${id}`, () =>
        queries.one(reader, id, whole, read),
      ),
    list: (reader, filter, after, limit, whole) => queries.list(reader, filter, after, limit, whole, read),
    counts: (reader, filter) =>
      shared(`counts ${numberOf(reader.person)} ${reader.rights.version()} ${JSON.stringify(filter)}`, () =>
        queries.counts(reader, filter),
      ),
  }));
  const support = reading(hub.support, (queries) => ({
    ...queries,
    findUnchecked: (id) => shared(`support ${id}`, () => queries.findUnchecked(id, read)),
    list: (where, after, limit) => noteRows(queries.list(where, after, limit, read)),
    page: (visible, order, after, limit) => noteRows(queries.page(visible, order, after, limit, read)),
    pictures: (councils) => shared(`pictures ${councils}`, () => queries.pictures(councils)),
    openVisits: (council, since, seen) =>
      shared(`visits ${readerOf(seen)} ${council} ${since}`, () => queries.openVisits(council, since, seen)),
    openOffers: (council, seen) => shared(`offers ${readerOf(seen)} ${council}`, () => queries.openOffers(council, seen)),
  }));
  const intake = reading(hub.intake, (queries) => ({
    ...queries,
    findSubmissionUnchecked: (id) => shared(`submission ${id}`, () => queries.findSubmissionUnchecked(id, read)),
    findSignalUnchecked: (id) => shared(`signal ${id}`, () => queries.findSignalUnchecked(id, read)),
    submissions: (ranges, after, limit) => noteRows(queries.submissions(ranges, after, limit, read)),
    signals: (ranges, after, limit) => noteRows(queries.signals(ranges, after, limit, read)),
  }));
  const council = reading(hub.council, (queries) => ({
    ...queries,
    findUnchecked: (code) => shared(`council ${code}`, () => queries.findUnchecked(code)),
  }));

  const people = reading(hub.people, (queries) => ({
    ...queries,
    page: (after, limit) => shared(`people ${limit} ${after}`, () => queries.page(after, limit)),
    viewer: (person) =>
      shared(`viewer ${person}`, () => {
        const viewer = queries.viewer(person);
        return viewer && unsealedOnce(viewer);
      }),
  }));
  const policies = { ...hub.policies, draft: () => shared("policy draft", hub.policies.draft) };

  function forget(): void {
    known = new Map();
    opened = new Map();
    listed = [];
  }

  const waits = new Map<Position, Promise<void>>();
  function reached(position: Position): Promise<void> {
    const wait = waits.get(position) ?? hub.caughtUp(position).then(forget);
    waits.set(position, wait);
    return wait;
  }

  return {
    hub: { ...hub, keys, log, register, support, intake, council, people, policies },
    shared,
    readAgain: (error, read) => readAgain(hub.keys, error, read, keysIn(listed)),
    forget,
    reached,
  };
}

/** Returns the read model with some of its queries replaced. */
const reading = <Queries>(follower: Follower<Queries>, replace: (queries: Queries) => Queries): Follower<Queries> =>
  withQueries(follower, replace);

/** The number of characters of an event; its other fields count as EACH. */
const charactersIn = ({ data }: StoredEvent): number => EACH + textIn(data);
const EACH = 300;

function textIn(value: unknown): number {
  if (typeof value === "string") return value.length;
  return typeof value === "object" && value !== null
    ? Object.values(value).reduce((sum: number, inner) => sum + textIn(inner), 0)
    : 0;
}
