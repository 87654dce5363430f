// Limits the size of one record. Each command reads and folds the whole record, so its number of events and the bytes of its text are limited. A full
// record still accepts the council's statements, and commands that end or withdraw something: their number is limited, because they need something
// that was started, agreed or stated.

import { dateInWords } from "../../text/dates-in-words.ts";
import { concernEvents, type Occurrence } from "../concern/events.ts";
import { textBytes } from "../confidential.ts";
import { councilEvents } from "../council/events.ts";
import { dayAfter, londonDate } from "../dates.ts";
import type { DecisionContext } from "../decision-context.ts";
import type { WhenFull } from "../input.ts";
import { personEvents } from "../people/events.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import type { EventDeclarations } from "../stored-events.ts";
import { supportEvents } from "../support/events.ts";

/** The counts of a record, computed while its events are folded. */
export type RecordCounts = {
  /** The number of its events. */
  readonly version: number;
  /** The bytes of confidential text in all its events. */
  readonly textBytes: number;
  /** `countKey` -> the number of daily limited events on the day of the last of them. */
  readonly daily: { readonly day: string; readonly counts: readonly { readonly key: string; readonly times: number }[] };
};
export const NO_COUNTS: RecordCounts = { version: 0, textBytes: 0, daily: { day: "", counts: [] } };

type CountedEvent = { readonly type: string; readonly data: object };

/** The counts after one more event. */
export const countEvent = (before: RecordCounts = NO_COUNTS, event: CountedEvent, by: Occurrence): RecordCounts => ({
  version: before.version + 1,
  textBytes: before.textBytes + textBytes(event.data),
  daily: countDaily(before.daily, event, by),
});

function countDaily(daily: RecordCounts["daily"], event: CountedEvent, { actor, at }: Occurrence): RecordCounts["daily"] {
  if (maxPerDay(event.type) === undefined) return daily;
  const day = londonDate(new Date(at));
  const key = countKey(event, actor);
  const others = countsOn(day, daily).filter((one) => one.key !== key);
  return { day, counts: [...others, { key, times: timesOn(day, daily, key) + 1 }] };
}

/** The key for counting events together: of a type by one person, and of one share if they are about a share. So nobody uses up the limit of others. */
const countKey = ({ type, data }: CountedEvent, actor: string): string =>
  JSON.stringify([type, actor, ...("share" in data ? [data.share] : [])]);

const countsOn = (day: string, daily: RecordCounts["daily"]) => (day === daily.day ? daily.counts : []);
const timesOn = (day: string, daily: RecordCounts["daily"], key: string): number =>
  countsOn(day, daily).find((one) => one.key === key)?.times ?? 0;

/** Kind of record -> the limits of its events: `most` until it is full, `ever` with the reserve. */
export const EVENT_BOUNDS = {
  concern: { most: 2_000, ever: 3_000 },
  council: { most: 10_000, ever: 11_000 },
  person: { most: 1_000, ever: 1_000 },
  support: { most: 1_000, ever: 1_500 },
} as const;

/** The event declarations of limited records. */
export const BOUNDED_RECORDS: EventDeclarations = { ...concernEvents, ...councilEvents, ...personEvents, ...supportEvents };
/** Events that start, agree to or repeat something have a daily limit. */
export const maxPerDay = (type: string): number | undefined => BOUNDED_RECORDS[type]?.mostPerDay;
/** The total number of mail addresses that a person without a current role can set. */
export const MAIL_ADDRESSES_WITHOUT_ROLE = 20;

/** The bytes of confidential text in one record until it is full, and in the reserve. */
const MAX_TEXT = 4_000_000;
const RESERVED_TEXT = 1_000_000;
/** Text up to this length is accepted even when the reserve is used up: 500 characters of any kind. */
const SHORT_TEXT = 2_100;

/** Returns the decision, or a refusal if the record would have too much text, too many events, or too many of a type by this person today. */
export function withinBounds<D extends readonly CountedEvent[] | Refusal>(
  kind: keyof typeof EVENT_BOUNDS,
  counts: RecordCounts = NO_COUNTS,
  { actor, today }: DecisionContext,
  whenFull: WhenFull = "refused",
  decided: D,
): D | Refusal {
  if (isRefusal(decided) || decided.length === 0) return decided;
  const refused = refuseText(counts, whenFull, decided);
  if (refused || whenFull === "always") return refused ?? decided;
  const { most, ever } = EVENT_BOUNDS[kind];
  if (counts.version + decided.length > (whenFull === "reserve" ? ever : most))
    return refuse("TOO_MANY", undefined, "You can still end things and take them back.");
  for (const [key, same] of Map.groupBy(decided, (event) => countKey(event, actor))) {
    const most = maxPerDay(same[0]?.type ?? "") ?? Number.POSITIVE_INFINITY;
    if (timesOn(today, counts.daily, key) + same.length > most)
      return refuse("TOO_MANY", undefined, `Or try again on ${dateInWords(dayAfter(today))}.`);
  }
  return decided;
}

function refuseText(counts: RecordCounts, whenFull: WhenFull, decided: readonly CountedEvent[]): Refusal | undefined {
  const added = decided.map(({ data }) => textBytes(data));
  const total = added.reduce((sum, bytes) => sum + bytes, 0);
  const isReserved = whenFull !== "refused";
  if (total === 0 || counts.textBytes + total <= MAX_TEXT + (isReserved ? RESERVED_TEXT : 0)) return undefined;
  if (!isReserved) return refuse("TOO_MUCH_TEXT", undefined, "Or start a new record.");
  if (added.every((bytes) => bytes <= SHORT_TEXT)) return undefined;
  return refuse("TOO_MUCH_TEXT", undefined, "Up to 500 characters can still be added.");
}
