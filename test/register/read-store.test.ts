// A read store reads a file that another connection writes, in one snapshot for each piece of synchronous work.
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Database, emptyWal } from "../../event-log/stores/database.ts";
import { peopleModel } from "../../projections/people/people.ts";
import { registerModel } from "../../projections/register/register.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { openReadStore } from "../../projections/runtime/threaded/read-store.ts";
import { type ConcernEvent, concernStream } from "../../services/concern/events.ts";
import { plain, sealUnder } from "../../services/confidential.ts";
import type { Days } from "../../services/decision-context.ts";
import { type PersonEvent, personStream } from "../../services/people/events.ts";
import type { RoleName } from "../../services/people/roles.ts";
import { evidenceAdded, logged, madeAware, proposed, restricted, stated } from "../examples/concern.ts";
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

/** A register that is written, and a read store of its file. `change` applies events of a concern. */
function register() {
  const clock = { today: TODAY };
  const tools = { keys: memoryKeys(), today: () => clock.today };
  const file = join(folder, "register.sqlite");
  const writer = openStore(registerModel, file, tools);
  cleanups.push(() => writer.close());
  const key = anyKey();
  const versions = new Map<string, number>();
  let count = 0;
  function change(id: string, ...events: readonly ConcernEvent[]): void {
    const stored = sealUnder(tools.keys, key, events).map((event) => {
      count += 1;
      const version = (versions.get(id) ?? 0) + 1;
      versions.set(id, version);
      return storedEvent(count, event, { stream: concernStream(id), version });
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

/** People who are written, and a read store of their file. */
function people() {
  const tools = { keys: memoryKeys(), today: () => TODAY };
  const file = join(folder, "people.sqlite");
  const writer = openStore(peopleModel, file, tools);
  const { queries, renew, close } = openReadStore(peopleModel, file, tools, () => {});
  cleanups.push(() => writer.close(), close);
  const key = anyKey();
  let count = 0;
  return {
    ...{ queries, renew },
    change(person: string, ...events: readonly PersonEvent[]): void {
      const stored = sealUnder(tools.keys, key, events).map((event) => {
        count += 1;
        return storedEvent(count, event, { stream: personStream(person), version: count });
      });
      writer.applyPage(stored);
    },
  };
}
const registered = (name: string): PersonEvent => ({ type: "PersonRegistered.v1", data: { text: plain({ name }) } });
const assigned = (role: RoleName): PersonEvent => ({
  type: "AssignmentStarted.v2",
  data: { assignment: role, role, regions: [], strands: [], from: "2026-01-01", until: "2026-12-31" },
});
const ended = (assignment: string): PersonEvent => ({ type: "AssignmentEnded.v1", data: { assignment } });

describe("A read store", () => {
  it("reads one state in one piece of synchronous work, and the next after the event loop has gone on", async () => {
    const { change, reader } = register();
    change("concern", logged(), evidenceAdded());
    const version = () => reader.queries.findUnchecked("concern")?.version;
    expect(version()).toBe(2);
    change("concern", madeAware());
    expect(version()).toBe(2);
    await Promise.resolve();
    expect(version()).toBe(2);
    await nextTurn();
    expect(version()).toBe(3);
  });

  it("reads the next state once its snapshot is renewed", () => {
    const { change, reader } = register();
    change("concern", logged());
    expect(reader.queries.findRow("concern")?.version).toBe(1);
    change("concern", evidenceAdded());
    reader.renew();
    expect(reader.queries.findRow("concern")?.version).toBe(2);
  });

  it("reads in a snapshot what a record reads later", async () => {
    const { change, reader, writer } = register();
    change("concern", logged(), evidenceAdded(), madeAware(), proposed());
    const record = reader.queries.findUnchecked("concern");
    await nextTurn();
    expect(record?.day.blocked.has("share")).toBe(false);
    expect(record?.state().version).toBe(4);
    change("concern", stated("agrees"));
    // The snapshot that the state was read in is still open.
    expect(reader.queries.findRow("concern")?.version).toBe(4);
    expect(writer.queries.findRow("concern")?.version).toBe(5);
  });

  it("holds no snapshot once the event loop has gone on, so that the write-ahead log can be emptied", async () => {
    const { change, reader, writer, file } = register();
    change("concern", logged());
    reader.queries.findRow("concern");
    change("concern", evidenceAdded());
    expect(() => emptyWal(writer.db, 0)).toThrow("A reader keeps deleted rows");
    await nextTurn();
    emptyWal(writer.db, 0);
    expect(statSync(`${file}-wal`).size).toBe(0);
    expect(reader.queries.findRow("concern")?.version).toBe(2);
  });

  it("writes nothing, and learns of no destroyed key", async () => {
    const { change, reader, file, tools, db } = register();
    change("concern", logged(), evidenceAdded());
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
    change("concern", logged());
    expect(reader.queries.day().today).toBe(TODAY);
    clock.today = TOMORROW;
    // Synchronous work that runs past midnight reads the rows of one day.
    expect(reader.queries.day().today).toBe(TODAY);
    expect(turnDay).not.toHaveBeenCalled();
    await nextTurn();
    expect(reader.queries.findRow("concern")?.version).toBe(1);
    expect(turnDay.mock.calls).toEqual([[{ today: TOMORROW, certainToday: TOMORROW }]]);
    expect([reader.queries.day().today, reader.day()]).toEqual([TOMORROW, TOMORROW]);
  });

  it("answers nothing while its rows cannot be turned to today, and holds no snapshot", () => {
    const { change, reader, clock, turnDay, writer } = register();
    change("concern", logged());
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

  it("keeps the objects by which others cache, while other rows change", () => {
    const { change, reader } = register();
    const [kept, other] = [logged(), logged({ strand: "adults" })];
    change("kept", kept, restricted({ named: [{ person: "ada", offices: ["leader"] }] }));
    change("other", other);
    const factsNow = () => reader.queries.findUnchecked("kept")?.facts ?? expect.fail("There is no such concern.");
    const { queries } = reader;
    const [facts, all, named] = [factsNow(), queries.classes.all(), queries.named()];
    const counted = all.find((one) => one.facts === facts);
    expect([...named]).toEqual(["ada"]);
    change("other", evidenceAdded(), madeAware());
    reader.renew();
    expect(queries.findRow("other")?.version).toBe(3);
    expect(factsNow()).toBe(facts);
    expect(queries.classes.all()).toBe(all);
    expect(all.find(({ n, facts }) => n === 1 && facts.strand === "adults")?.facts.councilAware).toBe(true);
    expect(queries.classes.all().find((one) => one.facts === facts)).toBe(counted);
    expect(queries.named()).toBe(named);
  });

  it("keeps the object of a person, whose state is the same, while other people change", () => {
    const { change, queries, renew } = people();
    change("ada", registered("Ada"), assigned("panel-member"));
    change("ben", registered("Ben"), assigned("improvement-board"));
    const [ada, ben] = [queries.viewer("ada"), queries.viewer("ben")];
    expect(ben?.assignments[0]?.current).toBe(true);
    change("ben", ended("improvement-board"));
    renew();
    expect(queries.viewer("ada")).toBe(ada);
    expect(queries.viewer("ben")?.assignments[0]?.current).toBe(false);
    expect(queries.page("", 10)).toEqual([queries.viewer("ada"), queries.viewer("ben")]);
    expect(queries.page("", 10)[0]).toBe(ada);
  });

  it("closes while it holds a snapshot", async () => {
    const { change, reader } = register();
    change("concern", logged());
    reader.queries.findRow("concern");
    reader.close();
    await nextTurn();
    expect(reader.isOpen).toBe(false);
  });
});
