// A notice says only that something waits for a person. The decision is recorded before the notice is sent: after a crash between the two, the hub sends the
// decided notice, and decides no other.

import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { type EventOf, event } from "../stored-events.ts";

export const noticeEvents = {
  "NoticeDecided.v1": event({ schema: z.object({ notice: z.string() }) }),
  "NoticeSent.v1": event({ schema: z.object({ notice: z.string() }) }),
  /** The mail server received all of the mail; whether it accepted it is not known. */
  "NoticeDeliveryUncertain.v1": event({ schema: z.object({ notice: z.string() }) }),
  /** The server refused the mail permanently. */
  "NoticeRefused.v1": event({ schema: z.object({ notice: z.string() }) }),
} as const;

export type NoticeEvent = EventOf<typeof noticeEvents>;

export const NOTICE_CATEGORY = "notice";
export const noticeStream = (person: string): string => streamName(NOTICE_CATEGORY, person);
