// Stores news as rows. A read model that folds concerns and other records stores their news in its own file, in the transaction that changed them. A page
// reads one index range for each audience.

import { boundedCache } from "../../caching/cache.ts";
import type { Position, StoredEvent } from "../../event-log/port.ts";
import type { Database, Statement } from "../../event-log/stores/database.ts";
import { londonDate } from "../../services/dates.ts";
import type { NewsAudience, NewsEntry, NewsKind } from "../../services/news.ts";

/**
 * The unique index is part of the schema and not created after a build like the others: while rows are inserted, it rejects duplicates, because an event
 * can make the same news twice, and finds the news that later news replaces.
 */
export const NEWS_SCHEMA = `
CREATE TABLE IF NOT EXISTS news (
  subject TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, audience TEXT NOT NULL, position TEXT NOT NULL,
  event TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, council TEXT NOT NULL, tells TEXT NOT NULL, from_day TEXT
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS news_by_subject ON news (subject, kind, about, audience, position);`;
export const NEWS_INDEXES = `
CREATE INDEX IF NOT EXISTS news_of ON news (audience, position, subject, kind, about);
CREATE INDEX IF NOT EXISTS news_of_kind ON news (audience, kind, position, subject, about);
CREATE INDEX IF NOT EXISTS news_of_council ON news (audience, council, position, subject, kind, about);
CREATE INDEX IF NOT EXISTS news_by_time ON news (audience, at, position);
CREATE INDEX IF NOT EXISTS news_ahead ON news (audience, from_day) WHERE from_day IS NOT NULL;
CREATE INDEX IF NOT EXISTS news_of_event ON news (event);`;

/** News of a record: a concern, a support and so on. */
export type NewsOfRecord = NewsEntry & {
  readonly subject: string;
  readonly council: string;
  readonly position: Position;
  /** The id of the event. It stays the same when the log is moved to another store, unlike the position. */
  readonly event: string;
  readonly at: string;
  readonly actor: string;
};

/** The sort key of news. Newest first. */
export type NewsPlace = readonly [position: Position, subject: string, kind: string, about: string];
export const newsPlace = ({ position, subject, kind, about }: NewsOfRecord): NewsPlace => [position, subject, kind, about ?? ""];
/** After every position of a log. */
export const NEWEST_PLACE: NewsPlace = ["~", "", "", ""];

/** Which news of an audience is read: after a position or begun after a day, of one council, and not the person's own act. */
export type NewsRange = {
  readonly person: string;
  readonly today: string;
  readonly kinds?: readonly NewsKind[] | undefined;
  readonly council?: string | undefined;
  /** News at or before the position counts only if it begins after the day. */
  readonly unreadSince?: { readonly position: Position; readonly day: string } | undefined;
};

export type NewsQueries = ReturnType<typeof openNews>["queries"];

const VISIBLE = `actor <> :person AND (from_day IS NULL OR from_day <= :today)
  AND (position, subject, kind, about) < (:position, :subject, :kind, :about)`;
/** SQLite prepares a statement anew each time that a parameter is bound which alone is its limit, which takes six times as long as reading (`page_http`). */
const NEWEST_FIRST = "ORDER BY position DESC, subject DESC, kind DESC, about DESC LIMIT :limit + 0";

/** Little news begins after its event. By position SQLite would go through all that the audience ever had (`news_flat`). */
const AHEAD = "INDEXED BY news_ahead";
const SINCE_MARK = "AND position > :read";
const AHEAD_OF_MARK = "AND from_day > :day AND position <= :read";

/** One kind, or one council, or both: each has an index in the order of the page. */
type Wanted = { readonly ofKind?: NewsKind; readonly council?: string };
const conditionOf = ({ ofKind, council }: Wanted): string =>
  `audience = :audience${ofKind === undefined ? "" : " AND kind = :ofKind"}${council === undefined ? "" : " AND council = :council"}`;

export function openNews(db: Database) {
  const insert =
    db.prepare(`INSERT OR IGNORE INTO news (subject, kind, about, audience, position, event, at, actor, council, tells, from_day)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const removeAhead = db.prepare(
    "DELETE FROM news WHERE subject = ? AND kind = ? AND about = ? AND audience = ? AND from_day > ?",
  );
  const removeAll = db.prepare("DELETE FROM news WHERE subject = ?");
  const removeOfCouncil = db.prepare("DELETE FROM news WHERE council = ?");
  const isThere = db.prepare("SELECT 1 FROM news WHERE subject = ? AND kind = ? AND about = ? LIMIT 1");
  /** A statement for each combination of filters. */
  const statements = boundedCache<string, Statement>(12);
  const newest = (wanted: Wanted, mark = "", index = ""): string =>
    `SELECT * FROM news ${index} WHERE ${conditionOf(wanted)} ${mark} AND ${VISIBLE} ${NEWEST_FIRST}`;
  const newestOf = (wanted: Wanted): Statement => {
    const text = newest(wanted);
    return statements.getOrMake(text, () => db.prepare(text));
  };
  /** What happened after the mark, and what begins after its day. */
  const newestUnreadOf = (wanted: Wanted): Statement => {
    const [after, ahead] = [newest(wanted, SINCE_MARK), newest(wanted, AHEAD_OF_MARK, AHEAD)];
    const text = `SELECT * FROM (${after}) UNION ALL SELECT * FROM (${ahead})`;
    return statements.getOrMake(text, () => db.prepare(text));
  };
  const lastBefore = db.prepare(
    "SELECT position FROM news WHERE audience = ? AND at < ? ORDER BY at DESC, position DESC LIMIT 1",
  );
  const ofSubject = db.prepare("SELECT * FROM news WHERE subject = ?");
  const ofEvent = db.prepare("SELECT * FROM news WHERE event = ?");
  const queries = {
    /** Returns the newest news of an audience before a place: up to `limit` of each kind. */
    page(
      audience: NewsAudience,
      { person, today, kinds, council, unreadSince }: NewsRange,
      before: NewsPlace,
      limit: number,
    ): readonly NewsOfRecord[] {
      const [position, subject, kind, about] = before;
      return (kinds ?? [undefined]).flatMap((ofKind) => {
        const wanted: Wanted = { ...(ofKind !== undefined && { ofKind }), ...(council !== undefined && { council }) };
        const bounds = { audience, person, today, ...wanted, position, subject, kind, about, limit };
        if (!unreadSince) return newestOf(wanted).all<Row>(bounds).map(newsIn);
        const { position: read, day } = unreadSince;
        return newestUnreadOf(wanted)
          .all<Row>({ ...bounds, read, day })
          .map(newsIn);
      });
    },
    /** The position of the last news of an audience before an instant; empty if there is none. */
    lastBefore: (audience: NewsAudience, instant: string): Position =>
      lastBefore.get<{ position: Position } | undefined>(audience, instant)?.position ?? "",
    /** All news of a record, whoever it is for, also what begins later. */
    of: (subject: string): readonly NewsOfRecord[] => ofSubject.all<Row>(subject).map(newsIn),
    /** Whether there is news of a kind about something of a record. */
    has: (subject: string, kind: NewsKind, about: string): boolean => isThere.get(subject, kind, about) !== undefined,
    /** The news of one event. */
    ofEvent: (event: string): readonly NewsOfRecord[] => ofEvent.all<Row>(event).map(newsIn),
  };
  return {
    queries,
    removeAll: (subject: string) => removeAll.run(subject),
    removeOfCouncil: (council: string) => removeOfCouncil.run(council),
    /** Adds the news of an event. It replaces news of the same that had not begun. */
    add(
      subject: string,
      council: string,
      { position, id, at, metadata: { actor } }: StoredEvent,
      news: readonly NewsEntry[],
    ): void {
      const day = londonDate(new Date(at));
      for (const { kind, about = "", audience, tells, from } of news) {
        removeAhead.run(subject, kind, about, audience, day);
        insert.run(
          subject,
          kind,
          about,
          audience,
          position,
          id,
          at,
          actor,
          council,
          tells,
          from !== undefined && from > day ? from : null,
        );
      }
    },
  };
}

type Row = {
  readonly subject: string;
  readonly kind: NewsKind;
  readonly about: string;
  readonly audience: NewsAudience;
  readonly position: Position;
  readonly event: string;
  readonly at: string;
  readonly actor: string;
  readonly council: string;
  readonly tells: string;
  readonly from_day: string | null;
};

const newsIn = ({ about, from_day, ...row }: Row): NewsOfRecord => ({
  ...row,
  ...(about !== "" && { about }),
  ...(from_day !== null && { from: from_day }),
});
