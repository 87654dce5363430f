// Up to where a person has read their news. It is a stream of its own, as notices are: a person's own record is read for every command on them, and is limited.

import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { type EventOf, event } from "../stored-events.ts";

export const newsReadEvents = {
  "NewsRead.v1": event({
    schema: z.object({
      /** The id of the event of which the newest news that the person has read is. It stays the same when the log is moved. */
      upTo: z.string(),
      /** The day on which they read it: news that begins later by date is unread. */
      day: z.iso.date(),
    }),
  }),
} as const;

export type NewsReadEvent = EventOf<typeof newsReadEvents>;

export const NEWS_READ_CATEGORY = "news";
export const newsReadStream = (person: string): string => streamName(NEWS_READ_CATEGORY, person);
