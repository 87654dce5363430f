// The support of each council by any body (domain.md, "Aligned support"): offers, agreements, running support, due dates, effects,
// who is at which council when, and contacts for good practice.

import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { CLAIM_CATEGORY } from "../../services/claim/events.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import { readCouncilEvent } from "../../services/council/stream.ts";
import { SIGNAL_CATEGORY } from "../../services/signal/events.ts";
import { readSignalEvent } from "../../services/signal/stream.ts";
import { occurrence } from "../../services/stored-events.ts";
import { SUPPORT_CATEGORY } from "../../services/support/events.ts";
import { supportFacts } from "../../services/support/facts.ts";
import { newsOfSupport } from "../../services/support/news.ts";
import { evolveSupport } from "../../services/support/state.ts";
import { readSupportEvent } from "../../services/support/stream.ts";
import { milestoneDeadlines, supportTasks } from "../../services/support/tasks.ts";
import { openDay } from "../day.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA } from "../inbox/task-table.ts";
import { NEWS_INDEXES, NEWS_SCHEMA, openNews } from "../news/news-rows.ts";
import type { Opened, ReadModel, Tools } from "../runtime/read-model.ts";
import { openPractice, PRACTICE_SCHEMA } from "./practice.ts";
import { type SupportQueries, supportQueries } from "./queries.ts";
import { countedOn, factsText, nextChange, openSupportRows, SUPPORT_SCHEMA } from "./rows.ts";
import { openVisits, VISITS_SCHEMA } from "./visits.ts";

export const supportModel: ReadModel<SupportQueries> = {
  name: "support",
  version: 11,
  categories: [SUPPORT_CATEGORY, COUNCIL_CATEGORY, SIGNAL_CATEGORY, CONCERN_CATEGORY, CLAIM_CATEGORY],
  schema: SUPPORT_SCHEMA + VISITS_SCHEMA + TASKS_SCHEMA + NEWS_SCHEMA + PRACTICE_SCHEMA,
  indexes: TASKS_INDEXES + NEWS_INDEXES,
  open,
};

function open(db: Database, tools: Tools): Opened<SupportQueries> {
  const rows = openSupportRows(db);
  const tasks = openTasks(db);
  const news = openNews(db);
  const practice = openPractice(db);
  const visits = openVisits(db);
  const day = openDay(db, tools, (last, { today: to }) => {
    if (last === undefined) return;
    for (const row of rows.changedBy(to)) {
      rows.count(countedOn(row, last.today), countedOn(row, to));
      rows.setNextChange(row.seq, nextChange(row.state, to));
    }
  });

  function applyToSupport(event: StoredEvent): void {
    const id = event.streamId;
    const row = rows.find(id);
    const read = readSupportEvent(event);
    const state = evolveSupport(id, row?.state, read, occurrence(event));
    const seq = row?.seq ?? rows.insert(state);
    const { today } = day.current();
    rows.update(seq, state, nextChange(state, today));
    const facts = factsText(state);
    if (row?.facts !== facts) rows.setFacts(seq, state, facts);
    visits.applyToSupport(seq, row?.state, state);
    rows.count(row && countedOn(row, today), countedOn({ state, facts }, today));
    const [deadline] = milestoneDeadlines(state)
      .map(({ on }) => on)
      .sort();
    if (deadline === undefined) rows.clearDeadline(seq);
    else rows.setDeadline(seq, deadline);
    tasks.put(id, state.council, row ? supportTasks(row.state) : [], supportTasks(state));
    news.add(id, state.council, event, newsOfSupport(read, state));
    practice.changed(state);
  }

  day.ensureToday();
  return {
    apply(event) {
      const { category, streamId } = event;
      if (category === SUPPORT_CATEGORY) applyToSupport(event);
      else if (category === CLAIM_CATEGORY) tasks.applyClaim(event, ["support"]);
      else if (category === COUNCIL_CATEGORY) {
        const councilEvent = readCouncilEvent(event);
        practice.applyToCouncil(streamId, councilEvent);
        visits.applyToCouncil(streamId, councilEvent, event.version, occurrence(event));
      } else for (const support of supportsArrangedBy(event)) practice.concludedWith(support, rows.find(support)?.state);
    },
    day: day.recorded,
    ensureToday: day.ensureToday,
    pageFailed: day.forget,
    changedElsewhere: day.forget,
    daysToTurnTo: day.daysToTurnTo,
    withdraw({ category, streamId: id }) {
      if (category === CLAIM_CATEGORY) tasks.withdrawClaims(id);
      // An unreadable council's agreements to be contacted and approaches are removed. Supports with it have streams of their own, and stay.
      if (category === COUNCIL_CATEGORY) {
        practice.withdrawCouncil(id);
        visits.withdrawCouncil(id);
      }
      const row = category === SUPPORT_CATEGORY ? rows.find(id) : undefined;
      if (!row) return undefined;
      rows.count(countedOn(row, day.current().today), undefined);
      rows.remove(row.seq);
      visits.withdrawSupport(row.seq);
      tasks.put(id, row.state.council, supportTasks(row.state), []);
      news.removeAll(id);
      practice.withdrawSupport(id);
      // Whom the council lets see it is in events that cannot be read.
      return { ...supportFacts(row.state), shownTo: [], regionSees: false, regionSeesPurpose: false };
    },
    queries: supportQueries(db, { tasks: tasks.queries, news: news.queries }, () => {
      day.ensureToday();
      return day.current().today;
    }),
  };
}

/** Supports that a concern was concluded with, or that a council's own request was answered with. */
function supportsArrangedBy(event: StoredEvent): readonly string[] {
  if (event.category === SIGNAL_CATEGORY) {
    const { type, data } = readSignalEvent(event);
    return type === "SignalAnswered.v1" ? data.supports : [];
  }
  const { type, data } = readConcernEvent(event);
  if (type === "LightSupportArranged.v2") return data.supports;
  return type === "SupportPackageArranged.v2" ? [data.package] : [];
}
