// A broadcast over a real log in memory, with read models that are there in name only: a concern is folded from what was appended, people
// hold what a test gives them, and everything that waits takes a random while, so that things happen in between.

import { type EventLog, START, type StoredEvent } from "../../event-log/port.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { isToken } from "../../policies/engine/facts.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import type { CouncilQueries } from "../../projections/council/council.ts";
import type { TaskQueries } from "../../projections/inbox/task-table.ts";
import type { IntakeQueries } from "../../projections/intake/queries.ts";
import type { NewsOfRecord, NewsQueries } from "../../projections/news/news-rows.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import type { PolicyQueries } from "../../projections/policy/policy.ts";
import { concernRecord } from "../../projections/register/records.ts";
import type { SupportQueries } from "../../projections/support/queries.ts";
import type { RegisterQueries } from "../../queries/concerns/register-queries.ts";
import { type Bounds, startBroadcast } from "../../queries/live/broadcast.ts";
import { openTimeSlices } from "../../queries/time-slices.ts";
import { CONCERN_CATEGORY, concernStream } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { asOfDate } from "../../services/concern/latest-position.ts";
import { newsOfConcern } from "../../services/concern/news.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { foldConcern, readConcernEvent } from "../../services/concern/stream.ts";
import { councilStream } from "../../services/council/events.ts";
import { newsOfOpening } from "../../services/council/news.ts";
import { foldCouncil, readCouncilEvent } from "../../services/council/stream.ts";
import { londonDate } from "../../services/dates.ts";
import { certainDay } from "../../services/decision-context.ts";
import { personFacts } from "../../services/people/assignments.ts";
import type { RoleName } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";
import { viewerAssignment } from "../../services/people/viewer.ts";
import { occurrence } from "../../services/stored-events.ts";
import { COUNCIL } from "../examples/concern.ts";
import { councils } from "./specification.ts";
import { appendOf } from "./stored-event.ts";
import { assignmentOf } from "./viewer.ts";

export type TestBroadcast = ReturnType<typeof openTestBroadcast>;
type Options = {
  readonly bounds?: Bounds;
  readonly delay?: () => number;
  /** What the logs and read models throw at the moment. */
  readonly failing?: () => Error | undefined;
};

// One for all worlds: to read the policies, and to work out what a class may do, takes longer than most of what is tried.
const policy = loadPolicy();
/** The people, and the people and seats of bodies, that some concern names. */
let named: ReadonlySet<string> = new Set();
const rights = rightsUnder(policy, () => named);

/** A confidential value as the log takes it: a box that nobody here opens. */
const boxed = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && "plain" in value
    ? { key: "key", box: Buffer.from(JSON.stringify(value.plain)).toString("base64url") }
    : value;

const NO_NEWS: NewsQueries = { page: () => [], lastBefore: () => "", of: () => [], has: () => false, ofEvent: () => [] };
const NO_TASKS = { of: () => [], claimOf: () => undefined, claimedBy: () => [] } as unknown as TaskQueries;

const turns = async (count: number) => {
  for (let n = 0; n < count; n += 1) await new Promise(setImmediate);
};

export function openTestBroadcast({ bounds, delay = () => 0, failing = () => undefined }: Options = {}) {
  const log = openSqliteLog(":memory:");
  const disclosures = openSqliteLog(":memory:");
  const events: StoredEvent[] = [];
  const people = new Map<string, readonly Assignment[]>();
  let instant = Date.parse("2026-03-10T12:00:00.000Z");
  let appended = 0;

  const today = () => londonDate(new Date(instant));
  const of = (stream: string) => events.filter((event) => event.stream === stream);
  const find = (id: string) => {
    const state = foldConcern(id, of(concernStream(id)));
    if (!state) return undefined;
    const day = asOfDate(certainDay(today()), state, foldCouncil(of(councilStream(state.council))));
    return concernRecord(state, factsOf(state, day), day);
  };
  const viewers = new Map<string, ReturnType<typeof personFacts>>();
  const viewer = (person: string) => {
    const facts = viewers.get(`${person} ${today()}`) ?? personFacts(person, people.get(person) ?? [], today());
    viewers.set(`${person} ${today()}`, facts);
    const assignments = (people.get(person) ?? []).map((assignment) => viewerAssignment(person, assignment, today()));
    return {
      person,
      facts,
      assignments,
      declarations: [],
      name: undefined,
      renamed: [],
      covers: [],
      handedOver: [],
      workContact: undefined,
      mailAddress: undefined,
    };
  };
  const ids = () => [...new Set(events.filter(({ category }) => category === CONCERN_CATEGORY).map(({ streamId }) => streamId))];
  /** As the register finds them. */
  function namedByConcerns(): ReadonlySet<string> {
    const facts = ids().flatMap((id) => find(id)?.facts ?? []);
    return new Set(
      facts.flatMap(({ namedReaders, headlineSharedWith, outcomeFor }) => [
        ...namedReaders,
        ...[...headlineSharedWith, ...outcomeFor].filter(isToken),
      ]),
    );
  }
  /** The news of a concern, as the register keeps it. */
  const newsAbout: NewsQueries = {
    ...NO_NEWS,
    of(subject) {
      const news: NewsOfRecord[] = [];
      let before: ConcernState | undefined;
      for (const stored of of(concernStream(subject))) {
        const { position, at, id: event } = stored;
        const read = readConcernEvent(stored);
        const after = evolve(subject, before, read, occurrence(stored));
        const { council } = after;
        for (const entry of newsOfConcern({ before, event: read, after, at }))
          news.push({ ...entry, subject, council, position, event, at, actor: stored.metadata.actor });
        before = after;
      }
      return [...news, ...openings(subject)];
    },
  };
  const openings = (concern: string): readonly NewsOfRecord[] =>
    of(councilStream(COUNCIL)).flatMap((stored) => {
      const opening = newsOfOpening(COUNCIL, readCouncilEvent(stored));
      if (opening?.concern !== concern) return [];
      const { position, at, id: event } = stored;
      return [{ ...opening.news, subject: concern, council: COUNCIL, position, event, at, actor: stored.metadata.actor }];
    });
  named = new Set();
  const fail = () => {
    const error = failing();
    if (error) throw error;
  };
  const lost: unknown[] = [];
  const slowLog: EventLog = {
    ...log,
    async readStream(stream) {
      await turns(delay());
      const read = await log.readStream(stream);
      await turns(delay());
      return read;
    },
    async head() {
      fail();
      const head = await log.head();
      await turns(delay());
      return head;
    },
  };
  const queried = <Queries>(queries: Partial<Queries>) => ({
    queries: () => queries as Queries,
    status: () => ({ state: "live" as const, position: events.at(-1)?.position ?? START }),
  });
  const broadcast = startBroadcast(
    {
      ...{ log: slowLog, disclosures, policy, rights, councils, today, certainToday: today },
      now: () => new Date(instant),
      people: queried<PeopleQueries>({ viewer, stranger: viewer, newsMark: () => undefined }),
      policyVersions: queried<PolicyQueries>({ firstNaming: () => "2020-01-01T00:00:00.000Z" }),
      register: queried<RegisterQueries>({ findUnchecked: find, news: newsAbout, tasks: NO_TASKS, dependentOn: () => ids() }),
      support: queried<SupportQueries>({ news: NO_NEWS, tasks: NO_TASKS, factsOf: () => undefined }),
      intake: queried<IntakeQueries>({
        ...{ news: NO_NEWS, tasks: NO_TASKS, isCited: () => false, findSubmissionUnchecked: () => undefined },
        ...{ submissionFactsOf: () => undefined, signalFactsOf: () => undefined },
      }),
      council: queried<CouncilQueries>({
        ...{ news: NO_NEWS, tasks: NO_TASKS, findUnchecked: (code) => foldCouncil(of(councilStream(code))) },
      }),
      disclosed: { reached: async () => {} },
      onLost: (error) => lost.push(error),
      wait: () => turns(1),
      slices: openTimeSlices(),
      async caughtUp() {
        fail();
        await turns(delay() * 3);
      },
    },
    bounds,
  );

  return {
    ...{ log, disclosures, broadcast, find, lost },
    async append(stream: string, made: readonly { readonly type: string; readonly data: object }[], actor = "adviser") {
      appended += 1;
      const commandId = `command-${appended}`;
      const sealed = made.map(({ type, data }) => ({ type, data: JSON.parse(JSON.stringify(data), boxed) }));
      await log.append(appendOf(stream, sealed, { commandId, at: new Date(instant).toISOString(), metadata: { actor } }));
      const read = await log.readAll(START, 10_000);
      events.push(...read.slice(events.length));
      const now = namedByConcerns();
      if (now.symmetricDifference(named).size > 0) named = now;
    },
    /** Gives somebody one role, or takes away what they had. The hub hears of it when something is appended to the person's stream. */
    assign(person: string, role?: RoleName, more: Partial<Assignment> = {}) {
      people.set(person, role ? [assignmentOf(role, { from: "2020-01-01", until: "2039-12-31", ...more })] : []);
      viewers.clear();
    },
    set(iso: string) {
      instant = Date.parse(iso);
    },
    events: () => events,
    settled: () => turns(60),
    async close() {
      await broadcast.close();
      await log.close();
      await disclosures.close();
    },
  };
}
