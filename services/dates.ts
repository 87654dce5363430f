// Calendar dates in England, as `yyyy-mm-dd`. They compare as text.
import { isBankHolidayOn } from "../reference/bank-holidays.ts";

const LONDON = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", year: "numeric", month: "2-digit", day: "2-digit" });
const DAY = 86_400_000;
const HOUR = 3_600_000;

// Computed in UTC, in which every day has the same length.
const midnight = (date: string): Date => new Date(`${date}T00:00:00Z`);
const written = (at: Date): string => at.toISOString().slice(0, 10);

/** The date in England at an instant. */
export const londonDate = (instant: Date): string =>
  // England is never behind UTC and at most an hour ahead, so until 23:00 UTC the dates are the same.
  instant.getUTCHours() < 23 ? written(instant) : LONDON.format(instant);

/** The same for instants that mostly follow each other closely: worked out once an hour, as England's clocks change on the hour. */
export function londonDates(): (instant: Date) => string {
  let [hour, date] = [Number.NaN, ""];
  return (instant) => {
    const at = Math.floor(instant.getTime() / HOUR);
    if (at !== hour) [hour, date] = [at, londonDate(instant)];
    return date;
  };
}

/** The instant at which a date begins in England: in summer an hour before it does by UTC. */
export function startOf(date: string): string {
  const summer = new Date(midnight(date).getTime() - HOUR);
  return (londonDate(summer) === date ? summer : midnight(date)).toISOString();
}

/** The date `days` days after a date; before it where `days` is negative. */
export const daysAfter = (date: string, days: number): string => written(new Date(midnight(date).getTime() + days * DAY));

/** The day after a date. */
export const dayAfter = (date: string): string => daysAfter(date, 1);

/** How many days `to` is after `from`; negative where it is before. */
export const daysBetween = (from: string, to: string): number => (midnight(to).getTime() - midnight(from).getTime()) / DAY;

/** The same day of the month `months` months later, or that month's last day. */
export function monthsAfter(date: string, months: number): string {
  const day = midnight(date).getUTCDate();
  const month = midnight(date);
  // Day 0 is the last of the month before.
  month.setUTCMonth(month.getUTCMonth() + months + 1, 0);
  month.setUTCDate(Math.min(day, month.getUTCDate()));
  return written(month);
}

/** Days since 1 January 1970. */
const dayNumber = (date: string): number => midnight(date).getTime() / DAY;
/** Sunday is 0. The first of January 1970 was a Thursday; days before it are negative. */
const dayOfWeek = (day: number): number => (((day + 4) % 7) + 7) % 7;
const isWorking = (day: number): boolean => dayOfWeek(day) % 6 !== 0 && !isBankHolidayOn(day);

/** Whether a date is a working day in England: not a Saturday, a Sunday or a bank holiday. */
export const isWorkingDay = (date: string): boolean => isWorking(dayNumber(date));

/** The date `days` working days after a date, which itself does not count. */
export function workingDaysAfter(date: string, days: number): string {
  let day = dayNumber(date);
  for (let left = days; left > 0; ) {
    day += 1;
    if (isWorking(day)) left -= 1;
  }
  return written(new Date(day * DAY));
}
