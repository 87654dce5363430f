import fc from "fast-check";
import { expect, it } from "vitest";
import { dateInWords, momentInWords, monthInWords, valueAsName } from "./words.ts";

it("writes a date as the day, the month and the year", () => {
  const inWords = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "long" });
  const days = fc.date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(days, (day) => {
      expect(dateInWords(day.toISOString().slice(0, 10))).toBe(inWords.format(day));
    }),
  );
});

it("writes an instant in English time, in summer too", () => {
  expect(momentInWords("2026-06-30T23:30:00.000Z")).toBe("1 July 2026 at 00:30");
  expect(momentInWords("2026-12-01T09:05:00.000Z")).toBe("1 December 2026 at 09:05");
});

it("writes a month, and a value that is a name", () => {
  expect(monthInWords("2026-03")).toBe("March 2026");
  expect(valueAsName("SHARING_RECORD")).toBe("Sharing record");
});
