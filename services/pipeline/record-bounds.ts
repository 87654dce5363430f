// How much can happen to one record. What stands in it is bounded where it is decided; here it is what has happened: each command reads and
// folds all of it. Something can always be ended or taken back, and the council can always object: each of these needs something that
// stands, so bounding how often a thing is begun, agreed or said again bounds these too.
import { concernEvents, type Occurrence } from "../concern/events.ts";
import { councilEvents } from "../council/events.ts";
import { dateInWords, dayAfter, londonDate } from "../dates.ts";
import { personEvents } from "../people/events.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import type { EventDeclarations } from "../stored-events.ts";
import { supportEvents } from "../support/events.ts";

/** How often events were recorded on the day of the last of them, by `countKey`. */
export type DailyCounts = { readonly day: string; readonly counts: readonly { readonly key: string; readonly times: number }[] };
export const NO_COUNTS: DailyCounts = { day: "", counts: [] };

type Counted = { readonly type: string; readonly data: object };

/** What is counted together: events of a type by one person, on one share where they are of a share. What one does takes nothing from others. */
const countKey = ({ type, data }: Counted, actor: string): string =>
  JSON.stringify([type, actor, ...("share" in data ? [data.share] : [])]);

/** One more event. Only the types that are bounded are counted. */
export function countEvent(daily: DailyCounts, event: Counted, { actor, at }: Occurrence): DailyCounts {
  if (mostPerDay(event.type) === undefined) return daily;
  const day = londonDate(new Date(at));
  const key = countKey(event, actor);
  const others = countsOn(day, daily).filter((one) => one.key !== key);
  return { day, counts: [...others, { key, times: timesOn(day, daily, key) + 1 }] };
}

const countsOn = (day: string, daily: DailyCounts): DailyCounts["counts"] => (day === daily.day ? daily.counts : []);
const timesOn = (day: string, daily: DailyCounts, key: string): number =>
  countsOn(day, daily).find((one) => one.key === key)?.times ?? 0;

/** Events of one record, by kind of record. `most`: events before only the council's word is accepted. `ever`: events before only ending is accepted. */
export const EVENT_BOUNDS = {
  concern: { most: 2_000, ever: 3_000 },
  council: { most: 10_000, ever: 11_000 },
  person: { most: 1_000, ever: 1_000 },
  support: { most: 1_000, ever: 1_500 },
} as const;

const BOUNDED_RECORDS: EventDeclarations = { ...concernEvents, ...councilEvents, ...personEvents, ...supportEvents };
/** Bounded by the day is what begins something, agrees to it, or says it again. */
export const mostPerDay = (type: string): number | undefined => BOUNDED_RECORDS[type]?.mostPerDay;
/** Mail addresses that somebody without a current role gives, ever. */
export const MAIL_ADDRESSES_WITHOUT_ROLE = 20;

export type Happened = {
  readonly kind: keyof typeof EVENT_BOUNDS;
  readonly events: number;
  readonly daily: DailyCounts;
  /** The person who asks. */
  readonly actor: string;
  /** The date in England. */
  readonly today: string;
};
/** `ends`: it ends or takes back something that stands, an agreement too. `reserved`: it is the council's word otherwise, or ends something. */
export type Reserve = "none" | "reserved" | "ends";

/** What was decided, or a refusal where the record would hold too many events, or too many of a type by this person today. */
export function withinEventBounds<D extends readonly Counted[] | Refusal>(
  { kind, events, daily, actor, today }: Happened,
  decided: D,
  reserve: Reserve,
): D | Refusal {
  if (isRefusal(decided) || reserve === "ends" || decided.length === 0) return decided;
  const { most, ever } = EVENT_BOUNDS[kind];
  if (events + decided.length > (reserve === "reserved" ? ever : most))
    return refuse("TOO_MANY", undefined, "You can still end things and take them back.");
  const added = Map.groupBy(decided, (event) => countKey(event, actor));
  for (const [key, same] of added)
    if (
      timesOn(today, daily, key) + same.length >
      Math.min(...same.map(({ type }) => mostPerDay(type) ?? Number.POSITIVE_INFINITY))
    )
      return refuse("TOO_MANY", undefined, `Or try again on ${dateInWords(dayAfter(today))}.`);
  return decided;
}
