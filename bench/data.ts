// What the benchmarks work on: commands made from a seed, the same in every run, and the bare table that ours is held against.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Database, openDatabase } from "../event-log/database.ts";
import { deriveId } from "../event-log/ids.ts";
import type { Append } from "../event-log/port.ts";

export const DATA = join(import.meta.dirname, ".data");

/** A path in bench/.data with nothing there. */
export function freshFile(name: string): string {
  mkdirSync(DATA, { recursive: true });
  const path = join(DATA, `${name}.sqlite`);
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  return path;
}

/** Marsaglia's xorshift: numbers below 2^32, the same for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

/** `count` commands of one event each, about 300 bytes of data, spread over as many streams; the stream's next version expected. */
export function commands(count: number, streams: number, seed = 1): readonly Append[] {
  const next = numbersFrom(seed);
  const versions = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const number = index % streams;
    const stream = `concern-${deriveId("bench", String(seed), String(number))}`;
    const version = versions.get(stream) ?? 0;
    versions.set(stream, version + 1);
    return command(stream, version, next);
  });
}

function command(stream: string, version: number, next: () => number): Append {
  const commandId = deriveId("bench command", String(next()), String(next()));
  const text = Array.from({ length: 13 }, () => next().toString(36).padStart(7, "0")).join("");
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
          grading: { source: next() % 5, content: next() % 5 },
          bodies: ["cib-north-west", "adass-north-west"].slice(next() % 3),
          text: { box: text },
        },
      },
    ],
    metadata: {
      actor: `person-${next() % 200}`,
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
  /** One transaction, one wait for the disk, for all the commands given. */
  append(group: readonly Append[]): void;
  close(): void;
};

/** An event table as one would first write it: durable as ours, a version check and an insert. No ids, no repeats, no hash chain. */
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
    const { version: actual } = last.get(stream) as { version: number | null };
    const wanted = expected === "new" ? 0 : expected === "any" ? actual : expected.version;
    if ((actual ?? 0) !== wanted) throw new Error("The stream has moved on.");
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
