// A key file as the source or target of a keyring migration, while no hub uses it.
import { existsSync } from "node:fs";
import { type Database, openDatabase } from "../stores/database.ts";
import { giveIdentity, readIdentity } from "../stores/identity.ts";
import { openUntouched } from "../stores/read-only.ts";
import type { KeyringPlace } from "./move-keyring.ts";
import { KEYRING_SCHEMA } from "./sqlite-keys.ts";

const PROGRESS = 10_000;

/** The file's folder must exist. Reading creates and changes nothing. */
export const keyringInFile = (file: string): KeyringPlace => ({
  name: `the file ${file}`,
  read: async () => (existsSync(file) ? openUntouched(file) : openDatabase(":memory:", "durable")),
  async replace(keyring, progress) {
    using db = openDatabase(file, "durable");
    // Keys that were destroyed since the earlier copy are overwritten in the file.
    db.exec("PRAGMA secure_delete = ON");
    db.transaction(() => {
      db.exec(KEYRING_SCHEMA);
      empty(db, keyring);
      copyRows(db, keyring, progress);
    });
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  },
});

function empty(db: Database, keyring: Database): void {
  const identity = readIdentity(keyring);
  if (!identity) throw new Error("The keyring is no hub's.");
  giveIdentity(db, identity);
  for (const table of ["keys", "master_check", "derivation_keys", "changes", "marks"]) db.exec(`DELETE FROM ${table}`);
  db.prepare("UPDATE identity SET epoch = ?, lost_before = ?, release = ?, heartbeat = ?, in_use = 0, owner = ''").run(
    ...[identity.epoch, identity.lostBefore, identity.release, identity.heartbeat],
  );
}

function copyRows(db: Database, keyring: Database, progress: (keys: number) => void): void {
  const copy = (table: string, columns: readonly [string, string], written = (_: number): void => {}) => {
    const insert = db.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (?, ?)`);
    let count = 0;
    for (const row of keyring.prepare(`SELECT ${columns.join(", ")} FROM ${table}`).iterate()) {
      insert.run(row[columns[0]] ?? null, row[columns[1]] ?? null);
      count += 1;
      if (count % PROGRESS === 0) written(count);
    }
    written(count);
  };
  copy("master_check", ["one", "box"]);
  copy("derivation_keys", ["use", "wrapped"]);
  copy("changes", ["number", "token"]);
  copy("keys", ["id", "wrapped"], progress);
}
