// A council asks for support itself (domain.md, "Voluntary signal"). It is never a concern and is never counted as one.

import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { CAUSES } from "../../reference/causes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { confidential } from "../confidential.ts";
import { spokenIn } from "../people/spoken-in.ts";
import { type EventOf, event } from "../stored-events.ts";

export const signalEvents = {
  "SupportRequested.v2": event({
    schema: z.object({
      council: z.string(),
      region: z.string(),
      strand: z.enum(STRANDS),
      causes: z.array(z.enum(CAUSES)),
      ...spokenIn,
      text: confidential(z.object({ wanted: z.string() })),
    }),
  }),
  "SignalAnswered.v1": event({
    schema: z.object({
      /** Supports that were offered in answer, by id. */
      supports: z.array(z.string()),
      text: confidential(z.object({ answer: z.string() })),
    }),
  }),
  "SignalWithdrawn.v2": event({
    schema: z.object({ ...spokenIn, text: confidential(z.object({ reason: z.string() })).optional() }),
  }),
} as const;

export type SignalEvent = EventOf<typeof signalEvents>;

export const SIGNAL_CATEGORY = "signal";
export const signalStream = (id: string): string => streamName(SIGNAL_CATEGORY, id);
