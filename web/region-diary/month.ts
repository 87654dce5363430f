// Months as a calendar shows them. Dates are as in the API, and are computed in UTC, in which every day has the same length.

const DAY = 86_400_000;
const midnight = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const written = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** `2026-06` for `2026-06-15`. */
export const monthOf = (date: string): string => date.slice(0, 7);

/** Whether there is such a month in this millennium: `2026-06`. */
export const isMonth = (text: string): boolean => /^2\d{3}-(?:0[1-9]|1[0-2])$/.test(text);

/** Whether there is such a date in this millennium. */
export const isDate = (text: string): boolean =>
  /^2\d{3}-\d\d-\d\d$/.test(text) && isMonth(monthOf(text)) && Number(text.slice(8)) > 0 && text <= lastDayOf(monthOf(text));

/** The date `days` days after a date. */
export const dateAfter = (date: string, days: number): string => written(midnight(date) + days * DAY);

/** The month `count` months after a month; before it where `count` is negative. */
export function monthAfter(month: string, count: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
}

export const firstDayOf = (month: string): string => `${month}-01`;
export const lastDayOf = (month: string): string => dateAfter(firstDayOf(monthAfter(month, 1)), -1);

/** Its weeks from Monday to Sunday: seven dates each, undefined where a day is of another month. */
export function weeksOf(month: string): readonly (readonly (string | undefined)[])[] {
  const [first, last] = [firstDayOf(month), lastDayOf(month)];
  const sundayIsLast = (new Date(midnight(first)).getUTCDay() + 6) % 7;
  const weeks: (string | undefined)[][] = [];
  for (let monday = dateAfter(first, -sundayIsLast); monday <= last; monday = dateAfter(monday, 7)) {
    const dates = Array.from({ length: 7 }, (_, index) => dateAfter(monday, index));
    weeks.push(dates.map((date) => (monthOf(date) === month ? date : undefined)));
  }
  return weeks;
}
