// Rebuilding every read model from a million events, beside the live ones and with unsealing, against a table in which each event is one row, with five
// indexes and a text index. Its log has the same events with their text in plain, so that it unseals nothing.
import { rmSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import type { KeyStore, Sealed } from "../event-log/keys/port.ts";
import { type Database, openDatabase } from "../event-log/stores/database.ts";
import { readConfig } from "../hub/config.ts";
import { type Hub, openHub } from "../hub/hub.ts";
import { compare, type Result } from "./harness.ts";
import { rateOf } from "./processor-time.ts";
import { DATA, EVENTFUL, world } from "./world/kept.ts";

const PAGE = 1_000;

export async function rebuild(): Promise<readonly Result[]> {
  const config = readConfig({ CANDOUR_DATA_DIR: world(EVENTFUL), CANDOUR_DEMONSTRATION: "false" });
  const hub = await openHub(config, pino({ level: "error" }));
  await hub.live();
  const events = Number(await hub.log.head());
  const [plainLog, bare] = [join(DATA, "rebuild-log.sqlite"), join(DATA, "rebuild.sqlite")];
  const counted = (work: () => unknown) =>
    rateOf(async () => {
      await work();
      return events;
    });
  try {
    await copyInPlain(hub, plainLog);
    return [
      await compare({
        name: "rebuild",
        work: `every read model from ${events.toLocaleString("en-GB")} events; theirs: one row an event, five indexes and a text index`,
        unit: "events/s",
        rounds: 3,
        // There is no warm-up, because its threads are new each time.
        warmUps: 0,
        reach: { atLeast: 0.5 },
        ours: () => counted(() => hub.rebuild()),
        theirs: () => counted(() => fill(bare, plainLog)),
      }),
    ];
  } finally {
    await hub.close();
    for (const file of [plainLog, bare]) remove(file);
  }
}

const LOG =
  "CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT, type TEXT, at TEXT, metadata TEXT, data TEXT) STRICT";

/** Copies the log with what is sealed as plain text. */
async function copyInPlain({ log, keys }: Pick<Hub, "log" | "keys">, file: string): Promise<void> {
  remove(file);
  const db = openDatabase(file, "rebuildable");
  db.exec(LOG);
  const insert = db.prepare("INSERT INTO events (stream, type, at, metadata, data) VALUES (?, ?, ?, ?, ?)");
  for (let after = ""; ; ) {
    const events = await log.readAll(after, PAGE);
    const last = events.at(-1);
    if (!last) break;
    db.transaction(() => {
      for (const { stream, type, at, metadata, data } of events)
        insert.run(stream, type, at, JSON.stringify(metadata), JSON.stringify(inPlain(data, keys)));
    });
    after = last.position;
  }
  db.close();
}

function inPlain(value: unknown, keys: Pick<KeyStore, "unseal">): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("box" in value && "key" in value) return { plain: keys.unseal(value as Sealed) };
  if (Array.isArray(value)) return value.map((one) => inPlain(one, keys));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inPlain(inner, keys)]));
}

const TABLES = `
CREATE TABLE rows (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, type TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, data TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE texts USING fts5(words, content='', detail=none, tokenize="porter ascii");`;
/** Created at the end, as ours are. */
const INDEXES = ["stream, position", "type, position", "at", "actor, at", "type, actor, at"]
  .map((columns, n) => `CREATE INDEX rows_${n} ON rows (${columns});`)
  .join("\n");

type Row = { readonly position: number } & Readonly<Record<"stream" | "type" | "at" | "metadata" | "data", string>>;

function fill(file: string, plainLog: string): void {
  remove(file);
  const log = openDatabase(plainLog, "read-only");
  const db = openDatabase(file, "building");
  db.exec(TABLES);
  const page = log.prepare("SELECT * FROM events WHERE position > ? ORDER BY position LIMIT ?");
  for (let last = 0; ; ) {
    const rows = page.all<Row>(last, PAGE);
    if (rows.length === 0) break;
    fillPage(db, rows);
    last = rows.at(-1)?.position ?? last;
  }
  db.exec(INDEXES);
  db.close();
  log.close();
}

function fillPage(db: Database, rows: readonly Row[]): void {
  const insert = db.prepare("INSERT INTO rows (position, stream, type, at, actor, data) VALUES (?, ?, ?, ?, ?, ?)");
  const index = db.prepare("INSERT INTO texts (rowid, words) VALUES (?, ?)");
  db.transaction(() => {
    for (const { position, stream, type, at, metadata, data } of rows) {
      const { actor } = JSON.parse(metadata) as { readonly actor: string };
      insert.run(position, stream, type, at, actor, data);
      const words = [...textsIn(JSON.parse(data), false)].join(" ");
      if (words !== "") index.run(position, words);
    }
  });
}

/** The texts of an event that ours seals. */
function* textsIn(value: unknown, isText: boolean): Generator<string> {
  if (typeof value === "string" && isText) yield value;
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) yield* textsIn(inner, isText || name === "plain");
}

function remove(file: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
}
