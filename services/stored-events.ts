// From the log's stored form to today's events: upcast, then checked against the schema. The one way events are read, for every consumer.
import type { z } from "zod";
import type { EventData, NewEvent, StoredEvent, Unreadable } from "../event-log/port.ts";

/** Recipients read what these held as soon as they were recorded: what was shown stays shown. */
const SHOWN_AT_ONCE = [
  ...(["CorrectionResolved", "ExplanationAccepted", "ReviewAgreed", "LightSupportArranged", "SupportPackageArranged"] as const),
  ...(["ConcernNotAccepted", "ConcernReopened", "ConcernClosed", "ReassuranceGiven", "ChallengeAnswered"] as const),
];

/**
 * Old stored types and how each becomes the next: `{ "ConcernLogged.v1": (data) => ({ type: "ConcernLogged.v2", data: … }) }`.
 * Applied until a type has no upcaster.
 */
export type Upcasters = Readonly<Record<string, (data: EventData) => NewEvent>>;
export const UPCASTERS: Upcasters = {
  // Neither what it was made from nor what the hub came with was recorded.
  "PolicyPublished.v1": (data) => ({ type: "PolicyPublished.v2", data }),
  // Whether who leads the conversation had been consulted was not recorded.
  "ApproachPlanned.v1": (data) => ({ type: "ApproachPlanned.v2", data }),
  ...Object.fromEntries(
    SHOWN_AT_ONCE.map((name) => [
      `${name}.v1`,
      (data: EventData) => ({ type: `${name}.v2`, data: { ...data, awaitsTelling: false } }),
    ]),
  ),
};

/** Why an event cannot be read: as its log says, or its type is not known, its data are not of its form, or what is sealed in it does not open. */
export type UnreadableReason = Unreadable | "UNKNOWN_TYPE" | "NOT_OF_ITS_FORM" | "SEAL_BROKEN";

/** Something on record cannot be read, and nothing is decided by it. Names no content. */
export class CannotBeRead extends Error {
  override name = "CannotBeRead";
}
/** A stream that a read model has put in quarantine. */
export class QuarantinedStream extends CannotBeRead {
  override name = "QuarantinedStream";
}

/** An event that cannot be read. Its stream is in quarantine from there on: an event is never skipped. Names no content. */
export class UnreadableEvent extends CannotBeRead {
  override name = "UnreadableEvent";
  readonly event: StoredEvent;
  readonly reason: UnreadableReason;
  constructor(event: StoredEvent, reason: UnreadableReason) {
    super(`The event at position ${event.position} (${event.type}) cannot be read.`);
    this.event = event;
    this.reason = reason;
  }
}

export function upcast(event: NewEvent, upcasters: Upcasters = UPCASTERS): NewEvent {
  const upcaster = Object.hasOwn(upcasters, event.type) ? upcasters[event.type] : undefined;
  return upcaster ? upcast(upcaster(event.data), upcasters) : { type: event.type, data: event.data };
}

/** What is declared of every event, whatever its stream. A kind of stream may declare more of its own. */
export type EventDeclaration<Schema extends z.ZodType = z.ZodType> = {
  /** The form in which it is written today. */
  readonly schema: Schema;
  /** The field that holds the id of the thing that the event makes or changes; undefined where that is all of the stream. */
  readonly subject?: string;
  /** How often one person can record it on one record, or on one share of it, in a day; undefined where the rules bound it already. */
  readonly mostPerDay?: number;
};
export const event = <Schema extends z.ZodType>(declaration: EventDeclaration<Schema>): EventDeclaration<Schema> => declaration;

/** Declarations of the events of one kind of stream, by type. */
export type EventDeclarations = Readonly<Record<string, EventDeclaration>>;
/** The data of each event of one kind of stream, by type. */
export type DataOf<Events extends EventDeclarations> = { [Type in keyof Events & string]: z.infer<Events[Type]["schema"]> };
/** An event of one kind of stream: its type and its data together. */
export type EventOf<Events extends EventDeclarations> = {
  [Type in keyof Events & string]: { readonly type: Type; readonly data: DataOf<Events>[Type] };
}[keyof Events & string];

/**
 * A reader of one kind of stream. Throws UnreadableEvent, naming position and type and nothing of the content. All read
 * models share one parsed event, so that it is checked once: no caller may change it.
 */
export function eventReader<Events extends EventDeclarations>(
  events: Events,
  upcasters: Upcasters = UPCASTERS,
): (stored: StoredEvent) => EventOf<Events> {
  const cache = new WeakMap<StoredEvent, EventOf<Events>>();
  return (stored) => {
    const cached = cache.get(stored);
    if (cached) return cached;
    if (stored.unreadable) throw new UnreadableEvent(stored, stored.unreadable);
    const { type, data } = upcast(stored, upcasters);
    const declaration = Object.hasOwn(events, type) ? events[type] : undefined;
    if (!declaration) throw new UnreadableEvent(stored, "UNKNOWN_TYPE");
    const parsed = declaration.schema.safeParse(data);
    if (!parsed.success) throw new UnreadableEvent(stored, "NOT_OF_ITS_FORM");
    const parsedEvent = { type, data: parsed.data } as EventOf<Events>;
    cache.set(stored, parsedEvent);
    return parsedEvent;
  };
}

export const occurrence = ({ at, metadata }: StoredEvent): { readonly actor: string; readonly at: string } => ({
  actor: metadata.actor,
  at,
});
