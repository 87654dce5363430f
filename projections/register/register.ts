// The register of concerns: each concern's folded state (narrative still sealed), and its facts of today as columns, so that the
// policy's residual is a WHERE. Lists walk index ranges; counts and facets sum over classes of concerns with equal facts.
import { type Database, transaction } from "../../event-log/database.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import { nextDeadline } from "../../services/concern/deadlines.ts";
import { CONCERN_STREAM } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { readConcernEvent } from "../../services/concern/service.ts";
import { nextEnd } from "../../services/concern/shares.ts";
import { evolve } from "../../services/concern/state.ts";
import { tasksOf } from "../../services/concern/tasks.ts";
import { COUNCIL_STREAM } from "../../services/council/events.ts";
import { readCouncilEvent } from "../../services/council/service.ts";
import { occurrence } from "../../services/stored-events.ts";
import { openTasks, TASKS_SCHEMA, type TaskQueries } from "../inbox/task-table.ts";
import type { Opened, ReadModel, Tools } from "../read-model.ts";
import { type RegisterQueries, registerQueries } from "./queries.ts";
import { type Held, openRows, ROWS_SCHEMA } from "./rows.ts";
import { openTextIndex, TEXT_SCHEMA } from "./text-index.ts";

export type RegisterModelQueries = RegisterQueries & { readonly tasks: TaskQueries };

export const registerModel: ReadModel<RegisterModelQueries> = {
  name: "register",
  version: 2,
  schema: ROWS_SCHEMA + TEXT_SCHEMA + TASKS_SCHEMA,
  open,
};

function open(db: Database, { keys, today }: Tools): Opened<RegisterModelQueries> {
  const rows = openRows(db);
  const texts = openTextIndex(db, keys);
  const tasks = openTasks(db);
  /** Concerns met in this page's transaction, so that a run of events on one is folded without reading it back. */
  const page = new Map<string, Held>();

  const currentDay = () => ({ today: rows.day() ?? today(), standing: rows.standing });

  function applyToConcern(event: StoredEvent): void {
    const id = event.stream.slice(CONCERN_STREAM.length);
    const concernEvent = readConcernEvent(event);
    const held = page.get(id) ?? rows.find(id);
    const state = evolve(id, held?.state, concernEvent, occurrence(event));
    const facts = factsOf(state, currentDay());
    const seq = held ? held.seq : rows.insert(id, facts);
    const fingerprint = rows.update(seq, state, held?.fingerprint, facts, nextEnd(state, currentDay().today));
    if (concernEvent.type === "ShareProposed.v1" && concernEvent.data.standingAgreement)
      rows.rest(concernEvent.data.standingAgreement, seq);
    rows.fallDue(seq, nextDeadline(state));
    tasks.put(id, held ? tasksOf(held.state, rows.standing) : [], tasksOf(state, rows.standing));
    texts.update(seq, state, concernEvent.type);
    page.set(id, { seq, state, fingerprint });
  }

  /** A share that rests on a standing agreement ends with it, at once, in every concern. */
  function applyToCouncil(event: StoredEvent): void {
    const { type, data } = readCouncilEvent(event);
    if (type === "StandingAgreementGiven.v1") rows.stand(data.agreement);
    else if (type === "StandingAgreementTakenBack.v1") {
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
    const { state, fingerprint } = held;
    rows.update(seq, undefined, fingerprint, factsOf(state, currentDay()), nextEnd(state, currentDay().today));
    page.delete(state.id);
    return held;
  }

  /** Facts are those of one day. When it has turned, what ended by date ends here, before anything is answered. */
  function ensureToday(): void {
    const day = today();
    const known = rows.day();
    if (known !== undefined && known >= day) return;
    transaction(db, () => {
      rows.setDay(day);
      for (const seq of rows.endedBy(day)) refresh(seq);
    });
    page.clear();
  }

  ensureToday();
  return {
    apply(event) {
      if (event.stream.startsWith(CONCERN_STREAM)) applyToConcern(event);
      else if (event.stream.startsWith(COUNCIL_STREAM)) applyToCouncil(event);
    },
    pageEnded: () => {
      page.clear();
      rows.forget();
    },
    queries: {
      tasks: tasks.queries,
      ...registerQueries(db, () => {
        ensureToday();
        return currentDay();
      }),
    },
  };
}
