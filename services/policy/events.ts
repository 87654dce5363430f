// The policy is part of the record: every version of its text, from when it was in force, by whom and why.
import { z } from "zod";
import { confidential } from "../confidential.ts";
import type { EventOf } from "../stored-events.ts";

export const policyEvents = {
  /** In force from this event on. The text stands open, as everybody may read it; the version is what other events name. */
  "PolicyPublished.v1": z.object({
    version: z.string(),
    /** File name to text: the schema and every file of policies. */
    files: z.record(z.string(), z.string()),
    text: confidential(z.object({ reason: z.string() })).optional(),
  }),
} as const;

export type PolicyEvent = EventOf<typeof policyEvents>;

export const POLICY_STREAM = "policy";
