// The events by which a concern about leadership is restricted to named people of the council, and reviewed while it is.
import { z } from "zod";
import { COUNCIL_OFFICES } from "../../reference/concern-terms.ts";
import { concernEvent, onSharingRecord, reason } from "./event-declaration.ts";

/** A named person, with the offices that they held when they were named. */
const namedReader = z.object({ person: z.string(), offices: z.array(z.enum(COUNCIL_OFFICES)) });
export type NamedReader = z.infer<typeof namedReader>;

export const restrictionEvents = {
  /** Replaces an earlier restriction. */
  "ConcernRestricted.v1": concernEvent({
    schema: z.object({
      restriction: z.string(),
      /** The offices that the concern is about. */
      aboutOffices: z.array(z.enum(COUNCIL_OFFICES)),
      named: z.array(namedReader),
      text: reason,
    }),
    words: "The concern was restricted to named people of the council",
    creates: "restriction",
    mostPerDay: 10,
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "RestrictionReviewed.v1": concernEvent({
    schema: z.object({ restriction: z.string(), text: reason }),
    words: "The restriction inside the council was reviewed, and stays",
    changes: "restriction",
    mostPerDay: 10,
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "RestrictionLifted.v1": concernEvent({
    schema: z.object({ restriction: z.string(), text: reason }),
    words: "The restriction inside the council was lifted",
    changes: "restriction",
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
} as const;
