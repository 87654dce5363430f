// What can have happened to one offer of support, from the offer to its end. It stands apart from any concern: councils ask for support
// themselves, and who sees the picture of support does not thereby see a concern.
import { z } from "zod";
import { CAUSES } from "../../reference/causes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { EFFECTIVENESS, MILESTONE_KINDS, PROGRESS, SUPPORT_KINDS } from "../../reference/support-kinds.ts";
import { CHANNELS, COUNCIL_OFFICES } from "../concern/events.ts";
import { confidential } from "../confidential.ts";
import type { EventOf } from "../stored-events.ts";

/** Whose judgement of an outcome it is: both are asked. */
export const JUDGES = ["council", "provider"] as const;
export const SUPPORT_ENDS = ["completed", "stopped", "offer-withdrawn"] as const;

const statement = confidential(z.object({ statement: z.string() })).optional();

export const supportEvents = {
  "SupportOffered.v1": z.object({
    council: z.string(),
    region: z.string(),
    strand: z.enum(STRANDS),
    kind: z.enum(SUPPORT_KINDS),
    provider: z.string(),
    /** The causes it is meant for: what two offers can have in common. */
    causes: z.array(z.enum(CAUSES)),
    /** Who in the council it was offered to, how and when: an offer is known to the council before anybody else sees it. */
    offeredTo: z.enum(COUNCIL_OFFICES),
    channel: z.enum(CHANNELS),
    offeredOn: z.iso.date(),
    from: z.iso.date(),
    until: z.iso.date(),
    answerBy: z.iso.date(),
    text: confidential(z.object({ aim: z.string(), lead: z.string(), toldName: z.string() })),
  }),
  "SupportAgreed.v1": z.object({ text: statement }),
  "SupportDeclined.v1": z.object({ text: statement }),
  "SupportBegun.v1": z.object({ begunOn: z.iso.date() }),
  "MilestoneSet.v1": z.object({
    milestone: z.string(),
    kind: z.enum(MILESTONE_KINDS),
    due: z.iso.date(),
    text: confidential(z.object({ about: z.string() })).optional(),
  }),
  "MilestoneMet.v1": z.object({ milestone: z.string(), metOn: z.iso.date() }),
  "MilestoneFellDue.v1": z.object({ milestone: z.string() }),
  "ReviewPlanned.v1": z.object({ review: z.string(), from: z.iso.date(), to: z.iso.date() }),
  "ReviewCancelled.v1": z.object({ review: z.string() }),
  "ProgressReviewed.v1": z.object({
    review: z.string(),
    reviewedOn: z.iso.date(),
    progress: z.enum(PROGRESS),
    text: confidential(z.object({ finding: z.string() })),
  }),
  "OutcomeJudged.v1": z.object({
    by: z.enum(JUDGES),
    judgement: z.enum(EFFECTIVENESS),
    text: confidential(z.object({ why: z.string() })),
  }),
  "SupportEnded.v1": z.object({
    how: z.enum(SUPPORT_ENDS),
    endedOn: z.iso.date(),
    text: confidential(z.object({ reason: z.string() })),
  }),
} as const;

export type SupportEventType = keyof typeof supportEvents;
export type SupportEvent = EventOf<typeof supportEvents>;

export const SUPPORT_STREAM = "support-";
export const supportStream = (id: string): string => `${SUPPORT_STREAM}${id}`;
