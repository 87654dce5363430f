// Whether an event changed a person's unread news: news of the event came, or the right to older news of a record that it changed began or ended. The news of
// the record is compared, before and after the event, with the person's rights of today.
import type { StoredEvent } from "../../event-log/port.ts";
import type { NewsOfRecord } from "../../projections/news/news-rows.ts";
import { openBodies } from "../../services/concern/open-words.ts";
import { wordsOf } from "../../services/concern/words.ts";
import { newsAudiencesOf } from "../../services/news.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { subjectOfNewsIn } from "../news/news-item.ts";
import { hasUnreadAmong, type NewsDeps } from "../news/read-news.ts";
import { recordReadModels, type SubjectRecord } from "../subject-record.ts";
import { decidingFacts } from "./deciding-facts.ts";
import type { PersonalChange } from "./personal-topic.ts";
import type { RecordChange } from "./record-changes.ts";

/** None if nobody's news can be other news. `event` is the last one that changed the record. The read models hold the event, and keep the news of a record as long as it can be read. */
export function newsChangesByRecord(
  deps: NewsDeps,
  { position }: StoredEvent,
  { subject, before, after, since }: RecordChange,
): readonly PersonalChange[] {
  const rows = recordReadModels(deps)
    .flatMap((model) => model.queries().news.of(subject))
    .filter((news) => news.position <= position);
  const areRightsSame = decidesOf(before.record) === decidesOf(after.record);
  const later = areRightsSame ? rows.filter((news) => news.position >= since) : rows;
  const earlier = later.filter((news) => news.position < since);
  if (later.length === 0) return [];
  const isSeenBy = (viewer: Viewer): boolean => {
    const [readBefore, readAfter] = [readable(deps, viewer, earlier, before.record), readable(deps, viewer, later, after.record)];
    const changed = later.filter((news) => readBefore.get(news) !== readAfter.get(news));
    return hasUnreadAmong(deps, viewer, changed);
  };
  return [{ audiences: new Set(later.map(({ audience }) => audience)), isSeenBy }];
}

/** News that the person may read -> what it tells them of its record. */
function readable(
  deps: NewsDeps,
  { person, facts }: Viewer,
  rows: readonly NewsOfRecord[],
  record: SubjectRecord | undefined,
): ReadonlyMap<NewsOfRecord, string> {
  const [audiences, today] = [new Set(newsAudiencesOf(facts)), deps.today()];
  const begun = rows.filter(
    ({ audience, actor, from }) => audiences.has(audience) && actor !== person && (from === undefined || from <= today),
  );
  return new Map(
    begun.flatMap((news) => {
      const subject = subjectOfNewsIn(deps, facts, news, record);
      return subject ? [[news, JSON.stringify(subject)] as const] : [];
    }),
  );
}

/** All of a record that decides who reads its news, as text for comparison: of a concern also to whom its words are open. */
function decidesOf(record: SubjectRecord | undefined): string {
  if (record?.type !== "concern") return decidingFacts(record);
  const { state: stateOf, day } = record.concern;
  const state = stateOf();
  const words = wordsOf(state).map((word) => [word, openBodies(state, day, word)]);
  const withdrawn = state.evidence.flatMap(({ evidence, withdrawn }) => (withdrawn ? [evidence] : []));
  return JSON.stringify([decidingFacts(record), words, withdrawn]);
}
