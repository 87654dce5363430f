// The cache of a remote keyring, with a storage in memory that can be slow, unreachable, or changed by another hub.
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { openKeyring } from "../../event-log/keys/keyring.ts";
import { KeyNotFetched, type KeyStore, type Sealed } from "../../event-log/keys/port.ts";
import { cacheKeys, type RemoteSettings } from "../../event-log/keys/remote-keys.ts";
import { makeStartingKeys } from "../../event-log/keys/starting-keys.ts";
import { readAgain, withKeys } from "../../event-log/keys/with-keys.ts";
import { LogUnavailable } from "../../event-log/port.ts";
import { openRemoteMemory } from "../helpers/remote-memory.ts";

const MASTER = Buffer.alloc(32, 9);
const STARTING = makeStartingKeys(MASTER);
const LAG_MS = 400;

const open: KeyStore[] = [];
afterEach(async () => {
  for (const keys of open.splice(0)) await keys.close();
});

/** Hubs that share one storage in memory. */
function hubs() {
  const memory = openRemoteMemory();
  return {
    memory,
    hub(settings: Partial<RemoteSettings> = {}): KeyStore {
      const keys = openKeyring(cacheKeys(memory.connect(), memory.last(), { maxLagMs: LAG_MS, ...settings }), MASTER, STARTING);
      open.push(keys);
      return keys;
    },
  };
}
const sealNew = async (keys: KeyStore, text: string): Promise<Sealed> => {
  const key = await keys.newKey();
  return withKeys(keys, () => keys.seal(key, text));
};

describe("A remote key", () => {
  it("cannot be used before it is fetched, and the error names it", async () => {
    const { hub } = hubs();
    const sealed = await sealNew(hub(), "text");
    const other = hub();
    await other.fetch([]);
    const error = (() => {
      try {
        return other.unseal(sealed);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(KeyNotFetched);
    expect(error).toMatchObject({ key: sealed.key });
    expect(error).toBeInstanceOf(LogUnavailable);
    await other.fetch([sealed.key]);
    expect(other.unseal(sealed)).toBe("text");
  });

  it("is fetched by work that needs it, which then runs again", async () => {
    const { hub } = hubs();
    const first = hub();
    const sealed = [await sealNew(first, "a"), await sealNew(first, "b"), await sealNew(first, "c")];
    const other = hub();
    let runs = 0;
    const work = () => {
      runs += 1;
      return sealed.map((one) => other.unseal(one));
    };
    expect(await withKeys(other, work)).toEqual(["a", "b", "c"]);
    expect(runs).toBe(4);
    expect(readOrReadAgain(other, work)).toEqual(["a", "b", "c"]);
  });

  it("is fetched together with all other keys missed at the same time", async () => {
    const { memory, hub } = hubs();
    const first = hub();
    const sealed = await Promise.all(Array.from({ length: 40 }, (_, n) => sealNew(first, `text ${n}`)));
    const other = hub();
    await other.fetch([]);
    const before = memory.selects();
    const read = await Promise.all(sealed.map((one) => readOrReadAgain(other, () => other.unseal(one))));
    expect(read).toEqual(Array.from({ length: 40 }, (_, n) => `text ${n}`));
    expect(memory.selects() - before).toBe(1);
  });

  it("is fetched again after a small cache has evicted it, also within one piece of work", async () => {
    const { hub } = hubs();
    const first = hub();
    const sealed = await Promise.all(Array.from({ length: 30 }, (_, n) => sealNew(first, `text ${n}`)));
    const other = hub({ cached: 32 });
    for (let round = 0; round < 3; round += 1) {
      await other.fetch(Array.from({ length: 20 }, (_, n) => `unknown ${round} ${n}`));
      expect(await withKeys(other, () => sealed.map((one) => other.unseal(one)))).toHaveLength(30);
    }
  });

  it("that was never stored is not waited for again", async () => {
    const { hub } = hubs();
    const sealed = await sealNew(hub(), "text");
    const other = hub();
    await expect(withKeys(other, () => other.unseal({ ...sealed, key: "unknown" }))).rejects.toThrow(/never held/);
  });
});

/** A read that is repeated if a key was not local, as the fields of an answer are. */
function readOrReadAgain<T>(keys: KeyStore, read: () => T): T | Promise<Awaited<T>> {
  try {
    return read();
  } catch (error) {
    return readAgain(keys, error, read);
  }
}

describe("Work that needs remote keys", () => {
  it("fails if its keys are evicted as fast as they are fetched", async () => {
    const { hub } = hubs();
    let runs = 0;
    const work = () => {
      runs += 1;
      throw new KeyNotFetched("evicted");
    };
    await expect(withKeys(hub(), work)).rejects.toThrow(KeyNotFetched);
    expect(runs).toBeLessThan(20);
  });

  it("is not run again if it fails for another reason", async () => {
    const { hub } = hubs();
    let runs = 0;
    const work = () => {
      runs += 1;
      throw new RangeError("Not a key.");
    };
    await expect(withKeys(hub(), work)).rejects.toThrow(RangeError);
    expect(() => readOrReadAgain(hub(), work)).toThrow(RangeError);
    expect(runs).toBe(2);
  });
});

describe("A key that another hub destroys", () => {
  it("is removed from the cache when the notice arrives, and the listeners are called", async () => {
    const { hub } = hubs();
    const [one, other] = [hub(), hub()];
    const sealed = await sealNew(one, "text");
    const told: string[] = [];
    other.onDestroy((key) => {
      told.push(key);
    });
    expect(await withKeys(other, () => other.unseal(sealed))).toBe("text");
    await one.destroy(sealed.key);
    await expect.poll(() => told).toEqual([sealed.key]);
    expect(other.unseal(sealed)).toBeUndefined();
  });

  it("is removed from the cache within a quarter of the lag if no notice arrives", async () => {
    const { memory, hub } = hubs();
    memory.loseNotices();
    const [one, other] = [hub(), hub()];
    const sealed = await sealNew(one, "text");
    expect(await withKeys(other, () => other.unseal(sealed))).toBe("text");
    await one.destroy(sealed.key);
    await pause(LAG_MS / 2);
    expect(await withKeys(other, () => other.unseal(sealed))).toBeUndefined();
  });

  it("is not put back by a fetch that was running meanwhile", async () => {
    const { memory, hub } = hubs();
    const [one, other] = [hub(), hub()];
    const sealed = await sealNew(one, "text");
    await other.fetch([]);
    const letGo = memory.holdSelects();
    const fetched = other.fetch([sealed.key]);
    await pause(5);
    await one.destroy(sealed.key);
    await pause(20);
    letGo();
    await fetched;
    expect(other.unseal(sealed)).toBeUndefined();
  });

  it("keeps nobody from reading under other keys while its listeners erase what depends on it, for which whoever destroys it waits", async () => {
    const keys = hubs().hub();
    const [gone, other] = [await sealNew(keys, "gone"), await sealNew(keys, "other")];
    const erased = Promise.withResolvers<void>();
    keys.onDestroy(() => erased.promise);
    let isDestroyed = false;
    const destroyed = keys.destroy(gone.key).then(() => {
      isDestroyed = true;
    });
    await pause(LAG_MS * 2);
    expect(await withKeys(keys, () => keys.unseal(other))).toBe("other");
    expect(await withKeys(keys, () => keys.unseal(gone))).toBeUndefined();
    expect(keys.unseal(other)).toBe("other");
    expect(isDestroyed).toBe(false);
    erased.resolve();
    await destroyed;
  });

  it("is not destroyed for whoever destroys it as long as its listeners fail", async () => {
    const keys = hubs().hub();
    const { key } = await sealNew(keys, "text");
    let fails = true;
    keys.onDestroy(() => {
      if (fails) throw new Error("The index cannot be written at the moment.");
    });
    await expect(keys.destroy(key)).rejects.toThrow("at the moment");
    fails = false;
    await keys.destroy(key);
  });

  it("is reported to a listener again until the listener succeeds", async () => {
    const { memory, hub } = hubs();
    memory.loseNotices();
    const [one, other] = [hub(), hub()];
    const sealed = await sealNew(one, "text");
    await other.fetch([sealed.key]);
    let calls = 0;
    other.onDestroy(() => {
      calls += 1;
      if (calls < 3) throw new Error("The index cannot be written at the moment.");
    });
    await one.destroy(sealed.key);
    await expect.poll(() => calls).toBe(3);
  });
});

describe("A keyring that cannot be reached", () => {
  it("stops sealing and unsealing after the lag, even with cached keys, and recovers by itself", async () => {
    const { memory, hub } = hubs();
    const seen: boolean[] = [];
    const keys = hub({ onConfirmed: (error) => seen.push(error === undefined) });
    const sealed = await sealNew(keys, "text");
    memory.cut();
    expect(keys.unseal(sealed)).toBe("text");
    await pause(LAG_MS + 50);
    expect(() => keys.unseal(sealed)).toThrow(LogUnavailable);
    expect(() => keys.seal(sealed.key, "more")).toThrow(LogUnavailable);
    await expect(withKeys(keys, () => keys.unseal(sealed))).rejects.toThrow(LogUnavailable);
    await expect(keys.newKey()).rejects.toThrow(LogUnavailable);
    memory.mend();
    expect(await withKeys(keys, () => keys.unseal(sealed))).toBe("text");
    expect([seen[0], seen.at(-1)]).toEqual([false, true]);
  });

  it("is confirmed before a destroyed key could be used, also by a hub whose thread was blocked for longer than the lag", async () => {
    const { memory, hub } = hubs();
    memory.loseNotices();
    const [one, other] = [hub(), hub()];
    const sealed = await sealNew(one, "text");
    await other.fetch([sealed.key]);
    await one.destroy(sealed.key);
    const until = performance.now() + LAG_MS + 10;
    while (performance.now() < until);
    expect(() => other.unseal(sealed)).toThrow(KeyNotFetched);
    expect(await withKeys(other, () => other.unseal(sealed))).toBeUndefined();
  });
});

describe("New keys", () => {
  it("of many commands at once are stored in few commits", async () => {
    const { memory, hub } = hubs();
    const keys = hub();
    const made = await Promise.all(Array.from({ length: 200 }, keys.newKey));
    expect(new Set(made).size).toBe(200);
    expect(memory.inserts()).toBeLessThan(10);
    const text = randomBytes(8).toString("hex");
    expect(keys.unseal(keys.seal(made[199] ?? "", text))).toBe(text);
  });
});
