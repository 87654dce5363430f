// Reads the stand-in's record as EventStoreDB reads its log, as far as a node has it.
import { type Recorded, type StandInRecord, TOMBSTONE } from "./record.ts";

/** The part of the record that one node has: a follower temporarily has less than its leader. */
export type View = {
  readonly record: StandInRecord;
  /** The number of events that the node has. */
  visible(): number;
  /** Called whenever the node gets more events. */
  readonly listeners: Set<() => void>;
};
export type LogPosition = { readonly commit: bigint; readonly prepare: bigint };
export type Direction = "forwards" | "backwards";
export type Filter = (event: Recorded) => boolean;
/** `start` and `end` are the server's words for the first and the last event. */
export type From<T> = "start" | "end" | T;

export class InvalidPosition extends Error {}

export function readStream(
  { record, visible }: View,
  stream: string,
  from: From<bigint>,
  direction: Direction,
): Iterable<Recorded> | "not-found" | "deleted" {
  const head = visible();
  const events = record.eventsOf(stream).filter(({ index }) => index < head);
  const last = events.at(-1);
  const truncated = record.truncatedBefore(stream, head);
  if (last?.revision === TOMBSTONE) return "deleted";
  if (!last || truncated === TOMBSTONE) return "not-found";
  const maxCount = Number(record.metadataOf(stream, head).$maxCount ?? events.length);
  const kept = events.slice(-maxCount).filter(({ revision }) => revision >= truncated);
  if (direction === "forwards")
    return from === "start" ? kept : kept.filter(({ revision }) => from !== "end" && revision >= from);
  const backwards = kept.toReversed();
  return from === "end" ? backwards : backwards.filter(({ revision }) => revision <= (from === "start" ? 0n : from));
}

/** The index of the first event at or after a position. The position must be the beginning or end of an event, or after all events. */
function indexAt({ entries }: StandInRecord, { commit }: LogPosition): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.position ?? 0n) < commit) low = middle + 1;
    else high = middle;
  }
  const known = commit === 0n || low === entries.length || entries[low]?.position === commit || entries[low - 1]?.next === commit;
  if (!known) throw new InvalidPosition();
  return low;
}

export function* readAll({ record, visible }: View, from: From<LogPosition>, direction: Direction): Generator<Recorded> {
  const { entries } = record;
  if (direction === "forwards") {
    if (from === "end") return;
    for (let index = from === "start" ? 0 : indexAt(record, from); index < visible(); index += 1)
      yield entries[index] as Recorded;
    return;
  }
  if (from === "start") return;
  if (from !== "end" && from.commit > (entries.at(-1)?.next ?? 0n)) throw new InvalidPosition();
  const limit = from === "end" ? visible() : Math.min(visible(), indexAt(record, from));
  for (let index = limit - 1; index >= 0; index -= 1) {
    const entry = entries[index] as Recorded;
    // A checkpoint's prepare position of 0 is before the event that ends there.
    if (from !== "end" && entry.next === from.commit && from.prepare < entry.next) continue;
    yield entry;
  }
}

type Page = {
  readonly events: readonly Recorded[];
  readonly current: LogPosition;
  readonly next: LogPosition;
  readonly considered: number;
  readonly isEnd: boolean;
};

/** Searches up to `window` events from a position on for up to `limit` events that pass the filter. */
export function readPage({ record, visible }: View, current: LogPosition, limit: number, window: number, filter: Filter): Page {
  const events: Recorded[] = [];
  let considered = 0;
  let next = current;
  let index = indexAt(record, current);
  for (; events.length < limit && considered < window && index < visible(); index += 1, considered += 1) {
    const entry = record.entries[index] as Recorded;
    if (filter(entry)) events.push(entry);
    next = { commit: entry.next, prepare: 0n };
  }
  const isEnd = events.length < limit && considered < window;
  return { events, current, next, considered, isEnd };
}
