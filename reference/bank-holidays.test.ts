import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBankHoliday } from "./bank-holidays.ts";

const DAY = 86_400_000;
const bankHolidaysOf = (year: number): string[] =>
  Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(year, 0, 1) + day * DAY).toISOString().slice(0, 10)).filter(
    (date) => date.startsWith(`${year}-`) && isBankHoliday(date),
  );
const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

describe("Bank holidays in England and Wales", () => {
  // As published on gov.uk and, for the earliest, in the London Gazette.
  it.each([
    [2009, "01-01 04-10 04-13 05-04 05-25 08-31 12-25 12-28"],
    [2010, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"],
    [2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27"],
    [2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"],
    [2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27"],
    [2019, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"],
    [2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"],
    [2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"],
    [2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"],
    [2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"],
    [2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"],
    [2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"],
    [2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"],
    [2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"],
  ])("of %i are as published", (year, days) => {
    expect(bankHolidaysOf(year)).toEqual(days.split(" ").map((day) => `${year}-${day}`));
  });

  it.each([
    ["2012-05-28", "the spring holiday's own day in a year in which it moved"],
    ["2020-05-04", "the early May holiday's own day in a year in which it moved"],
    ["2022-05-30", "the spring holiday's own day in another such year"],
    ["2021-12-25", "Christmas Day on a Saturday"],
    ["2021-12-26", "Boxing Day on a Sunday"],
    ["2023-01-01", "New Year's Day on a Sunday"],
    ["2026-04-05", "Easter Sunday"],
    ["2026-12-24", "Christmas Eve"],
    ["2026-06-15", "a bank holiday in Scotland alone"],
  ])("%s is none: %s", (date) => {
    expect(isBankHoliday(date)).toBe(false);
  });

  it("are eight a year without a proclamation, none of them on a weekend, and none twice", () => {
    const ofARule = fc.integer({ min: 2024, max: 2299 });
    fc.assert(
      fc.property(ofARule, (year) => {
        const holidays = bankHolidaysOf(year);
        expect(holidays).toHaveLength(8);
        for (const date of holidays) expect(weekday(date) % 6, date).not.toBe(0);
      }),
    );
  });

  it("have Good Friday three days before Easter Monday, between 20 March and 26 April", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2024, max: 2299 }), (year) => {
        const [friday = "", monday = ""] = bankHolidaysOf(year).slice(1, 3);
        expect([weekday(friday), weekday(monday)]).toEqual([5, 1]);
        expect(Date.parse(monday) - Date.parse(friday)).toBe(3 * DAY);
        expect(friday >= `${year}-03-20` && monday <= `${year}-04-26`, friday).toBe(true);
      }),
    );
  });
});
