// The events of a council's own stream: standing agreements, positions on sharing with a body, the lead of the single conversation, planned
// approaches, contacts with it, and dates that others plan around.

import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { CAUSES } from "../../reference/causes.ts";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import { CHANNELS, COUNCIL_OFFICES, HEADS, POSITIONS } from "../../reference/concern-terms.ts";
import { PURPOSES } from "../../reference/purposes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { confidential } from "../confidential.ts";
import { ROLE_NAMES } from "../people/roles.ts";
import { spokenIn } from "../people/spoken-in.ts";
import type { EventDeclaration, EventOf } from "../stored-events.ts";
import { CLASH_SIDES } from "../support/clashes.ts";

export const APPROACH_KINDS = ["approach", "visit"] as const;
/** How a clash is settled: both go ahead, they become one, or one is moved. */
export const CLASH_SETTLEMENTS = ["both-run", "merged", "moved"] as const;

/** What falls on a date that others plan around. */
export const NOTED_DATE_KINDS = ["inspection", "election", "budget"] as const;

/** `words`: a sentence without a full stop that describes each event of the type. */
const event = <Schema extends z.ZodType>(
  declaration: EventDeclaration<Schema> & { readonly words: string },
): EventDeclaration<Schema> & { readonly words: string } => declaration;

/** What was said in a contact, as it was recorded or corrected. */
const contactText = { people: z.string(), topic: z.string(), agreed: z.string().optional(), nextStep: z.string().optional() };

export const councilEvents = {
  "StandingAgreementGiven.v2": event({
    schema: z.object({
      agreement: z.string(),
      ...spokenIn,
      body: z.string(),
      purpose: z.enum(PURPOSES),
      parts: z.array(z.enum(SHARED_PARTS)),
      strand: z.enum(STRANDS),
      text: confidential(z.object({ statement: z.string() })).optional(),
    }),
    words: "The council gave a standing agreement",
    creates: "agreement",
    mostPerDay: 20,
  }),
  "StandingAgreementTakenBack.v2": event({
    schema: z.object({
      agreement: z.string(),
      ...spokenIn,
      text: confidential(z.object({ statement: z.string() })).optional(),
    }),
    words: "The council took a standing agreement back",
  }),
  /** Follows a `PositionStated.v2` of a concern, so that the position counts for every concern of the strand and cause. */
  "SharingPositionRecorded.v2": event({
    schema: z.object({
      concern: z.string(),
      /** The number of the original event in the concern's stream. */
      concernVersion: z.int(),
      share: z.string(),
      body: z.string(),
      strand: z.enum(STRANDS),
      cause: z.enum(CAUSES),
      purpose: z.enum(PURPOSES),
      position: z.enum(POSITIONS),
      /** The parts and the last day: as proposed, or narrowed by conditions. */
      parts: z.array(z.enum(SHARED_PARTS)),
      until: z.iso.date(),
      statedBy: z.string(),
      /** The person's roles in the council at that time. */
      offices: z.array(z.enum(ROLE_NAMES)),
      statedAt: z.iso.datetime(),
      ...spokenIn,
      /** What each head that has spoken said last of this share; empty where other officers alone have spoken. */
      heads: z.array(
        z.object({ office: z.enum(HEADS), position: z.enum(POSITIONS), statedBy: z.string(), statedAt: z.iso.datetime() }),
      ),
    }),
    words: "The council's position on sharing with a body was recorded for the strand and cause",
  }),
  /** Somebody of a body opened the page of a concern, as the first of that body. It follows the record of disclosures, so that the council gets news. */
  "ConcernOpenedByBody.v1": event({
    schema: z.object({ concern: z.string(), body: z.string() }),
    words: "Somebody of a body opened a concern about the council for the first time",
  }),
  "LeadNamed.v1": event({
    schema: z.object({ person: z.string() }),
    words: "A lead for the conversation with the council was named",
    mostPerDay: 10,
  }),
  "LeadEnded.v1": event({
    schema: z.object({ text: confidential(z.object({ reason: z.string() })) }),
    words: "The lead for the conversation with the council ended",
  }),
  "ApproachPlanned.v2": event({
    schema: z.object({
      approach: z.string(),
      /** A body, or `lga` for the Local Government Association's own advisers. */
      body: z.string(),
      kind: z.enum(APPROACH_KINDS),
      strand: z.enum(STRANDS),
      from: z.iso.date(),
      to: z.iso.date(),
      /** Approaches of other bodies of which the planner knew. */
      knowing: z.array(z.string()),
      /** Whether the planner had spoken with the lead; absent if that was not recorded. */
      leadConsulted: z.boolean().optional(),
      text: confidential(z.object({ about: z.string() })),
    }),
    words: "An approach to the council was planned",
    creates: "approach",
    mostPerDay: 50,
  }),
  "ApproachCancelled.v1": event({
    schema: z.object({ approach: z.string(), text: confidential(z.object({ reason: z.string() })) }),
    words: "An approach to the council was cancelled",
  }),
  /** The clash is known by an id that is derived from both sides and their dates. `support`: that of the side's days or purpose; none for an approach. */
  "ClashSettled.v1": event({
    schema: z.object({
      clash: z.string(),
      sides: z.array(z.object({ kind: z.enum(CLASH_SIDES), id: z.string(), support: z.string().optional() })),
      how: z.enum(CLASH_SETTLEMENTS),
      text: confidential(z.object({ note: z.string() })),
    }),
    words: "A clash at the council was settled",
    mostPerDay: 50,
  }),
  "ContactAgreed.v1": event({
    schema: z.object({
      contact: z.string(),
      strand: z.enum(STRANDS),
      cause: z.enum(CAUSES),
      text: confidential(z.object({ contact: z.string(), learned: z.string() })),
    }),
    words: "The council agreed to be contacted about what worked",
    creates: "contact",
    mostPerDay: 20,
  }),
  "ContactTakenBack.v1": event({
    schema: z.object({ contact: z.string() }),
    words: "The council took back its agreement to be contacted about what worked",
  }),
  /** A contact that belongs to no concern. */
  "RoutineContactRecorded.v1": event({
    schema: z.object({
      contact: z.string(),
      /** The council's region on that day. */
      region: z.string(),
      strand: z.enum(STRANDS),
      heldOn: z.iso.date(),
      channel: z.enum(CHANNELS),
      offices: z.array(z.enum(COUNCIL_OFFICES)),
      nextStepBy: z.iso.date().optional(),
      text: confidential(z.object(contactText)),
    }),
    words: "A contact with the council was recorded",
    creates: "contact",
    mostPerDay: 50,
  }),
  "RoutineContactCorrected.v1": event({
    schema: z.object({
      contact: z.string(),
      nextStepBy: z.iso.date().optional(),
      text: confidential(z.object({ ...contactText, reason: z.string() })),
    }),
    words: "A contact with the council was corrected",
    mostPerDay: 50,
  }),
  "RoutineContactWithdrawn.v1": event({
    schema: z.object({ contact: z.string(), text: confidential(z.object({ reason: z.string() })) }),
    words: "A contact with the council was withdrawn",
  }),
  /** A date of the council that others plan around. */
  "DateNoted.v1": event({
    schema: z.object({ notedDate: z.string(), kind: z.enum(NOTED_DATE_KINDS), from: z.iso.date(), to: z.iso.date() }),
    words: "An inspection, an election or a budget day of the council was noted",
    creates: "notedDate",
    mostPerDay: 50,
  }),
  "NotedDateCancelled.v1": event({
    schema: z.object({ notedDate: z.string() }),
    words: "A noted date of the council was cancelled",
  }),
} as const;

export type CouncilEvent = EventOf<typeof councilEvents>;

export const COUNCIL_CATEGORY = "council";
export const councilStream = (code: string): string => streamName(COUNCIL_CATEGORY, code);
