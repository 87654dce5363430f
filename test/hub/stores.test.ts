// The stores of a running hub: they keep marks of each other, belong to one hub, and detect changes to their files.
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { markAt } from "../../event-log/history.ts";
import { WrongMasterKey } from "../../event-log/keys/port.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { LogUnavailable } from "../../event-log/port.ts";
import type { StoreName } from "../../event-log/store-names.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { readHighWater } from "../../event-log/stores/high-water.ts";
import { readIdentity } from "../../event-log/stores/identity.ts";
import { OwnerReplaced, StoreLost } from "../../event-log/stores/owned-store.ts";
import { readConfig } from "../../hub/config.ts";
import { type DataFolder, dataPaths, openDataFolder, storeFiles } from "../../hub/folder/data-folder.ts";
import { findStores } from "../../hub/folder/found-stores.ts";
import { compareStores } from "../../hub/folder/losses.ts";
import { openStores, type Stores } from "../../hub/folder/stores.ts";
import { type Health, openHealth } from "../../hub/observability/health.ts";
import { appendOf } from "../helpers/stored-event.ts";

describe.each([
  ["the serving thread", false],
  ["threads of their own", true],
])("With logs that are written in %s,", (_, inThreads) => {
  let dir: string;
  let folder: DataFolder;
  let stores: Stores;
  let health: Health;
  const now = () => new Date("2026-03-02T12:00:00.000Z");
  const identity = { hub: "a-hub", epoch: 1 };
  async function open(): Promise<void> {
    health = openHealth(now, () => {});
    stores = await openStores(folder, {
      identity,
      inThreads,
      clock: { lastBelieved: now, isBelieved: () => true },
      health,
      logger: pino({ level: "silent" }),
    });
  }
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), "candour-stores-"));
    folder = openDataFolder(readConfig({ CANDOUR_DATA_DIR: dir }));
    await open();
  });
  afterEach(async () => {
    await stores.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const identityOf = (store: StoreName) => {
    const db = openDatabase(storeFiles(folder)[store], "read-only");
    const identity = readIdentity(db);
    db.close();
    return identity;
  };
  let appended = 0;
  /** A write that one store acknowledges. */
  async function write(store: StoreName): Promise<unknown> {
    appended += 1;
    const id = `test-${appended}`;
    if (store === "keys") return stores.keys.newKey().then(stores.keys.destroy);
    const log = store === "log" ? stores.log : stores.disclosures;
    return log.append(appendOf(id, [{ type: "Noted.v1", data: {} }], { expected: "new" }));
  }
  const read = (store: StoreName): Promise<unknown> => {
    const { log, disclosures, keys } = stores;
    return store === "keys" ? keys.newKey() : (store === "log" ? log : disclosures).readAll("", 1);
  };

  describe("the stores of a hub", () => {
    it("belong to one hub and epoch, and have each other's marks after a heartbeat", async () => {
      for (const store of ["log", "disclosures", "keys"] as const) await write(store);
      const { log, disclosures, keys } = stores;
      const marks = {
        log: await markAt(log, await log.head()),
        disclosures: await markAt(disclosures, await disclosures.head()),
        keys: await keys.mark(),
      };
      await stores.heartbeat();
      for (const store of ["log", "disclosures", "keys"] as const) {
        const { [store]: _, ...others } = marks;
        expect(identityOf(store)).toMatchObject({
          ...{ ...identity, inUse: true, marks: others },
          heartbeat: "2026-03-02T12:00:00.000Z",
        });
      }
    });

    it("record the others' newest marks with every write, without waiting for a heartbeat", async () => {
      const { log, disclosures, keys } = stores;
      await write("log");
      await write("disclosures");
      expect(identityOf("disclosures")?.marks.log).toEqual(await markAt(log, await log.head()));
      await write("keys");
      expect(identityOf("keys")?.marks.disclosures).toEqual(await markAt(disclosures, await disclosures.head()));
      await write("log");
      expect(identityOf("log")?.marks).toEqual({
        disclosures: await markAt(disclosures, await disclosures.head()),
        keys: await keys.mark(),
      });
    });

    it("have their newest marks in the file beside them as soon as a write is acknowledged", async () => {
      for (const store of ["log", "disclosures", "keys"] as const) {
        await write(store);
        const { log, disclosures, keys } = stores;
        const written = readHighWater(folder.highWaterFile);
        expect(written).toMatchObject({ kind: "read", identity: identity });
        const mark =
          store === "keys"
            ? await keys.mark()
            : await markAt({ log, disclosures }[store], await { log, disclosures }[store].head());
        expect(written.kind === "read" && written.marks[store]).toEqual(mark);
      }
      expect(JSON.parse(readFileSync(folder.highWaterFile, "utf8"))).toHaveLength(3);
    });

    it.each<[string, (file: string) => void]>([
      ["removed", unlinkSync],
      ["emptied", (file) => truncateSync(file, 0)],
    ])("write the file of the newest marks again with a heartbeat if it was %s", async (_, damage) => {
      damage(folder.highWaterFile);
      await write("log");
      await stores.heartbeat();
      const { log } = stores;
      expect(readHighWater(folder.highWaterFile)).toMatchObject({ marks: { log: await markAt(log, await log.head()) } });
    });

    it("are in use until the hub is closed, and then have no owner", async () => {
      await stores.close();
      for (const store of ["log", "disclosures", "keys"] as const)
        expect(identityOf(store)).toMatchObject({ inUse: false, owner: "", ownerProcess: "" });
      await open();
    });
  });

  describe("a store's file that is removed while the hub runs", () => {
    const damages: Readonly<Record<string, (file: string) => void>> = {
      removed: unlinkSync,
      cut: (file) => truncateSync(file, 100),
      "replaced by a copy": (file) => {
        cpSync(file, `${file}.copy`);
        renameSync(`${file}.copy`, file);
      },
    };
    const cases = (["log", "disclosures", "keys"] as const).flatMap((store) =>
      ["", "-wal"].flatMap((suffix) => Object.keys(damages).map((how) => [store, suffix, how] as const)),
    );

    it.each(cases)(
      "%s%s, %s: nothing is acknowledged or read from then on, and the hub is not ready",
      async (store, suffix, how) => {
        await write(store);
        // The destruction of a key truncates the write-ahead file; the keys that are created for the next one fill it again.
        if (store === "keys") for (let n = 0; n < 64; n += 1) await stores.keys.newKey();
        damages[how]?.(storeFiles(folder)[store] + suffix);
        await expect((async () => write(store))()).rejects.toThrow(LogUnavailable);
        await expect(read(store)).rejects.toThrow(StoreLost);
        await expect((async () => write(store))()).rejects.toThrow(StoreLost);
        expect(health.report()).toMatchObject({ state: "failing", problems: [{ condition: store, code: "STORE_LOST" }] });
      },
    );

    it.each(cases.filter(([store]) => store === "keys"))(
      "%s%s, %s: no event is acknowledged that may be sealed under keys that are gone",
      async (store, suffix, how) => {
        for (let n = 0; n < 130; n += 1) await stores.keys.newKey();
        damages[how]?.(storeFiles(folder)[store] + suffix);
        const head = await stores.log.head();
        await expect(write("log")).rejects.toThrow(StoreLost);
        expect(await stores.log.head()).toBe(head);
        expect(health.report()).toMatchObject({ state: "failing", problems: [{ condition: "keys", code: "STORE_LOST" }] });
      },
    );

    it.each(["log", "disclosures", "keys"] as const)(
      "%s, and put back after an orderly end, is whole and nothing is lost",
      async (store) => {
        await write(store);
        const file = storeFiles(folder)[store];
        renameSync(file, `${file}.away`);
        await expect((async () => write(store))()).rejects.toThrow(StoreLost);
        await stores.close();
        renameSync(`${file}.away`, file);
        await open();
        await write(store);
      },
    );

    it("is reported to followers of the log, and to readers", async () => {
      const failed = new Promise((resolve) => stores.log.subscribe("", async () => {}, resolve));
      unlinkSync(storeFiles(folder).log);
      await expect(write("log")).rejects.toThrow(StoreLost);
      expect(await failed).toBeInstanceOf(StoreLost);
    });
  });

  describe("a store in use, whose file is closed by somebody who did not end that", () => {
    const comparison = (dataDir: string) => compareStores(findStores(dataPaths({ dataDir }), false));

    it.each(["log", "disclosures", "keys"] as const)(
      "%s: has lost nothing where a full disk kept the hub from writing that it ends",
      async (store) => {
        for (const one of ["keys", "log", "disclosures"] as const) await write(one);
        const change = (sql: string) => {
          using db = openDatabase(storeFiles(folder)[store], "durable");
          db.exec(sql);
        };
        change("CREATE TRIGGER full BEFORE UPDATE ON identity BEGIN SELECT RAISE(ABORT, 'full'); END");
        await expect(stores.close()).rejects.toThrow("full");
        expect(comparison(dir)).toMatchObject({ kind: "whole" });
        change("DROP TRIGGER full");
        expect(comparison(dir)).toMatchObject({ kind: "whole" });
        expect(identityOf(store)?.inUse).toBe(true);
        await open();
        await write(store);
      },
    );

    it("has lost nothing after a start with another master key, which found the files of a hub that was killed", async () => {
      await write("keys");
      const copy = mkdtempSync(join(tmpdir(), "candour-killed-"));
      cpSync(dir, copy, { recursive: true, filter: (file) => !file.endsWith("-shm") });
      expect(() => openSqliteKeyring(dataPaths({ dataDir: copy }).keysFile, Buffer.alloc(32))).toThrow(WrongMasterKey);
      expect(comparison(copy)).toMatchObject({ kind: "whole" });
      rmSync(copy, { recursive: true });
    });
  });

  describe("another hub that takes over the stores", () => {
    it("is the only one that writes from then on, and the first stops", async () => {
      const replaced = { told: false };
      stores.mustStop.then(() => {
        replaced.told = true;
      });
      for (const file of Object.values(storeFiles(folder))) {
        const db = openDatabase(file, "durable");
        db.exec("UPDATE identity SET owner = 'another'");
        db.close();
      }
      for (const store of ["log", "disclosures", "keys"] as const)
        await expect((async () => write(store))()).rejects.toThrow(OwnerReplaced);
      expect(replaced.told).toBe(true);
      await stores.close();
      for (const store of ["log", "disclosures", "keys"] as const) expect(identityOf(store)?.owner).toBe("another");
      await open();
    });
  });
});
