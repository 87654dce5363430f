// What is of a council and of no one concern, on its own stream: what it has agreed in advance, what it last said of sharing with a body,
// who leads the single conversation with it, who plans to approach it, and what it lets others learn from it.
import { z } from "zod";
import { CAUSES } from "../../reference/causes.ts";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import { PURPOSES } from "../../reference/purposes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { POSITIONS } from "../concern/events.ts";
import { confidential } from "../confidential.ts";
import { ROLE_NAMES } from "../people/roles.ts";
import type { EventOf } from "../stored-events.ts";

export const APPROACH_KINDS = ["approach", "visit"] as const;

export const councilEvents = {
  "StandingAgreementGiven.v1": z.object({
    agreement: z.string(),
    body: z.string(),
    purpose: z.enum(PURPOSES),
    parts: z.array(z.enum(SHARED_PARTS)),
    strand: z.enum(STRANDS),
    text: confidential(z.object({ statement: z.string() })).optional(),
  }),
  "StandingAgreementTakenBack.v1": z.object({
    agreement: z.string(),
    text: confidential(z.object({ statement: z.string() })).optional(),
  }),
  /** Follows a `PositionStated.v1` of a concern, so that the position counts for every concern of the strand and cause. */
  "SharingPositionRecorded.v1": z.object({
    concern: z.string(),
    /** The number of the event that it follows in the concern's stream. */
    concernVersion: z.int(),
    share: z.string(),
    body: z.string(),
    strand: z.enum(STRANDS),
    cause: z.enum(CAUSES),
    purpose: z.enum(PURPOSES),
    position: z.enum(POSITIONS),
    /** The parts and the last day spoken of: as proposed, or narrowed by conditions. */
    parts: z.array(z.enum(SHARED_PARTS)),
    until: z.iso.date(),
    statedBy: z.string(),
    /** The roles in the council that the person held then. */
    offices: z.array(z.enum(ROLE_NAMES)),
    statedAt: z.iso.datetime(),
  }),
  "LeadNamed.v1": z.object({ person: z.string() }),
  "LeadEnded.v1": z.object({ text: confidential(z.object({ reason: z.string() })) }),
  "ApproachPlanned.v2": z.object({
    approach: z.string(),
    /** A body, or `lga` for the Local Government Association's own advisers. */
    body: z.string(),
    kind: z.enum(APPROACH_KINDS),
    strand: z.enum(STRANDS),
    from: z.iso.date(),
    to: z.iso.date(),
    /** Others' approaches that the planner had been told of and knew of. */
    knowing: z.array(z.string()),
    /** Whether the planner had spoken with who leads the conversation; absent where that was not recorded. */
    leadConsulted: z.boolean().optional(),
    text: confidential(z.object({ about: z.string() })),
  }),
  "ApproachCancelled.v1": z.object({ approach: z.string(), text: confidential(z.object({ reason: z.string() })) }),
  "ContactAgreed.v1": z.object({
    contact: z.string(),
    strand: z.enum(STRANDS),
    cause: z.enum(CAUSES),
    text: confidential(z.object({ contact: z.string(), learned: z.string() })),
  }),
  "ContactTakenBack.v1": z.object({ contact: z.string() }),
} as const;

export type CouncilEvent = EventOf<typeof councilEvents>;

export const COUNCIL_STREAM = "council-";
export const councilStream = (code: string): string => `${COUNCIL_STREAM}${code}`;
