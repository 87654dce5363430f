// The data of a council that belongs to no concern: its standing agreements, the lead of the single conversation, planned approaches, noted dates.
import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { StreamParts } from "../../event-log/stream-name.ts";
import type { Strand } from "../../reference/strands.ts";
import { CLAIM_CATEGORY } from "../../services/claim/events.ts";
import { CONCERN_CATEGORY, type ConcernEvent, type Occurrence } from "../../services/concern/events.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { HANDED_ON_FOR, type UntoldMatter, untoldFrom } from "../../services/concern/untold.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import { newsOfCouncil, newsOfOpening } from "../../services/council/news.ts";
import { type CouncilState, contactsHeld, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { readCouncilEvent } from "../../services/council/stream.ts";
import { councilTasks } from "../../services/council/tasks.ts";
import { londonDate, workingDaysAfter } from "../../services/dates.ts";
import { occurrence } from "../../services/stored-events.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA } from "../inbox/task-table.ts";
import { NEWS_INDEXES, NEWS_SCHEMA, openNews } from "../news/news-rows.ts";
import type { Opened, ReadModel } from "../runtime/read-model.ts";

/** Something that a council was to be told of by a day. */
export type Overdue = { readonly region: string; readonly tellBy: string };

/** The strand of a concern, and the instant at which it was discarded. */
export type DidNotStand = { readonly strand: Strand; readonly at: string };

export type CouncilQueries = ReturnType<typeof open>["queries"];

export const councilModel: ReadModel<CouncilQueries> = {
  name: "council",
  version: 14,
  categories: [COUNCIL_CATEGORY, CONCERN_CATEGORY, CLAIM_CATEGORY],
  schema: `CREATE TABLE IF NOT EXISTS councils (code TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS last_contacts (council TEXT NOT NULL, strand TEXT NOT NULL, held_on TEXT NOT NULL,
      PRIMARY KEY (council, strand)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS unrecorded (concern TEXT NOT NULL, share TEXT NOT NULL, version INTEGER NOT NULL,
      PRIMARY KEY (concern, share)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS untold (concern TEXT PRIMARY KEY, council TEXT NOT NULL, strand TEXT NOT NULL, cause TEXT NOT NULL,
      handed_on_until TEXT NOT NULL, tell_by TEXT NOT NULL, is_extended INTEGER NOT NULL, region TEXT NOT NULL,
      is_discarded INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS untold_overdue ON untold (tell_by) WHERE is_discarded = 0;
    CREATE TABLE IF NOT EXISTS discarded (concern TEXT PRIMARY KEY, council TEXT NOT NULL, strand TEXT NOT NULL, ground TEXT NOT NULL,
      at TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS discarded_of ON discarded (council, ground, at);
    CREATE INDEX IF NOT EXISTS untold_matters ON untold (council, strand, cause, handed_on_until); ${TASKS_SCHEMA}${NEWS_SCHEMA}`,
  indexes: TASKS_INDEXES + NEWS_INDEXES,
  open,
};

function open(db: Database) {
  const tasks = openTasks(db);
  const news = openNews(db);
  const select = db.prepare("SELECT state FROM councils WHERE code = ?");
  const put = db.prepare("INSERT OR REPLACE INTO councils (code, state) VALUES (?, ?)");
  const find = (code: string): CouncilState => {
    const row = select.get<{ state: string } | undefined>(code);
    return row ? JSON.parse(row.state) : EMPTY_COUNCIL;
  };
  const lastContacts = {
    remove: db.prepare("DELETE FROM last_contacts WHERE council = ?"),
    add: db.prepare("INSERT INTO last_contacts VALUES (?, ?, ?)"),
    find: db.prepare(
      "SELECT max(held_on) AS heldOn FROM last_contacts WHERE council = ? AND strand IN (SELECT value FROM json_each(?))",
    ),
  };
  function putLastContacts(code: string, state: CouncilState): void {
    lastContacts.remove.run(code);
    // The earliest is set first, so that the last remains.
    const days = new Map(
      contactsHeld(state)
        .toReversed()
        .map(({ strand, heldOn }) => [strand, heldOn]),
    );
    for (const [strand, heldOn] of days) lastContacts.add.run(code, strand, heldOn);
  }
  const awaitRecord = db.prepare("INSERT OR REPLACE INTO unrecorded (concern, share, version) VALUES (?, ?, ?)");
  const recorded = db.prepare("DELETE FROM unrecorded WHERE concern = ? AND share = ? AND version <= ?");
  const untold = {
    add: db.prepare("INSERT INTO untold VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)"),
    extend: db.prepare("UPDATE untold SET tell_by = ?, is_extended = 1 WHERE concern = ?"),
    remove: db.prepare("DELETE FROM untold WHERE concern = ?"),
    discard: db.prepare("INSERT OR IGNORE INTO discarded SELECT concern, council, strand, ?, ? FROM untold WHERE concern = ?"),
    markDiscarded: db.prepare("UPDATE untold SET is_discarded = 1 WHERE concern = ?"),
    overdue: db.prepare(
      "SELECT region, tell_by FROM untold WHERE is_discarded = 0 AND tell_by < ? ORDER BY tell_by, concern LIMIT ?",
    ),
    discarded: db.prepare("SELECT concern FROM discarded WHERE concern > ? ORDER BY concern LIMIT ?"),
    didNotStand: db.prepare("SELECT strand, at FROM discarded WHERE council = ? AND ground = 'did-not-stand'"),
    find: db.prepare(
      "SELECT tell_by, is_extended FROM untold WHERE council = ? AND strand = ? AND cause = ? AND handed_on_until >= ?",
    ),
  };
  function applyToUntold(concern: string, { type, data }: ConcernEvent, by: Occurrence): void {
    if (type === "ConcernLogged.v2") {
      const { tellBy, isExtended } = untoldFrom(data, by);
      const handedOnUntil = workingDaysAfter(londonDate(new Date(by.at)), HANDED_ON_FOR);
      untold.add.run(concern, data.council, data.strand, data.cause, handedOnUntil, tellBy, Number(isExtended), data.region);
    }
    if (type === "TellingExtended.v1") untold.extend.run(data.tellBy, concern);
    if (type === "CouncilMadeAware.v2") untold.remove.run(concern);
    if (type === "ConcernDiscarded.v1") {
      untold.discard.run(data.ground, by.at, concern);
      untold.markDiscarded.run(concern);
    }
  }
  const drop = {
    council: db.prepare("DELETE FROM councils WHERE code = ?"),
    unrecorded: db.prepare("DELETE FROM unrecorded WHERE concern = ?"),
  };
  const unrecorded = db.prepare("SELECT concern, share, version FROM unrecorded ORDER BY concern, share LIMIT ?");
  return {
    apply(event: StoredEvent): void {
      if (event.category === CONCERN_CATEGORY) {
        const concernEvent = readConcernEvent(event);
        const { type, data } = concernEvent;
        const concern = event.streamId;
        if (type === "PositionStated.v2") awaitRecord.run(concern, data.share, event.version);
        applyToUntold(concern, concernEvent, occurrence(event));
      }
      if (event.category === CLAIM_CATEGORY) tasks.applyClaim(event, ["council"]);
      if (event.category !== COUNCIL_CATEGORY) return;
      const code = event.streamId;
      const before = find(code);
      const councilEvent = readCouncilEvent(event);
      if (councilEvent.type === "SharingPositionRecorded.v2") {
        const { concern, share, concernVersion } = councilEvent.data;
        recorded.run(concern, share, concernVersion);
      }
      const state = evolveCouncil(before, councilEvent, occurrence(event));
      put.run(code, JSON.stringify(state));
      if (state.routineContacts !== before.routineContacts) putLastContacts(code, state);
      tasks.put(code, code, councilTasks(code, before), councilTasks(code, state));
      news.add(code, code, event, newsOfCouncil(code, councilEvent, state));
      const opening = newsOfOpening(code, councilEvent);
      if (opening) news.add(opening.concern, code, event, [opening.news]);
    },
    // There is then no lead and no standing agreement. Positions of an unreadable concern are not recorded.
    withdraw({ category, streamId: id }: StreamParts): object | undefined {
      if (category === CLAIM_CATEGORY) {
        tasks.withdrawClaims(id);
        return undefined;
      }
      if (category === CONCERN_CATEGORY) {
        drop.unrecorded.run(id);
        return undefined;
      }
      tasks.put(id, id, councilTasks(id, find(id)), []);
      news.removeOfCouncil(id);
      drop.council.run(id);
      lastContacts.remove.run(id);
      return { council: id };
    },
    queries: {
      tasks: tasks.queries,
      news: news.queries,
      /** No rights are applied. */
      findUnchecked: find,
      /** Returns the day of the last contact with a council that belongs to no concern, in these strands. No rights are applied. */
      lastContactOn: (code: string, strands: readonly Strand[]): string | undefined =>
        lastContacts.find.get<{ heldOn: string | null }>(code, JSON.stringify(strands)).heldOn ?? undefined,
      /** Returns concerns of a council, under any of its codes, that it was never told of and whose last day a new one on the same matter is given. */
      untoldMatters: (codes: readonly string[], strand: string, cause: string, today: string): readonly UntoldMatter[] =>
        codes
          .flatMap((code) => untold.find.all<{ tell_by: string; is_extended: number }>(code, strand, cause, today))
          .map((row) => ({ tellBy: row.tell_by, isExtended: row.is_extended === 1 })),
      /** Returns the concerns about a council, under any of its codes, that were discarded as they did not stand, in the order of time. */
      didNotStand: (codes: readonly string[]): readonly DidNotStand[] =>
        codes.flatMap((code) => untold.didNotStand.all<DidNotStand>(code)).sort((a, b) => a.at.localeCompare(b.at)),
      /** Returns the regions and last days of concerns whose councils were to be told before a day, the longest overdue first. */
      overdue: (today: string, limit: number): readonly Overdue[] =>
        untold.overdue
          .all<{ region: string; tell_by: string }>(today, limit)
          .map((row) => ({ region: row.region, tellBy: row.tell_by })),
      /** Returns discarded concerns in the order of their ids, after one. */
      discarded: (after: string, limit: number): readonly string[] =>
        untold.discarded.all<{ concern: string }>(after, limit).map(({ concern }) => concern),
      /** Returns positions on shares that the council's stream lacks after a crash or an upgrade. */
      unrecordedPositions: (limit: number) =>
        unrecorded.all<{ readonly concern: string; readonly share: string; readonly version: number }>(limit),
    },
  } satisfies Opened<unknown>;
}
