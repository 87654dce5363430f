// The limits of days that are planned at a council, whether presence of support, an approach, or a date that is noted.
import { daysBetween } from "./dates.ts";

/** Days may last this long, and begin so many days from now. */
const [LASTS, BEGINS_IN] = [60, 730];

/** Whether days last too long or begin too far ahead. */
export const isBeyondPlanning = ({ from, to }: { readonly from: string; readonly to: string }, today: string): boolean =>
  daysBetween(from, to) > LASTS || daysBetween(today, from) > BEGINS_IN;
