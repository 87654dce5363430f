// Declares a kind of streams once: its names, its events, and how they are read and folded.
import type { StoredEvent } from "../event-log/port.ts";
import { type EventDeclarations, type EventOf, eventReader, occurrence } from "./stored-events.ts";

type Occurrence = ReturnType<typeof occurrence>;

export type StreamKind = {
  /** The category of its streams. If it has only one stream, that is the stream's name. */
  readonly category: string;
  readonly events: EventDeclarations;
  /** Throws UnreadableEvent. */
  readonly read: (stored: StoredEvent) => unknown;
  /** Folds the state of a stream. Throws UnreadableEvent, and other errors for an impossible history. */
  readonly fold?: (id: string, stored: readonly StoredEvent[]) => unknown;
  /** Starts a check of one stream, event by event from its first: each call returns the contradictions between the event and those before it, in words. */
  readonly follow?: () => (stored: StoredEvent) => readonly string[];
};

/** A kind whose commands are decided with the stream's state. */
export type FoldedStreamKind<State> = Omit<StreamKind, "fold"> & {
  /** `before` is the state before these events; undefined if they are the stream's first. */
  readonly fold: (id: string, stored: readonly StoredEvent[], before?: State) => State;
};

/** `evolve` applies one event. `initial` is the state of a stream without events. */
export function streamKind<Events extends EventDeclarations, State, Initial extends State | undefined>(
  category: string,
  events: Events,
  evolve: (id: string, state: State | Initial, event: EventOf<Events>, by: Occurrence) => State,
  initial: Initial,
) {
  const read = eventReader(events);
  const fold = (id: string, stored: readonly StoredEvent[], before: State | Initial = initial): State | Initial =>
    stored.reduce<State | Initial>((state, event) => evolve(id, state, read(event), occurrence(event)), before);
  return { category, events, read, fold };
}
