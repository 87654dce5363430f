// The data of a council that belongs to no concern: its standing agreements, the lead of the single conversation, planned approaches.
import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { StreamParts } from "../../event-log/stream-name.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { readCouncilEvent } from "../../services/council/stream.ts";
import { approachTasks } from "../../services/council/tasks.ts";
import { occurrence } from "../../services/stored-events.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA } from "../inbox/task-table.ts";
import type { Opened, ReadModel } from "../runtime/read-model.ts";

export type CouncilQueries = ReturnType<typeof open>["queries"];

export const councilModel: ReadModel<CouncilQueries> = {
  name: "council",
  version: 4,
  categories: [COUNCIL_CATEGORY, CONCERN_CATEGORY],
  schema: `CREATE TABLE IF NOT EXISTS councils (code TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS unrecorded (concern TEXT NOT NULL, share TEXT NOT NULL, version INTEGER NOT NULL,
      PRIMARY KEY (concern, share)) STRICT, WITHOUT ROWID; ${TASKS_SCHEMA}`,
  indexes: TASKS_INDEXES,
  open,
};

function open(db: Database) {
  const tasks = openTasks(db);
  const select = db.prepare("SELECT state FROM councils WHERE code = ?");
  const put = db.prepare("INSERT OR REPLACE INTO councils (code, state) VALUES (?, ?)");
  const find = (code: string): CouncilState => {
    const row = select.get<{ state: string } | undefined>(code);
    return row ? JSON.parse(row.state) : EMPTY_COUNCIL;
  };
  const awaitRecord = db.prepare("INSERT OR REPLACE INTO unrecorded (concern, share, version) VALUES (?, ?, ?)");
  const recorded = db.prepare("DELETE FROM unrecorded WHERE concern = ? AND share = ? AND version <= ?");
  const drop = {
    council: db.prepare("DELETE FROM councils WHERE code = ?"),
    unrecorded: db.prepare("DELETE FROM unrecorded WHERE concern = ?"),
  };
  const unrecorded = db.prepare("SELECT concern, share FROM unrecorded LIMIT ?");
  return {
    apply(event: StoredEvent): void {
      if (event.category === CONCERN_CATEGORY) {
        const { type, data } = readConcernEvent(event);
        const concern = event.streamId;
        if (type === "PositionStated.v1") awaitRecord.run(concern, data.share, event.version);
      }
      if (event.category !== COUNCIL_CATEGORY) return;
      const code = event.streamId;
      const before = find(code);
      const councilEvent = readCouncilEvent(event);
      if (councilEvent.type === "SharingPositionRecorded.v1") {
        const { concern, share, concernVersion } = councilEvent.data;
        recorded.run(concern, share, concernVersion);
      }
      const state = evolveCouncil(before, councilEvent, occurrence(event));
      put.run(code, JSON.stringify(state));
      tasks.put(code, approachTasks(code, before), approachTasks(code, state));
    },
    // There is then no lead and no standing agreement. Positions of an unreadable concern are not recorded.
    withdraw({ category, streamId: id }: StreamParts): object | undefined {
      if (category === CONCERN_CATEGORY) {
        drop.unrecorded.run(id);
        return undefined;
      }
      tasks.put(id, approachTasks(id, find(id)), []);
      drop.council.run(id);
      return { council: id };
    },
    queries: {
      tasks: tasks.queries,
      /** No rights are applied. */
      findUnchecked: find,
      /** Returns positions on shares that the council's stream lacks after a crash or an upgrade. */
      unrecordedPositions: (limit: number) => unrecorded.all<{ readonly concern: string; readonly share: string }>(limit),
    },
  } satisfies Opened<unknown>;
}
