// What each durable store records of itself and of the others: its hub, its epoch, its owner, and the others' last marks.
// docs/decisions/0022-stores-know-each-other.md

import type { Mark } from "../history.ts";
import type { StoreName } from "../store-names.ts";
import type { Database } from "./database.ts";

/** A new epoch begins when somebody accepts a loss. */
export type Identity = { readonly hub: string; readonly epoch: number };
/** A mark is a lower bound of what a store holds. */
export type Marks = Readonly<Partial<Record<StoreName, Mark>>>;

// `release`: that opened the store last. `in_use`: a hub writes; without its write-ahead file such a store has lost data.
// `owner`: the random token of the hub that may write. `lost_before`: the epoch before which something was lost and accepted; 0
// for never.
const SCHEMA = `
CREATE TABLE IF NOT EXISTS identity (
  one INTEGER PRIMARY KEY CHECK (one = 1), hub TEXT NOT NULL, epoch INTEGER NOT NULL, lost_before INTEGER NOT NULL DEFAULT 0,
  release TEXT NOT NULL DEFAULT '', in_use INTEGER NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '',
  owner_process TEXT NOT NULL DEFAULT '', heartbeat TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS marks (store TEXT PRIMARY KEY, position TEXT NOT NULL, proof TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** A store that has an identity keeps it. */
export function giveIdentity(db: Database, { hub, epoch }: Identity): void {
  db.exec(SCHEMA);
  db.prepare("INSERT OR IGNORE INTO identity (one, hub, epoch) VALUES (1, ?, ?)").run(hub, epoch);
}

/** Copies what the attached file `from` records of itself and of the others, if it does. */
export function copyIdentity(db: Database, from: string): void {
  if (!hasTable(db, "identity", from)) return;
  const columns = "one, hub, epoch, lost_before, release, in_use, owner, owner_process, heartbeat";
  db.exec(`${SCHEMA};
    INSERT INTO main.identity (${columns}) SELECT ${columns} FROM ${from}.identity;
    INSERT INTO main.marks (store, position, proof) SELECT store, position, proof FROM ${from}.marks`);
}

/** Begins a new epoch: the others' marks of before are dropped. */
export function beginEpoch(db: Database, { hub, epoch }: Identity, lost: boolean): void {
  db.transaction(() => {
    giveIdentity(db, { hub, epoch });
    db.prepare("UPDATE identity SET hub = ?, epoch = ?, in_use = 0, owner = '', owner_process = ''").run(hub, epoch);
    if (lost) db.prepare("UPDATE identity SET lost_before = ?").run(epoch);
    db.exec("DELETE FROM marks");
  });
}

/** Used after the logs were moved, because their positions have changed. */
export const forgetMarks = (db: Database): void => db.exec("DELETE FROM marks");

/** Before an unchecked clock dates an event: the log's last instant becomes its heartbeat, where it has none. */
export function keepLastInstant(db: Database, identity: Identity): void {
  db.transaction(() => {
    giveIdentity(db, identity);
    const latest = "SELECT at FROM events ORDER BY position DESC LIMIT 1";
    db.exec(`UPDATE identity SET heartbeat = coalesce((${latest}), '') WHERE heartbeat = ''`);
  });
}

/** Undefined for a store of an earlier release. */
export function readIdentity(db: Database) {
  if (!hasTable(db, "identity")) return undefined;
  type Texts = Record<"hub" | "release" | "owner" | "owner_process" | "heartbeat", string>;
  type Numbers = Record<"epoch" | "lost_before" | "in_use", number>;
  const row = db
    .prepare("SELECT hub, epoch, lost_before, release, in_use, owner, owner_process, heartbeat FROM identity")
    .get<(Texts & Numbers) | undefined>();
  if (!row) return undefined;
  const marks = db.prepare("SELECT store, position, proof FROM marks").all<Record<"store" | "position" | "proof", string>>();
  return {
    hub: row.hub,
    epoch: row.epoch,
    lostBefore: row.lost_before,
    release: row.release,
    inUse: row.in_use === 1,
    owner: row.owner,
    ownerProcess: row.owner_process,
    /** The last instant at which the clock was believed, ISO 8601; empty before the first. */
    heartbeat: row.heartbeat,
    marks: Object.fromEntries(marks.map(({ store, position, proof }) => [store, [position, proof]])) as Marks,
  };
}

/** `schema`: of this database, or the name of an attached file. */
export const hasTable = (db: Database, name: string, schema = "main"): boolean =>
  db.prepare(`SELECT 1 FROM ${schema}.sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined;
