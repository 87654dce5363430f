// Confidential text at rest: sealed with AES-256-GCM under a key for each concern or person, which is wrapped by the master key
// and stored apart from the log. Destroying a key erases what it sealed from the log, every copy and every backup.

import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { boundedCache } from "../../caching/cache.ts";
import type { Mark } from "../history.ts";
import { deriveKeyedId } from "../ids.ts";
import { type Json, LogUnavailable } from "../port.ts";
import { toPosition } from "../sqlite/position.ts";
import { type Database, isBusy, openDatabase } from "../stores/database.ts";
import { readIdentity } from "../stores/identity.ts";
import { type StoreGuard, sharedGuard } from "../stores/store-guard.ts";
import { decrypt, derive, encrypt, epochOf, epochPrefix, labelOf, padded, unpadded } from "./encryption.ts";
import { openKeyPool } from "./key-pool.ts";

/** `key` is a key's id; `box` is nonce, ciphertext and tag in base64url. */
export type Sealed = { readonly key: string; readonly box: string };

export type KeyStore = {
  /** A new key's id, its wrapped key already on disk. Throws LogUnavailable when no key can be written and none is left. */
  newKey(): string;
  seal(key: string, value: Json): Sealed;
  /** Undefined when its key was destroyed, or lost with an earlier epoch's keyring. Throws when the box was tampered with. */
  unseal(sealed: Sealed): Json | undefined;
  /** For good: the wrapped key is overwritten. True if there was one. */
  destroy(key: string): boolean;
  /** Keys destroyed so far, and a listener for later ones: what was derived from their text must go too. */
  destroyedKeys(): readonly string[];
  onDestroy(listener: (key: string) => void): void;
  /** A UUID-shaped id by HMAC-SHA-256 under a key made once for this file: another master key changes no id. */
  deriveId(...words: readonly string[]): string;
  /** Whether an earlier release made the file: its ids were derived without a key. */
  readonly isOfEarlierRelease: boolean;
  /** HMAC-SHA-256 digests that tell two bodies apart. The first is the one to store; earlier releases stored the others. */
  digests(body: string): readonly [string, ...string[]];
  /** A token that hides a text and its length, opened only under this label. Equal tokens would tell that nothing happened. */
  encryptToken(text: string, label: string): string;
  /** Undefined for anything that `encryptToken` did not make under this label. */
  decryptToken(token: string, label: string): string | undefined;
  /** Whether it was lost with the keyring of an earlier epoch: nothing can be sealed under it. */
  isLost(key: string): boolean;
  /** The last change of the keyring (keys made or destroyed) and its random token, which an older keyring does not hold. */
  mark(): Mark;
  close(): void;
};

/** The master key is not the one these keys were wrapped with: the hub must not start. */
export class WrongMasterKey extends Error {
  override name = "WrongMasterKey";
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, wrapped BLOB) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS destroyed ON keys (id) WHERE wrapped IS NULL;
CREATE TABLE IF NOT EXISTS master_check (one INTEGER PRIMARY KEY CHECK (one = 1), box BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS derivation_keys (use TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL) STRICT;
`;

const CACHED = 10_000;
// How long a key that another process destroyed may still be in use here.
const STALE_MS = 100;
const CACHED_TOKENS = 2_000;
const MASTER_BYTES = 32;
const CHECK = Buffer.from("candour");

/** The use of a key that ids or digests are made with. */
type DerivationUse = "ids" | "digests" | "former-digests";

/** `reading` makes and changes nothing. `masterKey` is 32 bytes. Throws WrongMasterKey. */
export function openKeyStore(path: string, masterKey: Buffer, access: StoreGuard | "shared" | "reading" = "shared"): KeyStore {
  if (masterKey.length !== MASTER_BYTES) throw new RangeError(`The master key must be ${MASTER_BYTES} bytes.`);
  const wrapping = derive(masterKey, "wrap");
  const tokenKey = derive(masterKey, "conceal");
  const isReading = access === "reading";
  const db = openDatabase(path, isReading ? "read-only" : "durable");
  const guard = typeof access === "string" ? sharedGuard() : access;
  const derivation = opening(() => {
    // Deleted keys are overwritten in the file, not only unlinked.
    if (!isReading) db.exec(`PRAGMA secure_delete = ON; ${SCHEMA}`);
    const made = openDerivationKeys();
    guard.attach(db);
    return made;
  });
  const identity = readIdentity(db);

  const insert = db.prepare("INSERT INTO keys (id, wrapped) VALUES (?, ?)");
  const select = db.prepare("SELECT wrapped FROM keys WHERE id = ?");
  const dataVersion = db.prepare("PRAGMA data_version");
  const opened = boundedCache<string, KeyObject>(CACHED);
  let lastVersion = dataVersion.get()?.data_version;
  let checkedAt = performance.now();
  const listeners: ((key: string) => void)[] = [];
  /** Of the last tokens: a client that pages sends back at once what it was given. */
  const tokens = boundedCache<string, { readonly text: string; readonly label: string }>(CACHED_TOKENS);

  function opening<T>(open: () => T): T {
    try {
      return open();
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Throws WrongMasterKey. True if the file is new. */
  function checkMaster(): boolean {
    // The first process sets it, also when two make the file at the same time.
    const { changes } = isReading
      ? { changes: 0 }
      : db.prepare("INSERT OR IGNORE INTO master_check (one, box) VALUES (1, ?)").run(encrypt(wrapping, CHECK, "check"));
    const check = db.prepare("SELECT box FROM master_check").get<{ box: Uint8Array } | undefined>();
    try {
      decrypt(wrapping, check?.box ?? Buffer.alloc(0), "check");
    } catch {
      throw new WrongMasterKey("The master key is not the one that the keys in this data folder were wrapped with.");
    }
    return changes === 1;
  }

  /** Keys for ids and digests: random, made once, and wrapped like the others, so that they outlive a master key. */
  function openDerivationKeys() {
    const insertOnce = () => db.prepare("INSERT OR IGNORE INTO derivation_keys (use, wrapped) VALUES (?, ?)");
    const selectKey = db.prepare("SELECT wrapped FROM derivation_keys WHERE use = ?");
    const wrap = (use: DerivationUse, key: Buffer) => insertOnce().run(use, encrypt(wrapping, key, labelOf(use)));
    const unwrap = (use: DerivationUse) => {
      const row = selectKey.get<{ wrapped: Uint8Array } | undefined>(use);
      return row && createSecretKey(decrypt(wrapping, row.wrapped, labelOf(use)));
    };
    if (isReading) checkMaster();
    else
      db.transaction(() => {
        const isNew = checkMaster();
        // Earlier releases derived the key of digests from the master key; their stored digests are still compared with.
        if (!isNew && !selectKey.get("ids")) wrap("former-digests", derive(masterKey, "digest").export());
        wrap("ids", randomBytes(32));
        wrap("digests", randomBytes(32));
      });
    const former = unwrap("former-digests");
    return {
      ids: unwrap("ids") as KeyObject,
      digests: [unwrap("digests") as KeyObject, ...(former ? [former] : [])] as const,
    };
  }

  /** `data_version` changes when another connection wrote, which may have destroyed a key. */
  function forgetStale(): void {
    if (performance.now() - checkedAt < STALE_MS) return;
    checkedAt = performance.now();
    const current = dataVersion.get()?.data_version;
    if (current !== lastVersion) opened.clear();
    lastVersion = current;
  }

  function openKey(id: string): KeyObject | undefined {
    guard.assertUsable();
    forgetStale();
    const cached = opened.get(id);
    if (cached) return cached;
    const row = select.get<{ wrapped: Uint8Array | null } | undefined>(id);
    if (!row && epochOf(id) < (identity?.lostBefore ?? 0)) return undefined;
    if (!row) throw new Error("A sealed value names a key that this key store never held.");
    if (!row.wrapped) return undefined;
    const key = createSecretKey(decrypt(wrapping, row.wrapped, id));
    opened.set(id, key);
    return key;
  }

  function mark(): Mark {
    const last = db
      .prepare("SELECT number, token FROM changes ORDER BY number DESC LIMIT 1")
      .get<{ number: number; token: string } | undefined>();
    return last ? [toPosition(last.number), last.token] : ["", ""];
  }
  /** One change of the keyring. Throws LogUnavailable. */
  function changed<T>(work: () => T): T {
    let moved: Mark | undefined;
    try {
      return guard.commit(
        () => {
          const result = work();
          const token = randomBytes(16).toString("base64url");
          moved = [toPosition(Number(db.prepare("INSERT INTO changes (token) VALUES (?)").run(token).lastInsertRowid)), token];
          return result;
        },
        () => moved,
      );
    } catch (error) {
      if (error instanceof LogUnavailable) throw error;
      throw new LogUnavailable(
        isBusy(error) ? "The keyring is locked by another program." : "The keyring could not be written.",
        { cause: error },
      );
    }
  }

  const pool = openKeyPool(epochPrefix(identity?.epoch ?? 1), (made) =>
    changed(() => {
      for (const { id, key } of made) insert.run(id, encrypt(wrapping, key, id));
    }),
  );

  return {
    newKey() {
      guard.assertUsable();
      const { id, key } = pool.take();
      opened.set(id, key);
      return id;
    },
    seal(key, value) {
      const bytes = openKey(key);
      if (!bytes) throw new Error("Nothing can be sealed under a destroyed key.");
      return { key, box: encrypt(bytes, Buffer.from(JSON.stringify(value)), key).toString("base64url") };
    },
    unseal({ key, box }) {
      const bytes = openKey(key);
      return bytes && JSON.parse(decrypt(bytes, Buffer.from(box, "base64url"), key).toString());
    },
    destroy(key) {
      opened.delete(key);
      const { changes } = changed(() =>
        db.prepare("UPDATE keys SET wrapped = NULL WHERE id = ? AND wrapped IS NOT NULL").run(key),
      );
      // The write-ahead log still holds the old page until it is checkpointed and truncated.
      const cut = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get<{ busy: number }>();
      guard.walTruncated();
      for (const listener of listeners) listener(key);
      if (cut.busy)
        throw new Error("The key is destroyed, but a reader keeps its bytes in the write-ahead log: destroy it again.");
      return changes === 1;
    },
    destroyedKeys: () => destroyedKeysIn(db),
    onDestroy: (listener) => listeners.push(listener),
    deriveId: (...words) => deriveKeyedId(derivation.ids, words),
    isOfEarlierRelease: derivation.digests.length > 1,
    digests(body) {
      const [current, ...former] = derivation.digests;
      const digest = (key: KeyObject) => createHmac("sha256", key).update(body).digest("base64url");
      return [digest(current), ...former.map(digest)];
    },
    encryptToken(text, label) {
      const token = encrypt(tokenKey, padded(text), label).toString("base64url");
      tokens.set(token, { text, label });
      return token;
    },
    decryptToken(token, label) {
      const cached = tokens.get(token);
      if (cached?.label === label) return cached.text;
      try {
        const bytes = Buffer.from(token, "base64url");
        // Node ignores characters that are not base64url, and surplus bits: other texts would open as the same token.
        if (bytes.toString("base64url") !== token) return undefined;
        return unpadded(decrypt(tokenKey, bytes, label));
      } catch {
        return undefined;
      }
    },
    isLost: (key) => epochOf(key) < (identity?.lostBefore ?? 0) && select.get(key) === undefined,
    mark,
    close() {
      pool.close();
      guard.close();
    },
  };
}

export const destroyedKeysIn = (db: Database): readonly string[] =>
  db
    .prepare("SELECT id FROM keys WHERE wrapped IS NULL")
    .all<{ id: string }>()
    .map(({ id }) => id);
