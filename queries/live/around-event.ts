// States before and after an event.
import type { StoredEvent } from "../../event-log/port.ts";

/** Folds a stream to the states before and after an event. */
export const aroundOf = <State>(
  stream: readonly StoredEvent[],
  event: StoredEvent,
  fold: (events: readonly StoredEvent[]) => State,
): readonly [State, State] => [
  fold(stream.filter(({ position }) => position < event.position)),
  fold(stream.filter(({ position }) => position <= event.position)),
];
