// Support as it stands for each council, whichever body gives it: what is offered, agreed, running, due, overdue, working or not, and which
// offers meet in time or purpose (domain.md, "Aligned support"); and whom a council lets learn from what worked for it.

import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { scopeOf } from "../../policies/engine/facts.ts";
import { CONCERN_STREAM, concernEvents } from "../../services/concern/events.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { COUNCIL_STREAM, councilEvents } from "../../services/council/events.ts";
import { readCouncilEvent } from "../../services/council/stream.ts";
import { SIGNAL_STREAM, signalEvents } from "../../services/signal/events.ts";
import { readSignalEvent } from "../../services/signal/stream.ts";
import { occurrence } from "../../services/stored-events.ts";
import { SUPPORT_STREAM } from "../../services/support/events.ts";
import { supportFacts } from "../../services/support/facts.ts";
import { evolveSupport, isOpen } from "../../services/support/state.ts";
import { readSupportEvent } from "../../services/support/stream.ts";
import { milestoneDeadlines, supportTasks } from "../../services/support/tasks.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA } from "../inbox/task-table.ts";
import { readerFor } from "../runtime/event-filter.ts";
import type { Opened, ReadModel, Tools } from "../runtime/read-model.ts";
import { openPractice, PRACTICE_SCHEMA } from "./practice.ts";
import { type SupportQueries, supportQueries } from "./queries.ts";
import { nextTurn, openSupportRows, SUPPORT_SCHEMA, talliesOf } from "./rows.ts";

export const supportModel: ReadModel<SupportQueries> = {
  name: "support",
  version: 3,
  streams: [SUPPORT_STREAM, COUNCIL_STREAM, SIGNAL_STREAM, CONCERN_STREAM],
  schema: SUPPORT_SCHEMA + TASKS_SCHEMA + PRACTICE_SCHEMA,
  indexes: TASKS_INDEXES,
  open,
};

const readContact = readerFor(readCouncilEvent, councilEvents, ["ContactAgreed.v1", "ContactTakenBack.v1"]);
const readArranged = readerFor(readConcernEvent, concernEvents, ["LightSupportArranged.v2", "SupportPackageArranged.v2"]);
const readAnswered = readerFor(readSignalEvent, signalEvents, ["SignalAnswered.v1"]);

function open(db: Database, { today }: Tools): Opened<SupportQueries> {
  const rows = openSupportRows(db);
  const tasks = openTasks(db);
  const practice = openPractice(db);
  const currentDay = () => rows.day() ?? today();

  function applyToSupport(event: StoredEvent): void {
    const id = event.stream.slice(SUPPORT_STREAM.length);
    const held = rows.find(id);
    const state = evolveSupport(id, held?.state, readSupportEvent(event), occurrence(event));
    const seq = held?.seq ?? rows.insert(state, scopeOf(state.region, state.strand));
    const day = currentDay();
    rows.update(seq, state, nextTurn(state, day));
    // Days, strand and causes are as they were offered: whom it meets changes only as it opens and closes.
    if (!held || isOpen(held.state) !== isOpen(state)) rows.meetOthers(seq, state);
    rows.count(state, held ? talliesOf(held.state, day) : [], talliesOf(state, day));
    rows.fallDue(
      seq,
      milestoneDeadlines(state)
        .map(({ on }) => on)
        .sort()[0],
    );
    tasks.put(id, held ? supportTasks(held.state) : [], supportTasks(state));
    practice.changed(state);
  }

  /** What falls due or overdue by date alone counts from that day on, before anything is answered. */
  function ensureToday(): void {
    const day = today();
    const known = rows.day();
    if (known !== undefined && known >= day) return;
    db.transaction(() => {
      if (known !== undefined)
        for (const { seq, state } of rows.turnedBy(day)) {
          rows.count(state, talliesOf(state, known), talliesOf(state, day));
          rows.setTurn(seq, nextTurn(state, day));
        }
      rows.setDay(day);
    });
  }

  ensureToday();
  return {
    apply(event) {
      const { stream } = event;
      if (stream.startsWith(SUPPORT_STREAM)) applyToSupport(event);
      else if (stream.startsWith(COUNCIL_STREAM)) {
        const contact = readContact(event);
        if (contact) practice.applyToCouncil(stream.slice(COUNCIL_STREAM.length), contact);
      } else for (const support of supportsArrangedBy(event)) practice.concludedWith(support, rows.find(support)?.state);
    },
    day: rows.day,
    withdraw(kind, stream) {
      const id = stream.slice(kind.length);
      // What a council or a concern arranged and answered stays; whom the council lets learn from it does not.
      if (kind === COUNCIL_STREAM) practice.withdrawCouncil(id);
      const held = kind === SUPPORT_STREAM ? rows.find(id) : undefined;
      if (!held) return undefined;
      rows.count(held.state, talliesOf(held.state, currentDay()), []);
      rows.remove(held.seq, held.state.council);
      tasks.put(id, supportTasks(held.state), []);
      practice.withdrawSupport(id);
      return supportFacts(held.state);
    },
    queries: supportQueries(db, tasks.queries, () => {
      ensureToday();
      return currentDay();
    }),
  };
}

/** Supports that a concern was concluded with, or that a council's own request was answered with. */
function supportsArrangedBy(event: StoredEvent): readonly string[] {
  if (event.stream.startsWith(SIGNAL_STREAM)) return readAnswered(event)?.data.supports ?? [];
  if (!event.stream.startsWith(CONCERN_STREAM)) return [];
  const arranged = readArranged(event);
  if (!arranged) return [];
  return arranged.type === "LightSupportArranged.v2" ? arranged.data.supports : [arranged.data.package];
}
