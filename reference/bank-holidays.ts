// Bank holidays in England and Wales, `yyyy-mm-dd`. Easter Monday, the last Mondays of May and August and the days after Christmas stand
// in the Banking and Financial Dealings Act 1971, Schedule 1; New Year's Day and the first Monday of May are proclaimed every year under its
// section 1; Good Friday and Christmas Day are holidays at common law. All of them follow a rule. Those that a royal proclamation adds or moves
// follow none: they are listed below, from 2009 to what was proclaimed by November 2026. Later ones have to be added by hand.

const ADDED: ReadonlySet<string> = new Set([
  "2011-04-29", // the wedding of Prince William
  "2012-06-05", // the Queen's diamond jubilee
  "2022-06-03", // the Queen's platinum jubilee
  "2022-09-19", // the Queen's funeral
  "2023-05-08", // the coronation of King Charles III
]);

/** From the day of the rule to the day that replaced it. */
const MOVED: ReadonlyMap<string, string> = new Map([
  ["2012-05-28", "2012-06-04"], // to the diamond jubilee
  ["2020-05-04", "2020-05-08"], // to 75 years after the war in Europe
  ["2022-05-30", "2022-06-02"], // to the platinum jubilee
]);

const MONDAY = 1;

/** Days run over into the neighbouring months: day 0 is the last of the month before. */
const utc = (year: number, month: number, day: number): Date => new Date(Date.UTC(year, month - 1, day));
const iso = (date: Date): string => date.toISOString().slice(0, 10);

/** The first Monday from a day on. */
const mondayFrom = (year: number, month: number, day: number): string =>
  iso(utc(year, month, day + ((MONDAY + 7 - utc(year, month, day).getUTCDay()) % 7)));

/** The first days from a day on that are not of a weekend: the day itself, or its substitute. */
const weekdaysFrom = (year: number, month: number, day: number, count: number): string[] =>
  [0, 1, 2, 3]
    .map((later) => utc(year, month, day + later))
    .filter((date) => date.getUTCDay() % 6 !== 0)
    .slice(0, count)
    .map(iso);

/** The day of March on which Easter Sunday falls, where 32 is 1 April: the Gregorian reckoning, by Butcher's method of 1876. */
function easterInMarch(year: number): number {
  const century = Math.floor(year / 100);
  const sunCorrection = century - Math.floor(century / 4);
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const golden = year % 19;
  // Days from 21 March to the full moon before Easter.
  const fullMoon = (19 * golden + sunCorrection - moonCorrection + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - fullMoon - (year % 4)) % 7;
  return 22 + fullMoon + toSunday - 7 * Math.floor((golden + 11 * fullMoon + 22 * toSunday) / 451);
}

/** The bank holidays of a year, substitutes in place of days on a weekend. */
function bankHolidaysOf(year: number): ReadonlySet<string> {
  const easter = easterInMarch(year);
  const byRule = [
    ...weekdaysFrom(year, 1, 1, 1),
    iso(utc(year, 3, easter - 2)),
    iso(utc(year, 3, easter + 1)),
    mondayFrom(year, 5, 1),
    mondayFrom(year, 5, 25),
    mondayFrom(year, 8, 25),
    ...weekdaysFrom(year, 12, 25, 2),
  ].map((date) => MOVED.get(date) ?? date);
  return new Set([...byRule, ...[...ADDED].filter((date) => date.startsWith(`${year}-`))]);
}

const DAY_MS = 86_400_000;
const daysOf = (year: number): readonly number[] => [...bankHolidaysOf(year)].map((date) => Date.parse(date) / DAY_MS);

/** Years whose holidays are reckoned once; those of any other are reckoned each time. */
const [FIRST, LAST] = [2009, 2050];
const [FIRST_DAY, LAST_DAY] = [Date.UTC(FIRST, 0, 1) / DAY_MS, Date.UTC(LAST, 11, 31) / DAY_MS];
const DAYS: ReadonlySet<number> = new Set(Array.from({ length: LAST - FIRST + 1 }, (_, n) => daysOf(FIRST + n)).flat());

/** Whether a day, counted from 1 January 1970, is a bank holiday in England and Wales. A holiday on a weekend is not one; its substitute is. */
export const isBankHolidayOn = (day: number): boolean =>
  day >= FIRST_DAY && day <= LAST_DAY ? DAYS.has(day) : daysOf(new Date(day * DAY_MS).getUTCFullYear()).includes(day);

/** The same of a date. */
export const isBankHoliday = (date: string): boolean => isBankHolidayOn(Date.parse(date) / DAY_MS);
