// The keyring, open for reading alone: checks every key, opens sealed values and counts unused keys.

import { createSecretKey, type KeyObject } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { boundedCache } from "../../caching/cache.ts";
import type { Json } from "../port.ts";
import { type Database, withTypedRows } from "../stores/database.ts";
import { hasTable, readIdentity } from "../stores/identity.ts";
import { isDamage, readingProblem } from "../stores/read-only.ts";
import { decrypt, derive, epochOf, fileLabel, labelOf } from "./encryption.ts";
import type { Sealed } from "./port.ts";
import { destroyedKeysIn } from "./sqlite-keys.ts";
import { isCheckUnder } from "./starting-keys.ts";

export type KeyReader = ReturnType<typeof openKeyReader>;

/** A sealed value names a key that is not in the keyring. */
export class KeyMissing extends Error {
  override name = "KeyMissing";
}

const PAGE = 250;
const CACHED = 10_000;

/** Whether the keys are wrapped by this master key. A keyring without a check of its master key fits any. */
export function isUnder(db: Database, masterKey: Buffer): boolean {
  if (!hasTable(db, "master_check")) return true;
  const row = db.prepare("SELECT box FROM master_check").get<{ box: Uint8Array } | undefined>();
  return row === undefined || isCheckUnder(masterKey, row.box);
}

export function openKeyReader(db: Database, masterKey: Buffer) {
  const wrapping = derive(masterKey, "wrap");
  // Keys of an earlier epoch may be gone with a loss that was accepted: so is what was sealed under them.
  const lostBefore = readIdentity(db)?.lostBefore ?? 0;
  const select = db.prepare("SELECT wrapped FROM keys WHERE id = ?");
  // SQLite's own temporary file, gone with the process: the ids of a million keys need no memory.
  const used = withTypedRows(new DatabaseSync(""));
  used.exec("CREATE TABLE used (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID; BEGIN");
  const use = used.prepare("INSERT OR IGNORE INTO used (id) VALUES (?)");
  const opened = boundedCache<string, KeyObject | "destroyed">(CACHED);
  const count = { keys: 0, destroyed: 0 };

  const opens = (wrapped: unknown, label: string): boolean => {
    try {
      decrypt(wrapping, Buffer.from(wrapped as Uint8Array), label);
      return true;
    } catch {
      return false;
    }
  };

  function* ownKeys(): Generator<string | undefined> {
    const box = db.prepare("SELECT box FROM master_check").get<{ box: unknown } | undefined>()?.box;
    if (box === undefined) yield "the check of the master key is missing";
    else if (!opens(box, "check")) yield "the master key is another one's, or its check in the file was changed";
    // A keyring of an earlier release has none.
    const uses = hasTable(db, "derivation_keys")
      ? db.prepare("SELECT use, wrapped FROM derivation_keys").all<{ use: string; wrapped: unknown }>()
      : [];
    for (const { use: of, wrapped } of uses)
      if (!opens(wrapped, labelOf(of))) yield "a key that ids or digests are made with does not open";
    for (const name of ["ids", "digests"])
      if (uses.length > 0 && !uses.some(({ use: of }) => of === name)) yield "a key that ids or digests are made with is missing";
    const page = db.prepare(`SELECT id, wrapped FROM keys WHERE id > ? ORDER BY id LIMIT ${PAGE}`);
    for (let after = "", isOver = false; !isOver; ) {
      const before = after;
      const rows = page.all<{ id: string; wrapped: unknown }>(after);
      let faulty = 0;
      for (const { id, wrapped } of rows) {
        after = id;
        count.keys += 1;
        if (wrapped === null) count.destroyed += 1;
        else if (!opens(wrapped, id)) faulty += 1;
      }
      if (faulty > 0) yield `${faulty === 1 ? "a key does" : `${faulty} keys do`} not open under the master key`;
      yield undefined;
      if (rows.length > 0 && !(after > before)) {
        yield "a page of the file is damaged";
        return;
      }
      isOver = rows.length < PAGE;
    }
  }

  function keyFor(id: string): KeyObject | "destroyed" {
    const cached = opened.get(id);
    if (cached) return cached;
    const row = select.get<{ wrapped: Uint8Array | null } | undefined>(id);
    if (!row && epochOf(id) < lostBefore) return "destroyed";
    if (!row) throw new KeyMissing("A sealed value names a key that is not in the keyring.");
    use.run(id);
    const key = row.wrapped ? createSecretKey(decrypt(wrapping, row.wrapped, id)) : "destroyed";
    opened.set(id, key);
    return key;
  }

  return {
    /** Yields what is wrong with the file's keys, in words, and `undefined` at the end of each slice. */
    *check(): Generator<string | undefined> {
      try {
        yield* ownKeys();
      } catch (error) {
        if (!isDamage(error)) throw error;
        yield readingProblem(error);
      }
    },
    /** Undefined when its key has been destroyed. Throws KeyMissing, and where the box or its key was changed. */
    unseal({ key: id, box }: Sealed): Json | undefined {
      const key = keyFor(id);
      return key === "destroyed" ? undefined : JSON.parse(decrypt(key, Buffer.from(box, "base64url"), id).toString());
    },
    /** The same for the content of a file. */
    unsealBytes(id: string, sealed: Uint8Array): Buffer | undefined {
      const key = keyFor(id);
      return key === "destroyed" ? undefined : decrypt(key, sealed, fileLabel(id));
    },
    /** Every key is local. */
    fetch: async () => {},
    destroyedKeys: async (after?: string) => destroyedKeysIn(db, after),
    /** `unused` are those that no value which was unsealed here named. */
    counts() {
      const { n } = used.prepare("SELECT count(*) AS n FROM used").get<{ n: number }>();
      return { ...count, unused: Math.max(0, count.keys - n) };
    },
    close: () => used.close(),
  };
}
