// Calendar quarters of English dates, `2026-Q1`. They compare as text.
import { daysAfter } from "../../services/dates.ts";

export const quarterOf = (date: string): string => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;

function quarterAfter(quarter: string): string {
  const [year, number] = [Number(quarter.slice(0, 4)), Number(quarter.slice(6))];
  return number === 4 ? `${year + 1}-Q1` : `${year}-Q${number + 1}`;
}

/**
 * Returns the closed quarters from one on. A quarter counts as closed from the second day after its end: an event that was recorded just before its
 * end may reach a read model after midnight, and a figure that changed by one would reveal that event.
 */
export function closedQuarters(first: string, today: string): readonly string[] {
  const open = quarterOf(daysAfter(today, -1));
  const closed: string[] = [];
  for (let quarter = first; quarter < open; quarter = quarterAfter(quarter)) closed.push(quarter);
  return closed;
}
