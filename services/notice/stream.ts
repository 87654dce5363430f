// The streams of notices: one for each person, folded to the last notice.
import { streamKind } from "../stream-kind.ts";
import { NOTICE_CATEGORY, type NoticeEvent, noticeEvents } from "./events.ts";

/** The last decided notice. It is complete after it was sent, perhaps sent, or permanently refused. */
export type LastNotice = { readonly notice: string; readonly at: string; readonly isComplete: boolean };

export function evolveNotice(last: LastNotice | undefined, { type, data }: NoticeEvent, at: string): LastNotice {
  if (type === "NoticeDecided.v1") return { notice: data.notice, at, isComplete: false };
  if (last?.notice !== data.notice) throw new Error("An outcome was recorded of a notice that was not the last decided.");
  return { ...last, isComplete: true };
}

export const noticeStreams = streamKind(
  NOTICE_CATEGORY,
  noticeEvents,
  (_, last: LastNotice | undefined, event, { at }) => evolveNotice(last, event, at),
  undefined,
);
export const { read: readNoticeEvent } = noticeStreams;
