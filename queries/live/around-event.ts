// The events of a stream before and up to a position, and the states that they fold to.
import type { Position, StoredEvent } from "../../event-log/port.ts";

/** Folds a stream to the states before and after an event. */
export const aroundOf = <State>(
  stream: readonly StoredEvent[],
  event: StoredEvent,
  fold: (events: readonly StoredEvent[]) => State,
): readonly [State, State] => [fold(before(stream, event.position)), fold(upTo(stream, event.position))];

export const before = (events: readonly StoredEvent[], position: Position): readonly StoredEvent[] =>
  events.filter((event) => event.position < position);

export const upTo = (events: readonly StoredEvent[], position: Position): readonly StoredEvent[] =>
  events.filter((event) => event.position <= position);
