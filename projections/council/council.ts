// What is of a council and of no one concern: its standing agreements, who leads the single conversation with it, approaches planned.
import type { Database } from "../../event-log/stores/database.ts";
import { CONCERN_STREAM, concernEvents } from "../../services/concern/events.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { COUNCIL_STREAM } from "../../services/council/events.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { readCouncilEvent } from "../../services/council/stream.ts";
import { occurrence } from "../../services/stored-events.ts";
import { since, type Task } from "../../services/tasks.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA, type TaskQueries } from "../inbox/task-table.ts";
import { readerFor } from "../runtime/event-filter.ts";
import type { Opened, ReadModel } from "../runtime/read-model.ts";

export type CouncilQueries = {
  readonly tasks: TaskQueries;
  /** No rights are applied. */
  findUnchecked(code: string): CouncilState;
  /** Positions on shares of concerns that their councils' streams do not hold yet: a crash came between, or a former release recorded them. */
  unrecordedPositions(limit: number): readonly { readonly concern: string; readonly share: string }[];
};

export const councilModel: ReadModel<CouncilQueries> = {
  name: "council",
  version: 4,
  streams: [COUNCIL_STREAM, CONCERN_STREAM],
  schema: `CREATE TABLE IF NOT EXISTS councils (code TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS unrecorded (concern TEXT NOT NULL, share TEXT NOT NULL, version INTEGER NOT NULL,
      PRIMARY KEY (concern, share)) STRICT, WITHOUT ROWID; ${TASKS_SCHEMA}`,
  indexes: TASKS_INDEXES,
  open,
};

/** Of every approach the council itself is told, who leads the conversation with it, and who planned another that is not over by then. */
export const approachTasks = (code: string, { lead, approaches }: CouncilState): readonly Task[] =>
  approaches
    .filter(({ cancelled }) => !cancelled)
    .flatMap(({ approach, planned, from, to }): readonly Task[] => {
      const task = { about: approach, ...since(planned.at), until: to, due: from };
      return [
        { kind: "approach-to-come", audience: `council:${code}`, ...task },
        ...[...new Set([...(lead ? [lead.person] : []), ...plannersBeside(approaches, approach, from)])]
          .filter((person) => person !== planned.actor)
          .map((person): Task => ({ kind: "approach-planned", audience: `person:${person}`, ...task })),
      ];
    });

/** Who planned the others that have not been cancelled and do not end before this one begins. */
const plannersBeside = (approaches: CouncilState["approaches"], approach: string, from: string): readonly string[] =>
  approaches
    .filter((other) => other.approach !== approach && !other.cancelled && other.to >= from)
    .map(({ planned }) => planned.actor);

const readPosition = readerFor(readConcernEvent, concernEvents, ["PositionStated.v1"]);

function open(db: Database): Opened<CouncilQueries> {
  const tasks = openTasks(db);
  const select = db.prepare("SELECT state FROM councils WHERE code = ?");
  const put = db.prepare(
    "INSERT INTO councils (code, state) VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET state = excluded.state",
  );
  const find = (code: string): CouncilState => {
    const row = select.get<{ state: string } | undefined>(code);
    return row ? JSON.parse(row.state) : EMPTY_COUNCIL;
  };
  const awaitRecord = db.prepare(
    "INSERT INTO unrecorded (concern, share, version) VALUES (?, ?, ?) ON CONFLICT (concern, share) DO UPDATE SET version = excluded.version",
  );
  const recorded = db.prepare("DELETE FROM unrecorded WHERE concern = ? AND share = ? AND version <= ?");
  const drop = {
    council: db.prepare("DELETE FROM councils WHERE code = ?"),
    unrecorded: db.prepare("DELETE FROM unrecorded WHERE concern = ?"),
  };
  const unrecorded = db.prepare("SELECT concern, share FROM unrecorded LIMIT ?");
  return {
    apply(event) {
      const position = event.stream.startsWith(CONCERN_STREAM) ? readPosition(event) : undefined;
      if (position) awaitRecord.run(event.stream.slice(CONCERN_STREAM.length), position.data.share, event.version);
      if (!event.stream.startsWith(COUNCIL_STREAM)) return;
      const code = event.stream.slice(COUNCIL_STREAM.length);
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
    // Nobody leads, nothing is agreed in advance, and no position of a concern that cannot be read waits to be recorded.
    withdraw(kind, stream) {
      const id = stream.slice(kind.length);
      if (kind === CONCERN_STREAM) {
        drop.unrecorded.run(id);
        return undefined;
      }
      tasks.put(id, approachTasks(id, find(id)), []);
      drop.council.run(id);
      return { council: id };
    },
    queries: {
      tasks: tasks.queries,
      findUnchecked: find,
      unrecordedPositions: (limit) => unrecorded.all<{ concern: string; share: string }>(limit),
    },
  };
}
