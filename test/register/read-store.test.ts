// A read store reads a file that another connection writes, in one snapshot for each piece of synchronous work.
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Database, emptyWal } from "../../event-log/stores/database.ts";
import { registerModel } from "../../projections/register/register.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import { openReadStore } from "../../projections/runtime/read-store.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { type ConcernEvent, concernStream } from "../../services/concern/events.ts";
import { sealUnder } from "../../services/confidential.ts";
import type { Days } from "../../services/decision-context.ts";
import { evidenceAdded, logged, madeAware, proposed, stated } from "../examples/concern.ts";
import { anyKey, memoryKeys } from "../helpers/memory-keys.ts";
import { TODAY } from "../helpers/specification.ts";
import { storedEvent } from "../helpers/stored-event.ts";

const TOMORROW = "2026-03-03";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "candour-read-store-"));
});
const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
  rmSync(folder, { recursive: true, force: true });
});

/** A register that is written, and a read store of its file. `change` applies events of one concern. */
function register() {
  const clock = { today: TODAY };
  const tools = { keys: memoryKeys(), today: () => clock.today };
  const file = join(folder, "register.sqlite");
  const writer = openStore(registerModel, file, tools);
  cleanups.push(() => writer.close());
  const key = anyKey();
  let count = 0;
  function change(...events: readonly ConcernEvent[]): void {
    const stored = sealUnder(tools.keys, key, events).map((event) => {
      count += 1;
      return storedEvent(count, event, { stream: concernStream("concern"), version: count });
    });
    writer.applyPage(stored);
  }
  let db: Database | undefined;
  const turnDay = vi.fn((_: Days) => {
    writer.queries.day();
  });
  const observed = {
    ...registerModel,
    open(opened: Database, ...rest: Parameters<typeof registerModel.open> extends [unknown, ...infer Rest] ? Rest : never) {
      db = opened;
      return registerModel.open(opened, ...rest);
    },
  };
  const reader = openReadStore(observed, file, tools, turnDay);
  cleanups.push(() => reader.isOpen && reader.close());
  return { ...{ change, clock, file, reader, turnDay, writer, tools }, db: db as unknown as Database };
}

describe("A read store", () => {
  it("reads one state in one piece of synchronous work, and the next after the event loop has gone on", async () => {
    const { change, reader } = register();
    change(logged(), evidenceAdded());
    const version = () => reader.queries.findUnchecked("concern")?.version;
    expect(version()).toBe(2);
    change(madeAware());
    expect(version()).toBe(2);
    await Promise.resolve();
    expect(version()).toBe(2);
    await nextTurn();
    expect(version()).toBe(3);
  });

  it("reads the next state once its snapshot is renewed", () => {
    const { change, reader } = register();
    change(logged());
    expect(reader.queries.findRow("concern")?.version).toBe(1);
    change(evidenceAdded());
    reader.renew();
    expect(reader.queries.findRow("concern")?.version).toBe(2);
  });

  it("reads in a snapshot what a record reads later", async () => {
    const { change, reader, writer } = register();
    change(logged(), evidenceAdded(), madeAware(), proposed());
    const record = reader.queries.findUnchecked("concern");
    await nextTurn();
    expect(record?.day.blocked.has("share")).toBe(false);
    expect(record?.state().version).toBe(4);
    change(stated("agrees"));
    // The same snapshot as of the state.
    expect(reader.queries.findRow("concern")?.version).toBe(4);
    expect(writer.queries.findRow("concern")?.version).toBe(5);
  });

  it("holds no snapshot once the event loop has gone on, so that the write-ahead log can be emptied", async () => {
    const { change, reader, writer, file } = register();
    change(logged());
    reader.queries.findRow("concern");
    change(evidenceAdded());
    expect(() => emptyWal(writer.db, 0)).toThrow("A reader keeps deleted rows");
    await nextTurn();
    emptyWal(writer.db, 0);
    expect(statSync(`${file}-wal`).size).toBe(0);
    expect(reader.queries.findRow("concern")?.version).toBe(2);
  });

  it("writes nothing, and learns of no destroyed key", async () => {
    const { change, reader, file, tools, db } = register();
    change(logged(), evidenceAdded());
    const onDestroy = vi.spyOn(tools.keys, "onDestroy");
    const contents = () => [file, `${file}-wal`].map((one) => readFileSync(one).toString("base64"));
    const before = contents();
    const other = openReadStore(registerModel, file, tools, () => {});
    cleanups.push(() => other.close());
    for (const { queries } of [reader, other]) {
      queries.findUnchecked("concern")?.state();
      queries.classes.all();
      queries.named();
    }
    await nextTurn();
    expect(contents()).toEqual(before);
    expect(db.prepare("SELECT total_changes() AS changes").get()).toEqual({ changes: 0 });
    expect(() => db.exec("DELETE FROM concerns")).toThrow("readonly");
    expect(onDestroy).not.toHaveBeenCalled();
  });

  it("has rows turned to a new day before its first query, and reads them as of that day", async () => {
    const { change, reader, clock, turnDay } = register();
    change(logged());
    expect(reader.queries.day().today).toBe(TODAY);
    clock.today = TOMORROW;
    // Work that goes on over midnight is of one day.
    expect(reader.queries.day().today).toBe(TODAY);
    expect(turnDay).not.toHaveBeenCalled();
    await nextTurn();
    expect(reader.queries.findRow("concern")?.version).toBe(1);
    expect(turnDay.mock.calls).toEqual([[{ today: TOMORROW, certainToday: TOMORROW }]]);
    expect([reader.queries.day().today, reader.day()]).toEqual([TOMORROW, TOMORROW]);
  });

  it("answers nothing while its rows cannot be turned to today, and holds no snapshot", () => {
    const { change, reader, clock, turnDay, writer } = register();
    change(logged());
    clock.today = TOMORROW;
    turnDay.mockImplementationOnce(() => {});
    expect(() => reader.queries.findRow("concern")).toThrow(NotReady);
    turnDay.mockImplementationOnce(() => {
      emptyWal(writer.db, 0);
      throw new NotReady("It is being built.");
    });
    expect(() => reader.queries.findRow("concern")).toThrow("It is being built.");
    expect(reader.queries.findRow("concern")?.version).toBe(1);
  });

  it("closes while it holds a snapshot", async () => {
    const { change, reader } = register();
    change(logged());
    reader.queries.findRow("concern");
    reader.close();
    await nextTurn();
    expect(reader.isOpen).toBe(false);
  });
});
