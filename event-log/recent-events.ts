// The last events that were read, without a gap: followers read nearly the same pages, and share the parsed events.
import type { Position, StoredEvent } from "./port.ts";

/** Keeps at least the last `most` events, and at most twice as many. */
export function recentEvents(most: number) {
  /** The position before the first of `events`; undefined when nothing is cached. */
  let start: Position | undefined;
  let events: StoredEvent[] = [];

  const end = () => events.at(-1)?.position ?? start;

  function clear(): void {
    start = undefined;
    events = [];
  }

  return {
    /** Up to `limit` events after a position; undefined where the position is not cached. */
    after(position: Position, limit: number): readonly StoredEvent[] | undefined {
      if (position === start) return events.slice(0, limit);
      // Followers are near the end.
      const index = events.findLastIndex((event) => event.position === position);
      return index < 0 ? undefined : events.slice(index + 1, index + 1 + limit);
    },
    /** Adds what was read after a position. */
    add(position: Position, added: readonly StoredEvent[]): void {
      const last = added.at(-1);
      if (!last || last.position <= (end() ?? "")) return;
      // They may be repaired, so they are read again.
      if (added.some(({ unreadable }) => unreadable !== undefined)) {
        clear();
        return;
      }
      if (position !== end()) {
        start = position;
        events = [];
      }
      events.push(...added);
      if (events.length > 2 * most) start = events.splice(0, events.length - most).at(-1)?.position;
    },
    clear,
  };
}
