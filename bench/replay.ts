// Replaying the log, as a rebuild of a read model does: our readAll against a bare paged read with JSON.parse.
import { type EventLog, type Position, START } from "../event-log/port.ts";
import { openSqliteLog } from "../event-log/sqlite.ts";
import { type Bare, commands, freshFile, openBare } from "./data.ts";
import { type Contest, rate } from "./harness.ts";

const EVENTS = 200_000;
const PAGE = 1000;
// Events a turn: the whole log is gone through ROUNDS * TURN / EVENTS times.
const TURN = 20_000;
const ROUNDS = 20;

type BareRow = { position: number; stream: string; version: number; type: string; at: string; metadata: string; data: string };

export function contests(): readonly Contest[] {
  let filled: { log: EventLog; bare: Bare; readBare: () => void } | undefined;
  let position = START;

  async function files() {
    if (filled) return filled;
    const { log, bare } = await fill();
    filled = { log, bare, readBare: bareReader(bare) };
    return filled;
  }

  return [
    {
      name: "replay",
      work: `${EVENTS.toLocaleString("en-GB")} events in pages of ${PAGE.toLocaleString("en-GB")}`,
      unit: "events/s",
      rounds: ROUNDS,
      async ours() {
        const { log } = await files();
        return rate(TURN, async () => {
          position = await readTurn(log, position);
        });
      },
      async bare() {
        const { readBare } = await files();
        return rate(TURN, readBare);
      },
      async done() {
        await filled?.log.close();
        filled?.bare.close();
      },
    },
  ];
}

async function fill(): Promise<{ log: EventLog; bare: Bare }> {
  const work = commands(EVENTS, EVENTS / 10);
  const log = openSqliteLog(freshFile("replay-ours"));
  const bare = openBare(freshFile("replay-bare"));
  for (let next = 0; next < EVENTS; next += TURN) {
    const group = work.slice(next, next + TURN);
    await Promise.all(group.map((append) => log.append(append)));
    bare.append(group);
  }
  return { log, bare };
}

/** The next TURN events after a position; from the start again at the end. */
async function readTurn(log: EventLog, after: Position): Promise<Position> {
  let position = after;
  let seen = 0;
  while (seen < TURN) {
    const events = await log.readAll(position, PAGE);
    seen += events.length;
    position = events.at(-1)?.position ?? START;
  }
  return position;
}

function bareReader({ db }: Bare): () => void {
  const page = db.prepare(
    "SELECT position, stream, version, type, at, metadata, data FROM events WHERE position > ? ORDER BY position LIMIT ?",
  );
  let position = 0;
  return () => {
    let seen = 0;
    while (seen < TURN) {
      const rows = page.all(position, PAGE) as BareRow[];
      const events = rows.map((row) => ({ ...row, metadata: JSON.parse(row.metadata), data: JSON.parse(row.data) }));
      seen += events.length;
      position = events.at(-1)?.position ?? 0;
    }
  };
}
