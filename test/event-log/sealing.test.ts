import { spawn } from "node:child_process";
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type KeyStore, openKeyStore, type Sealed, WrongMasterKey } from "../../event-log/keys/sealing.ts";
import type { Json } from "../../event-log/port.ts";
import { openDatabase } from "../../event-log/stores/database.ts";

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
  const store = openKeyStore(path, master);
  open.push(store);
  return store;
}

function reopened(): KeyStore {
  for (const store of open.splice(0)) store.close();
  return openKeys();
}

/** The wrapped key as it lies in the file. */
function wrappedKey(id: string): Buffer {
  const db = openDatabase(path, "read-only");
  const { wrapped } = db.prepare("SELECT wrapped FROM keys WHERE id = ?").get(id) as { wrapped: Uint8Array };
  db.close();
  return Buffer.from(wrapped);
}

/** Whether the key file, or its write-ahead log, still holds any tell-tale part of these bytes. */
function onDisk(bytes: Buffer): boolean {
  const files = [path, `${path}-wal`, `${path}-journal`].filter(existsSync).map((file) => readFileSync(file));
  const parts = [bytes.subarray(0, 16), bytes.subarray(12, 28), bytes.subarray(-32, -16), bytes.subarray(-16)];
  return files.some((file) => parts.some((part) => file.includes(part)));
}

/** The box with the bits of one byte turned. */
function tampered({ key, box }: Sealed, at: number): Sealed {
  const bytes = Buffer.from(box, "base64url");
  const index = at % bytes.length;
  bytes.writeUInt8(bytes.readUInt8(index) ^ 0xff, index);
  return { key, box: bytes.toString("base64url") };
}

describe("Sealing", () => {
  test("gives back any JSON, letter for letter, now and after a restart", () => {
    const key = keys.newKey();
    const sealed: [string, Sealed][] = [];
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const box = keys.seal(key, value as Json);
        sealed.push([JSON.stringify(value), box]);
        expect(JSON.stringify(keys.unseal(box))).toBe(JSON.stringify(value));
      }),
    );
    const again = reopened();
    for (const [text, box] of sealed) expect(JSON.stringify(again.unseal(box))).toBe(text);
  });

  test("never gives the same box twice, and a box shows nothing of its contents", () => {
    const key = keys.newKey();
    const boxes = Array.from({ length: 50 }, () => keys.seal(key, "The section 151 officer has resigned."));
    expect(new Set(boxes.map(({ box }) => box)).size).toBe(50);
    for (const { box } of boxes) expect(Buffer.from(box, "base64url").includes("officer")).toBe(false);
  });

  test("refuses a box in which any byte was changed", () => {
    const sealed = keys.seal(keys.newKey(), { summary: "Reserves are lower than reported." });
    fc.assert(fc.property(fc.nat(), (at) => void expect(() => keys.unseal(tampered(sealed, at))).toThrow()));
    expect(keys.unseal(sealed)).toEqual({ summary: "Reserves are lower than reported." });
  });

  test("refuses a box cut short, however short", () => {
    const sealed = keys.seal(keys.newKey(), "short");
    const bytes = Buffer.from(sealed.box, "base64url");
    for (let length = 0; length < bytes.length; length += 1) {
      const box = bytes.subarray(0, length).toString("base64url");
      expect(() => keys.unseal({ key: sealed.key, box })).toThrow();
    }
  });

  test("refuses a box that is passed off under another key's id, even with that key's bytes behind it", () => {
    const [mine, other] = [keys.newKey(), keys.newKey()];
    const sealed = keys.seal(mine, "For one concern only.");
    expect(() => keys.unseal({ key: other, box: sealed.box })).toThrow();
    // Whoever holds the key file could put one concern's wrapped key under another's id.
    const db = openDatabase(path, "durable");
    db.prepare("UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE id = ?) WHERE id = ?").run(mine, other);
    db.close();
    expect(() => reopened().unseal({ key: other, box: sealed.box })).toThrow();
  });

  test("refuses a key that was never in the store", () => {
    const sealed = keys.seal(keys.newKey(), "text");
    expect(() => keys.unseal({ ...sealed, key: "unknown" })).toThrow();
    expect(() => keys.seal("unknown", "text")).toThrow();
  });
});

describe("Key ids", () => {
  test("are unique, also across restarts and stores on the same file, and every one can be used", () => {
    const second = openKeys();
    const ids = Array.from({ length: 150 }, (_, index) => (index % 2 === 0 ? keys : second).newKey());
    const sealed = ids.map((id, index) => keys.seal(id, index));
    const again = reopened();
    ids.push(...Array.from({ length: 70 }, () => again.newKey()));
    expect(new Set(ids).size).toBe(220);
    expect(sealed.map((box) => again.unseal(box))).toEqual(Array.from({ length: 150 }, (_, index) => index));
  });

  test("have their wrapped key on disk before they are handed out", () => {
    const id = keys.newKey();
    expect(wrappedKey(id)).toHaveLength(12 + 32 + 16);
  });
});

describe("Two stores on one file", () => {
  test("open each other's boxes", () => {
    const second = openKeys();
    const sealed = keys.seal(keys.newKey(), "from the first");
    expect(second.unseal(sealed)).toBe("from the first");
    const back = second.seal(sealed.key, "from the second");
    expect(keys.unseal(back)).toBe("from the second");
  });

  test("both refuse a key within a tenth of a second after one destroys it, even if the other has just used it", async () => {
    const second = openKeys();
    const sealed = keys.seal(keys.newKey(), "to be erased");
    expect(second.unseal(sealed)).toBe("to be erased");
    expect(keys.destroy(sealed.key)).toBe(true);
    await pause(110);
    expect(second.unseal(sealed)).toBeUndefined();
    expect(() => second.seal(sealed.key, "more")).toThrow();
    expect(second.destroyedKeys()).toEqual([sealed.key]);
    expect(second.destroy(sealed.key)).toBe(false);
  });

  test("can be made by several processes at the same moment", async () => {
    const shared = join(folder, "shared.sqlite");
    const script = `import { openKeyStore } from ${JSON.stringify(join(import.meta.dirname, "../../event-log/keys/sealing.ts"))};
      while (Date.now() < ${Date.now() + 800});
      const keys = openKeyStore(${JSON.stringify(shared)}, Buffer.alloc(32, 7));
      for (let number = 0; number < 100; number += 1) keys.newKey();
      keys.close();`;
    const children = Array.from({ length: 3 }, () =>
      spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], { stdio: ["ignore", "ignore", "inherit"] }),
    );
    for (const exit of await Promise.all(children.map((child) => once(child, "exit")))) expect(exit).toEqual([0, null]);
    openKeyStore(shared, Buffer.alloc(32, 7)).close();
  });
});

describe("Destroying a key", () => {
  test("erases what it sealed, for good and for that key alone", () => {
    const [gone, kept] = [keys.newKey(), keys.newKey()].map((key) => keys.seal(key, { name: "Ann Example" })) as [Sealed, Sealed];
    expect(keys.destroyedKeys()).toEqual([]);
    expect(keys.destroy(gone.key)).toBe(true);
    const expectErased = (store: KeyStore) => {
      expect(store.destroyedKeys()).toEqual([gone.key]);
      expect(store.unseal(gone)).toBeUndefined();
      expect(() => store.seal(gone.key, "more")).toThrow();
      expect(store.unseal(kept)).toEqual({ name: "Ann Example" });
    };
    expectErased(keys);
    expectErased(reopened());
  });

  test("says whether there was one to destroy", () => {
    const key = keys.newKey();
    expect(keys.destroy(key)).toBe(true);
    expect(keys.destroy(key)).toBe(false);
    expect(keys.destroy("unknown")).toBe(false);
  });

  test("notifies its listeners of every key, once it is done", () => {
    const told: string[] = [];
    const key = keys.newKey();
    keys.onDestroy((destroyed) => told.push(`${destroyed}: ${keys.destroyedKeys().includes(destroyed)}`));
    keys.destroy(key);
    expect(told).toEqual([`${key}: true`]);
  });

  test("leaves no trace of its wrapped bytes in the key file or its write-ahead log", () => {
    const key = keys.newKey();
    const wrapped = wrappedKey(key);
    expect(onDisk(wrapped)).toBe(true);
    keys.destroy(key);
    expect(onDisk(wrapped)).toBe(false);
    keys.close();
    open = [];
    expect(onDisk(wrapped)).toBe(false);
  });

  test("leaves no trace among thousands, whose pages have split and moved", () => {
    const ids = Array.from({ length: 2000 }, () => keys.newKey());
    const wrapped = ids.map(wrappedKey);
    const destroyed = ids.flatMap((id, index) => (index % 20 === 0 && keys.destroy(id) ? [wrapped[index]] : []));
    expect(destroyed).toHaveLength(100);
    expect(destroyed.filter((bytes) => bytes && onDisk(bytes))).toEqual([]);
  });

  test("leaves no trace when another store has the file open", () => {
    const second = openKeys();
    const sealed = keys.seal(keys.newKey(), "to be erased");
    const wrapped = wrappedKey(sealed.key);
    second.unseal(sealed);
    keys.destroy(sealed.key);
    expect(onDisk(wrapped)).toBe(false);
  });
});

describe("The master key", () => {
  test("must be the one that the keys were wrapped with", () => {
    const sealed = keys.seal(keys.newKey(), "text");
    expect(() => openKeyStore(path, randomBytes(32))).toThrow(WrongMasterKey);
    expect(reopened().unseal(sealed)).toBe("text");
  });

  test("is nowhere in the files", () => {
    keys.newKey();
    expect(onDisk(MASTER)).toBe(false);
  });

  test("must be 32 bytes", () => {
    for (const length of [0, 16, 31, 33])
      expect(() => openKeyStore(join(folder, "other.sqlite"), randomBytes(length))).toThrow(/32 bytes/);
  });
});

describe("A token", () => {
  test("is opened again under its label alone, after a restart too, letter for letter", () => {
    const texts = ["", "0000000000000042", "a".repeat(63), "b".repeat(64), JSON.stringify(["é", { deep: [1] }])];
    const made = texts.map((text) => keys.encryptToken(text, "position"));
    expect(made.map((token) => keys.decryptToken(token, "position"))).toEqual(texts);
    const again = reopened();
    expect(made.map((token) => again.decryptToken(token, "position"))).toEqual(texts);
    expect(made.map((token) => again.decryptToken(token, "cursor"))).toEqual(texts.map(() => undefined));
    expect(again.decryptToken(`${made[1]?.slice(0, -2)}AA`, "position")).toBeUndefined();
  });

  test("is never twice the same, nor does its length tell one text from another", () => {
    const made = ["", "9", "10", "0000000000000042", "0000000000000042"].map((text) => keys.encryptToken(text, "position"));
    expect(new Set(made).size).toBe(5);
    expect(new Set(made.map(({ length }) => length)).size).toBe(1);
  });
});

describe("Ids and digests", () => {
  const made = (store: KeyStore) => [store.deriveId("command", "ann"), store.digests('["logConcern",{}]')[0]];

  test("are the same in every store on the file, and after a restart", () => {
    const before = made(keys);
    expect(made(openKeys())).toEqual(before);
    expect(made(reopened())).toEqual(before);
  });

  test("differ by what they are made of, and from file to file under one master key", () => {
    const other = openKeyStore(join(folder, "other.sqlite"), MASTER);
    open.push(other);
    const stores = [keys, other];
    const ids = stores.flatMap((store) => [
      store.deriveId("a"),
      store.deriveId("b"),
      store.deriveId("a", "b"),
      store.deriveId(""),
    ]);
    const digests = stores.flatMap((store) => [...store.digests("a"), ...store.digests("b"), ...store.digests("")]);
    expect(new Set([...ids, ...digests]).size).toBe(14);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test("stay the same under another master key, once what is in the file has been wrapped by it", () => {
    const sealed = keys.seal(keys.newKey(), "text");
    const before = made(keys);
    for (const store of open.splice(0)) store.close();
    const other = randomBytes(32);
    rewrap(MASTER, other);
    const again = openKeys(other);
    expect(again.unseal(sealed)).toBe("text");
    expect(made(again)).toEqual(before);
  });

  test("of a file that an earlier release made are compared with its digests, and stored as this one makes them", () => {
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

  test("cannot be made with the file alone: the keys for them are wrapped in it", () => {
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

// What is wrapped in a key file, opened and made again as sealing.ts does it.
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

test("The key file may be read and written by its owner alone", () => {
  keys.newKey();
  for (const end of ["", "-wal", "-shm"]) expect(statSync(path + end).mode & 0o777).toBe(0o600);
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
