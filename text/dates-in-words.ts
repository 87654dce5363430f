// Dates and times as people write them in England.

const DATE = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "long" });
const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", dateStyle: "long" });
const TIME = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", timeStyle: "short" });

/** `29 November 2026`, of a date as `2026-11-29`. */
export const dateInWords = (date: string): string => DATE.format(new Date(`${date}T00:00:00Z`));

/** `November 2026`, of a month as `2026-11`. */
export const monthInWords = (month: string): string => dateInWords(`${month}-01`).slice("1 ".length);

/** `29 November 2026`, the day in England at an instant. */
export const dayInWords = (instant: string): string => DAY.format(new Date(instant));

/** `09:30`, the time in England at an instant. */
export const timeInWords = (instant: string): string => TIME.format(new Date(instant));
