// What somebody who runs the hub said of the hub itself, outside any command of a person: on a stream of its own, of which there is one.
import { z } from "zod";
import { confidential } from "../confidential.ts";

export const hubEvents = {
  /** Somebody said that the clock was right, though it was not believed by what is on record. */
  "ClockConfirmed.v1": z.object({
    /** What it said then. The event's own date may be a later one that stands before it. */
    confirmed: z.iso.datetime(),
    /** The last instant that had been believed. */
    lastBelieved: z.iso.datetime(),
    text: confidential(z.object({ reason: z.string() })),
  }),
} as const;

export const HUB_STREAM = "hub";
