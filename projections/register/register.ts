// The register of concerns: each concern's folded state (narrative still sealed), and its facts of today as columns, so that a policy's residual
// becomes a WHERE clause. It applies no rights: queries/concerns does.

import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { StreamParts } from "../../event-log/stream-name.ts";
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import { CLAIM_CATEGORY } from "../../services/claim/events.ts";
import { nextDeadline } from "../../services/concern/deadlines.ts";
import { CONCERN_CATEGORY, type ConcernEvent, concernEvents } from "../../services/concern/events.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { readCouncilEvent } from "../../services/council/stream.ts";
import type { Days } from "../../services/decision-context.ts";
import { occurrence } from "../../services/stored-events.ts";
import { openDay } from "../day.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA } from "../inbox/task-table.ts";
import { NEWS_INDEXES, NEWS_SCHEMA, openNews } from "../news/news-rows.ts";
import type { Quarantine } from "../runtime/quarantine.ts";
import type { Opened, ReadModel, Tools } from "../runtime/read-model.ts";
import { openSelect } from "../select.ts";
import { openBoxes } from "./boxes.ts";
import { buildRegister } from "./build-register.ts";
import { CLASSES_COMPARED, openClasses } from "./classes.ts";
import { openDayFacts } from "./day-facts.ts";
import { type FoldedConcern, foldEvent } from "./fold-event.ts";
import { openRecords } from "./records.ts";
import { openRows, type RegisterRow, ROWS_INDEXES, ROWS_SCHEMA } from "./rows.ts";
import { dependenciesChanged, dependenciesOf } from "./share-dependencies.ts";
import { openShareTaskQueries, SHARE_TASKS_INDEXES } from "./share-tasks.ts";
import { audiencesDiffer } from "./text-audiences.ts";
import { openTextIndex, TEXT_INDEXES, TEXT_SCHEMA } from "./text-index.ts";
import { piecesChangedBy } from "./text-pieces.ts";

export type RegisterTables = ReturnType<typeof open>["queries"];

export const registerModel: ReadModel<RegisterTables> = {
  name: "register",
  version: 14,
  schema: ROWS_SCHEMA + TEXT_SCHEMA + TASKS_SCHEMA + NEWS_SCHEMA,
  categories: [CONCERN_CATEGORY, COUNCIL_CATEGORY, CLAIM_CATEGORY],
  byStreams: true,
  indexes: ROWS_INDEXES + TEXT_INDEXES + TASKS_INDEXES + SHARE_TASKS_INDEXES + NEWS_INDEXES,
  numbering: {
    classes: "SELECT class, fingerprint, 0 AS n, 0 AS changed FROM classes",
    texts_rights: "SELECT * FROM texts_rights",
    texts_bodies: "SELECT * FROM texts_bodies",
  },
  comparedAs: CLASSES_COMPARED,
  open,
};

const factsIn = ({ fingerprint }: RegisterRow): ConcernFacts => JSON.parse(fingerprint);

/** A concern that a page's events have changed. */
type ChangedConcern = FoldedConcern & {
  /** The row before the page; undefined for a new concern. */
  readonly before: RegisterRow | undefined;
  /** The changed pieces of text. */
  readonly pieces: Set<number>;
  /** Words may have opened to recipients, or closed. */
  readonly opens: boolean;
};

function open(db: Database, { keys, ...clock }: Tools, quarantine: Quarantine) {
  const { inSnapshot = (read) => read() } = clock;
  const classes = openClasses(db);
  const rows = openRows(db, classes);
  const boxes = openBoxes(db);
  const load = (seq: number) => {
    const row = rows.load(seq);
    return indexed(row.state, factsIn(row));
  };
  const texts = openTextIndex(db, keys, load, boxes, clock.inSnapshot !== undefined);
  const tasks = openTasks(db);
  const news = openNews(db);
  /** The page's concerns in the order of their first event: folded event by event, and written once. */
  let page = new Map<string, ChangedConcern>();
  /** Councils with an unreadable stream: they may object to every share. */
  let unreadableCouncils = councilsIn(quarantine);

  /** The date of the facts. */
  const day = openDay(db, clock, turnTo, forget);
  const { currentDay, blocked, tasksIn, indexed, factsNow } = openDayFacts({
    ...{ current: day.current, councilState: rows.councilState },
    inForce: { has: (agreement) => inSnapshot(() => rows.inForce.has(agreement)) },
    isUnreadable: (council) => unreadableCouncils.has(council),
  });

  function applyToConcern(event: StoredEvent): void {
    const id = event.streamId;
    const concernEvent = readConcernEvent(event);
    const earlier = page.get(id);
    const before = earlier ? earlier.before : rows.find(id);
    const { state, boxes: apart, news: found } = foldEvent(id, earlier?.state ?? before?.state, concernEvent, event);
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
    const written = [...page.values()].map((one) => ({ ...one, ...write(one.before, one) }));
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
    { state, boxes: written, news: happened }: FoldedConcern,
  ): { readonly seq: number; readonly facts: ConcernFacts } {
    const tasksNow = tasksIn(state);
    const now = factsNow(state, tasksNow);
    if (before) rows.change(before, state, now);
    const seq = before?.seq ?? rows.add(state, now);
    // The text index keeps the name of a discarded concern's key, so that it erases the words again when the key is destroyed.
    if (state.untold.discarded) boxes.remove(seq);
    else boxes.put(seq, written);
    rows.linkAgreement(seq, dependenciesOf(before?.state), dependenciesOf(state));
    const due = nextDeadline(state);
    if (due) rows.setDeadline(seq, due);
    else if (before) rows.clearDeadline(seq);
    tasks.put(state.id, state.council, before ? tasksIn(before.state) : [], tasksNow, {
      before: before?.state.owner,
      after: state.owner,
    });
    for (const { stored, news: found } of happened) news.add(state.id, state.council, stored, found);
    return { seq, facts: now.facts };
  }

  /** Applies a council's statement about sharing at once to every concern that depends on it. */
  function applyToCouncil(event: StoredEvent): void {
    const code = event.streamId;
    const councilEvent = readCouncilEvent(event);
    const before = rows.councilState(code);
    const after = evolveCouncil(before, councilEvent, occurrence(event));
    const changed = dependenciesChanged(code, councilEvent, before);
    // Earlier events of this page depend on the council's state before this one.
    if (changed.length > 0) writePage();
    const dependent = [...new Set(changed.flatMap(rows.linkedTo))];
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
      const { id, council, owner } = state;
      tasks.put(id, council, earlier[index] ?? [], tasksIn(state), { before: owner, after: owner });
    }
  }

  /** Removes the concern from every list, count and search, and its tasks and shares. */
  function withdrawConcern(id: string): object | undefined {
    const row = rows.find(id);
    if (!row) return undefined;
    tasks.put(id, row.state.council, tasksIn(row.state), []);
    news.removeAll(id);
    rows.linkAgreement(row.seq, dependenciesOf(row.state), new Set());
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

  /** Writes new concerns, and their words together. */
  function addConcerns(concerns: readonly FoldedConcern[]): void {
    texts.add(
      concerns.map((concern) => {
        const { seq, facts } = write(undefined, concern);
        return { seq, ...indexed(concern.state, facts) };
      }),
    );
  }

  /** The tasks of the page's concerns are written first. */
  function applyToClaim(event: StoredEvent): void {
    writePage();
    tasks.applyClaim(event, ["concern"]);
  }

  const writers = {
    ...{ applyToCouncil, addConcerns, applyToClaim },
    begin: () => texts.building(true),
    finish() {
      texts.building(false);
      classes.flush();
    },
  };

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
    build: (...how) => buildRegister(writers, ...how),
    apply(event: StoredEvent) {
      if (event.category === CONCERN_CATEGORY) applyToConcern(event);
      else if (event.category === COUNCIL_CATEGORY) applyToCouncil(event);
      else if (event.category === CLAIM_CATEGORY) applyToClaim(event);
    },
    pageApplied: writePage,
    pageFailed: forget,
    withdraw({ category, streamId }: StreamParts) {
      if (category === CLAIM_CATEGORY) {
        tasks.withdrawClaims(streamId);
        return undefined;
      }
      return category === CONCERN_CATEGORY ? withdrawConcern(streamId) : withdrawCouncil(streamId);
    },
    erase: texts.erase,
    work: texts.work,
    day: day.recorded,
    ensureToday: day.ensureToday,
    daysToTurnTo: day.daysToTurnTo,
    changedElsewhere() {
      unreadableCouncils = councilsIn(quarantine);
      day.forget();
      rows.changedElsewhere(classes.changedElsewhere());
    },
    queries: {
      tasks: tasks.queries,
      news: news.queries,
      ...openShareTaskQueries(db, () => day.current().today),
      select: openSelect(db),
      classes: { factsOf: classes.factsOf, all: classes.all },
      /** The people whom some concern names as readers, and the tokens of those to whom a share of one is limited. */
      named: rows.named,
      dependentOn: rows.dependentOn,
      audienceId: texts.audienceId,
      ...openRecords(db, { classes, boxes, blocked, inSnapshot, day: asOfToday }),
    },
  } satisfies Opened<unknown>;
}

/** Whether an event can open words to the recipients of a share, or close them, while it leaves the facts as they are. */
const mayOpenWords = ({ type }: ConcernEvent): boolean =>
  type === "CouncilMadeAware.v2" ||
  type === "AwarenessAnswered.v1" ||
  type === "WordsAnswered.v1" ||
  concernEvents[type].changes === "share";

const councilsIn = (quarantine: Quarantine): ReadonlySet<string> =>
  new Set(quarantine.all().flatMap(({ category, streamId }) => (category === COUNCIL_CATEGORY ? [streamId] : [])));
