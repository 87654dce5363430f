// The events of a person. Names are sealed under the person's own key; roles and dates are open.

import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { SEATS } from "../../reference/concern-terms.ts";
import { STRANDS } from "../../reference/strands.ts";
import { confidential } from "../confidential.ts";
import { type EventOf, event } from "../stored-events.ts";
import { ROLE_NAMES } from "./roles.ts";

export const assignment = z.object({
  assignment: z.string(),
  role: z.enum(ROLE_NAMES),
  regions: z.array(z.string()),
  strands: z.array(z.enum(STRANDS)),
  body: z.string().optional(),
  council: z.string().optional(),
  from: z.iso.date(),
  until: z.iso.date(),
  /** An officer of a council who may speak for it in these strands. Its heads always may. */
  speaks: z.literal(true).optional(),
  /** Somebody who holds an office of a council in place of its usual holder. */
  acting: z.literal(true).optional(),
  /** Which of the three seats of a region's CIB leads. */
  seat: z.enum(SEATS).optional(),
});

export const personEvents = {
  "PersonRegistered.v1": event({ schema: z.object({ text: confidential(z.object({ name: z.string() })) }) }),
  /** With the registration of somebody who accepted an invitation: who had invited them, and the issuer that names them by this stream's id. */
  "JoinedByInvitation.v1": event({
    schema: z.object({ invitation: z.string(), invitedBy: z.string(), issuer: z.string() }),
  }),
  "PersonRenamed.v1": event({ schema: z.object({ text: confidential(z.object({ name: z.string(), reason: z.string() })) }) }),
  "MailAddressGiven.v1": event({ schema: z.object({ text: confidential(z.object({ address: z.string() })) }), mostPerDay: 5 }),
  /** How to reach the person at work, for whoever may see who they are; the last one counts. */
  "WorkContactGiven.v1": event({ schema: z.object({ text: confidential(z.object({ contact: z.string() })) }), mostPerDay: 5 }),
  "WorkContactRemoved.v1": event({ schema: z.object({}) }),
  /** The first request of somebody who holds an office in a council. Notices reach them from then on. */
  "FirstSignedIn.v1": event({ schema: z.object({}) }),
  /** The councils in which somebody says that they have an interest: their home council and others. The last declaration counts. */
  "InterestsDeclared.v1": event({
    schema: z.object({
      home: z.string().optional(),
      councils: z.array(z.string()),
      text: confidential(z.object({ about: z.string() })).optional(),
    }),
    mostPerDay: 5,
  }),
  "MailAddressRemoved.v1": event({ schema: z.object({}) }),
  "AssignmentStarted.v2": event({ schema: assignment, creates: "assignment", mostPerDay: 50 }),
  /** Another adviser looks after the person's concerns while they are away. */
  "CoverArranged.v1": event({
    schema: z.object({ cover: z.string(), by: z.string(), from: z.iso.date(), until: z.iso.date() }),
    creates: "cover",
    mostPerDay: 20,
  }),
  "CoverEnded.v1": event({ schema: z.object({ cover: z.string() }) }),
  /** With the end of an assignment: another adviser owns the concerns that the person owned in these regions and strands. */
  "CaseloadHandedOver.v1": event({ schema: z.object({ to: z.string(), scopes: z.array(z.string()) }) }),
  "AssignmentEnded.v1": event({
    schema: z.object({ assignment: z.string(), text: confidential(z.object({ reason: z.string() })).optional() }),
  }),
} as const;

export type PersonEvent = EventOf<typeof personEvents>;

export const PERSON_CATEGORY = "person";
/** The id is not encoded, because a stream name can contain every character of a subject. */
export const personStream = (id: string): string => streamName(PERSON_CATEGORY, id);
