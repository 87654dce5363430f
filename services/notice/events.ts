// That somebody was told that something waits for them, and no more than that. Decided first and then sent, so that a crash between the two
// sends what was decided and decides nothing anew.
import { z } from "zod";
import type { EventOf } from "../stored-events.ts";

export const noticeEvents = {
  "NoticeDecided.v1": z.object({ notice: z.string() }),
  "NoticeSent.v1": z.object({ notice: z.string() }),
} as const;

export type NoticeEvent = EventOf<typeof noticeEvents>;

export const NOTICE_STREAM = "notice-";
export const noticeStream = (person: string): string => `${NOTICE_STREAM}${person}`;
