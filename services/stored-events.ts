// Reads stored events: upcast to their current version, then checked against the schema. Every consumer reads them this way.
import type { z } from "zod";
import type { EventData, NewEvent, StoredEvent, Unreadable } from "../event-log/port.ts";
import { HEADS } from "../reference/concern-terms.ts";
import { STRANDS } from "../reference/strands.ts";

/** Recipients could read these texts as soon as they were recorded, and still can. */
const SHOWN_AT_ONCE = [
  ...(["CorrectionResolved", "ExplanationAccepted", "ReviewAgreed", "LightSupportArranged", "SupportPackageArranged"] as const),
  ...(["ConcernNotAccepted", "ConcernReopened", "ConcernClosed", "ReassuranceGiven", "ChallengeAnswered"] as const),
];

const WITHOUT_OFFICE = [
  ...(["PositionStated", "CouncilReplied", "CorrectionRequested"] as const),
  ...(["StandingAgreementGiven", "StandingAgreementTakenBack", "SupportDeclined"] as const),
  ...(["SupportRequested", "SignalWithdrawn", "OutcomeJudged"] as const),
];

/**
 * Old stored type -> its conversion to the next version: `{ "ConcernLogged.v1": (data) => ({ type: "ConcernLogged.v2", data: … }) }`.
 * Applied until a type has no upcaster.
 */
export type Upcasters = Readonly<Record<string, (data: EventData) => NewEvent>>;
export const UPCASTERS: Upcasters = {
  // Neither the base version nor the shipped policy was recorded.
  "PolicyPublished.v1": (data) => ({ type: "PolicyPublished.v2", data }),
  // No last day to tell the council was recorded.
  "InformationSubmitted.v1": (data) => ({ type: "InformationSubmitted.v2", data }),
  // No source could be protected.
  "InformationSubmitted.v2": (data) => ({ type: "InformationSubmitted.v3", data: { ...data, protectedSource: false } }),
  // The body stands in the submission, where it can be protected.
  "SubmissionCited.v1": ({ body: _, ...data }) => ({ type: "SubmissionCited.v2", data }),
  // Evidence had no files.
  "EvidenceAdded.v1": (data) => ({ type: "EvidenceAdded.v2", data: { ...data, attachments: [] } }),
  "ConcernLogged.v1": (data) => ({ type: "ConcernLogged.v2", data }),
  // It was not recorded whether the lead of the conversation had been consulted.
  "ApproachPlanned.v1": (data) => ({ type: "ApproachPlanned.v2", data }),
  // The council was told of nobody who would see the offer, so that the offer is shown to nobody.
  "SupportOffered.v1": (data) => ({ type: "SupportOffered.v2", data: { ...data, shownTo: [] } }),
  // The council was not asked what its region may see. The region sees the default of a council without a choice.
  "SupportAgreed.v1": (data) => ({ type: "SupportAgreed.v2", data: { ...data, regionSees: "dates" } }),
  // A nominated officer read and spoke in every strand.
  "AssignmentStarted.v1": (data) => ({
    type: "AssignmentStarted.v2",
    data: {
      ...data,
      strands: data.role === "nominated-officer" ? STRANDS : data.strands,
      ...(data.role === "nominated-officer" && { speaks: true }),
    },
  }),
  // An override had no notice of its own.
  "NoticeDecided.v1": (data) => ({ type: "NoticeDecided.v2", data: { ...data, kind: "daily" } }),
  // The council was not asked whether it was told.
  "CouncilToldOfSubmission.v1": (data) => ({ type: "CouncilToldOfSubmission.v2", data }),
  "CouncilMadeAware.v1": (data) => ({ type: "CouncilMadeAware.v2", data }),
  // Danger could not be claimed.
  "ShareProposed.v1": (data) => ({ type: "ShareProposed.v2", data }),
  // An override opened the share at once.
  "ObjectionOverridden.v1": (data) => ({ type: "ObjectionOverridden.v2", data }),
  "ShareMade.v1": (data) => ({ type: "ShareMade.v2", data: { ...data, basis: "not-recorded" } }),
  // The office that somebody of the council spoke in was not recorded.
  ...Object.fromEntries(WITHOUT_OFFICE.map((name) => [`${name}.v1`, (data: EventData) => ({ type: `${name}.v2`, data })])),
  // Of the council's position on a share, the offices of the last speaker were.
  "SharingPositionRecorded.v1": (data) => ({
    type: "SharingPositionRecorded.v2",
    data: {
      ...data,
      heads: HEADS.filter((head) => Array.isArray(data.offices) && data.offices.includes(head)).map((office) => ({
        office,
        position: data.position,
        statedBy: data.statedBy,
        statedAt: data.statedAt,
      })),
    },
  }),
  ...Object.fromEntries(
    SHOWN_AT_ONCE.map((name) => [
      `${name}.v1`,
      (data: EventData) => ({ type: `${name}.v2`, data: { ...data, awaitsTelling: false } }),
    ]),
  ),
};

export type UnreadableReason = Unreadable | "UNKNOWN_TYPE" | "NOT_OF_ITS_FORM" | "SEAL_BROKEN";

/** A necessary record is unreadable. The message contains no content. */
export class CannotBeRead extends Error {
  override name = "CannotBeRead";
}
/** A stream that a read model has put in quarantine. */
export class QuarantinedStream extends CannotBeRead {
  override name = "QuarantinedStream";
}

/** An unreadable event. Its stream is in quarantine from then on, because no event is skipped. The message contains no content. */
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

/** The declaration of every event. Kinds of streams can declare more. */
export type EventDeclaration<Schema extends z.ZodType = z.ZodType> = {
  /** The current form. */
  readonly schema: Schema;
  /** The field with the id of the record that the event creates; undefined if it creates nothing, or the whole record. */
  readonly creates?: string;
  /** How often one person can record the event on one record, or on one of its shares, in a day; undefined if the rules limit it already. */
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

/** Reads the events of one kind of stream. Throws UnreadableEvent. Read models share one parsed event, so no caller may change it. */
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
