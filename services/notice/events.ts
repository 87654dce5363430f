// A notice says only how much waits for a person, and how much is news to them. The decision is recorded before the notice is sent: after a crash between
// the two, the hub sends the decided notice, and decides no other.

import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { type EventOf, event } from "../stored-events.ts";

/** The notice of a day, and a further one on the same day because an objection was overridden. */
export const NOTICE_KINDS = ["daily", "override"] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const noticeEvents = {
  "NoticeDecided.v2": event({ schema: z.object({ notice: z.string(), kind: z.enum(NOTICE_KINDS) }) }),
  "NoticeSent.v1": event({ schema: z.object({ notice: z.string() }) }),
  /** The mail server received all of the mail; whether it accepted it is not known. */
  "NoticeDeliveryUncertain.v1": event({ schema: z.object({ notice: z.string() }) }),
  /** The server refused the mail permanently. */
  "NoticeRefused.v1": event({ schema: z.object({ notice: z.string() }) }),
} as const;

export type NoticeEvent = EventOf<typeof noticeEvents>;

export const NOTICE_CATEGORY = "notice";
export const noticeStream = (person: string): string => streamName(NOTICE_CATEGORY, person);
