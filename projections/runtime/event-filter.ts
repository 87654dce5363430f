// Read models that want a few types of a stream's events do not read the rest: to check a form costs more than to pass it over.
import type { StoredEvent } from "../../event-log/port.ts";
import { UPCASTERS, type Upcasters } from "../../services/stored-events.ts";

/**
 * The event read, or undefined where it is of a type that is not wanted. Passed over is only what is known to stay as it is: a type that
 * is upcast may become a wanted one, and one that is not known is for the reader to refuse.
 */
export function readerFor<Event extends { readonly type: string }, Wanted extends Event["type"]>(
  read: (stored: StoredEvent) => Event,
  known: Readonly<Record<Event["type"], unknown>>,
  wanted: readonly Wanted[],
  upcasters: Upcasters = UPCASTERS,
): (stored: StoredEvent) => Extract<Event, { type: Wanted }> | undefined {
  const isWanted = (event: Event): event is Extract<Event, { type: Wanted }> => wanted.some((type) => type === event.type);
  const others = new Set(Object.keys(known).filter((type) => !Object.hasOwn(upcasters, type) && !wanted.some((w) => w === type)));
  return (stored) => {
    if (others.has(stored.type)) return undefined;
    const event = read(stored);
    return isWanted(event) ? event : undefined;
  };
}
