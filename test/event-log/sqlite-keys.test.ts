import { spawn } from "node:child_process";
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { keyringContract, type StorageUnderTest } from "../helpers/keyring-contract.ts";

const MASTER = randomBytes(32);

let folder: string;
let path: string;
let keys: KeyStore;
let open: KeyStore[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "candour-keys-"));
  path = join(folder, "keys.sqlite");
  open = [];
  keys = openKeys();
});
afterEach(() => {
  for (const store of open) store.close();
  rmSync(folder, { recursive: true });
});

function openKeys(master = MASTER): KeyStore {
  const store = openSqliteKeyring(path, master);
  open.push(store);
  return store;
}

function reopened(): KeyStore {
  for (const store of open.splice(0)) store.close();
  return openKeys();
}

/** The wrapped key as stored in the file. */
function wrappedKey(id: string): Buffer {
  const db = openDatabase(path, "read-only");
  const { wrapped } = db.prepare("SELECT wrapped FROM keys WHERE id = ?").get(id) as { wrapped: Uint8Array };
  db.close();
  return Buffer.from(wrapped);
}

/** Whether the key file or its write-ahead log still contains any recognisable part of these bytes. */
function onDisk(bytes: Buffer): boolean {
  const files = [path, `${path}-wal`, `${path}-journal`].filter(existsSync).map((file) => readFileSync(file));
  const parts = [bytes.subarray(0, 16), bytes.subarray(12, 28), bytes.subarray(-32, -16), bytes.subarray(-16)];
  return files.some((file) => parts.some((part) => file.includes(part)));
}

async function fileUnderTest(): Promise<StorageUnderTest> {
  const dir = mkdtempSync(join(tmpdir(), "candour-keyring-"));
  const file = join(dir, "keys.sqlite");
  const using = <T>(work: (db: Database) => T): T => {
    const db = openDatabase(file, "durable");
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  return {
    open: async (masterKey) => openSqliteKeyring(file, masterKey),
    wrappedKey: async (id) =>
      using((db) => Buffer.from(db.prepare("SELECT wrapped FROM keys WHERE id = ?").get<{ wrapped: Uint8Array }>(id).wrapped)),
    async copyWrapped(from, to) {
      using((db) => db.prepare("UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE id = ?) WHERE id = ?").run(from, to));
    },
    close: async () => rmSync(dir, { recursive: true }),
  };
}
keyringContract("a file", fileUnderTest, { lagMs: 110 });

describe("A key file", () => {
  test("can be created by several processes at the same time", async () => {
    const shared = join(folder, "shared.sqlite");
    const script = `import { openSqliteKeyring } from ${JSON.stringify(join(import.meta.dirname, "../../event-log/keys/sqlite-keys.ts"))};
      while (Date.now() < ${Date.now() + 800});
      const keys = openSqliteKeyring(${JSON.stringify(shared)}, Buffer.alloc(32, 7));
      for (let number = 0; number < 100; number += 1) await keys.newKey();
      keys.close();`;
    const children = Array.from({ length: 3 }, () =>
      spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], { stdio: ["ignore", "ignore", "inherit"] }),
    );
    for (const exit of await Promise.all(children.map((child) => once(child, "exit")))) expect(exit).toEqual([0, null]);
    openSqliteKeyring(shared, Buffer.alloc(32, 7)).close();
  });
});

describe("Destroying a key", () => {
  test("leaves no trace of its wrapped bytes in the key file or its write-ahead log", async () => {
    const key = await keys.newKey();
    const wrapped = wrappedKey(key);
    expect(onDisk(wrapped)).toBe(true);
    await keys.destroy(key);
    expect(onDisk(wrapped)).toBe(false);
    keys.close();
    open = [];
    expect(onDisk(wrapped)).toBe(false);
  });

  test("leaves no trace among thousands, whose pages have split and moved", async () => {
    const ids = await Promise.all(Array.from({ length: 2000 }, keys.newKey));
    const wrapped = ids.map(wrappedKey);
    const every20th = ids.filter((_, index) => index % 20 === 0);
    for (const id of every20th) expect(await keys.destroy(id)).toBe(true);
    const destroyed = wrapped.filter((_, index) => index % 20 === 0);
    expect(destroyed.filter((bytes) => bytes && onDisk(bytes))).toEqual([]);
  });

  test("leaves no trace when another store has the file open", async () => {
    const second = openKeys();
    const sealed = keys.seal(await keys.newKey(), "to be erased");
    const wrapped = wrappedKey(sealed.key);
    second.unseal(sealed);
    await keys.destroy(sealed.key);
    expect(onDisk(wrapped)).toBe(false);
  });
});

describe("The master key", () => {
  test("is nowhere in the files", async () => {
    await keys.newKey();
    expect(onDisk(MASTER)).toBe(false);
  });
});

describe("Ids and digests", () => {
  const made = (store: KeyStore) => [store.deriveId("command", "ann"), store.digests('["logConcern",{}]')[0]];

  test("stay the same under another master key, after the file's keys were wrapped with it", async () => {
    const sealed = keys.seal(await keys.newKey(), "text");
    const before = made(keys);
    for (const store of open.splice(0)) store.close();
    const other = randomBytes(32);
    rewrap(MASTER, other);
    const again = openKeys(other);
    expect(again.unseal(sealed)).toBe("text");
    expect(made(again)).toEqual(before);
  });

  test("of a file of an earlier release are compared with its digests, and stored in the current form", async () => {
    for (const store of open.splice(0)) store.close();
    const db = openDatabase(path, "durable");
    db.exec("DROP TABLE derivation_keys");
    db.close();
    const former = createHmac("sha256", derived(MASTER, "digest")).update("body").digest("base64url");
    for (const digests of [openKeys().digests("body"), reopened().digests("body")]) {
      expect(digests).toHaveLength(2);
      expect(digests[0]).not.toBe(former);
      expect(digests[1]).toBe(former);
    }
  });

  test("cannot be derived from the file alone: the keys for them are wrapped in it", async () => {
    const db = openDatabase(path, "read-only");
    const rows = db.prepare("SELECT use, wrapped FROM derivation_keys ORDER BY use").all() as {
      use: string;
      wrapped: Uint8Array;
    }[];
    db.close();
    expect(rows.map(({ use }) => use)).toEqual(["digests", "ids"]);
    for (const { use, wrapped } of rows) expect(opened(MASTER, wrapped, `derivation ${use}`)).toHaveLength(32);
    for (const { wrapped } of rows) expect(() => opened(randomBytes(32), wrapped, "derivation ids")).toThrow();
  });
});

// Unwraps and wraps the contents of a key file as the keyring does.
const derived = (master: Buffer, use: string) => Buffer.from(hkdfSync("sha256", master, "candour", use, 32));
function opened(master: Buffer, wrapped: Uint8Array, label: string): Buffer {
  const box = Buffer.from(wrapped);
  const decipher = createDecipheriv("aes-256-gcm", derived(master, "wrap"), box.subarray(0, 12));
  decipher.setAAD(Buffer.from(label)).setAuthTag(box.subarray(-16));
  return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
}
function wrappedBy(master: Buffer, bytes: Buffer, label: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", derived(master, "wrap"), nonce).setAAD(Buffer.from(label));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}
function rewrap(from: Buffer, to: Buffer): void {
  const db = openDatabase(path, "durable");
  for (const [table, name, label] of [
    ["keys", "id", (id: string) => id],
    ["derivation_keys", "use", (use: string) => `derivation ${use}`],
  ] as const) {
    const rows = db.prepare(`SELECT ${name} AS name, wrapped FROM ${table}`).all() as { name: string; wrapped: Uint8Array }[];
    const put = db.prepare(`UPDATE ${table} SET wrapped = ? WHERE ${name} = ?`);
    for (const row of rows) put.run(wrappedBy(to, opened(from, row.wrapped, label(row.name)), label(row.name)), row.name);
  }
  db.prepare("UPDATE master_check SET box = ?").run(wrappedBy(to, Buffer.from("candour"), "check"));
  db.close();
}

test("The key file may be read and written by its owner alone", async () => {
  await keys.newKey();
  for (const end of ["", "-wal", "-shm"]) expect(statSync(path + end).mode & 0o777).toBe(0o600);
});
