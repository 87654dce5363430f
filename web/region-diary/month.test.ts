import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDate, isMonth, lastDayOf, monthAfter, monthOf, weeksOf } from "./month.ts";

const months = fc.integer({ min: 24, max: 998 * 12 }).map((count) => monthAfter("2000-01", count));

describe("The weeks of a month", () => {
  it("begin on Monday, and have the days of the month alone", () => {
    const weeks = weeksOf("2026-06");
    expect(weeks).toHaveLength(5);
    expect(weeks[0]?.[0]).toBe("2026-06-01");
    expect(weeks[4]).toEqual(["2026-06-29", "2026-06-30", undefined, undefined, undefined, undefined, undefined]);
    expect(weeksOf("2026-11")[0]?.slice(5)).toEqual([undefined, "2026-11-01"]);
    expect(weeksOf("2027-02")).toHaveLength(4);
  });

  it("have each day of any month once, in order and on its weekday", () => {
    fc.assert(
      fc.property(months, (month) => {
        const weeks = weeksOf(month);
        const days = weeks.flat().filter((day) => day !== undefined);
        expect(days.map((day) => Number(day.slice(8)))).toEqual(days.map((_, index) => index + 1));
        expect(days.at(-1)).toBe(lastDayOf(month));
        for (const week of weeks)
          for (const [index, day] of week.entries())
            if (day) expect((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7).toBe(index);
        for (const week of weeks) expect([week.length, week.some(Boolean)]).toEqual([7, true]);
      }),
    );
  });
});

describe("A month", () => {
  it("is as far from another as that is from it", () => {
    fc.assert(
      fc.property(months, fc.integer({ min: -24, max: 24 }), (month, count) => {
        expect(monthAfter(monthAfter(month, count), -count)).toBe(month);
        expect(isMonth(month)).toBe(true);
      }),
    );
    expect([monthAfter("2026-12", 1), monthAfter("2026-01", -1), monthOf("2026-06-15")]).toEqual([
      "2027-01",
      "2025-12",
      "2026-06",
    ]);
  });

  it("has no other days than its own", () => {
    for (const day of ["2026-02-28", "2028-02-29", "2026-12-31", "2026-01-01"]) expect(isDate(day), day).toBe(true);
    for (const day of ["2026-02-29", "2026-04-31", "2026-13-01", "2026-01-00", "2026", "9999-12-31", "2026-01-01T00:00"])
      expect(isDate(day), day).toBe(false);
  });

  it("is no text that only looks like one", () => {
    for (const text of ["", "2026-13", "2026-00", "2026-6", "26-06", "2026-06-01", "0000-01", "9999-12", "nothing"])
      expect(isMonth(text), text).toBe(false);
  });
});
