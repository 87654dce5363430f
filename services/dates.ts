// Calendar dates, `yyyy-mm-dd`, as England reads them. They compare as text.

const LONDON = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", year: "numeric", month: "2-digit", day: "2-digit" });

/** The date in England at an instant. */
export const londonDate = (instant: Date): string => LONDON.format(instant);

/** The day after a date. */
export function dayAfter(date: string): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
