// What has passed its retention goes, a council's month at a time, and that it went stays on record.
import { describe, expect, it } from "vitest";
import type { EventLog } from "../../event-log/port.ts";
import { openSqliteLog } from "../../event-log/sqlite.ts";
import { disclosuresModel } from "../../projections/disclosures/disclosures.ts";
import { openStore } from "../../projections/store.ts";
import { noKeys } from "../../test/given.ts";
import { disclosureRecorder } from "./record.ts";
import { removePassed } from "./retention.ts";

const COUNCILS = ["X00000004", "X00000005"];

/** A disclosure about each council on each day. */
async function logOf(days: readonly string[]): Promise<EventLog> {
  const log = openSqliteLog(":memory:");
  let ids = 0;
  for (const day of days) {
    const newId = () => {
      ids += 1;
      return `${ids}`;
    };
    const { record } = disclosureRecorder({ log, now: () => new Date(`${day}T12:00:00.000Z`), newId });
    const asked = { surface: "read", person: "adviser", assignments: ["a"], request: "r", policyVersion: "p" } as const;
    const viewsOf = (concern: string) => [{ concerns: [{ concern, version: 1 }], parts: { headline: ["adviser-reads"] } }];
    await record(COUNCILS.map((council) => ({ ...asked, council, views: viewsOf(`concern of ${council}`) })));
  }
  return log;
}

const streamsOf = async (log: EventLog) => [...new Set((await log.readAll("", 1_000)).map(({ stream }) => stream))].sort();
const on = (today: string) => ({ today, now: new Date(`${today}T12:00:00.000Z`) });
const DAYS = ["2026-01-31", "2026-02-01", "2026-03-15", "2026-04-01"];

describe("The retention of disclosures", () => {
  it("keeps so many whole months besides the current one, and removes what is older for every council", async () => {
    const log = await logOf(DAYS);
    expect(await removePassed({ log, keptMonths: 2, ...on("2026-04-30") })).toBe(2);
    expect(await streamsOf(log)).toEqual(
      [...COUNCILS.flatMap((c) => ["2026-02", "2026-03", "2026-04"].map((m) => `disclosures-${c}-${m}`)), "retention"].sort(),
    );
    expect(await log.verify()).toEqual([]);
    expect(await removePassed({ log, keptMonths: 2, ...on("2026-05-01") })).toBe(2);
    await log.close();
  });

  it("says once of each month that it is gone, before it goes, and does again what a crash cut off", async () => {
    const log = await logOf(DAYS);
    let removals = 0;
    const crashing: EventLog = {
      ...log,
      removeStream(stream) {
        removals += 1;
        return removals > 1 ? Promise.reject(new Error("crash")) : log.removeStream(stream);
      },
    };
    await expect(removePassed({ log: crashing, keptMonths: 1, ...on("2026-04-02") })).rejects.toThrow("crash");
    const recorded = async () => (await log.readStream("retention")).map(({ data }) => data.month);
    expect(await recorded()).toEqual(["2026-01", "2026-02"]);
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-03") })).toBe(3);
    expect(await recorded()).toEqual(["2026-01", "2026-02"]);
    expect(await removePassed({ log, keptMonths: 1, ...on("2026-04-03") })).toBe(0);
    await log.close();
  });

  it("leaves nothing of the month in the read model, rebuilt or kept up, which says to when it tells nothing", async () => {
    const log = await logOf(DAYS);
    const kept = openStore(disclosuresModel, ":memory:", { keys: noKeys, today: () => "2026-04-02" });
    kept.applyPage(await log.readAll("", 1_000));
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
