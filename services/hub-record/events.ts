// The events about the hub itself, which operators record outside commands, on one stream.
import { z } from "zod";
import { STORE_NAMES } from "../../event-log/store-names.ts";
import { confidential } from "../confidential.ts";
import { event } from "../stored-events.ts";

const position = z.string().optional();

export const hubEvents = {
  /** An operator confirmed the clock, which contradicted the record. */
  "ClockConfirmed.v1": event({
    schema: z.object({
      /** The confirmed time. The event's own date can be later. */
      confirmed: z.iso.datetime(),
      /** The last instant at which the clock was believed. */
      lastBelieved: z.iso.datetime(),
      text: confidential(z.object({ reason: z.string() })),
    }),
  }),
  /**
   * Part of the stores was lost and they continue without it, in a new epoch. `held` and `expected` are last positions of a store. The event is also in
   * the record of disclosures, without the reason: ledgers say by it what may be missing.
   */
  "LossAccepted.v1": event({
    schema: z.object({
      epoch: z.int().min(2),
      losses: z.array(z.object({ store: z.enum(STORE_NAMES), code: z.string(), held: position, expected: position })),
      text: confidential(z.object({ reason: z.string() })).optional(),
    }),
  }),
} as const;

export type LossAccepted = z.infer<(typeof hubEvents)["LossAccepted.v1"]["schema"]>;

export const HUB_STREAM = "hub";

/** On a separate stream, because a log that was moved from a file keeps the hub's own stream unchanged. */
export const identityEvents = {
  /** The hub to which the log belongs, if several hubs share it. A log in a file stores that in another table. */
  "HubIdentified.v1": event({ schema: z.object({ hub: z.uuid() }) }),
} as const;
export const IDENTITY_STREAM = "identity";
