// The SQLite log: the contract, and what only holds for a file: tampering, other processes, crashes.
import { AsyncLocalStorage } from "node:async_hooks";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StatementSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type HashedRow, hashOf } from "../../event-log/hash-chain.ts";
import { type EventLog, LogUnavailable, START, type StoredEvent } from "../../event-log/port.ts";
import { openOwnedLog } from "../../event-log/sqlite/owned-log.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { storedHash } from "../../event-log/sqlite/stored-ids.ts";
import { openThreadedLog } from "../../event-log/sqlite/threaded-log.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { sharedGuard } from "../../event-log/stores/store-guard.ts";
import { command, eventLogContract, everythingAfter, freshStream, noted } from "../helpers/event-log-contract.ts";
import { openOwned } from "../helpers/owned-log.ts";
import { cases } from "../helpers/soak.ts";

async function closeAndRemove(logs: readonly EventLog[], folder: string): Promise<void> {
  for (const log of logs) await log.close();
  rmSync(folder, { recursive: true });
}

eventLogContract("The SQLite log", async () => {
  const folder = mkdtempSync(join(tmpdir(), "candour-log-"));
  const logs: EventLog[] = [];
  const reopen = async (vouched = false) => {
    const log = openSqliteLog(join(folder, "log.sqlite"), "shared", { vouched: () => vouched });
    logs.push(log);
    return log;
  };
  return {
    log: await reopen(),
    reopen,
    cleanup: () => closeAndRemove(logs, folder),
  };
});

eventLogContract(
  "The SQLite log that is written in a thread of its own",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "candour-log-"));
    const path = join(folder, "log.sqlite");
    const logs: EventLog[] = [];
    let isOwned = false;
    /** While another instance owns the file, it is opened for reading alone. */
    const reopen = async (vouched = false) => {
      const opened = isOwned ? openSqliteLog(path, "reading") : (await openOwned(path, { vouched })).log;
      logs.push(opened);
      if (isOwned) return opened;
      isOwned = true;
      const close = async () => {
        await opened.close();
        isOwned = false;
      };
      return { ...opened, close };
    };
    return {
      log: await reopen(),
      reopen,
      cleanup: () => closeAndRemove(logs, folder),
    };
  },
  { isOnlyWriter: true },
);

describe("The SQLite log, as a file,", () => {
  let folder: string;
  let path: string;
  let open: EventLog[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "candour-log-"));
    path = join(folder, "log.sqlite");
    open = [];
  });
  afterEach(async () => {
    for (const log of open) await log.close();
    rmSync(folder, { recursive: true });
  });

  function openLog(): EventLog {
    const log = openSqliteLog(path);
    open.push(log);
    return log;
  }

  async function openInThread(): Promise<EventLog> {
    const { log } = await openOwned(path);
    open.push(log);
    return log;
  }

  test.each([
    ["this thread", openOwnedLog],
    ["a thread of its own", openThreadedLog],
  ])("written by its owner in %s, counts each commit for the first append of its group", async (_, openWith) => {
    const trace = new AsyncLocalStorage<string>();
    const traces: unknown[] = [];
    const { log } = await openOwned(path, { onCommit: () => traces.push(trace.getStore()) }, openWith);
    open.push(log);
    const append = (stream: string) => trace.run(stream, () => log.append(command({ stream })));
    const first = append("a");
    // Its commit is under way, so the others are the next group.
    await setImmediate();
    await Promise.all([first, append("b"), append("c")]);
    expect(traces).toEqual(["a", "b"]);
  });

  test.each([
    ["this thread", openOwnedLog],
    ["a thread of its own", openThreadedLog],
  ])("written by its owner in %s, refuses everything once it is closed, and is not given up", async (_, openWith) => {
    const given: string[] = [];
    const { log, heartbeat } = await openOwned(path, { onGivenUp: (store) => given.push(store) }, openWith);
    await log.append(command({ stream: "a" }));
    await log.close();
    await expect(log.append(command({ stream: "b" }))).rejects.toThrow(LogUnavailable);
    await expect(log.removeStream("a")).rejects.toThrow();
    await expect(heartbeat(undefined, ["", ""], {})).rejects.toThrow();
    expect(given).toEqual([]);
  });

  test("reports a heartbeat that has taken ten seconds", async () => {
    const onStalled = vi.fn();
    const { log, heartbeat } = await openOwned(path, { onStalled });
    open.push(log);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const beat = heartbeat(undefined, ["", ""], {});
      vi.advanceTimersByTime(9_999);
      expect(onStalled).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(onStalled).toHaveBeenCalledOnce();
      await beat;
      await heartbeat(undefined, ["", ""], {});
      vi.advanceTimersByTime(10_000);
      expect(onStalled).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });

  /** Changes the file directly, as anybody with access to it could. */
  function sql(...statements: readonly string[]): void {
    const db = openDatabase(path, "durable");
    for (const statement of statements) db.exec(statement);
    db.close();
  }

  test("begins empty, at START, with no date", async () => {
    const log = openLog();
    expect(await log.latest()).toBeUndefined();
    expect(await log.head()).toBe(START);
    expect(await log.readAll(START, 10)).toEqual([]);
    expect(await log.verify()).toEqual([]);
  });

  test("may be read and written by its owner alone, as may the files beside it", async () => {
    const log = openLog();
    await log.append(command({ stream: "a" }));
    for (const end of ["", "-wal", "-shm"]) expect(statSync(path + end).mode & 0o777).toBe(0o600);
  });

  test("reads an event once for all its followers, although one commit notifies them all", async () => {
    const log = openLog();
    const followers = [1, 2, 3].map(() => {
      const received: StoredEvent[] = [];
      log.subscribe(
        START,
        async (events) => void received.push(...events),
        (error) => expect.unreachable(String(error)),
      );
      return received;
    });
    for (const number of [1, 2]) {
      await log.append(command({ stream: "a", events: [noted(number), noted(-number)] }));
      await expect.poll(() => followers.map(({ length }) => length)).toEqual([1, 2, 3].map(() => 2 * number));
    }
    const [first = [], ...others] = followers;
    for (const received of others) for (const [index, event] of received.entries()) expect(event).toBe(first[index]);
  });

  test("that one process owns is read once a commit, however many follow it, and not while nothing is new", async () => {
    const log = openSqliteLog(path, sharedGuard());
    open.push(log);
    const received = [1, 2, 3].map(() => {
      const events: StoredEvent[] = [];
      log.subscribe(
        START,
        async (page) => void events.push(...page),
        (error) => expect.unreachable(String(error)),
      );
      return events;
    });
    const appendAndFollow = async (number: number) => {
      await log.append(command({ stream: "a" }));
      await expect.poll(() => received.map(({ length }) => length)).toEqual([number, number, number]);
    };
    await appendAndFollow(1);
    const reads = vi.spyOn(StatementSync.prototype, "all");
    for (const number of [2, 3, 4]) await appendAndFollow(number);
    expect(reads).toHaveBeenCalledTimes(3);
    // Followers look again every 100 ms.
    await pause(350);
    expect(reads).toHaveBeenCalledTimes(3);
    reads.mockRestore();
  });

  test("is read to its end by followers where looking at the files failed once after a commit", async () => {
    const guard = sharedGuard();
    let failures = 0;
    const log = openSqliteLog(path, {
      ...guard,
      commit(work) {
        const result = guard.commit(work);
        if (failures-- > 0) throw Object.assign(new Error("EIO"), { code: "EIO" });
        return result;
      },
    });
    open.push(log);
    const received: string[] = [];
    log.subscribe(
      START,
      async (events) => void received.push(...events.map(({ stream }) => stream)),
      (error) => expect.unreachable(String(error)),
    );
    await log.append(command({ stream: "a" }));
    await expect.poll(() => received).toEqual(["a"]);
    failures = 1;
    await Promise.all(["b", "c"].map((stream) => log.append(command({ stream }))));
    await expect.poll(() => received).toEqual(["a", "b", "c"]);
  });

  test("written in a thread answers each call with its own result, also after one that could not be sent to the thread", async () => {
    const { log, heartbeat } = await openOwned(path);
    open.push(log);
    const notPlain = (() => {}) as unknown as string;
    await expect(heartbeat(notPlain, ["", ""], {})).rejects.toThrow("could not be cloned");
    expect(await log.append(command({ stream: "a" }))).toMatchObject({ kind: "appended", version: 1 });
    expect(await log.append(command({ stream: "a" }))).toMatchObject({ kind: "appended", version: 2 });
  });

  describe("shows tampering:", () => {
    const CHANGED = "the event was changed after it was appended, or the one before it in its stream was";

    // Two streams, interleaved: position 1 to 6 hold a1 b1 a2 b2 a3 b3.
    async function sixEvents(): Promise<EventLog> {
      const log = openLog();
      for (const number of [1, 2, 3])
        for (const stream of ["a", "b"]) await log.append(command({ stream, events: [noted(number)] }));
      expect(await log.verify()).toEqual([]);
      return log;
    }

    test.each([
      ["data", `'{"number":9}'`],
      ["metadata", `replace(metadata, 'ann', 'bob')`],
      ["type", "'Denied.v1'"],
      ["at", "'2020-01-01T00:00:00.000Z'"],
      ["stored_id", "'another'"],
      ["stored_id", "randomblob(16)"],
      ["stored_hash", "randomblob(32)"],
      ["stored_hash", "'f00'"],
    ])("a changed %s", async (column, value) => {
      const log = await sixEvents();
      sql(`UPDATE events SET ${column} = ${value} WHERE position = 3`);
      const flaws = await log.verify();
      expect(flaws.map(({ stream }) => stream)).toContain("a");
      expect(flaws[0]).toMatchObject({ position: "0000000000000003", stream: "a" });
      expect(flaws.filter(({ stream }) => stream === "b")).toEqual([]);
    });

    test("an event that was moved to another stream", async () => {
      const log = await sixEvents();
      sql("UPDATE events SET stream = 2, version = 4 WHERE position = 5");
      expect(await log.verify()).toContainEqual({ position: "0000000000000005", stream: "b", what: CHANGED });
    });

    test.each([-5, 0, "9223372036854775807"])("a stream with the number %s, which no log gives", async (number) => {
      const log = await sixEvents();
      sql(
        `UPDATE streams SET number = ${number} WHERE name = 'b'`,
        `UPDATE commands SET stream = ${number} WHERE stream = 2`,
        `UPDATE events SET stream = ${number} WHERE stream = 2`,
        `UPDATE events SET data = '{"number":9}' WHERE position = 4`,
        "UPDATE events SET data = '{\"number\":9}' WHERE position = 5",
      );
      const changed = (await log.verify()).filter(({ stream }) => stream === "a");
      expect(changed).toEqual([{ position: "0000000000000005", stream: "a", what: CHANGED }]);
      expect((await log.verify()).filter(({ stream }) => stream !== "a")).not.toEqual([]);
    });

    test("a command of a stream that has no such number", async () => {
      const log = await sixEvents();
      sql("UPDATE commands SET stream = -5 WHERE position = 3");
      expect((await log.verify()).map(({ what }) => what)).toEqual([
        "its command is not recorded",
        "a recorded command's event is missing",
      ]);
    });

    test("two streams that have each other's name", async () => {
      const log = await sixEvents();
      sql(
        "UPDATE streams SET name = 'c' WHERE number = 1",
        "UPDATE streams SET name = 'a' WHERE number = 2",
        "UPDATE streams SET name = 'b' WHERE number = 1",
      );
      const changed = (await log.verify()).filter(({ what }) => what.includes("was changed after it was appended"));
      expect(changed).toHaveLength(6);
    });

    test("a stream that lost its name, whose events are then not read as if there were none", async () => {
      const log = await sixEvents();
      sql("DELETE FROM streams WHERE name = 'b'");
      const nameless = (await log.verify()).filter(({ what }) => what === "its stream has no name");
      expect(nameless.map(({ position }) => Number(position))).toEqual([2, 4, 6]);
      await expect(log.readAll(START, 10)).rejects.toThrow(LogUnavailable);
    });

    test("a changed event whose own hash was made to fit, by the one after it", async () => {
      const log = await sixEvents();
      const db = openDatabase(path, "durable");
      const row = db.prepare("SELECT * FROM events WHERE position = 3").get<Omit<HashedRow, "stream" | "previousHash">>();
      const { hash: previousHash } = db.prepare("SELECT hash FROM events WHERE position = 1").get<{ hash: string }>();
      const changed = { ...row, stream: "a", data: '{"number":9}', previousHash };
      db.prepare("UPDATE events SET data = ?, stored_hash = ? WHERE position = 3").run(changed.data, storedHash(hashOf(changed)));
      db.close();
      expect(await log.verify()).toEqual([
        {
          position: "0000000000000005",
          stream: "a",
          what: CHANGED,
        },
      ]);
    });

    test("the end of the log removed together with the commands that made it", async () => {
      const log = await sixEvents();
      sql("DELETE FROM commands WHERE position > 5", "DELETE FROM events WHERE position > 5");
      expect(await log.verify()).toEqual([
        { position: "0000000000000006", stream: "", what: "events are missing at the end of the log" },
      ]);
    });

    test("an event removed from the middle", async () => {
      const log = await sixEvents();
      sql("DELETE FROM events WHERE position = 3");
      expect((await log.verify()).map(({ position, what }) => [position, what])).toEqual([
        ["0000000000000005", "a version is missing before this event"],
        ["0000000000000003", "a recorded command's event is missing"],
      ]);
    });

    test("an event removed from the end", async () => {
      const log = await sixEvents();
      sql("DELETE FROM events WHERE position = 6");
      expect(await log.verify()).toEqual([
        { position: "0000000000000006", stream: "b", what: "a recorded command's event is missing" },
        { position: "0000000000000006", stream: "", what: "events are missing at the end of the log" },
      ]);
    });

    test("a whole stream removed", async () => {
      const log = await sixEvents();
      sql("DELETE FROM events WHERE stream = 2");
      expect((await log.verify()).map(({ stream }) => stream)).toEqual(["b", "b", "b", ""]);
    });

    test("two events of a stream that changed places", async () => {
      const log = await sixEvents();
      sql(
        "UPDATE events SET version = 99 WHERE position = 3",
        "UPDATE events SET version = 2 WHERE position = 5",
        "UPDATE events SET version = 3 WHERE position = 3",
      );
      expect((await log.verify()).length).toBeGreaterThan(0);
    });

    test("two events that changed places in the log", async () => {
      const log = await sixEvents();
      sql(
        "UPDATE events SET position = 99 WHERE position = 3",
        "UPDATE events SET position = 3 WHERE position = 4",
        "UPDATE events SET position = 4 WHERE position = 99",
      );
      expect((await log.verify()).length).toBeGreaterThan(0);
    });

    test("two events of one command that changed places in the log", async () => {
      const log = openLog();
      await log.append(command({ stream: "a", events: [noted(1), noted(2), noted(3)] }));
      sql(
        "UPDATE events SET position = 99 WHERE position = 1",
        "UPDATE events SET position = 1 WHERE position = 2",
        "UPDATE events SET position = 2 WHERE position = 99",
      );
      expect((await log.verify()).length).toBeGreaterThan(0);
    });

    test("an event slipped in at the end of a stream with a hash that fits no chain", async () => {
      const log = await sixEvents();
      sql(`INSERT INTO events (stream, version, stored_id, type, at, metadata, data, stored_hash)
        SELECT stream, version + 1, 'slipped', type, at, metadata, data, 'f00' FROM events WHERE position = 5`);
      expect((await log.verify()).map(({ what }) => what)).toEqual([
        CHANGED,
        "its id is none that a log gives",
        "its command is recorded as having ended elsewhere",
      ]);
    });
  });

  test("never hands a position out again, even after the end was cut off and the log reopened", async () => {
    const log = openLog();
    for (let number = 0; number < 5; number += 1) await log.append(command({ stream: "a" }));
    await log.close();
    sql("DELETE FROM events WHERE position > 2");
    const again = openLog();
    const outcome = await again.append(command({ stream: "b" }));
    expect(outcome).toMatchObject({ kind: "appended", position: "0000000000000006" });
  });

  describe.each<[string, () => Promise<EventLog>]>([
    ["this thread", async () => openLog()],
    ["a thread of its own", openInThread],
  ])("when the store fails that %s writes,", (_, openWritten) => {
    const failing = (how: "ABORT" | "FAIL" | "ROLLBACK") => `CREATE TRIGGER failing BEFORE INSERT ON events
      WHEN new.type = 'Fatal.v1' BEGIN SELECT RAISE(${how}, 'the disk is full'); END`;

    const group = () => {
      const fatal = command({ stream: "fatal", events: [noted(1), { type: "Fatal.v1", data: {} }] });
      return [command({ stream: "a" }), fatal, command({ stream: "b" })] as const;
    };

    test.each(["ABORT", "FAIL"] as const)(
      "at one command of a group (%s), undoes that one alone and commits its neighbours",
      async (how) => {
        const log = await openWritten();
        sql(failing(how));
        const appends = group();
        const settled = await Promise.allSettled(appends.map((append) => log.append(append)));
        expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
        expect((settled[1] as PromiseRejectedResult).reason).toBeInstanceOf(LogUnavailable);
        expect((await log.readAll(START, 10)).map(({ stream }) => stream)).toEqual(["a", "b"]);

        sql("DROP TRIGGER failing");
        expect(await log.append(appends[1])).toMatchObject({ kind: "appended", repeated: false });
        expect(await log.verify()).toEqual([]);
      },
    );

    test("amid a group so that the transaction is lost, tells everyone and keeps nothing of it", async () => {
      const log = await openWritten();
      await log.append(command({ stream: "before" }));
      sql(failing("ROLLBACK"));
      const appends = group();
      const settled = await Promise.allSettled(appends.map((append) => log.append(append)));
      for (const outcome of settled) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(LogUnavailable);
      expect(await log.readAll(START, 10)).toHaveLength(1);

      sql("DROP TRIGGER failing");
      for (const append of appends) expect(await log.append(append)).toMatchObject({ kind: "appended", repeated: false });
      expect(await log.verify()).toEqual([]);
    });
  });

  describe("with other processes", () => {
    const children: ChildProcess[] = [];
    afterEach(() => {
      for (const child of children.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
    });

    /** A worker that appends; what it was told has landed goes, line by line, to a file that outlives it. */
    function worker(name: string, writers: number, appends: string, begin = 0, how = "") {
      const told = join(folder, `${name}.told`);
      const script = join(import.meta.dirname, "../helpers/append-worker.ts");
      const child = spawn(process.execPath, [script, path, name, String(writers), appends, String(begin), how], {
        stdio: ["ignore", openSync(told, "w"), "inherit"],
      });
      children.push(child);
      return { child, exited: once(child, "exit"), told: () => readFileSync(told, "utf8").split("\n").slice(0, -1) };
    }

    /** How often each command's events are in the log. */
    async function landed(log: EventLog): Promise<ReadonlyMap<string, number>> {
      const counts = new Map<string, number>();
      for (const { metadata, data } of await everythingAfter(log, START))
        if (data.index === 0) counts.set(metadata.commandId, (counts.get(metadata.commandId) ?? 0) + 1);
      return counts;
    }

    test("takes appends from all of them at once, from the very first, and the chain is unbroken", async () => {
      const begin = Date.now() + 800;
      const workers = ["one", "two", "three"].map((name) => worker(name, 8, "40", begin));
      for (const { exited } of workers) expect(await exited).toEqual([0, null]);
      const log = openLog();
      const counts = await landed(log);
      expect(counts.size).toBe(3 * 8 * 40);
      for (const id of workers.flatMap(({ told }) => told())) expect(counts.get(id)).toBe(1);
      expect(await log.verify()).toEqual([]);
    });

    const ROUNDS = cases(4, 30);
    test.each([
      ["killed without warning", ""],
      ["killed without warning while a thread commits", "in-thread"],
    ])("%s, keeps every append that was acknowledged, once, and stays whole", async (_, how) => {
      for (let round = 1; round <= ROUNDS; round += 1) {
        const { child, exited, told } = worker(`round-${round}`, 16, "forever", 0, how);
        while (told().length === 0) await pause(5);
        await pause(Math.random() * 250);
        child.kill("SIGKILL");
        expect(await exited).toEqual([null, "SIGKILL"]);

        const log = openLog();
        const counts = await landed(log);
        expect(told().filter((id) => counts.get(id) !== 1)).toEqual([]);
        expect([...counts.values()].every((count) => count === 1)).toBe(true);
        expect(await log.verify()).toEqual([]);
        await log.append(command({ stream: freshStream() }));
        await log.close();
      }
    });
  });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
