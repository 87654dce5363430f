// What somebody who runs the hub said of the hub itself, outside any command of a person: on a stream of its own, of which there is one.
import { z } from "zod";
import { confidential } from "../confidential.ts";
import { event } from "../stored-events.ts";

const position = z.string().optional();

export const hubEvents = {
  /** Somebody said that the clock was right, though it was not believed by what is on record. */
  "ClockConfirmed.v1": event({
    schema: z.object({
      /** What it said then. The event's own date may be a later one that stands before it. */
      confirmed: z.iso.datetime(),
      /** The last instant that had been believed. */
      lastBelieved: z.iso.datetime(),
      text: confidential(z.object({ reason: z.string() })),
    }),
  }),
  /**
   * Something of the stores was lost and they go on without it, in a new epoch. `held` and `expected` are last positions of a store. It stands in the
   * record of disclosures too, without the reason: the ledgers say from it what may be missing.
   */
  "LossAccepted.v1": event({
    schema: z.object({
      epoch: z.int().min(2),
      losses: z.array(
        z.object({ store: z.enum(["log", "disclosures", "keys"]), code: z.string(), held: position, expected: position }),
      ),
      text: confidential(z.object({ reason: z.string() })).optional(),
    }),
  }),
} as const;

export type LossAccepted = z.infer<(typeof hubEvents)["LossAccepted.v1"]["schema"]>;

export const HUB_STREAM = "hub";
