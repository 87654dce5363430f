// The register of concerns: each concern's folded state (narrative still sealed), and its facts of today as columns, so that the
// policy's residual is a WHERE. Lists walk index ranges; counts and facets sum over classes of concerns with equal facts.
import { type Database, transaction } from "../../event-log/database.ts";
import type { Position, StoredEvent } from "../../event-log/port.ts";
import { nextDeadline } from "../../services/concern/deadlines.ts";
import { CONCERN_STREAM } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { foldConcern, readConcernEvent } from "../../services/concern/service.ts";
import { nextEnd } from "../../services/concern/shares.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { tasksOf } from "../../services/concern/tasks.ts";
import { COUNCIL_STREAM } from "../../services/council/events.ts";
import { readCouncilEvent } from "../../services/council/service.ts";
import { occurrence } from "../../services/stored-events.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA, type TaskQueries } from "../inbox/task-table.ts";
import type { LogOfStreams, Opened, ReadModel, Tools } from "../read-model.ts";
import { openClasses } from "./classes.ts";
import { type RegisterQueries, registerQueries } from "./queries.ts";
import { type Facts, type Held, openRows, ROWS_INDEXES, ROWS_SCHEMA } from "./rows.ts";
import { openTextIndex, partsChangedBy, TEXT_INDEXES, TEXT_PARTS, TEXT_SCHEMA, type TextPart } from "./text-index.ts";

export type RegisterModelQueries = RegisterQueries & { readonly tasks: TaskQueries };

export const registerModel: ReadModel<RegisterModelQueries> = {
  name: "register",
  version: 5,
  schema: ROWS_SCHEMA + TEXT_SCHEMA + TASKS_SCHEMA,
  byStreams: true,
  indexes: ROWS_INDEXES + TEXT_INDEXES + TASKS_INDEXES,
  open,
};

/** The standing agreements of its council that shares of a concern rest on. */
const restingOn = (state: ConcernState | undefined): ReadonlySet<string> =>
  new Set(state?.shares.flatMap(({ standingAgreement }) => standingAgreement ?? []));

/** A concern that events of a page are about: as the register holds it, and as they make it. */
type Met = { readonly before: Held | undefined; readonly state: ConcernState; readonly words: ReadonlySet<TextPart> };

function open(db: Database, { keys, today }: Tools): Opened<RegisterModelQueries> {
  const classes = openClasses(db);
  const rows = openRows(db, classes);
  const texts = openTextIndex(db, keys);
  const tasks = openTasks(db);
  /** Concerns of this page, in the order in which they were met: folded event by event, and written once. */
  let page = new Map<string, Met>();

  const currentDay = () => ({ today: rows.day() ?? today(), standing: rows.standing });
  const factsNow = (state: ConcernState): Facts => ({
    facts: factsOf(state, currentDay()),
    nextEnd: nextEnd(state, currentDay().today),
  });

  function applyToConcern(event: StoredEvent): void {
    const id = event.stream.slice(CONCERN_STREAM.length);
    const concernEvent = readConcernEvent(event);
    const met = page.get(id);
    const before = met ? met.before : rows.find(id);
    const state = evolve(id, met?.state ?? before?.state, concernEvent, occurrence(event));
    const words = partsChangedBy(concernEvent.type);
    page.set(id, { before, state, words: met ? met.words.union(words) : words });
  }

  function writePage(): void {
    for (const { before, state, words } of page.values()) write(before, state, words);
    page = new Map();
    classes.settle();
  }

  function write(before: Held | undefined, state: ConcernState, words: ReadonlySet<TextPart>): void {
    if (before) rows.change(before, state, factsNow(state));
    const seq = before?.seq ?? rows.add(state, factsNow(state));
    rows.rest(seq, restingOn(before?.state), restingOn(state));
    const due = nextDeadline(state);
    if (before || due) rows.fallDue(seq, due);
    tasks.put(state.id, before ? tasksOf(before.state, rows.standing) : [], tasksOf(state, rows.standing));
    texts.update(seq, state, words, before === undefined);
  }

  /** A share that rests on a standing agreement ends with it, at once, in every concern. */
  function applyToCouncil(event: StoredEvent): void {
    const { type, data } = readCouncilEvent(event);
    if (type === "StandingAgreementGiven.v1") rows.stand(data.agreement);
    else if (type === "StandingAgreementTakenBack.v1") {
      // What this page did before stands on the agreement as it was.
      writePage();
      const resting = rows
        .restingOn(data.agreement)
        .map((seq) => ({ seq, before: tasksOf(rows.load(seq).state, rows.standing) }));
      rows.fall(data.agreement);
      for (const { seq, before } of resting) {
        const { state } = refresh(seq);
        tasks.put(state.id, before, tasksOf(state, rows.standing));
      }
    }
  }

  function refresh(seq: number): Held {
    const held = rows.load(seq);
    rows.change(held, held.state, factsNow(held.state));
    return held;
  }

  /** Facts are those of one day. When it has turned, what ended by date ends here, before anything is answered. */
  function ensureToday(): void {
    const day = today();
    const known = rows.day();
    if (known !== undefined && known >= day) return;
    try {
      transaction(db, () => {
        rows.setDay(day);
        for (const seq of rows.endedBy(day)) refresh(seq);
        classes.settle();
      });
    } catch (error) {
      forget();
      throw error;
    }
  }

  /** A transaction was taken back: nothing that is remembered of it holds. */
  function forget(): void {
    page = new Map();
    rows.forget();
    classes.forget();
  }

  /** Every concern is folded from its own stream and written once: what follows from its events, follows from them all. */
  async function build(log: LogOfStreams, until: Position, transact: (work: () => void) => void): Promise<void> {
    const upTo = async (stream: string) => (await log.readStream(stream)).filter(({ position }) => position <= until);
    for (const stream of await log.streams(COUNCIL_STREAM)) {
      const events = await upTo(stream);
      transact(() => events.forEach(applyToCouncil));
    }
    const streams = await log.streams(CONCERN_STREAM);
    for (let next = 0; next < streams.length; next += TOGETHER) {
      const states: ConcernState[] = [];
      for (const stream of streams.slice(next, next + TOGETHER)) {
        const state = foldConcern(stream.slice(CONCERN_STREAM.length), await upTo(stream));
        if (state) states.push(state);
      }
      transact(() => {
        for (const state of states) write(undefined, state, EVERY_PART);
      });
    }
    transact(classes.settle);
  }

  ensureToday();
  return {
    build,
    apply(event) {
      if (event.stream.startsWith(CONCERN_STREAM)) applyToConcern(event);
      else if (event.stream.startsWith(COUNCIL_STREAM)) applyToCouncil(event);
    },
    pageApplied: writePage,
    pageFailed: forget,
    queries: {
      tasks: tasks.queries,
      ...registerQueries(db, classes, () => {
        ensureToday();
        return currentDay();
      }),
    },
  };
}

const EVERY_PART: ReadonlySet<TextPart> = new Set(TEXT_PARTS);

/** Concerns that are folded before they are written together. */
const TOGETHER = 1_000;
