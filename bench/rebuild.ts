// Rebuilding every read model from a million events, beside the live ones and with unsealing, against the least that a rebuild could
// be: a paged read, JSON.parse of what was read, and one row for each event.
import { rmSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import { CURRENT } from "../event-log/sqlite/tables.ts";
import { openDatabase } from "../event-log/stores/database.ts";
import { readConfig } from "../hub/config.ts";
import { openDataFolder } from "../hub/folder/data-folder.ts";
import { openHub } from "../hub/hub.ts";
import { compare, type Result, rate } from "./harness.ts";
import { DATA, EVENTFUL, world } from "./world/kept.ts";

const PAGE = 1_000;

export async function rebuild(): Promise<readonly Result[]> {
  const config = readConfig({ CANDOUR_DATA_DIR: world(EVENTFUL), CANDOUR_DEMONSTRATION: "false" });
  const hub = await openHub(config, pino({ level: "error" }));
  await hub.live();
  const { logFile } = openDataFolder(config);
  const events = Number(await hub.log.head());
  const bare = join(DATA, "rebuild.sqlite");
  try {
    return [
      await compare({
        name: "rebuild",
        work: `every read model from ${events.toLocaleString("en-GB")} events; theirs: one row an event`,
        unit: "events/s",
        rounds: 3,
        // There is no warm-up, because its threads are new each time.
        warmUps: 0,
        reach: { atLeast: 0.5 },
        ours: () => rate(events, () => hub.rebuild()),
        theirs: () => rate(events, () => copied(logFile, bare)),
      }),
    ];
  } finally {
    await hub.close();
    remove(bare);
  }
}

type Row = {
  readonly position: number;
  readonly stream: string;
  readonly type: string;
  readonly metadata: string;
  readonly data: string;
};

function copied(logFile: string, file: string): void {
  remove(file);
  const log = openDatabase(logFile, "read-only");
  const db = openDatabase(file, "rebuildable");
  db.exec(
    "CREATE TABLE rows (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL) STRICT",
  );
  const page = log.prepare(
    `SELECT position, stream, type, metadata, data FROM ${CURRENT.events} WHERE position > ? ORDER BY position LIMIT ?`,
  );
  const insert = db.prepare("INSERT INTO rows (position, stream, type, data) VALUES (?, ?, ?, ?)");
  for (let last = 0; ; ) {
    const rows = page.all<Row>(last, PAGE);
    if (rows.length === 0) break;
    db.transaction(() => {
      for (const { position, stream, type, metadata, data } of rows) {
        JSON.parse(metadata);
        JSON.parse(data);
        insert.run(position, stream, type, data);
      }
    });
    last = rows.at(-1)?.position ?? last;
  }
  db.close();
  log.close();
}

function remove(file: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
}
