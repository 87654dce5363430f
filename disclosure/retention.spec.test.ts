// Months that have passed their retention are removed one at a time, and the removal itself is recorded.
import { describe, expect, it } from "vitest";
import type { EventLog, StoredEvent } from "../event-log/port.ts";
import { openSqliteLog } from "../event-log/sqlite/sqlite-log.ts";
import { disclosuresModel } from "../projections/disclosures/disclosures.ts";
import { openStore } from "../projections/runtime/store.ts";
import { noKeys } from "../test/helpers/specification.ts";
import { appendOf } from "../test/helpers/stored-event.ts";
import type { View } from "./events.ts";
import { disclosureRecorder } from "./record.ts";
import { removePassed } from "./retention.ts";

const COUNCILS = ["X00000004", "X00000005"];

/** A log with one disclosure about each council on each day, by its own node. */
async function logOf(days: readonly string[]): Promise<EventLog> {
  const log = openSqliteLog(":memory:");
  await fill(log, days);
  return log;
}

async function fill(log: EventLog, days: readonly string[]): Promise<void> {
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `${ids}`;
  };
  const deps = { log, known: () => undefined, newId, random: (bytes: number) => Buffer.alloc(bytes, 7) };
  for (const day of days)
    for (const [index, council] of COUNCILS.entries()) {
      const now = () => new Date(`${day}T12:00:00.000Z`);
      const { record } = disclosureRecorder({ ...deps, node: String(index + 1), now });
      const asked = { surface: "read", person: "adviser", assignments: ["a"], request: "r", policyVersion: "p" } as const;
      const view: View = { kind: "concern", records: [{ id: `concern of ${council}`, version: 1 }], parts: { headline: ["a"] } };
      await record([{ ...asked, council, series: "", views: [view] }]);
    }
}

const streamsOf = async (log: EventLog) => [...new Set((await log.readAll("", 1_000)).map(({ stream }) => stream))].sort();
const on = (today: string, time = "12:00:00.000") => ({ today, now: new Date(`${today}T${time}Z`) });
const typesOf = async (log: EventLog) => (await log.readStream("retention")).map(({ type, data }) => [type, data.month]);
const DAYS = ["2026-01-31", "2026-02-01", "2026-03-15", "2026-04-01"];

describe("The retention of disclosures", () => {
  it("keeps the configured number of whole months besides the current one, and removes older ones, of every node", async () => {
    const log = await logOf(DAYS);
    await removePassed({ log, keptMonths: 2, ...on("2026-04-29") });
    expect(await removePassed({ log, keptMonths: 2, ...on("2026-04-30") })).toEqual({ noted: 0, removed: 2 });
    expect(await streamsOf(log)).toEqual(
      [...["1", "2"].flatMap((node) => ["2026-02", "2026-03", "2026-04"].map((m) => `answers-${node}-${m}`)), "retention"].sort(),
    );
    expect(await log.verify()).toEqual([]);
    await removePassed({ log, keptMonths: 2, ...on("2026-05-01") });
    expect(await removePassed({ log, keptMonths: 2, ...on("2026-05-02") })).toEqual({ noted: 0, removed: 2 });
    await log.close();
  });

  it("removes months that earlier releases recorded, and the read model keeps nothing of them", async () => {
    const log = openSqliteLog(":memory:");
    const data = {
      surface: "read",
      to: [{ person: "adviser", assignments: [], request: "r" }],
      views: [{ concerns: [{ concern: "c", version: 1 }], parts: { headline: ["p"] } }],
    };
    for (const [council, month] of [
      [COUNCILS[0], "2026-01"],
      [COUNCILS[1], "2026-01"],
      [COUNCILS[0], "2026-04"],
    ])
      await log.append(
        appendOf(`disclosures-${council}-${month}`, [{ type: "ConcernsDisclosed.v1", data }], {
          at: `${month}-05T12:00:00.000Z`,
        }),
      );
    await removePassed({ log, keptMonths: 1, ...on("2026-04-01") });
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-02") })).toEqual({ noted: 0, removed: 2 });
    expect(await streamsOf(log)).toEqual([`disclosures-${COUNCILS[0]}-2026-04`, "retention"]);
    await log.close();
  });

  it("marks due months once, removes nothing on that day, and removes them a day later", async () => {
    const log = await logOf(DAYS);
    const before = await log.streams("answers");
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-02") })).toEqual({ noted: 2, removed: 0 });
    for (const time of ["12:00:00.000", "23:59:59.999"])
      expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-02", time) })).toEqual({ noted: 0, removed: 0 });
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-03", "11:59:59.999") })).toEqual({ noted: 0, removed: 0 });
    expect(await log.streams("answers")).toEqual(before);
    expect(await typesOf(log)).toEqual([
      ["DisclosuresDue.v1", "2026-01"],
      ["DisclosuresDue.v1", "2026-02"],
    ]);
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-03") })).toEqual({ noted: 0, removed: 4 });
    await log.close();
  });

  it("removes nothing that was marked under another setting, or more than a week before it was due", async () => {
    const log = await logOf(DAYS);
    await removePassed({ log, keptMonths: 1, ...on("2026-04-02") });
    expect(await removePassed({ log, keptMonths: 2, ...on("2026-04-03") })).toEqual({ noted: 1, removed: 0 });
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-10") })).toEqual({ noted: 2, removed: 0 });
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-11") })).toEqual({ noted: 0, removed: 4 });
    await log.close();
  });

  it("stops if the clock is no longer believed", async () => {
    const log = await logOf(DAYS);
    expect(await removePassed({ log, keptMonths: 1, ...on("2029-04-02"), isBelieved: () => false })).toEqual({
      noted: 0,
      removed: 0,
    });
    await removePassed({ log, keptMonths: 1, ...on("2026-04-02") });
    // It is asked before each month.
    const looks = [true];
    const isBelieved = () => looks.pop() ?? false;
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-03"), isBelieved })).toMatchObject({ removed: 2 });
    await log.close();
  });

  it("marks by the clock, not by the date of the event, which can follow a future date on its stream", async () => {
    const log = openSqliteLog(":memory:", "shared", { vouched: () => true });
    await fill(log, ["2026-01-31"]);
    await removePassed({ log, keptMonths: 1, ...on("2029-01-02") });
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-02") })).toEqual({ noted: 1, removed: 0 });
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-03") })).toEqual({ noted: 0, removed: 2 });
    await log.close();
  });

  it("lets the stores write their marks after a removal is on record and before anything is removed", async () => {
    const log = await logOf(DAYS);
    await removePassed({ log, keptMonths: 2, ...on("2026-04-01") });
    const seen: [string | undefined, number][] = [];
    const beforeRemoval = async () => {
      const events = await log.readAll("", 1_000);
      seen.push([events.at(-1)?.type, events.filter(({ stream }) => stream.endsWith("-2026-01")).length]);
    };
    await removePassed({ log, keptMonths: 2, ...on("2026-04-02"), beforeRemoval });
    expect(seen).toEqual([["DisclosuresRemoved.v1", expect.any(Number)]]);
    expect(seen[0]?.[1]).toBeGreaterThan(0);
    await log.close();
  });

  /** A store that still returns events of removed streams by position, until its operator cleans it. */
  function keepingWhatIsRemoved(log: EventLog): EventLog {
    const left: StoredEvent[] = [];
    return {
      ...log,
      async readAll(after, limit) {
        const events = [...left, ...(await log.readAll("", 10_000))].filter(({ position }) => position > after);
        return events.sort((a, b) => (a.position < b.position ? -1 : 1)).slice(0, limit);
      },
      async removeStream(stream) {
        left.push(...(await log.readStream(stream)));
        return log.removeStream(stream);
      },
    };
  }

  for (const [store, opened] of [
    ["a store that removes events at once", (log: EventLog) => log],
    ["a store that keeps removed events until it is cleaned", keepingWhatIsRemoved],
  ] as const)
    it(`records the removal of each month once, before it removes it, and completes a removal that a crash interrupted, in ${store}`, async () => {
      for (const nextDay of ["2026-04-03", "2026-04-20"]) {
        const log = opened(await logOf(DAYS));
        let removals = 0;
        const crashing: EventLog = {
          ...log,
          removeStream(stream) {
            removals += 1;
            return removals > 1 ? Promise.reject(new Error("crash")) : log.removeStream(stream);
          },
        };
        await removePassed({ log, keptMonths: 1, ...on("2026-04-01") });
        await expect(removePassed({ log: crashing, keptMonths: 1, ...on("2026-04-02") })).rejects.toThrow("crash");
        const recorded = async () =>
          (await typesOf(log)).filter(([type]) => type === "DisclosuresRemoved.v1").map(([, month]) => month);
        expect(await recorded()).toEqual(["2026-01"]);
        // A note that is older than a week is repeated, and the removal is a day after it.
        if (nextDay !== "2026-04-03") await removePassed({ log, keptMonths: 1, ...on("2026-04-19") });
        expect(await removePassed({ log, keptMonths: 1, ...on(nextDay) })).toEqual({ noted: 0, removed: 3 });
        expect(await recorded()).toEqual(["2026-01", "2026-02"]);
        expect(await removePassed({ log, keptMonths: 1, ...on(nextDay) })).toEqual({ noted: 0, removed: 0 });
        await log.close();
      }
    });

  it("finds months that are due behind many events of removed streams that the store has kept", async () => {
    const log = keepingWhatIsRemoved(openSqliteLog(":memory:"));
    const events = (count: number) => Array.from({ length: count }, () => ({ type: "ConcernsDisclosed.v1", data: {} }));
    await log.append(appendOf("disclosures-X00000004-2026-01", events(2_500), { at: "2026-01-05T12:00:00.000Z" }));
    await log.append(appendOf("disclosures-X00000004-2026-02", events(1), { at: "2026-02-05T12:00:00.000Z" }));
    await removePassed({ log, keptMonths: 1, ...on("2026-03-01") });
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-03-02") })).toEqual({ noted: 0, removed: 1 });
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-01") })).toEqual({ noted: 1, removed: 0 });
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-02") })).toEqual({ noted: 0, removed: 1 });
    await log.close();
  });

  it("leaves nothing of the month in the read model, rebuilt or not, which reports up to which month disclosures were removed", async () => {
    const log = await logOf(DAYS);
    const kept = openStore(disclosuresModel, ":memory:", { keys: noKeys, today: () => "2026-04-02" });
    kept.applyPage(await log.readAll("", 1_000));
    expect(kept.queries.removedTo()).toBeUndefined();
    await removePassed({ log, keptMonths: 1, ...on("2026-04-01") });
    kept.applyPage(await log.readAll(kept.position(), 1_000));
    expect(kept.queries.removedTo()).toBeUndefined();
    await removePassed({ log, keptMonths: 1, ...on("2026-04-02") });
    kept.applyPage(await log.readAll(kept.position(), 1_000));
    const rebuilt = openStore(disclosuresModel, ":memory:", { keys: noKeys, today: () => "2026-04-02" });
    rebuilt.applyPage(await log.readAll("", 1_000));
    for (const { queries } of [kept, rebuilt]) {
      expect(queries.removedTo()).toBe("2026-02");
      const held = COUNCILS.flatMap((council) => queries.ofCouncil(council, undefined, undefined, 100) ?? []);
      expect(held.map(({ at, council }) => [at.slice(0, 7), council]).sort()).toEqual(
        ["2026-03", "2026-04"].flatMap((month) => COUNCILS.map((council) => [month, council])),
      );
    }
    await log.close();
  });
});
