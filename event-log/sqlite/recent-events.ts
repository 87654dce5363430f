// The last events that were read, in order and without a gap. Followers read nearly the same pages: an event is read, parsed and
// checked once for all.
import type { Position, StoredEvent } from "../port.ts";

export type RecentEvents = {
  /** Up to `limit` events after a position; undefined where the position is not cached. */
  after(position: Position, limit: number): readonly StoredEvent[] | undefined;
  /** Adds what was read after a position. */
  add(position: Position, events: readonly StoredEvent[]): void;
  clear(): void;
};

/** Keeps at least the last `most` events, and at most twice as many. */
export function recentEvents(most: number): RecentEvents {
  /** The position before the first of `events`; undefined when nothing is cached. */
  let start: Position | undefined;
  let events: StoredEvent[] = [];

  const end = () => events.at(-1)?.position ?? start;

  function clear(): void {
    [start, events] = [undefined, []];
  }
  function keep(after: Position, added: readonly StoredEvent[]): void {
    if (after !== end()) [start, events] = [after, []];
    events.push(...added);
    if (events.length <= 2 * most) return;
    const dropped = events.splice(0, events.length - most);
    start = dropped.at(-1)?.position;
  }

  return {
    after(position, limit) {
      if (position === start) return events.slice(0, limit);
      const index = indexOf(events, position);
      return index === undefined ? undefined : events.slice(index + 1, index + 1 + limit);
    },
    add(position, added) {
      const last = added.at(-1);
      if (!last || last.position <= (end() ?? "")) return;
      keep(position, added);
      // They may be repaired, so they are read again.
      if (added.some(({ unreadable }) => unreadable !== undefined)) clear();
    },
    clear,
  };
}

/** Positions are of one width and compare as text. */
function indexOf(events: readonly StoredEvent[], position: Position): number | undefined {
  let [low, high] = [0, events.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = events[middle]?.position ?? "";
    if (found === position) return middle;
    if (found < position) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
