import { describe, expect, it } from "vitest";
import { openDatabase } from "../event-log/stores/database.ts";
import { DAY_SCHEMA, openDay, recordedDays } from "./day.ts";

describe("The day of a read model's rows", () => {
  function opened() {
    const db = openDatabase(":memory:", "rebuildable");
    db.exec(DAY_SCHEMA);
    const clock = { today: "2026-03-02", certain: "2026-03-02" };
    const turned: string[] = [];
    const day = openDay(db, { today: () => clock.today, certainToday: () => clock.certain }, (last, to) => {
      turned.push(`${last?.today} ${last?.certainToday} to ${to.today} ${to.certainToday}`);
    });
    day.ensureToday();
    turned.length = 0;
    return { clock, day, turned, recorded: () => recordedDays(db) };
  }

  it("turns on a new day, and not twice", () => {
    const { clock, day, turned } = opened();
    clock.today = clock.certain = "2026-03-03";
    day.ensureToday();
    day.ensureToday();
    expect(turned).toEqual(["2026-03-02 2026-03-02 to 2026-03-03 2026-03-03"]);
  });

  it("turns again when a clock that ran ahead is confirmed, though the date stays the same", () => {
    const { clock, day, turned, recorded } = opened();
    clock.today = "2026-03-09";
    day.ensureToday();
    expect(recorded()).toEqual({ today: "2026-03-09", certainToday: "2026-03-02" });
    clock.certain = "2026-03-09";
    day.ensureToday();
    expect(turned).toEqual(["2026-03-02 2026-03-02 to 2026-03-09 2026-03-02", "2026-03-09 2026-03-02 to 2026-03-09 2026-03-09"]);
  });

  it("never goes back", () => {
    const { clock, day, turned } = opened();
    clock.today = clock.certain = "2026-02-20";
    day.ensureToday();
    expect([turned, day.current()]).toEqual([[], { today: "2026-03-02", certainToday: "2026-03-02" }]);
  });
});
