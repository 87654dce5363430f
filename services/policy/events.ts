// The policy is part of the record: every version of its text, from when it was in force, by whom and why.
import { z } from "zod";
import { confidential } from "../confidential.ts";
import { type EventOf, event } from "../stored-events.ts";

export const policyEvents = {
  /** In force from this event on. The text is not sealed: it holds nothing confidential; the version is what other events name. */
  "PolicyPublished.v2": event({
    schema: z.object({
      version: z.string(),
      /** The version that it was made from and replaced; absent for the first, and where this was not recorded. */
      basedOn: z.string().optional(),
      /** File name to text: the schema and every file of policies. */
      files: z.record(z.string(), z.string()),
      /** The files of the policy that the hub came with at that time, to tell an officer's changes from. */
      release: z.record(z.string(), z.string()).optional(),
      text: confidential(z.object({ reason: z.string() })).optional(),
    }),
  }),
} as const;

export type PolicyEvent = EventOf<typeof policyEvents>;

export const POLICY_STREAM = "policy";
