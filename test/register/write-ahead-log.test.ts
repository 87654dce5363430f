// A long write-ahead log of a read model is copied into its file in a thread of its own, while the file is written. Erasing words waits for that, and
// leaves none in the log.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyWal, type Database, emptyWal, openDatabase } from "../../event-log/stores/database.ts";
import type { ReadModel } from "../../projections/runtime/read-model.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { openWalCopier } from "../../projections/runtime/wal-copier.ts";
import { memoryKeys } from "../helpers/memory-keys.ts";
import { storedEvent } from "../helpers/stored-event.ts";

let folder: string;
let file: string;
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "candour-wal-"));
  file = join(folder, "kept.sqlite");
  db = openDatabase(file, "rebuildable");
  db.exec("CREATE TABLE kept (words TEXT) STRICT");
});
afterEach(() => {
  if (db.isOpen) db.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (words: string) => db.prepare("INSERT INTO kept (words) VALUES (?)").run(words);
const isIn = (path: string, words: string) => readFileSync(path).includes(words);
const wal = () => `${file}-wal`;

describe("A write-ahead log", () => {
  it("is copied into its file while the file is open, and goes on", () => {
    write("an overspend");
    expect(isIn(file, "an overspend")).toBe(false);
    copyWal(file);
    expect(isIn(file, "an overspend")).toBe(true);
    write("a shortfall");
    expect(db.prepare("SELECT count(*) AS n FROM kept").get<{ n: number }>().n).toBe(2);
  });

  it("makes no file where there is none", () => {
    const missing = join(folder, "missing.sqlite");
    expect(() => copyWal(missing)).toThrow();
    expect(existsSync(missing)).toBe(false);
  });

  it("is emptied once no reader needs it, and emptying fails if a reader does not finish", () => {
    write("an overspend");
    using reader = openDatabase(file, "read-only");
    reader.exec("BEGIN");
    reader.prepare("SELECT * FROM kept").all();
    write("a shortfall");
    expect(() => emptyWal(db, 20)).toThrow("A reader keeps deleted rows");
    reader.exec("COMMIT");
    emptyWal(db, 20);
    expect(statSync(wal()).size).toBe(0);
  });
});

describe("A long write-ahead log", () => {
  it("is copied by another thread while it is written, and stays short", async () => {
    const copier = openWalCopier(100_000);
    let longest = 0;
    for (let round = 0; round < 20; round += 1) {
      write(`overspend ${round} `.repeat(10_000));
      const isCopied = () => {
        copier.written(file);
        return isIn(file, `overspend ${round} `);
      };
      while (!isCopied()) await pause(5);
      longest = Math.max(longest, statSync(wal()).size);
    }
    expect(longest).toBeLessThan(500_000);
    await copier.close();
    expect(db.prepare("SELECT count(*) AS n FROM kept").get<{ n: number }>().n).toBe(20);
    copier.written(file);
    db.close();
    expect(existsSync(wal())).toBe(false);
  });

  it("is left to the thread that writes if it cannot be looked at", () => {
    const copier = openWalCopier(1);
    expect(() => statSync("\0-wal")).toThrow();
    expect(() => copier.written("\0")).not.toThrow();
  });

  it("does not keep erased words, though it is being copied", async () => {
    const copier = openWalCopier(1);
    for (let round = 0; round < 50; round += 1) {
      write("an overspend ".repeat(1_000));
      copier.written(file);
      db.exec("PRAGMA secure_delete = ON; DELETE FROM kept");
      emptyWal(db);
      expect(statSync(wal()).size).toBe(0);
      await new Promise(setImmediate);
    }
    expect(isIn(file, "an overspend")).toBe(false);
    await copier.close();
  });
});

/** Keeps nothing. */
const EMPTY: ReadModel<object> = {
  name: "people",
  version: 1,
  schema: "",
  categories: ["concern"],
  open: () => ({ apply() {}, withdraw: () => undefined, queries: {} }),
};

it("is looked at after each page that a read model applies", () => {
  const written: string[] = [];
  const walCopier = { written: (path: string) => written.push(path) };
  const path = join(folder, "people.sqlite");
  const store = openStore(EMPTY, path, { keys: memoryKeys(), today: () => "2026-03-10", examine: () => {}, walCopier });
  store.applyPage([
    storedEvent(1, { type: "ConcernLogged.v2", data: {} }, { stream: "concern-one", version: 1, at: "2026-03-10T10:00:00.000Z" }),
  ]);
  store.close();
  expect(written).toEqual([path]);
});
