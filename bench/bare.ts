// The input of `append`: commands from a seed, the same in every run, and the bare table with which the hub's log is compared.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { deriveId } from "../event-log/ids.ts";
import type { Append } from "../event-log/port.ts";
import { type Database, openDatabase } from "../event-log/stores/database.ts";
import { DATA } from "./world/kept.ts";
import { type Numbers, numbersFrom } from "./world/numbers.ts";

/** A new path in bench/.data. */
export function freshFile(name: string): string {
  mkdirSync(DATA, { recursive: true });
  const path = join(DATA, `${name}.sqlite`);
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  return path;
}

/** `count` commands of one event each, about 300 bytes of data, spread over as many streams; the stream's next version expected. */
export function commands(count: number, streams: number, seed = 1): readonly Append[] {
  const numbers = numbersFrom(seed);
  const versions = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const number = index % streams;
    const stream = `concern-${deriveId("bench", String(seed), String(number))}`;
    const version = versions.get(stream) ?? 0;
    versions.set(stream, version + 1);
    return command(stream, version, numbers);
  });
}

function command(stream: string, version: number, numbers: Numbers): Append {
  const commandId = deriveId("bench command", stream, String(version));
  return {
    stream,
    expected: version === 0 ? "new" : { version },
    events: [
      {
        type: "EvidenceAdded.v1",
        data: {
          evidence: deriveId("bench evidence", commandId),
          kind: "peer-challenge-report",
          period: { from: "2026-04-01", to: "2026-06-30" },
          grading: { source: numbers.below(5), content: numbers.below(5) },
          bodies: ["cib-north-west", "adass-north-west"].slice(numbers.below(3)),
          text: { box: numbers.sentence(14) },
        },
      },
    ],
    metadata: {
      actor: `person-${numbers.below(200)}`,
      commandId,
      correlation: commandId,
      causation: commandId,
      policyVersion: "b6b8a7f6",
      permittedBy: ["advisers-work-on-concerns-in-their-regions"],
    },
    bodyDigest: commandId,
    at: new Date(1_700_000_000_000 + version * 1000).toISOString(),
  };
}

export type Bare = {
  readonly db: Database;
  /** One transaction with one wait for the disk, for all given commands. */
  append(group: readonly Append[]): void;
  close(): void;
};

/** A minimal event table: as durable as the hub's, with a version check and an insert, but without ids, repeats and hash chain. */
export function openBare(path: string): Bare {
  const db: Database = openDatabase(path, "durable");
  db.exec(`CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, version INTEGER NOT NULL,
    type TEXT NOT NULL, at TEXT NOT NULL, metadata TEXT NOT NULL, data TEXT NOT NULL, UNIQUE (stream, version)) STRICT`);
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const last = db.prepare("SELECT max(version) AS version FROM events WHERE stream = ?");
  const insert = db.prepare("INSERT INTO events (stream, version, type, at, metadata, data) VALUES (?, ?, ?, ?, ?, ?)");

  function appendOne({ stream, expected, events, metadata, at }: Append): void {
    const { version: actual } = last.get<{ version: number | null }>(stream);
    const required = expected === "new" ? 0 : expected === "any" ? actual : expected.version;
    if ((actual ?? 0) !== required) throw new Error("The stream has moved on.");
    for (const { type, data } of events)
      insert.run(stream, (actual ?? 0) + 1, type, at, JSON.stringify(metadata), JSON.stringify(data));
  }

  return {
    db,
    append(group) {
      begin.run();
      for (const append of group) appendOne(append);
      commit.run();
    },
    close: () => db.close(),
  };
}
