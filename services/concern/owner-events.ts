// The event that names the adviser who looks after a concern.
import { z } from "zod";
import { concernEvent, onSharingRecord } from "./event-declaration.ts";

export const ownerEvents = {
  /** Without a person nobody owns the concern. Whoever logs a concern owns it to begin with. */
  "OwnerSet.v1": concernEvent({
    schema: z.object({ owner: z.string().optional() }),
    words: ({ owner }) =>
      owner === undefined ? "No adviser looks after the concern" : "An adviser was named to look after the concern",
    mostPerDay: 20,
    ...onSharingRecord,
  }),
} as const;
