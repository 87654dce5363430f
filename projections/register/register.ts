// The register of concerns: each concern's folded state (narrative still sealed), and its facts of today as columns, so that the
// policy's residual is a WHERE. Lists walk index ranges; counts and facets sum over classes of concerns with equal facts.

import type { Position, StoredEvent } from "../../event-log/port.ts";
import { type Database, transaction } from "../../event-log/stores/database.ts";
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import { nextDeadline } from "../../services/concern/deadlines.ts";
import { CONCERN_STREAM, type ConcernEvent } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { heldBackIn } from "../../services/concern/last-word.ts";
import { type AsOf, NONE_HELD_BACK, nextEnd } from "../../services/concern/shares.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { tasksOf } from "../../services/concern/tasks.ts";
import { textBytes } from "../../services/confidential.ts";
import { COUNCIL_STREAM, type CouncilEvent } from "../../services/council/events.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { readCouncilEvent } from "../../services/council/stream.ts";
import { occurrence } from "../../services/stored-events.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA, type TaskQueries } from "../inbox/task-table.ts";
import type { Quarantine } from "../runtime/quarantine.ts";
import type { Building, LogOfStreams, Opened, ReadModel, Tools } from "../runtime/read-model.ts";
import { type Box, openBoxes, withBoxesApart } from "./boxes.ts";
import { openClasses } from "./classes.ts";
import { type RegisterQueries, registerQueries } from "./queries.ts";
import { type FactsOfDay, openRows, type RegisterRow, ROWS_INDEXES, ROWS_SCHEMA } from "./rows.ts";
import { openTextIndex, TEXT_INDEXES, TEXT_SCHEMA } from "./text-index.ts";
import { piecesChangedBy } from "./text-pieces.ts";
import { rightsDiffer } from "./text-rights.ts";

export type RegisterModelQueries = RegisterQueries & { readonly tasks: TaskQueries };

export const registerModel: ReadModel<RegisterModelQueries> = {
  name: "register",
  version: 8,
  schema: ROWS_SCHEMA + TEXT_SCHEMA + TASKS_SCHEMA,
  streams: [CONCERN_STREAM, COUNCIL_STREAM],
  byStreams: true,
  indexes: ROWS_INDEXES + TEXT_INDEXES + TASKS_INDEXES,
  numbering: {
    classes: "SELECT class, fingerprint, 0 AS n FROM classes",
    texts_rights: "SELECT * FROM texts_rights",
    texts_bodies: "SELECT * FROM texts_bodies",
  },
  comparedAs: { classes: "SELECT * FROM classes WHERE n > 0" },
  open,
};

/** One event onto a state that may hold references in place of sealed text, and the boxes that stand apart. */
function fold(id: string, before: ConcernState | undefined, concernEvent: ConcernEvent, stored: StoredEvent) {
  const { event, boxes: apart } = withBoxesApart(before, concernEvent);
  const state = evolve(id, before, event, occurrence(stored));
  const bytes = (before?.textBytes ?? 0) + textBytes(concernEvent.data);
  return { state: apart.length > 0 ? { ...state, textBytes: bytes } : state, apart };
}

/** The facts that a concern's rows stand for. */
const factsIn = ({ fingerprint }: RegisterRow): ConcernFacts => JSON.parse(fingerprint);

/** What the council says of sharing with one body in one strand reaches every share with it that waits to be made. */
const sharingOf = (council: string, strand: string, body: string): string => `${council}/${strand}/${body}`;

/** The council's words that shares of a concern rest on: a standing agreement each, and whatever is said before a share is made. */
const restingOn = (state: ConcernState | undefined): ReadonlySet<string> =>
  new Set(
    state?.shares.flatMap(({ standingAgreement, body, made, ended }) => [
      ...(standingAgreement === undefined ? [] : [standingAgreement]),
      ...(made || ended ? [] : [sharingOf(state.council, state.strand, body)]),
    ]),
  );

/**
 * A concern that events of a page are about: as the register holds it, and as they make it, with the pieces of text that they change. `told`:
 * the council was told of evidence.
 */
type Met = {
  readonly before: RegisterRow | undefined;
  readonly state: ConcernState;
  readonly boxes: readonly Box[];
  readonly pieces: Set<number>;
  readonly told: boolean;
};

function open(db: Database, { keys, today }: Tools, quarantine: Quarantine): Opened<RegisterModelQueries> {
  const classes = openClasses(db);
  const rows = openRows(db, classes);
  const boxes = openBoxes(db);
  const texts = openTextIndex(
    db,
    keys,
    (seq) => {
      const held = rows.load(seq);
      return { state: held.state, facts: factsIn(held) };
    },
    boxes,
  );
  const tasks = openTasks(db);
  /** Concerns of this page, in the order in which they were met: folded event by event, and written once. */
  let page = new Map<string, Met>();

  /** Councils whose word cannot be read: as far as anybody knows, they object to every share. */
  let silenced = councilsIn(quarantine);

  const currentDay = () => ({ today: rows.day() ?? today(), standing: rows.standing, heldBack: NONE_HELD_BACK });
  const dayFor = ({ council }: ConcernState): AsOf =>
    silenced.has(council) ? { ...currentDay(), heldBack: ALL_HELD_BACK } : currentDay();
  /** Looked up where a share waits to be made, and nowhere else. */
  const heldBack = (state: ConcernState, says = () => rows.saidBy(state.council)): AsOf["heldBack"] =>
    silenced.has(state.council)
      ? ALL_HELD_BACK
      : state.shares.some(({ made, ended }) => !made && !ended)
        ? heldBackIn(state, says())
        : new Set();
  const tasksIn = (state: ConcernState, says?: CouncilState) =>
    tasksOf(state, { standing: rows.standing, heldBack: heldBack(state, says && (() => says)) });
  const factsNow = (state: ConcernState): FactsOfDay => ({
    facts: factsOf(state, dayFor(state)),
    nextEnd: nextEnd(state, currentDay().today),
  });

  function applyToConcern(event: StoredEvent): void {
    const id = event.stream.slice(CONCERN_STREAM.length);
    const concernEvent = readConcernEvent(event);
    const met = page.get(id);
    const before = met ? met.before : rows.find(id);
    const { state, apart } = fold(id, met?.state ?? before?.state, concernEvent, event);
    const pieces = met?.pieces ?? new Set<number>();
    for (const piece of piecesChangedBy(concernEvent, state)) pieces.add(piece);
    page.set(id, {
      before,
      state,
      boxes: met ? [...met.boxes, ...apart] : apart,
      pieces,
      told: met?.told || concernEvent.type === "CouncilMadeAware.v1",
    });
  }

  function writePage(): void {
    const written = [...page.values()].map((met) => ({ ...met, ...write(met.before, met.state, met.boxes) }));
    // Words come last: rows that are written in between would make the index write out what it has gathered, concern by concern.
    texts.add(written.filter(({ before }) => !before));
    for (const { before, state, pieces, told, seq, facts } of written) {
      if (!before) continue;
      texts.change(seq, { state, facts }, pieces);
      if (told || rightsDiffer(factsIn(before), facts)) texts.mark(seq, { state, facts });
    }
    page = new Map();
    classes.settle();
  }

  function write(
    before: RegisterRow | undefined,
    state: ConcernState,
    apart: readonly Box[],
  ): { readonly seq: number; readonly facts: ConcernFacts } {
    const now = factsNow(state);
    if (before) rows.change(before, state, now);
    const seq = before?.seq ?? rows.add(state, now);
    boxes.put(seq, apart);
    rows.rest(seq, restingOn(before?.state), restingOn(state));
    const due = nextDeadline(state);
    if (before || due) rows.fallDue(seq, due);
    tasks.put(state.id, before ? tasksIn(before.state) : [], tasksIn(state));
    return { seq, facts: now.facts };
  }

  /** What the council says of sharing counts at once in every concern that has to do with it. */
  function applyToCouncil(event: StoredEvent): void {
    const code = event.stream.slice(COUNCIL_STREAM.length);
    const councilEvent = readCouncilEvent(event);
    const before = rows.saidBy(code);
    const after = evolveCouncil(before, councilEvent, occurrence(event));
    const subjects = subjectsOf(code, councilEvent, before);
    // What this page did before stands on what had been said until then.
    if (subjects.length > 0) writePage();
    const resting = [...new Set(subjects.flatMap((subject) => rows.restingOn(subject)))].map((seq) => ({
      seq,
      waiting: tasksIn(rows.load(seq).state, before),
    }));
    if (councilEvent.type === "StandingAgreementGiven.v1") rows.stand(councilEvent.data.agreement);
    if (councilEvent.type === "StandingAgreementTakenBack.v1") rows.fall(councilEvent.data.agreement);
    rows.setSaid(code, after);
    for (const { seq, waiting } of resting) {
      const { state } = refresh(seq);
      tasks.put(state.id, waiting, tasksIn(state));
    }
  }

  /** The concern stands in no list, count or search any more, is shared with nobody, and nothing of it waits for anybody. */
  function withdrawConcern(id: string): object | undefined {
    const held = rows.find(id);
    if (!held) return undefined;
    tasks.put(id, tasksIn(held.state), []);
    rows.rest(held.seq, restingOn(held.state), new Set());
    texts.withdraw(held.seq);
    boxes.remove(held.seq);
    rows.remove(held);
    return { ...factsIn(held), headlineSharedWith: [], summarySharedWith: [], evidenceSharedWith: [] } satisfies ConcernFacts;
  }

  /** Nothing that the council said holds: no agreement stands, and no share of its concerns is live. */
  function withdrawCouncil(code: string): object {
    const concerned = rows.ofCouncil(code).map((seq) => ({ seq, waiting: tasksIn(rows.load(seq).state) }));
    for (const { agreement } of rows.saidBy(code).agreements) rows.fall(agreement);
    rows.setSaid(code, EMPTY_COUNCIL);
    silenced = new Set([...silenced, code]);
    for (const { seq, waiting } of concerned) {
      const { state } = refresh(seq);
      tasks.put(state.id, waiting, tasksIn(state));
    }
    return { council: code };
  }

  function refresh(seq: number): RegisterRow {
    const held = rows.load(seq);
    const now = factsNow(held.state);
    rows.change(held, held.state, now);
    if (rightsDiffer(factsIn(held), now.facts)) texts.mark(seq, { state: held.state, facts: now.facts });
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
    silenced = councilsIn(quarantine);
    rows.forget();
    classes.forget();
    texts.forget();
  }

  /** Every concern is folded from its own stream and written once: what follows from its events, follows from them all. */
  async function build(
    log: LogOfStreams,
    until: Position,
    transact: (work: () => void) => void,
    building: Building,
  ): Promise<void> {
    const upTo = async (stream: string) => (await log.readStream(stream)).filter(({ position }) => position <= until);
    for (const stream of await log.streams(COUNCIL_STREAM)) {
      const events = await upTo(stream);
      transact(() => {
        const failure = eachUntil(events, (event) => {
          building.examine(event);
          applyToCouncil(event);
        });
        if (failure) building.quarantine(...failure);
      });
    }
    transact(() => texts.building(true));
    const streams = await log.streams(CONCERN_STREAM);
    for (let next = 0; next < streams.length; next += TOGETHER) {
      const folded: { readonly state: ConcernState; readonly boxes: readonly Box[] }[] = [];
      const failures: [StoredEvent, unknown][] = [];
      for (const stream of streams.slice(next, next + TOGETHER)) {
        const id = stream.slice(CONCERN_STREAM.length);
        const boxes: Box[] = [];
        let state: ConcernState | undefined;
        const failure = eachUntil(await upTo(stream), (event) => {
          building.examine(event);
          const step = fold(id, state, readConcernEvent(event), event);
          boxes.push(...step.apart);
          state = step.state;
        });
        if (failure) failures.push(failure);
        if (state) folded.push({ state, boxes });
      }
      transact(() => {
        texts.add(folded.map(({ state, boxes }) => ({ state, ...write(undefined, state, boxes) })));
        for (const failure of failures) building.quarantine(...failure);
      });
    }
    transact(() => {
      texts.building(false);
      classes.settle();
    });
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
    withdraw: (kind, stream) =>
      kind === CONCERN_STREAM ? withdrawConcern(stream.slice(kind.length)) : withdrawCouncil(stream.slice(kind.length)),
    work: texts.work,
    day: rows.day,
    queries: {
      tasks: tasks.queries,
      ...registerQueries(db, classes, texts.rightId, boxes, heldBack, () => {
        ensureToday();
        return currentDay();
      }),
    },
  };
}

/** What shares rest on that the event is about. */
function subjectsOf(council: string, { type, data }: CouncilEvent, { agreements }: CouncilState): readonly string[] {
  if (type === "StandingAgreementGiven.v1" || type === "SharingPositionRecorded.v1")
    return [sharingOf(council, data.strand, data.body)];
  if (type !== "StandingAgreementTakenBack.v1") return [];
  const given = agreements.find(({ agreement }) => agreement === data.agreement);
  return [data.agreement, ...(given ? [sharingOf(council, given.strand, given.body)] : [])];
}

/** Events in order, until one fails: that one, and what it fails of. */
function eachUntil(events: readonly StoredEvent[], work: (event: StoredEvent) => void): [StoredEvent, unknown] | undefined {
  for (const event of events)
    try {
      work(event);
    } catch (error) {
      return [event, error];
    }
  return undefined;
}

const ALL_HELD_BACK: AsOf["heldBack"] = { has: () => true };

const councilsIn = (quarantine: Quarantine): ReadonlySet<string> =>
  new Set(
    quarantine.all().flatMap(({ stream }) => (stream.startsWith(COUNCIL_STREAM) ? [stream.slice(COUNCIL_STREAM.length)] : [])),
  );

/** Concerns that are folded before they are written together. */
const TOGETHER = 1_000;
