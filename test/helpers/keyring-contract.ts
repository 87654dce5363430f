// The contract of every keyring, whichever storage holds its wrapped keys.
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type KeyStore, type Sealed, WrongMasterKey } from "../../event-log/keys/port.ts";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import type { Json } from "../../event-log/port.ts";

export type StorageUnderTest = {
  /** A hub's keyring on this storage. `lagMs` is given if the test is about how soon the hub notices a change of another. */
  open(masterKey: Buffer, lagMs?: number): Promise<KeyStore>;
  /** The wrapped bytes of a key as they are stored. */
  wrappedKey(id: string): Promise<Buffer>;
  /** Puts the wrapped bytes of one key under another's id. */
  copyWrapped(from: string, to: string): Promise<void>;
  close(): Promise<void>;
};

const MASTER = randomBytes(32);

/** `lagMs`: how long a key may still be used after another hub destroyed it. */
export function keyringContract(
  name: string,
  make: () => Promise<StorageUnderTest>,
  { lagMs }: { readonly lagMs: number },
): void {
  let storage: StorageUnderTest;
  let keys: KeyStore;
  let open: KeyStore[];
  let storages: StorageUnderTest[];

  beforeEach(async () => {
    open = [];
    storage = await make();
    storages = [storage];
    keys = await openKeys();
  });
  afterEach(async () => {
    for (const store of open) await store.close();
    for (const one of storages) await one.close();
  });

  async function openKeys(masterKey = MASTER, on = storage, maxLagMs?: number): Promise<KeyStore> {
    const store = await on.open(masterKey, maxLagMs);
    open.push(store);
    return store;
  }
  async function reopened(): Promise<KeyStore> {
    for (const store of open.splice(0)) await store.close();
    return openKeys();
  }
  const unseal = (store: KeyStore, sealed: Sealed) => withKeys(store, () => store.unseal(sealed));
  const seal = (store: KeyStore, key: string, value: Json) => withKeys(store, () => store.seal(key, value));
  const sealNew = async (value: Json) => seal(keys, await keys.newKey(), value);

  describe(`Sealing under ${name}`, () => {
    test("returns any JSON unchanged, now and after a restart", async () => {
      const key = await keys.newKey();
      const sealed: [string, Sealed][] = [];
      await fc.assert(
        fc.asyncProperty(fc.jsonValue({ stringUnit: "binary" }), async (value) => {
          const box = await seal(keys, key, value as Json);
          sealed.push([JSON.stringify(value), box]);
          expect(JSON.stringify(await unseal(keys, box))).toBe(JSON.stringify(value));
        }),
      );
      const again = await reopened();
      for (const [text, box] of sealed) expect(JSON.stringify(await unseal(again, box))).toBe(text);
    });

    test("never gives the same box twice, and a box shows nothing of its contents", async () => {
      const key = await keys.newKey();
      const boxes = Array.from({ length: 50 }, () => keys.seal(key, "The section 151 officer has resigned."));
      expect(new Set(boxes.map(({ box }) => box)).size).toBe(50);
      for (const { box } of boxes) expect(Buffer.from(box, "base64url").includes("officer")).toBe(false);
    });

    test("refuses a box in which any byte was changed", async () => {
      const sealed = await sealNew({ summary: "Reserves are lower than reported." });
      fc.assert(fc.property(fc.nat(), (at) => void expect(() => keys.unseal(tampered(sealed, at))).toThrow()));
      expect(await unseal(keys, sealed)).toEqual({ summary: "Reserves are lower than reported." });
    });

    test("refuses a box cut short, however short", async () => {
      const sealed = await sealNew("short");
      const bytes = Buffer.from(sealed.box, "base64url");
      for (let length = 0; length < bytes.length; length += 1) {
        const box = bytes.subarray(0, length).toString("base64url");
        expect(() => keys.unseal({ key: sealed.key, box })).toThrow();
      }
    });

    test("refuses a box presented under another key's id, even with that key's bytes stored under it", async () => {
      const sealed = await sealNew("For one concern only.");
      const other = await keys.newKey();
      expect(() => keys.unseal({ key: other, box: sealed.box })).toThrow();
      // An attacker with write access to the storage could store one concern's wrapped key under another's id.
      await storage.copyWrapped(sealed.key, other);
      await expect(unseal(await reopened(), { key: other, box: sealed.box })).rejects.toThrow();
    });

    test("refuses a key that was never in the keyring", async () => {
      const sealed = await sealNew("text");
      await expect(unseal(keys, { ...sealed, key: "unknown" })).rejects.toThrow(/never held/);
      await expect(seal(keys, "unknown", "text")).rejects.toThrow(/never held/);
    });
  });

  describe(`Key ids of ${name}`, () => {
    test("are unique, also across restarts and hubs on the same keyring, and every one is usable", async () => {
      const second = await openKeys();
      const ids: string[] = [];
      for (let index = 0; index < 150; index += 1) ids.push(await (index % 2 === 0 ? keys : second).newKey());
      const sealed = await Promise.all(ids.map((id, index) => seal(keys, id, index)));
      const again = await reopened();
      ids.push(...(await Promise.all(Array.from({ length: 70 }, again.newKey))));
      expect(new Set(ids).size).toBe(220);
      expect(await Promise.all(sealed.map((box) => unseal(again, box)))).toEqual(Array.from({ length: 150 }, (_, n) => n));
    });

    test("have their wrapped key stored before they are returned", async () => {
      expect(await storage.wrappedKey(await keys.newKey())).toHaveLength(12 + 32 + 16);
    });
  });

  describe(`Two hubs on ${name}`, () => {
    test("open each other's boxes", async () => {
      const second = await openKeys();
      const sealed = await sealNew("from the first");
      expect(await unseal(second, sealed)).toBe("from the first");
      expect(await unseal(keys, await seal(second, sealed.key, "from the second"))).toBe("from the second");
    });

    test(`both refuse a key within ${lagMs} milliseconds after one destroys it, even if the other has just used it`, async () => {
      const second = await openKeys(MASTER, storage, lagMs);
      const sealed = await sealNew("to be erased");
      expect(await unseal(second, sealed)).toBe("to be erased");
      expect(await keys.destroy(sealed.key)).toBe(true);
      await pause(lagMs);
      expect(await unseal(second, sealed)).toBeUndefined();
      await expect(seal(second, sealed.key, "more")).rejects.toThrow(/destroyed/);
      expect(await second.destroyedKeys()).toEqual([sealed.key]);
      expect(await second.destroy(sealed.key)).toBe(false);
    });
  });

  describe(`Destroying a key of ${name}`, () => {
    test("erases the text sealed under it permanently, and nothing else", async () => {
      const [gone, kept] = [await sealNew({ name: "Ann Example" }), await sealNew({ name: "Ann Example" })];
      expect(await keys.destroyedKeys()).toEqual([]);
      expect(await keys.destroy(gone.key)).toBe(true);
      const expectErased = async (store: KeyStore) => {
        expect(await store.destroyedKeys()).toEqual([gone.key]);
        expect(await unseal(store, gone)).toBeUndefined();
        await expect(seal(store, gone.key, "more")).rejects.toThrow(/destroyed/);
        expect(await unseal(store, kept)).toEqual({ name: "Ann Example" });
      };
      await expectErased(keys);
      await expectErased(await reopened());
    });

    test("reports whether the key existed", async () => {
      const key = await keys.newKey();
      expect(await keys.destroy(key)).toBe(true);
      expect(await keys.destroy(key)).toBe(false);
      expect(await keys.destroy("unknown")).toBe(false);
    });

    test("notifies its listeners of the key after it was destroyed", async () => {
      const told: string[] = [];
      keys.onDestroy((destroyed) => {
        told.push(destroyed);
      });
      const [first, second] = [await keys.newKey(), await keys.newKey()];
      await keys.destroy(first);
      expect(told).toEqual([first]);
      await keys.destroy(second);
      expect(told).toEqual([first, second]);
    });

    test("lists destroyed keys in the order of their ids, after any of them", async () => {
      const ids = [await keys.newKey(), await keys.newKey(), await keys.newKey()].sort(byBytes);
      for (const id of ids) await keys.destroy(id);
      expect(await keys.destroyedKeys()).toEqual(ids);
      expect(await keys.destroyedKeys(ids[0])).toEqual(ids.slice(1));
      expect(await keys.destroyedKeys(ids[2])).toEqual([]);
    });

    test("moves the mark, as new keys do", async () => {
      const key = await keys.newKey();
      const [before, token] = await keys.mark();
      await keys.destroy(key);
      const [after, later] = await keys.mark();
      expect(Number(after)).toBe(Number(before) + 1);
      expect(later).not.toBe(token);
      expect(await (await reopened()).mark()).toEqual([after, later]);
    });
  });

  describe(`The master key of ${name}`, () => {
    test("must be the key that wrapped the keyring", async () => {
      const sealed = await sealNew("text");
      await expect((async () => storage.open(randomBytes(32)))()).rejects.toThrow(WrongMasterKey);
      expect(await unseal(await reopened(), sealed)).toBe("text");
    });

    test("must be 32 bytes", async () => {
      for (const length of [0, 16, 31, 33])
        await expect((async () => storage.open(randomBytes(length)))()).rejects.toThrow(/32 bytes/);
    });
  });

  describe(`A token of ${name}`, () => {
    test("opens again only under its label, also after a restart, with the same text", async () => {
      const texts = ["", "0000000000000042", "a".repeat(63), "b".repeat(64), JSON.stringify(["é", { deep: [1] }])];
      const made = texts.map((text) => keys.encryptToken(text, "position"));
      expect(made.map((token) => keys.decryptToken(token, "position"))).toEqual(texts);
      const again = await reopened();
      expect(made.map((token) => again.decryptToken(token, "position"))).toEqual(texts);
      expect(made.map((token) => again.decryptToken(token, "cursor"))).toEqual(texts.map(() => undefined));
      expect(again.decryptToken(`${made[1]?.slice(0, -2)}AA`, "position")).toBeUndefined();
    });

    test("differs each time, and its length does not distinguish one text from another", () => {
      const made = ["", "9", "10", "0000000000000042", "0000000000000042"].map((text) => keys.encryptToken(text, "position"));
      expect(new Set(made).size).toBe(5);
      expect(new Set(made.map(({ length }) => length)).size).toBe(1);
    });
  });

  describe(`Ids and digests of ${name}`, () => {
    const made = (store: KeyStore) => [store.deriveId("command", "ann"), store.digests('["logConcern",{}]')[0]];

    test("are the same in every hub on the keyring, and after a restart", async () => {
      const before = made(keys);
      expect(made(await openKeys())).toEqual(before);
      expect(made(await reopened())).toEqual(before);
    });

    test("differ by their input, and from keyring to keyring under one master key", async () => {
      const elsewhere = await make();
      storages.push(elsewhere);
      const stores = [keys, await openKeys(MASTER, elsewhere)];
      const ids = stores.flatMap((store) => [[""], ["a"], ["b"], ["a", "b"]].map((words) => store.deriveId(...words)));
      const digests = stores.flatMap((store) => [...store.digests("a"), ...store.digests("b"), ...store.digests("")]);
      expect(new Set([...ids, ...digests]).size).toBe(14);
      for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    });
  });
}

const byBytes = (a: string, b: string): number => (a < b ? -1 : 1);

/** The box with all bits of one byte inverted. */
function tampered({ key, box }: Sealed, at: number): Sealed {
  const bytes = Buffer.from(box, "base64url");
  const index = at % bytes.length;
  bytes.writeUInt8(bytes.readUInt8(index) ^ 0xff, index);
  return { key, box: bytes.toString("base64url") };
}
