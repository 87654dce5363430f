// That somebody was told that something waits for them, and no more than that. Decided first and then sent, so that a crash between the two
// sends what was decided and decides nothing anew.
import { z } from "zod";
import { type EventOf, event } from "../stored-events.ts";

export const noticeEvents = {
  "NoticeDecided.v1": event({ schema: z.object({ notice: z.string() }) }),
  "NoticeSent.v1": event({ schema: z.object({ notice: z.string() }) }),
  /** The server had all of the mail, and whether it took it is not known. */
  "NoticeDeliveryUncertain.v1": event({ schema: z.object({ notice: z.string() }) }),
  /** The server refused the mail for good. */
  "NoticeRefused.v1": event({ schema: z.object({ notice: z.string() }) }),
} as const;

export type NoticeEvent = EventOf<typeof noticeEvents>;

export const NOTICE_STREAM = "notice-";
export const noticeStream = (person: string): string => `${NOTICE_STREAM}${person}`;
