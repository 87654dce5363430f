// What a council has agreed in advance, on its own stream: it binds across all concerns about it.
import { z } from "zod";
import { SHARED_PARTS } from "../../policies/facts.ts";
import { PURPOSES } from "../../reference/purposes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { confidential } from "../confidential.ts";

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
} as const;

export type CouncilEventType = keyof typeof councilEvents;
export type CouncilEvent = {
  [Type in CouncilEventType]: { readonly type: Type; readonly data: z.infer<(typeof councilEvents)[Type]> };
}[CouncilEventType];

export const COUNCIL_STREAM = "council-";
export const councilStream = (code: string): string => `${COUNCIL_STREAM}${code}`;
