// The events of a share that the council itself requests.
import { z } from "zod";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import { SEATS } from "../../reference/concern-terms.ts";
import { PURPOSES } from "../../reference/purposes.ts";
import { confidential } from "../confidential.ts";
import { spokenIn } from "../people/spoken-in.ts";
import { concernEvent, onSharingRecord, reason } from "./event-declaration.ts";

export const requestEvents = {
  "ShareRequested.v1": concernEvent({
    schema: z.object({
      request: z.string(),
      body: z.string(),
      parts: z.array(z.enum(SHARED_PARTS)),
      purpose: z.enum(PURPOSES),
      until: z.iso.date(),
      limitedTo: z.object({ people: z.array(z.string()), seats: z.array(z.enum(SEATS)) }).optional(),
      ...spokenIn,
      text: confidential(z.object({ explanation: z.string() })),
    }),
    words: "The council requested a share",
    creates: "request",
    mostPerDay: 20,
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "ShareRequestDeclined.v1": concernEvent({
    schema: z.object({ request: z.string(), text: reason }),
    words: "The council's request for a share was declined",
    changes: "request",
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "ShareRequestWithdrawn.v1": concernEvent({
    schema: z.object({ request: z.string(), ...spokenIn }),
    words: "The council withdrew its request for a share",
    changes: "request",
    ...onSharingRecord,
  }),
} as const;
