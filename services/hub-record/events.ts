// What operators recorded of the hub itself, outside all commands, on its one stream.
import { z } from "zod";
import { STORE_NAMES } from "../../event-log/store-names.ts";
import { confidential } from "../confidential.ts";
import { event } from "../stored-events.ts";

const position = z.string().optional();

export const hubEvents = {
  /** An operator confirmed the clock, which contradicted the record. */
  "ClockConfirmed.v1": event({
    schema: z.object({
      /** Its time. The event's own date can be later. */
      confirmed: z.iso.datetime(),
      /** The last instant that had been accepted. */
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

/** Apart from the hub's own stream: a log that was moved from a file has that as it was. */
export const identityEvents = {
  /** Whose log it is, where several hubs share it. A log in a file says that beside its events. */
  "HubIdentified.v1": event({ schema: z.object({ hub: z.uuid() }) }),
} as const;
export const IDENTITY_STREAM = "identity";
