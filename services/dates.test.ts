import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayAfter, londonDate } from "./dates.ts";

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
