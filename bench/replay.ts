// Replaying the whole log, as a rebuild of a read model does: our readAll against a bare paged read with JSON.parse.

import { START } from "../event-log/port.ts";
import { openSqliteLog } from "../event-log/sqlite.ts";
import { commands, freshFile, openBare } from "./data.ts";
import { type Contest, rate } from "./harness.ts";

const EVENTS = 200_000;
const PAGE = 1000;

type BareRow = { position: number; stream: string; version: number; type: string; at: string; metadata: string; data: string };

/** Both files are filled once, before the first round. */
export function contests(): readonly Contest[] {
  let files: Promise<{ ours: string; bare: string }> | undefined;
  const filled = () => {
    files ??= fill();
    return files;
  };
  return [
    {
      name: "replay",
      work: `${EVENTS.toLocaleString("en-GB")} events in pages of ${PAGE.toLocaleString("en-GB")}`,
      unit: "events/s",
      rounds: 5,
      ours: async () => replayOurs((await filled()).ours),
      bare: async () => replayBare((await filled()).bare),
    },
  ];
}

async function fill(): Promise<{ ours: string; bare: string }> {
  const paths = { ours: freshFile("replay-ours"), bare: freshFile("replay-bare") };
  const work = commands(EVENTS, EVENTS / 10);
  const log = openSqliteLog(paths.ours);
  const bare = openBare(paths.bare);
  for (let next = 0; next < EVENTS; next += 5000) {
    const group = work.slice(next, next + 5000);
    await Promise.all(group.map((append) => log.append(append)));
    bare.append(group);
  }
  await log.close();
  bare.db.close();
  return paths;
}

async function replayOurs(path: string): Promise<number> {
  const log = openSqliteLog(path);
  let seen = 0;
  const result = await rate(EVENTS, async () => {
    let position = START;
    for (;;) {
      const events = await log.readAll(position, PAGE);
      const last = events.at(-1);
      if (!last) return;
      seen += events.length;
      position = last.position;
    }
  });
  await log.close();
  return whole(seen, result);
}

async function replayBare(path: string): Promise<number> {
  const { db } = openBare(path);
  const page = db.prepare(
    "SELECT position, stream, version, type, at, metadata, data FROM events WHERE position > ? ORDER BY position LIMIT ?",
  );
  let seen = 0;
  const result = await rate(EVENTS, () => {
    let position = 0;
    for (;;) {
      const rows = page.all(position, PAGE) as BareRow[];
      const events = rows.map((row) => ({ ...row, metadata: JSON.parse(row.metadata), data: JSON.parse(row.data) }));
      const last = events.at(-1);
      if (!last) return;
      seen += events.length;
      position = last.position;
    }
  });
  db.close();
  return whole(seen, result);
}

function whole(seen: number, result: number): number {
  if (seen !== EVENTS) throw new Error(`The replay saw ${seen} of ${EVENTS} events.`);
  return result;
}
