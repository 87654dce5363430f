// Reads a person's news: what happened to the records of their audiences, newest first, as far as policy lets them read it now.
import type { Position } from "../../event-log/port.ts";
import { NEWEST_PLACE, type NewsOfRecord, type NewsPlace, type NewsRange, newsPlace } from "../../projections/news/news-rows.ts";
import type { PolicyQueries } from "../../projections/policy/policy.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { londonDate, startOf } from "../../services/dates.ts";
import { type NewsAudience, type NewsKind, newsAudiencesOf } from "../../services/news.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";
import { recordReadModels } from "../subject-record.ts";
import { type NewsItemDeps, type NewsSubject, subjectOfNews } from "./news-item.ts";

export type NewsDeps = NewsItemDeps &
  Pick<ReadDeps, "today" | "people"> & { readonly policyVersions: Pick<Follower<PolicyQueries>, "queries"> };

export type NewsItem = Omit<NewsOfRecord, "audience" | "tells" | "actor"> & NewsSubject & { readonly unread: boolean };
export type NewsPage = { readonly items: readonly NewsItem[]; readonly end?: NewsPlace; readonly more: boolean };
export type NewsFilter = {
  readonly kinds?: readonly NewsKind[] | undefined;
  readonly council?: string | undefined;
  readonly unread?: boolean | undefined;
};

/** The most unread news that is counted. */
export const MAX_COUNTED = 100;

/** The most news that is compared with policy for one page. A body keeps the news of all shares that it ever had, most of which it may no longer read. */
export const MAX_EXAMINED = 1_000;

const MIN_BATCH = 20;

/**
 * Returns a page of news, newest first. The page is short, and goes on at `end`, if most of what was examined for it may not be read. Otherwise `end`
 * belongs to the last item on the page.
 */
export function readNews(
  deps: NewsDeps,
  viewer: Viewer,
  filter: NewsFilter,
  after: NewsPlace | undefined,
  limit: number,
): NewsPage {
  return readPage(deps, viewer, filter, after, limit, unreadMarks(deps, viewer));
}

function readPage(
  deps: NewsDeps,
  viewer: Viewer,
  filter: NewsFilter,
  after: NewsPlace | undefined,
  limit: number,
  marks: readonly UnreadMark[],
): NewsPage {
  const items: NewsItem[] = [];
  let place = after ?? NEWEST_PLACE;
  let end: NewsPlace | undefined;
  const size = Math.max(limit, MIN_BATCH) + 1;
  for (let examined = 0; ; ) {
    const batch = newsBefore(deps, viewer, filter, marks, place, size);
    for (const alternatives of batch) {
      if (examined === MAX_EXAMINED) return { items, more: true, end: place };
      const item = itemOf(deps, viewer, filter, alternatives);
      if (item && items.length === limit) return { items, more: true, ...(end && { end }) };
      examined += 1;
      place = newsPlace(alternatives[0]);
      if (!item) continue;
      items.push(item);
      end = place;
    }
    if (batch.length < size) return { items, more: false, ...(end && { end }) };
  }
}

/** The news as the reader gets it through the first of their audiences by which they may read it. */
function itemOf(deps: NewsDeps, viewer: Viewer, filter: NewsFilter, alternatives: Alternatives): NewsItem | undefined {
  for (const news of alternatives) {
    const subject = filter.unread && !news.unread ? undefined : subjectOfNews(deps, viewer.facts, news);
    const { audience: _, tells: __, actor: ___, ...item } = news;
    if (subject) return { ...item, ...subject };
  }
  return undefined;
}

/** Unread news, as far as it is counted. */
export const readUnread = (deps: NewsDeps, viewer: Viewer): NewsPage =>
  readNews(deps, viewer, { unread: true }, undefined, MAX_COUNTED);

/** Counts unread news up to a number. */
export function countUnread(deps: NewsDeps, viewer: Viewer): { readonly count: number; readonly more: boolean } {
  const { items, more } = readUnread(deps, viewer);
  return { count: items.length, more };
}

/** Whether the person has unread news of some kinds that began after an instant, or at any time. Examines as much as a page. */
export function hasUnreadAfter(
  deps: NewsDeps,
  viewer: Viewer,
  instant: string | undefined,
  kinds?: readonly NewsKind[],
): boolean {
  const { items } = readPage(deps, viewer, { unread: true, kinds }, undefined, 1, unreadMarks(deps, viewer, instant));
  return items.length > 0;
}

/** Whether the person has not read some of the news, all of which is for an audience of theirs. */
export function hasUnreadAmong(deps: NewsDeps, viewer: Viewer, news: readonly NewsOfRecord[]): boolean {
  if (news.length === 0) return false;
  const marks = new Map(unreadMarks(deps, viewer).map((mark) => [mark.audience, mark]));
  return news.some((one) => {
    const mark = marks.get(one.audience);
    return mark !== undefined && isUnread(one, mark);
  });
}

/** When news began: with its event, or with a later day. */
const beginning = ({ at, from }: Pick<NewsOfRecord, "at" | "from">): string => (from === undefined ? at : startOf(from));

type UnreadMark = NonNullable<NewsRange["unreadSince"]> & { readonly audience: NewsAudience; readonly since: string };
type ReadNews = NewsOfRecord & { readonly unread: boolean };
/** The same news for several audiences of the reader. */
type Alternatives = readonly [ReadNews, ...ReadNews[]];

/**
 * For each audience of the person the position after which news is unread, and the instant before which none is. What began at or before `after` counts as
 * read.
 */
function unreadMarks(deps: NewsDeps, viewer: Viewer, after?: string): readonly UnreadMark[] {
  const mark = deps.people.queries().newsMark(viewer.person);
  const [day = ""] = [mark?.day ?? "", after === undefined ? "" : londonDate(new Date(after))].sort().reverse();
  const read = mark ? positionOf(deps, mark.upTo, mark.position) : "";
  // Nothing that happened before people could mark their news is unread.
  const began = deps.policyVersions.queries().firstNaming("markNewsRead") ?? NEVER;
  const starts = startsOf(viewer);
  return newsAudiencesOf(viewer.facts).map((audience) => {
    const since = [starts.get(audience) ?? "", began, after === undefined ? "" : instantAfter(after)].sort().at(-1) ?? began;
    const positions = recordReadModels(deps).map((model) => model.queries().news.lastBefore(audience, since));
    return { audience, since, day, position: [read, ...positions].sort().at(-1) ?? read };
  });
}
const NEVER = "9999-12-31";
const instantAfter = (instant: string): string => new Date(Date.parse(instant) + 1).toISOString();

/** The position of the marked event. Where nothing is left of it, everything up to the mark itself counts as read. */
const positionOf = (deps: NewsDeps, event: string, markedAt: Position): Position =>
  recordReadModels(deps).flatMap((model) => model.queries().news.ofEvent(event))[0]?.position ?? markedAt;

/** Audience -> the instant at which the first of the person's current assignments that give it began. */
function startsOf({ assignments }: Viewer): ReadonlyMap<NewsAudience, string> {
  const starts = new Map<NewsAudience, string>();
  for (const { current, factsAlone, started, from } of assignments) {
    if (!current) continue;
    const [, start = ""] = [started.at, startOf(from)].sort();
    for (const audience of newsAudiencesOf(factsAlone()))
      if (start < (starts.get(audience) ?? NEVER)) starts.set(audience, start);
  }
  return starts;
}

/** The next news before a place, each through every audience of the person that gets it. */
function newsBefore(
  deps: NewsDeps,
  { person }: Viewer,
  { kinds, council, unread }: NewsFilter,
  marks: readonly UnreadMark[],
  place: NewsPlace,
  limit: number,
): readonly Alternatives[] {
  const range = { person, today: deps.today(), kinds, council };
  const rows = recordReadModels(deps).flatMap((model) =>
    marks.flatMap((mark) => {
      const found = model.queries().news.page(mark.audience, { ...range, unreadSince: unread ? mark : undefined }, place, limit);
      return found.map((news) => ({ ...news, unread: isUnread(news, mark) }));
    }),
  );
  return inOrder(rows).slice(0, limit);
}

const isUnread = (news: NewsOfRecord, { position, day, since }: UnreadMark): boolean =>
  beginning(news) >= since && (news.position > position || (news.from !== undefined && news.from > day));

/** Groups news by its place, newest first; in a group what is unread comes first. */
function inOrder(rows: readonly ReadNews[]): readonly Alternatives[] {
  const byPlace = Map.groupBy(rows, (news) => JSON.stringify(newsPlace(news)));
  return [...byPlace.values()]
    .map((group) => group.sort((one, other) => Number(other.unread) - Number(one.unread)) as unknown as Alternatives)
    .sort(([one], [other]) => -comparePlaces(newsPlace(one), newsPlace(other)));
}

function comparePlaces(one: NewsPlace, other: NewsPlace): number {
  const index = one.findIndex((word, at) => word !== other[at]);
  return index === -1 ? 0 : (one[index] ?? "") < (other[index] ?? "") ? -1 : 1;
}
