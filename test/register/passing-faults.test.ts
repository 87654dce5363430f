// What the machine has under a read model passes when its cause does, and nobody has to do anything for it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { LogUnavailable } from "../../event-log/port.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { type RegisterTables, registerModel } from "../../projections/register/register.ts";
import { currentFile } from "../../projections/runtime/files.ts";
import type { Follower, Trouble } from "../../projections/runtime/follower.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import type { ReadModel } from "../../projections/runtime/read-model.ts";
import { startFollower } from "../../projections/runtime/start-follower.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { memoryKeys } from "../helpers/memory-keys.ts";
import { historyWriter, script, TODAY } from "../helpers/random-histories.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { appendOf } from "../helpers/stored-event.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** An error as node:sqlite throws it. */
const sqlite = (errcode: number) => Object.assign(new Error("disk I/O error"), { code: "ERR_SQLITE_ERROR", errcode });

/** A log with a register over it, whose pauses need no time but a turn. */
function world(model: ReadModel<RegisterTables> = registerModel, failing: { log?: Error | undefined } = {}) {
  const dir = mkdtempSync(join(tmpdir(), "candour-passing-"));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  const keys = memoryKeys();
  const own = openSqliteLog(":memory:");
  const log = {
    ...own,
    subscribe: (...[after, handle, failed]: Parameters<typeof own.subscribe>) =>
      own.subscribe(
        after,
        async (events) => {
          if (failing.log) throw failing.log;
          await handle(events);
        },
        failed,
      ),
    readAll: async (...words: Parameters<typeof own.readAll>) => {
      if (failing.log) throw failing.log;
      return own.readAll(...words);
    },
  };
  const troubles: Trouble[] = [];
  const pauses: number[] = [];
  const start = (): Follower<RegisterTables> => {
    const follower = startFollower(model, {
      ...{ log, dir, builder: undefined, tools: { keys, today: () => TODAY } },
      onTrouble: (_, trouble) => troubles.push(trouble),
      wait: async (ms) => {
        pauses.push(ms);
        await new Promise(setImmediate);
      },
    });
    cleanups.push(() => follower.close());
    return follower;
  };
  cleanups.push(async () => {
    await own.close();
    keys.close();
  });
  let written = 0;
  const writer = historyWriter(keys);
  async function logConcerns(count: number): Promise<string> {
    let position = "";
    for (const one of fc.sample(script, { numRuns: count, seed: written + 1 })) {
      written += 1;
      const steps = one.steps.filter((step) => step.do !== "takeBack" && !("standing" in step && step.standing));
      const { events } = writer.write({ ...one, steps }, written);
      const appended = events.map(({ type, data }) => ({ type, data }));
      const outcome = await own.append(
        appendOf(events[0]?.stream ?? "", appended, { expected: "new", at: `${TODAY}T00:00:00.000Z` }),
      );
      if (outcome.kind === "appended") position = outcome.position;
    }
    return position;
  }
  /** That the file holds what one that was never disturbed holds. */
  async function expectRight(): Promise<void> {
    const afresh = openStore(registerModel, ":memory:", { keys, today: () => TODAY });
    afresh.applyPage(await own.readAll("", 100_000));
    const file = currentFile(registerModel, dir);
    const found = openDatabase(file ?? "", "read-only");
    expect(contentsOf(found)).toEqual(contentsOf(afresh.db));
    afresh.close();
    found.close();
  }
  return { dir, start, troubles, pauses, logConcerns, expectRight, file: () => currentFile(registerModel, dir) ?? "" };
}

/** The register on a connection that a test takes a hand in. */
const withConnection = (hand: (db: Database) => void): ReadModel<RegisterTables> => ({
  ...registerModel,
  open(db, tools, quarantine) {
    hand(db);
    return registerModel.open(db, tools, quarantine);
  },
});

/** Until something is so: each turn lets all that waits go on. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn += 1) {
    if (turn > 20_000) throw new Error("It never came about.");
    await new Promise(setImmediate);
  }
}

describe("A read model with a temporary fault of the machine", () => {
  it("answers nothing while the disk is full, reports why, and continues by itself when there is space", async () => {
    let isFull = false;
    let connection: Database | undefined;
    const limit = () => connection?.isOpen && connection.exec(`PRAGMA max_page_count = ${isFull ? 1 : 4_294_967_294}`);
    const made = world(
      withConnection((db) => {
        connection = db;
        limit();
      }),
    );
    const follower = made.start();
    await follower.reached(await made.logConcerns(2), 5_000);
    isFull = true;
    limit();
    const last = await made.logConcerns(40);
    await until(() => follower.status().state === "retrying");
    expect(follower.status().code).toBe("SQLITE_FULL");
    expect(() => follower.queries()).toThrow(NotReady);
    await expect(follower.reached(last, 60_000)).rejects.toThrow(NotReady);
    isFull = false;
    limit();
    await until(() => follower.status().state === "live");
    await follower.reached(last, 600_000);
    expect(follower.status()).not.toHaveProperty("code");
    await made.expectRight();
    expect(made.pauses.slice(0, 4)).toEqual([50, 100, 200, 400]);
    expect(Math.max(...made.pauses)).toBeLessThanOrEqual(30_000);
  });

  it("blocks nothing in the serving thread while another program locks its file, and continues after that", async () => {
    const made = world();
    const follower = made.start();
    await follower.reached(await made.logConcerns(2), 5_000);
    const foreign = openDatabase(made.file(), "durable");
    foreign.exec("BEGIN IMMEDIATE");
    const last = await made.logConcerns(2);
    await until(() => follower.status().state === "retrying");
    expect(follower.status().code).toBe("SQLITE_BUSY");
    foreign.exec("ROLLBACK");
    foreign.close();
    await until(() => follower.status().state === "live");
    await follower.reached(last, 600_000);
    await made.expectRight();
  });

  it.each([
    [10, "SQLITE_IOERR"],
    [778, "SQLITE_IOERR"],
    [7, "SQLITE_NOMEM"],
    [8, "SQLITE_READONLY"],
    [14, "SQLITE_CANTOPEN"],
    [6, "SQLITE_LOCKED"],
  ])("has SQLite's %i in an event, in what pages leave to do, and while it opens", async (errcode, code) => {
    let failsIn: readonly ("apply" | "work" | "open")[] = [];
    const fail = (where: "apply" | "work" | "open") => {
      if (failsIn.includes(where)) throw sqlite(errcode);
    };
    const made = world({
      ...registerModel,
      open(db, tools, quarantine) {
        fail("open");
        const opened = registerModel.open(db, tools, quarantine);
        return {
          ...opened,
          apply(event) {
            opened.apply(event);
            fail("apply");
          },
          work() {
            fail("work");
            return opened.work?.() ?? false;
          },
        };
      },
    });
    const follower = made.start();
    await follower.reached(await made.logConcerns(1), 5_000);
    const file = made.file();
    for (const where of ["apply", "work"] as const) {
      failsIn = [where];
      const last = await made.logConcerns(2);
      await until(() => follower.status().state === "retrying");
      expect(follower.status().code).toBe(code);
      // The file is given back then, and cannot be opened either.
      failsIn = [where, "open"];
      const before = made.troubles.length;
      await until(() => made.troubles.length > before + 5);
      failsIn = [];
      await until(() => follower.status().state === "live");
      await follower.reached(last, 600_000);
    }
    // Nothing was thrown away for it.
    expect(made.file()).toBe(file);
    expect(made.troubles.every(({ action }) => action === "retry")).toBe(true);
    await made.expectRight();
  });

  it("does not count as late if the fault is over within half a second", async () => {
    let failures = 0;
    const made = world({
      ...registerModel,
      open(db, tools, quarantine) {
        const opened = registerModel.open(db, tools, quarantine);
        return {
          ...opened,
          apply(event) {
            if (failures > 0) {
              failures -= 1;
              throw sqlite(5);
            }
            opened.apply(event);
          },
        };
      },
    });
    const follower = made.start();
    await follower.reached(await made.logConcerns(1), 5_000);
    failures = 3;
    await follower.reached(await made.logConcerns(1), 5_000);
    expect(made.troubles).toHaveLength(3);
    expect(() => follower.queries()).not.toThrow();
    await made.expectRight();
  });

  it("waits while it cannot read the log, and keeps its file", async () => {
    const failing: { log?: Error | undefined } = {};
    const made = world(registerModel, failing);
    const follower = made.start();
    await follower.reached(await made.logConcerns(1), 5_000);
    const file = made.file();
    // Even a log that is damaged: the read model is not.
    failing.log = new LogUnavailable("The event log could not be read.", { cause: sqlite(11) });
    const last = await made.logConcerns(1);
    await until(() => follower.status().state === "retrying");
    failing.log = undefined;
    await until(() => follower.status().state === "live");
    await follower.reached(last, 600_000);
    expect(made.file()).toBe(file);
    await made.expectRight();
  });

  it("can be rebuilt meanwhile: the rebuild is retried until there is space, and the live file answers", async () => {
    let isFull = false;
    const made = world(
      withConnection(() => {
        if (isFull) throw sqlite(13);
      }),
    );
    const follower = made.start();
    await follower.reached(await made.logConcerns(1), 5_000);
    const file = made.file();
    isFull = true;
    const rebuilt = follower.rebuild();
    await until(() => made.troubles.length > 5);
    expect(() => follower.queries()).not.toThrow();
    isFull = false;
    await rebuilt;
    expect(made.file()).not.toBe(file);
    await made.expectRight();
  });
});

describe("A read model whose file is damaged", () => {
  it.each([
    [11, "SQLITE_CORRUPT"],
    [26, "SQLITE_NOTADB"],
    [1032, "SQLITE_READONLY_DBMOVED"],
  ])("is rebuilt while the hub runs (%i), with growing pauses if each new file is damaged", async (errcode, code) => {
    let damaged = 0;
    const made = world({
      ...registerModel,
      open(db, tools, quarantine) {
        const opened = registerModel.open(db, tools, quarantine);
        return {
          ...opened,
          apply(event) {
            if (damaged > 0) {
              damaged -= 1;
              throw sqlite(errcode);
            }
            opened.apply(event);
          },
        };
      },
    });
    const follower = made.start();
    await follower.reached(await made.logConcerns(1), 5_000);
    const file = made.file();
    damaged = 5;
    const last = await made.logConcerns(1);
    await follower.reached(last, 5_000).catch(() => {});
    await until(() => follower.status().state === "live");
    await follower.reached(last, 600_000);
    expect(made.troubles.map((trouble) => [trouble.code, trouble.action])).toEqual(Array(5).fill([code, "build"]));
    expect(made.pauses).toEqual([0, 1_000, 2_000, 4_000, 8_000]);
    expect(made.file()).not.toBe(file);
    await made.expectRight();
  });

  it("is detected by a read, which is answered with advice to retry, and the file is rebuilt", async () => {
    let isDamaged = false;
    const made = world({
      ...registerModel,
      open(db, tools, quarantine) {
        const opened = registerModel.open(db, tools, quarantine);
        const findUnchecked: RegisterTables["findUnchecked"] = (...words) => {
          if (isDamaged) throw sqlite(11);
          return opened.queries.findUnchecked(...words);
        };
        return { ...opened, queries: { ...opened.queries, findUnchecked } };
      },
    });
    const follower = made.start();
    await follower.reached(await made.logConcerns(1), 5_000);
    const file = made.file();
    isDamaged = true;
    expect(() => follower.queries().findUnchecked("none")).toThrow(NotReady);
    expect(() => follower.queries()).toThrow(NotReady);
    isDamaged = false;
    await until(() => follower.status().state === "live");
    expect(made.file()).not.toBe(file);
    await made.expectRight();
  });

  it("is not removed if a read fails because the machine is full or busy: that read is answered with advice to retry", async () => {
    let errcode: number | undefined;
    const made = world({
      ...registerModel,
      open(db, tools, quarantine) {
        const opened = registerModel.open(db, tools, quarantine);
        const findUnchecked: RegisterTables["findUnchecked"] = (...words) => {
          if (errcode) throw sqlite(errcode);
          return opened.queries.findUnchecked(...words);
        };
        return { ...opened, queries: { ...opened.queries, findUnchecked } };
      },
    });
    const follower = made.start();
    await follower.reached(await made.logConcerns(1), 5_000);
    for (errcode of [13, 10, 5, 7]) expect(() => follower.queries().findUnchecked("none")).toThrow(NotReady);
    errcode = undefined;
    expect(follower.queries().findUnchecked("none")).toBeUndefined();
    // What is the hub's own fault stays one.
    errcode = 1;
    expect(() => follower.queries().findUnchecked("none")).toThrow("disk I/O error");
  });

  it("is rebuilt at the start, whatever has overwritten it", async () => {
    const made = world();
    const first = made.start();
    await first.reached(await made.logConcerns(3), 5_000);
    const file = made.file();
    await first.close();
    writeFileSync(file, Buffer.alloc(40_960, 7));
    const again = made.start();
    await again.live();
    await made.expectRight();
  });
});
