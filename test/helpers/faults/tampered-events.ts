// Events that were changed in the file of the log, or that no release can read.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type HashedRow, hashOf } from "../../../event-log/hash-chain.ts";
import { storedHash } from "../../../event-log/sqlite/stored-ids.ts";
import { CURRENT } from "../../../event-log/sqlite/tables.ts";
import { type Database, openDatabase } from "../../../event-log/stores/database.ts";
import { type Fault, take } from "./damaged-files.ts";
import { LOG } from "./template.ts";

type Row = Omit<HashedRow, "previousHash"> & { readonly position: number };

/** The change of one event. `chained` computes the hash chain again, as a skilled attacker could. */
const CHANGES: Readonly<Record<string, { readonly chained: boolean; readonly change: (db: Database, row: Row) => void }>> = {
  "a type that no release knows": { chained: true, change: set("type", () => "Unheard.v9") },
  "data that is no JSON": { chained: true, change: set("data", ({ data }) => data.slice(0, -2)) },
  "data without its fields": { chained: true, change: set("data", () => "{}") },
  "a seal with one letter changed": {
    chained: true,
    change: set("data", ({ data }) => data.replace(/"box":"(.{20})./, '"box":"$1~')),
  },
  "a seal under a key that there never was": {
    chained: true,
    change: set("data", ({ data }) => data.replace(/"key":"[^"]{4}/, '"key":"none')),
  },
  "metadata that is no JSON": { chained: true, change: set("metadata", () => "{") },
  "another actor": {
    chained: false,
    change: set("metadata", ({ metadata }) => metadata.replace(/"actor":"[^"]*"/, '"actor":"somebody"')),
  },
  "another instant": { chained: false, change: set("at", () => "2026-03-03T12:00:00.000Z") },
  "another type that is known": {
    chained: false,
    change: set("type", ({ type }) => (type === "ConcernClosed.v2" ? "ConcernReopened.v2" : "ConcernClosed.v2")),
  },
  "its place taken out": {
    chained: false,
    change: (db, { position }) => void db.prepare("DELETE FROM events WHERE position = ?").run(position),
  },
};

function set(column: "type" | "data" | "metadata" | "at", value: (row: Row) => string) {
  return (db: Database, row: Row) =>
    void db.prepare(`UPDATE events SET ${column} = ? WHERE position = ?`).run(value(row), row.position);
}

/** Streams of every kind; of each the event in its middle. */
const STREAMS = ["concern-", "person-", "council-", "support-", "submission-", "signal-", "policy"] as const;

/** Each event twice: with the existing read models, and without, so that they are rebuilt from the changed log. */
export function eventsTampered(n: number): readonly Fault[] {
  const all = STREAMS.flatMap((stream) => Object.keys(CHANGES).map((change) => [stream, change] as const));
  return take(all, n / 2).flatMap(([stream, change]) =>
    [false, true].map(
      (rebuilt): Fault => ({
        name: `${stream} ${change}${rebuilt ? ", read models rebuilt" : ""}`,
        how: "stopped",
        damage(dir) {
          tamper(join(dir, LOG), stream, change);
          if (rebuilt) rmSync(join(dir, "read-models"), { recursive: true });
        },
      }),
    ),
  );
}

function tamper(file: string, prefix: string, name: string): void {
  const db = openDatabase(file, "durable");
  const rows = db
    .prepare(`SELECT * FROM ${CURRENT.events} WHERE stream >= ? AND stream < ? ORDER BY position`)
    .all<Row>(prefix, `${prefix}~`);
  const row = rows[Math.floor(rows.length / 2)];
  const change = CHANGES[name];
  if (!row || !change) throw new Error(`There is nothing to change: ${prefix} ${name}.`);
  change.change(db, row);
  if (change.chained) rechain(db, row.stream);
  db.close();
}

function rechain(db: Database, stream: string): void {
  let previousHash = "";
  for (const row of db.prepare(`SELECT * FROM ${CURRENT.events} WHERE stream = ? ORDER BY version`).all<Row>(stream)) {
    const hash = hashOf({ ...row, previousHash });
    db.prepare("UPDATE events SET stored_hash = ? WHERE position = ?").run(storedHash(hash), row.position);
    previousHash = hash;
  }
}
