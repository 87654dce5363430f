// The streams of notices: one for each person, folded to the last notice.
import { streamKind } from "../stream-kind.ts";
import { NOTICE_CATEGORY, type NoticeEvent, type NoticeKind, noticeEvents } from "./events.ts";

/** The last decided notice. It is complete after it was sent, perhaps sent, or permanently refused. */
export type NoticeState = {
  readonly notice: string;
  readonly at: string;
  readonly kind: NoticeKind;
  readonly isComplete: boolean;
  /** The last one that was sent, which can be an earlier one: when it was decided, and when it was sent. */
  readonly sent?: { readonly decidedAt: string; readonly sentAt: string };
};

export function evolveNotice(last: NoticeState | undefined, { type, data }: NoticeEvent, at: string): NoticeState {
  const sent = last?.sent && { sent: last.sent };
  if (type === "NoticeDecided.v2") return { ...data, at, isComplete: false, ...sent };
  if (last?.notice !== data.notice) throw new Error("An outcome was recorded of a notice that was not the last decided.");
  return { ...last, isComplete: true, ...(type === "NoticeSent.v1" && { sent: { decidedAt: last.at, sentAt: at } }) };
}

export const noticeStreams = streamKind(
  NOTICE_CATEGORY,
  noticeEvents,
  (_, last: NoticeState | undefined, event, { at }) => evolveNotice(last, event, at),
  undefined,
);
export const { read: readNoticeEvent } = noticeStreams;
