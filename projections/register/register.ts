// The register of concerns: each concern's folded state (narrative still sealed), and its facts of today as columns, so that a policy's residual
// becomes a WHERE clause. It applies no rights: queries/concerns does.

import { lazy } from "../../caching/cache.ts";
import type { Position, StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { StreamParts } from "../../event-log/stream-name.ts";
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import { caseloadOf } from "../../services/concern/caseload.ts";
import { nextDeadline } from "../../services/concern/deadlines.ts";
import { CONCERN_CATEGORY, type ConcernEvent, concernEvents, concernStream } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { blockedSharesIn } from "../../services/concern/latest-position.ts";
import { type ConcernNews, newsOfConcern } from "../../services/concern/news.ts";
import { nextTaskDay } from "../../services/concern/next-step.ts";
import { openBodies } from "../../services/concern/open-words.ts";
import { type AsOf, NONE_BLOCKED, nextChange } from "../../services/concern/shares.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { tasksOf } from "../../services/concern/tasks.ts";
import { wordsOf } from "../../services/concern/words.ts";
import { textBytes } from "../../services/confidential.ts";
import { COUNCIL_CATEGORY, type CouncilEvent, councilStream } from "../../services/council/events.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { readCouncilEvent } from "../../services/council/stream.ts";
import type { Days } from "../../services/decision-context.ts";
import { occurrence } from "../../services/stored-events.ts";
import type { Task } from "../../services/tasks.ts";
import { openDay } from "../day.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA } from "../inbox/task-table.ts";
import { NEWS_INDEXES, NEWS_SCHEMA, openNews } from "../news/news-rows.ts";
import type { Quarantine } from "../runtime/quarantine.ts";
import type { Building, LogOfStreams, Opened, ReadModel, Tools } from "../runtime/read-model.ts";
import { openSelect } from "../select.ts";
import { type Box, openBoxes, withBoxesApart } from "./boxes.ts";
import { openClasses } from "./classes.ts";
import { openRecords } from "./records.ts";
import { type FactsOfDay, openRows, type RegisterRow, ROWS_INDEXES, ROWS_SCHEMA } from "./rows.ts";
import { audiencesDiffer } from "./text-audiences.ts";
import { openTextIndex, TEXT_INDEXES, TEXT_SCHEMA } from "./text-index.ts";
import { piecesChangedBy } from "./text-pieces.ts";

/** A share, by its concern and its id. */
type ShareName = { readonly concern: string; readonly share: string };

export type RegisterTables = ReturnType<typeof open>["queries"];

/** Shares on which the council has not been reached. */
const AWAITING_REACH = "kind IN ('council-to-reach', 'letter-to-confirm')";
const WAITS_TODAY = "from_day <= ? AND until >= ?";
const AWAITING_REACH_INDEX = `
CREATE INDEX IF NOT EXISTS tasks_awaiting_reach ON tasks (subject, about) WHERE ${AWAITING_REACH};`;

export const registerModel: ReadModel<RegisterTables> = {
  name: "register",
  version: 12,
  schema: ROWS_SCHEMA + TEXT_SCHEMA + TASKS_SCHEMA + NEWS_SCHEMA,
  categories: [CONCERN_CATEGORY, COUNCIL_CATEGORY],
  byStreams: true,
  indexes: ROWS_INDEXES + TEXT_INDEXES + TASKS_INDEXES + AWAITING_REACH_INDEX + NEWS_INDEXES,
  numbering: {
    classes: "SELECT class, fingerprint, 0 AS n FROM classes",
    texts_rights: "SELECT * FROM texts_rights",
    texts_bodies: "SELECT * FROM texts_bodies",
  },
  comparedAs: { classes: "SELECT * FROM classes WHERE n > 0" },
  open,
};

/** Applies one event to a state that may contain references instead of sealed text, and returns the separate boxes. */
function fold(id: string, before: ConcernState | undefined, concernEvent: ConcernEvent, stored: StoredEvent) {
  const { event, boxes: apart } = withBoxesApart(before, concernEvent);
  const state = evolve(id, before, event, occurrence(stored));
  const news = newsOfConcern({ before, event: concernEvent, after: state, at: stored.at });
  const bytes = (before?.textBytes ?? 0) + textBytes(concernEvent.data);
  return { state: apart.length > 0 ? { ...state, textBytes: bytes } : state, apart, news: { stored, news } };
}

const factsIn = ({ fingerprint }: RegisterRow): ConcernFacts => JSON.parse(fingerprint);

/** Shares that are not made yet depend on the council's statements about sharing with their body in their strand. */
const sharingWith = (council: string, strand: string, body: string): string => `${council}/${strand}/${body}`;

/** The dependencies of a concern's shares: a standing agreement each, and until they are made the council's statements about sharing. */
const agreementsOf = (state: ConcernState | undefined): ReadonlySet<string> =>
  new Set(
    state?.shares.flatMap(({ standingAgreement, body, made, ended }) => [
      ...(standingAgreement === undefined ? [] : [standingAgreement]),
      ...(made || ended ? [] : [sharingWith(state.council, state.strand, body)]),
    ]),
  );

/**
 * A concern that a page's events have changed: its row before the page, its state afterwards, and the changed pieces of text. `opens`: words may
 * have opened to recipients, or closed.
 */
type ChangedConcern = {
  readonly before: RegisterRow | undefined;
  readonly state: ConcernState;
  readonly boxes: readonly Box[];
  readonly pieces: Set<number>;
  readonly opens: boolean;
  readonly news: readonly NewsOfEvent[];
};
type NewsOfEvent = { readonly stored: StoredEvent; readonly news: readonly ConcernNews[] };

function open(db: Database, { keys, ...clock }: Tools, quarantine: Quarantine) {
  const classes = openClasses(db);
  const rows = openRows(db, classes);
  const boxes = openBoxes(db);
  const load = (seq: number) => {
    const row = rows.load(seq);
    return indexed(row.state, factsIn(row));
  };
  const texts = openTextIndex(db, keys, load, boxes);
  const tasks = openTasks(db);
  const news = openNews(db);
  const awaitingReach = db.prepare(`SELECT subject AS concern, about AS share FROM tasks
    WHERE ${AWAITING_REACH} AND (subject, about) > (?, ?) AND until >= ? ORDER BY subject, about LIMIT ?`);
  const waitsToday = (): readonly [string, string] => [day.current().today, day.current().today];
  const toAccept = db.prepare(
    `SELECT 1 FROM tasks WHERE subject = ? AND kind = 'conditions-to-accept' AND about = ? AND audience = ? AND ${WAITS_TODAY}`,
  );
  const allToAccept = db.prepare(`SELECT subject AS concern, about AS share FROM tasks
    WHERE audience = ? AND kind = 'conditions-to-accept' AND ${WAITS_TODAY} AND (subject, about) > (?, ?) ORDER BY subject, about LIMIT ?`);
  /** The page's concerns in the order of their first event: folded event by event, and written once. */
  let page = new Map<string, ChangedConcern>();
  /** Councils with an unreadable stream: they may object to every share. */
  let unreadableCouncils = councilsIn(quarantine);

  /** The date of the facts. */
  const day = openDay(db, clock, turnTo, forget);
  const currentDay = () => ({ ...day.current(), inForce: rows.inForce, blocked: NONE_BLOCKED });
  const asOfDate = ({ council }: ConcernState): AsOf =>
    unreadableCouncils.has(council) ? { ...currentDay(), blocked: ALL_BLOCKED } : currentDay();
  /** The council's state is read only if a share is not made yet. */
  function blocked(state: ConcernState, council?: CouncilState): AsOf["blocked"] {
    if (unreadableCouncils.has(state.council)) return ALL_BLOCKED;
    const isWaiting = state.shares.some(({ made, ended }) => !made && !ended);
    return isWaiting ? blockedSharesIn(state, council ?? rows.councilState(state.council)) : new Set();
  }
  const tasksIn = (state: ConcernState, council?: CouncilState) =>
    tasksOf(state, { inForce: rows.inForce, blocked: blocked(state, council) });
  /** What the text index needs of a concern, with the bodies to which each of its words is open today. */
  function indexed(state: ConcernState, facts: ConcernFacts) {
    const openTo = lazy(() => {
      const asOf = asOfDate(state);
      return new Map(wordsOf(state).map((word) => [word.id, openBodies(state, asOf, word)]));
    });
    return { state, facts, openTo: (word: string) => openTo().get(word) ?? [] };
  }
  function factsNow(state: ConcernState, tasks: readonly Task[] = tasksIn(state)): FactsOfDay {
    const facts = factsOf(state, asOfDate(state));
    const { today } = day.current();
    const days = [nextChange(state, day.current()), nextTaskDay(tasks, today)].flatMap((one) => one ?? []);
    return { facts, caseload: caseloadOf(state, tasks, today, facts.wordsClosed), nextChange: days.sort()[0] };
  }

  function applyToConcern(event: StoredEvent): void {
    const id = event.streamId;
    const concernEvent = readConcernEvent(event);
    const earlier = page.get(id);
    const before = earlier ? earlier.before : rows.find(id);
    const { state, apart, news: found } = fold(id, earlier?.state ?? before?.state, concernEvent, event);
    const pieces = earlier?.pieces ?? new Set<number>();
    for (const piece of piecesChangedBy(concernEvent, state)) pieces.add(piece);
    page.set(id, {
      before,
      state,
      boxes: earlier ? [...earlier.boxes, ...apart] : apart,
      pieces,
      opens: earlier?.opens || mayOpenWords(concernEvent),
      news: [...(earlier?.news ?? []), found],
    });
  }

  function writePage(): void {
    const written = [...page.values()].map((one) => ({ ...one, ...write(one.before, one.state, one.boxes, one.news) }));
    // Words are written last, for `rebuild`, because other rows in between make the index write a segment for each concern.
    texts.add(written.filter(({ before }) => !before).map(({ seq, state, facts }) => ({ seq, ...indexed(state, facts) })));
    for (const { before, state, pieces, opens, seq, facts } of written) {
      if (!before) continue;
      const now = indexed(state, facts);
      texts.change(seq, now, pieces);
      if (opens || state.untold.discarded || audiencesDiffer(factsIn(before), facts)) texts.mark(seq, now);
    }
    page = new Map();
    classes.flush();
  }

  function write(
    before: RegisterRow | undefined,
    state: ConcernState,
    apart: readonly Box[],
    happened: readonly NewsOfEvent[],
  ): { readonly seq: number; readonly facts: ConcernFacts } {
    const tasksNow = tasksIn(state);
    const now = factsNow(state, tasksNow);
    if (before) rows.change(before, state, now);
    const seq = before?.seq ?? rows.add(state, now);
    // The text index keeps the name of a discarded concern's key, so that it erases the words again when the key is destroyed.
    if (state.untold.discarded) boxes.remove(seq);
    else boxes.put(seq, apart);
    rows.linkAgreement(seq, agreementsOf(before?.state), agreementsOf(state));
    const due = nextDeadline(state);
    if (due) rows.setDeadline(seq, due);
    else if (before) rows.clearDeadline(seq);
    tasks.put(state.id, state.council, before ? tasksIn(before.state) : [], tasksNow);
    for (const { stored, news: found } of happened) news.add(state.id, state.council, stored, found);
    return { seq, facts: now.facts };
  }

  /** Applies a council's statement about sharing at once to every concern that depends on it. */
  function applyToCouncil(event: StoredEvent): void {
    const code = event.streamId;
    const councilEvent = readCouncilEvent(event);
    const before = rows.councilState(code);
    const after = evolveCouncil(before, councilEvent, occurrence(event));
    const subjects = subjectsOf(code, councilEvent, before);
    // Earlier events of this page depend on the council's state before this one.
    if (subjects.length > 0) writePage();
    const dependent = [...new Set(subjects.flatMap(rows.linkedTo))];
    refreshAfter(dependent, before, () => {
      if (councilEvent.type === "StandingAgreementGiven.v2") rows.addAgreement(councilEvent.data.agreement);
      if (councilEvent.type === "StandingAgreementTakenBack.v2") rows.removeAgreement(councilEvent.data.agreement);
      rows.setCouncilState(code, after);
    });
  }

  /** Updates facts and tasks of concerns after a statement of their council. `before` is the council's state before it. */
  function refreshAfter(concerns: readonly number[], before: CouncilState, change: () => void): void {
    const earlier = concerns.map((seq) => tasksIn(rows.load(seq).state, before));
    change();
    for (const [index, seq] of concerns.entries()) {
      const { state } = refresh(seq);
      tasks.put(state.id, state.council, earlier[index] ?? [], tasksIn(state));
    }
  }

  /** Removes the concern from every list, count and search, and its tasks and shares. */
  function withdrawConcern(id: string): object | undefined {
    const row = rows.find(id);
    if (!row) return undefined;
    tasks.put(id, row.state.council, tasksIn(row.state), []);
    news.removeAll(id);
    rows.linkAgreement(row.seq, agreementsOf(row.state), new Set());
    texts.remove(row.seq);
    boxes.remove(row.seq);
    rows.remove(row);
    const nobody = { headlineSharedWith: [], summarySharedWith: [], evidenceSharedWith: [], outcomeFor: [] };
    return { ...factsIn(row), ...nobody } satisfies ConcernFacts;
  }

  /** Makes all statements of the council invalid: no agreement is in force, and no share of its concerns is live. */
  function withdrawCouncil(code: string): object {
    const council = rows.councilState(code);
    refreshAfter(rows.ofCouncil(code), council, () => {
      for (const { agreement } of council.agreements) rows.removeAgreement(agreement);
      rows.setCouncilState(code, EMPTY_COUNCIL);
      unreadableCouncils = new Set([...unreadableCouncils, code]);
    });
    return { council: code };
  }

  function refresh(seq: number): RegisterRow {
    const row = rows.load(seq);
    const now = factsNow(row.state);
    rows.change(row, row.state, now);
    // Words open by date, or as a share of an agreement does, without a change of the facts.
    if (row.state.shares.some(({ made }) => made) || audiencesDiffer(factsIn(row), now.facts))
      texts.mark(seq, indexed(row.state, now.facts));
    return row;
  }

  /** Called after a transaction was rolled back. */
  function forget(): void {
    page = new Map();
    unreadableCouncils = councilsIn(quarantine);
    day.forget();
    rows.forget();
    classes.forget();
    texts.forget();
  }

  /** For `rebuild`: folds every concern from its own stream, and writes it once. */
  async function build(
    log: LogOfStreams,
    until: Position,
    transact: (work: () => void) => void,
    building: Building,
  ): Promise<void> {
    const upTo = async (stream: string) => (await log.readStream(stream)).filter(({ position }) => position <= until);
    for (const code of await log.streams(COUNCIL_CATEGORY)) {
      const events = await upTo(councilStream(code));
      transact(() => {
        const failure = eachUntil(events, (event) => {
          building.examine(event);
          applyToCouncil(event);
        });
        if (failure) building.quarantine(...failure);
      });
    }
    transact(() => texts.building(true));
    const ids = await log.streams(CONCERN_CATEGORY);
    for (let next = 0; next < ids.length; next += CONCERNS_AT_ONCE) {
      const folded: { readonly state: ConcernState; readonly boxes: readonly Box[]; readonly news: readonly NewsOfEvent[] }[] =
        [];
      const failures: [StoredEvent, unknown][] = [];
      for (const id of ids.slice(next, next + CONCERNS_AT_ONCE)) {
        const boxes: Box[] = [];
        const happened: NewsOfEvent[] = [];
        let state: ConcernState | undefined;
        const failure = eachUntil(await upTo(concernStream(id)), (event) => {
          building.examine(event);
          const step = fold(id, state, readConcernEvent(event), event);
          boxes.push(...step.apart);
          happened.push(step.news);
          state = step.state;
        });
        if (failure) failures.push(failure);
        if (state) folded.push({ state, boxes, news: happened });
      }
      transact(() => {
        texts.add(
          folded.map(({ state, boxes, news: happened }) => {
            const { seq, facts } = write(undefined, state, boxes, happened);
            return { seq, ...indexed(state, facts) };
          }),
        );
        for (const failure of failures) building.quarantine(...failure);
      });
    }
    transact(() => {
      texts.building(false);
      classes.flush();
    });
  }

  function turnTo(_: Days | undefined, { today }: Days): void {
    for (const seq of rows.changedBy(today)) refresh(seq);
    classes.flush();
  }

  day.ensureToday();
  const asOfToday = () => {
    day.ensureToday();
    return currentDay();
  };
  return {
    build,
    apply(event: StoredEvent) {
      if (event.category === CONCERN_CATEGORY) applyToConcern(event);
      else if (event.category === COUNCIL_CATEGORY) applyToCouncil(event);
    },
    pageApplied: writePage,
    pageFailed: forget,
    withdraw: ({ category, streamId }: StreamParts) =>
      category === CONCERN_CATEGORY ? withdrawConcern(streamId) : withdrawCouncil(streamId),
    erase: texts.erase,
    work: texts.work,
    day: day.recorded,
    queries: {
      tasks: tasks.queries,
      news: news.queries,
      /** Shares on which nobody who can speak for the council has been reached, in order, after one. */
      awaitingReach: (after: ShareName, limit: number) =>
        awaitingReach.all<ShareName>(after.concern, after.share, day.current().today, limit),
      /** Whether conditions of a share wait to be accepted by one of these bodies. */
      awaitsAcceptance: ({ concern, share }: ShareName, bodies: readonly string[]): boolean =>
        bodies.filter((body) => toAccept.get(concern, share, `body:${body}`, ...waitsToday())).length > 0,
      /** Shares whose conditions wait to be accepted by a body, in order, after one. */
      sharesToAccept: (body: string, after: ShareName, limit: number) =>
        allToAccept.all<ShareName>(`body:${body}`, ...waitsToday(), after.concern, after.share, limit),
      select: openSelect(db),
      classes: { factsOf: classes.factsOf, all: classes.all },
      /** The people whom some concern names as readers, and the tokens of those to whom a share of one is limited. */
      named: rows.named,
      audienceId: texts.audienceId,
      ...openRecords(db, { classes, boxes, blocked, day: asOfToday }),
    },
  } satisfies Opened<unknown>;
}

/** Whether an event can open words to the recipients of a share, or close them, while it leaves the facts as they are. */
const mayOpenWords = ({ type }: ConcernEvent): boolean =>
  type === "CouncilMadeAware.v2" ||
  type === "AwarenessAnswered.v1" ||
  type === "WordsAnswered.v1" ||
  concernEvents[type].changes === "share";

/** Returns the dependency of shares that the event is about. */
function subjectsOf(council: string, { type, data }: CouncilEvent, { agreements }: CouncilState): readonly string[] {
  if (type === "StandingAgreementGiven.v2" || type === "SharingPositionRecorded.v2")
    return [sharingWith(council, data.strand, data.body)];
  if (type !== "StandingAgreementTakenBack.v2") return [];
  const given = agreements.find(({ agreement }) => agreement === data.agreement);
  return [data.agreement, ...(given ? [sharingWith(council, given.strand, given.body)] : [])];
}

/** Applies events in order until one fails; returns that event and its error. */
function eachUntil(events: readonly StoredEvent[], work: (event: StoredEvent) => void): [StoredEvent, unknown] | undefined {
  for (const event of events)
    try {
      work(event);
    } catch (error) {
      return [event, error];
    }
  return undefined;
}

const ALL_BLOCKED: AsOf["blocked"] = { has: () => true };

const councilsIn = (quarantine: Quarantine): ReadonlySet<string> =>
  new Set(quarantine.all().flatMap(({ category, streamId }) => (category === COUNCIL_CATEGORY ? [streamId] : [])));

/** The number of concerns that are folded before they are written together. */
const CONCERNS_AT_ONCE = 1_000;
