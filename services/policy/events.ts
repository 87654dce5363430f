// The log contains every version of the policy's text, with the time, publisher and reason.
import { z } from "zod";
import { confidential } from "../confidential.ts";
import { type EventOf, event } from "../stored-events.ts";

export const policyEvents = {
  /** In force from this event on. The text is not sealed, because it contains nothing confidential; other events name the version. */
  "PolicyPublished.v2": event({
    schema: z.object({
      version: z.string(),
      /** The base version, which this version replaced; absent for the first, and if it was not recorded. */
      basedOn: z.string().optional(),
      /** File name -> text: the schema and every file of policies. */
      files: z.record(z.string(), z.string()),
      /** The files of the policy that was shipped at that time, with which an officer's changes can be identified. */
      release: z.record(z.string(), z.string()).optional(),
      text: confidential(z.object({ reason: z.string() })).optional(),
    }),
  }),
} as const;

export type PolicyEvent = EventOf<typeof policyEvents>;

export const POLICY_STREAM = "policy";
