// The keyring in its own file, the embedded default: every key is local.

import { randomBytes } from "node:crypto";
import { toPosition } from "../numbered-position.ts";
import { LogUnavailable } from "../port.ts";
import { type Database, isBusy, openDatabase } from "../stores/database.ts";
import { readIdentity } from "../stores/identity.ts";
import { type StoreGuard, sharedGuard } from "../stores/store-guard.ts";
import { openKeyring } from "./keyring.ts";
import type { KeyStore } from "./port.ts";
import { assertMasterKey, type DerivationUse, formerDigestKey, makeStartingKeys, type StartingKeys } from "./starting-keys.ts";
import { DESTROYED_PAGE, type KeyListeners, type WrappedKeys } from "./wrapped-keys.ts";

export const KEYRING_SCHEMA = `
CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, wrapped BLOB) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS destroyed ON keys (id) WHERE wrapped IS NULL;
CREATE TABLE IF NOT EXISTS master_check (one INTEGER PRIMARY KEY CHECK (one = 1), box BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS derivation_keys (use TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL) STRICT;
`;

/** How long this process may still use a key that another process destroyed. */
const STALE_MS = 100;

/** `reading` creates and changes nothing. `masterKey` is 32 bytes. Throws WrongMasterKey. */
export function openSqliteKeyring(
  path: string,
  masterKey: Buffer,
  access: StoreGuard | "shared" | "reading" = "shared",
): KeyStore {
  const proposed = makeStartingKeys(masterKey);
  const isReading = access === "reading";
  const db = openDatabase(path, isReading ? "read-only" : "durable");
  const guard = typeof access === "string" ? sharedGuard() : access;
  try {
    // Deleted keys are overwritten in the file, not only unlinked.
    if (!isReading) db.exec(`PRAGMA secure_delete = ON; ${KEYRING_SCHEMA}`);
    const starting = startingKeys(db, masterKey, isReading ? undefined : proposed);
    guard.attach(db);
    return openKeyring(storageIn(db, guard), masterKey, starting);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Returns the file's starting keys, and creates them if it has none. If the master key is wrong, throws WrongMasterKey and changes nothing. */
function startingKeys(db: Database, masterKey: Buffer, proposed: StartingKeys | undefined): StartingKeys {
  const storedCheck = () => db.prepare("SELECT box FROM master_check").get<{ box: Uint8Array } | undefined>()?.box;
  const insert = () => db.prepare("INSERT OR IGNORE INTO derivation_keys (use, wrapped) VALUES (?, ?)");
  const stored = () => db.prepare("SELECT use, wrapped FROM derivation_keys").all<{ use: DerivationUse; wrapped: Uint8Array }>();
  if (proposed)
    db.transaction(() => {
      // If two processes create the file at the same time, the first one sets the check.
      const isNew = db.prepare("INSERT OR IGNORE INTO master_check (one, box) VALUES (1, ?)").run(proposed.check).changes === 1;
      assertMasterKey(masterKey, storedCheck());
      if (!isNew && !stored().some(({ use }) => use === "ids")) insert().run("former-digests", formerDigestKey(masterKey));
      for (const [use, wrapped] of proposed.derivation) insert().run(use, wrapped);
    });
  const check = storedCheck();
  assertMasterKey(masterKey, check);
  return { check: check as Uint8Array, derivation: new Map(stored().map(({ use, wrapped }) => [use, wrapped])) };
}

function storageIn(db: Database, guard: StoreGuard): WrappedKeys {
  const identity = readIdentity(db);
  const insert = db.prepare("INSERT INTO keys (id, wrapped) VALUES (?, ?)");
  const select = db.prepare("SELECT wrapped FROM keys WHERE id = ?");
  const dataVersion = db.prepare("PRAGMA data_version");
  let lastVersion = dataVersion.get()?.data_version;
  let checkedAt = performance.now();
  let listeners: KeyListeners = { destroyed: async () => {}, stale: () => {} };

  /** `data_version` changes when another connection has written, which may have destroyed a key. */
  function forgetStale(): void {
    if (performance.now() - checkedAt < STALE_MS) return;
    checkedAt = performance.now();
    const current = dataVersion.get()?.data_version;
    if (current !== lastVersion) listeners.stale();
    lastVersion = current;
  }

  /** Makes one change of the keyring. Throws LogUnavailable. */
  function changed<T>(work: () => T): T {
    try {
      const { result } = guard.commit(
        () => {
          const result = work();
          const token = randomBytes(16).toString("base64url");
          const { lastInsertRowid } = db.prepare("INSERT INTO changes (token) VALUES (?)").run(token);
          return { result, mark: [toPosition(Number(lastInsertRowid)), token] as const };
        },
        ({ mark }) => mark,
      );
      return result;
    } catch (error) {
      if (error instanceof LogUnavailable) throw error;
      throw new LogUnavailable(
        isBusy(error) ? "The keyring is locked by another program." : "The keyring could not be written.",
        { cause: error },
      );
    }
  }

  return {
    epoch: identity?.epoch ?? 1,
    lostBefore: identity?.lostBefore ?? 0,
    assertUsable() {
      guard.assertUsable();
      forgetStale();
    },
    find: (id) => select.get<{ wrapped: Uint8Array | null } | undefined>(id)?.wrapped,
    fetch: async () => {},
    async insert(keys) {
      changed(() => {
        for (const { id, wrapped } of keys) insert.run(id, wrapped);
      });
    },
    async destroy(id) {
      const { changes } = changed(() =>
        db.prepare("UPDATE keys SET wrapped = NULL WHERE id = ? AND wrapped IS NOT NULL").run(id),
      );
      // The write-ahead log still holds the old page until it is checkpointed and truncated.
      const cut = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get<{ busy: number }>();
      guard.walTruncated();
      await listeners.destroyed(id);
      if (cut.busy)
        throw new Error("The key is destroyed, but a reader keeps its bytes in the write-ahead log: destroy it again.");
      return changes === 1;
    },
    forget() {},
    destroyedKeys: async (after) => destroyedKeysIn(db, after),
    async mark() {
      const last = db
        .prepare("SELECT number, token FROM changes ORDER BY number DESC LIMIT 1")
        .get<{ number: number; token: string } | undefined>();
      return last ? [toPosition(last.number), last.token] : ["", ""];
    },
    listen(given) {
      listeners = given;
    },
    async close() {
      guard.close();
    },
  };
}

/** A page of destroyed keys in the order of their ids. */
export const destroyedKeysIn = (db: Database, after = ""): readonly string[] =>
  db
    .prepare(`SELECT id FROM keys WHERE wrapped IS NULL AND id > ? ORDER BY id LIMIT ${DESTROYED_PAGE}`)
    .all<{ id: string }>(after)
    .map(({ id }) => id);
