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
  const step = Object.hasOwn(upcasters, event.type) ? upcasters[event.type] : undefined;
  return step ? upcast(step(event.data), upcasters) : { type: event.type, data: event.data };
}

type Schemas = Readonly<Record<string, z.ZodType>>;
/** An event of one kind of stream: its type and its data together. */
export type EventOf<S extends Schemas> = {
  [Type in keyof S & string]: { readonly type: Type; readonly data: z.infer<S[Type]> };
}[keyof S & string];

/**
 * A reader of one kind of stream. Throws UnreadableEvent, naming position and type and nothing of the content. All read
 * models share one parsed event, so that it is checked once: no caller may change it.
 */
export function eventReader<S extends Schemas>(
  schemas: S,
  upcasters: Upcasters = UPCASTERS,
): (stored: StoredEvent) => EventOf<S> {
  const read = new WeakMap<StoredEvent, EventOf<S>>();
  return (stored) => {
    const known = read.get(stored);
    if (known) return known;
    if (stored.unreadable) throw new UnreadableEvent(stored, stored.unreadable);
    const { type, data } = upcast(stored, upcasters);
    const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
    if (!schema) throw new UnreadableEvent(stored, "UNKNOWN_TYPE");
    const parsed = schema.safeParse(data);
    if (!parsed.success) throw new UnreadableEvent(stored, "NOT_OF_ITS_FORM");
    const event = { type, data: parsed.data } as EventOf<S>;
    read.set(stored, event);
    return event;
  };
}

export const occurrence = ({ at, metadata }: StoredEvent): { readonly actor: string; readonly at: string } => ({
  actor: metadata.actor,
  at,
});
