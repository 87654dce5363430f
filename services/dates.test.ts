import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dayAfter,
  daysAfter,
  daysBetween,
  isWorkingDay,
  londonDate,
  londonDates,
  monthsAfter,
  workingDaysAfter,
} from "./dates.ts";

const aDate = fc
  .date({ min: new Date("2000-01-01T00:00:00Z"), max: new Date("2100-01-01T00:00:00Z"), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

describe("The date in England", () => {
  it.each([
    ["in winter is that of UTC", "2026-01-15T23:59:59.999Z", "2026-01-15"],
    ["in winter turns at midnight UTC", "2026-01-16T00:00:00Z", "2026-01-16"],
    ["in summer turns an hour before midnight UTC", "2026-06-30T22:59:59Z", "2026-06-30"],
    ["in summer is a day ahead in UTC's last hour", "2026-06-30T23:00:00Z", "2026-07-01"],
    ["on the eve of summer time turns at midnight UTC", "2026-03-29T00:00:00Z", "2026-03-29"],
    ["on the first evening of summer time turns an hour early", "2026-03-29T23:00:00Z", "2026-03-30"],
    ["on the last evening of summer time turns an hour early", "2026-10-24T23:00:00Z", "2026-10-25"],
    ["on the evening after summer time no longer does", "2026-10-25T23:00:00Z", "2026-10-25"],
    ["turns with the year", "2025-12-31T23:59:59Z", "2025-12-31"],
    ["knows leap days", "2028-02-29T12:00:00Z", "2028-02-29"],
  ])("%s", (_, instant, date) => {
    expect(londonDate(new Date(instant))).toBe(date);
  });

  it("is that of UTC or the day after it, and compares as text", () => {
    const instant = fc.date({
      min: new Date("2000-01-01T00:00:00Z"),
      max: new Date("2100-01-01T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (at) => {
        const utc = at.toISOString().slice(0, 10);
        expect([utc, dayAfter(utc)]).toContain(londonDate(at));
      }),
    );
  });

  it("is the same when it is worked out once an hour, for instants in any order", () => {
    const dateOf = londonDates();
    const [winter, summer] = [Date.parse("2026-03-28T20:00:00Z"), Date.parse("2026-10-24T20:00:00Z")];
    const instant = fc
      .tuple(fc.constantFrom(winter, summer), fc.nat(36 * 3_600_000))
      .map(([from, after]) => new Date(from + after));
    fc.assert(
      fc.property(instant, (at) => {
        expect(dateOf(at)).toBe(londonDate(at));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("The day after", () => {
  it.each([
    ["2026-03-02", "2026-03-03"],
    ["2026-02-28", "2026-03-01"],
    ["2028-02-28", "2028-02-29"],
    ["2028-02-29", "2028-03-01"],
    ["2026-12-31", "2027-01-01"],
    ["2026-03-28", "2026-03-29"],
    ["2026-03-29", "2026-03-30"],
    ["2026-10-25", "2026-10-26"],
  ])("%s is %s", (date, next) => {
    expect(dayAfter(date)).toBe(next);
  });
});

describe("Days after and between", () => {
  it.each([
    ["2026-03-02", 0, "2026-03-02"],
    ["2026-03-28", 2, "2026-03-30"],
    ["2026-10-24", 2, "2026-10-26"],
    ["2026-01-01", 365, "2027-01-01"],
    ["2028-01-01", 365, "2028-12-31"],
    ["2026-03-01", -1, "2026-02-28"],
    ["2028-03-01", -1, "2028-02-29"],
  ])("%s and %i days is %s", (date, days, then) => {
    expect(daysAfter(date, days)).toBe(then);
    expect(daysBetween(date, then)).toBe(days);
  });

  it("undo each other, and keep the order of dates", () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        const then = daysAfter(date, days);
        expect(daysBetween(date, then)).toBe(days);
        expect(daysAfter(then, -days)).toBe(date);
        expect(then > date).toBe(days > 0);
      }),
    );
  });
});

describe("Months after", () => {
  it.each([
    ["2026-03-02", 0, "2026-03-02"],
    ["2026-03-02", 6, "2026-09-02"],
    ["2026-11-30", 3, "2027-02-28"],
    ["2027-11-30", 3, "2028-02-29"],
    ["2026-01-31", 1, "2026-02-28"],
    ["2026-01-31", 2, "2026-03-31"],
    ["2026-05-31", 1, "2026-06-30"],
    ["2028-02-29", 12, "2029-02-28"],
    ["2026-12-31", 12, "2027-12-31"],
    ["2026-03-31", -1, "2026-02-28"],
    ["2026-01-15", -1, "2025-12-15"],
  ])("%s and %i months is %s", (date, months, then) => {
    expect(monthsAfter(date, months)).toBe(then);
  });

  it("lie in the month meant, on the same day or on its last", () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: -240, max: 240 }), (date, months) => {
        const then = monthsAfter(date, months);
        const count = (of: string) => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7));
        expect(count(then) - count(date)).toBe(months);
        if (then.slice(8) !== date.slice(8)) {
          expect(then < `${then.slice(0, 8)}${date.slice(8)}`).toBe(true);
          expect(dayAfter(then).slice(8)).toBe("01");
        }
      }),
    );
  });
});

describe("Working days", () => {
  it.each([
    ["2026-03-02", true, "a Monday"],
    ["2026-03-06", true, "a Friday"],
    ["2026-03-07", false, "a Saturday"],
    ["2026-03-08", false, "a Sunday"],
    ["2026-04-03", false, "Good Friday"],
    ["2026-12-24", true, "Christmas Eve"],
    ["2026-12-28", false, "the substitute for Boxing Day on a Saturday"],
  ])("%s: %s, %s", (date, working) => {
    expect(isWorkingDay(date)).toBe(working);
  });

  it.each([
    ["2026-03-02", 0, "2026-03-02", "none is the date itself"],
    ["2026-03-02", 1, "2026-03-03", "the date does not count"],
    ["2026-03-06", 1, "2026-03-09", "over a weekend"],
    ["2026-03-07", 1, "2026-03-09", "from a Saturday"],
    ["2026-03-02", 10, "2026-03-16", "two weeks without a holiday"],
    ["2026-04-02", 1, "2026-04-07", "over Easter"],
    ["2026-12-24", 1, "2026-12-29", "over Christmas"],
    ["2026-12-24", 5, "2027-01-05", "over Christmas and New Year"],
    ["2022-06-01", 1, "2022-06-06", "over the jubilee"],
  ])("%s and %i is %s: %s", (date, days, then) => {
    expect(workingDaysAfter(date, days)).toBe(then);
  });

  it("are counted one by one, the last of them being one", () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: 1, max: 60 }), (date, days) => {
        const then = workingDaysAfter(date, days);
        const between = Array.from({ length: daysBetween(date, then) }, (_, index) => daysAfter(date, index + 1));
        expect(between.filter(isWorkingDay)).toHaveLength(days);
        expect(isWorkingDay(then)).toBe(true);
      }),
    );
  });

  it("follow on each other: so many, then so many more, is both together", () => {
    const few = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(aDate, few, few, (date, first, more) => {
        expect(workingDaysAfter(workingDaysAfter(date, first), more)).toBe(workingDaysAfter(date, first + more));
      }),
    );
  });
});
