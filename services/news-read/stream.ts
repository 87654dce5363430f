// The streams of what people have read of their news: one for each person, folded to the last mark.
import { londonDate } from "../dates.ts";
import { streamKind } from "../stream-kind.ts";
import { NEWS_READ_CATEGORY, type NewsReadEvent, newsReadEvents } from "./events.ts";

/** The last mark, and how many there were on its day. */
export type NewsMark = NewsReadEvent["data"] & { readonly markedOn: string; readonly times: number };

export function evolveNewsMark(last: NewsMark | undefined, { data }: NewsReadEvent, at: string): NewsMark {
  const markedOn = londonDate(new Date(at));
  return { ...data, markedOn, times: last?.markedOn === markedOn ? last.times + 1 : 1 };
}

export const newsReadStreams = streamKind(
  NEWS_READ_CATEGORY,
  newsReadEvents,
  (_, last: NewsMark | undefined, event, { at }) => evolveNewsMark(last, event, at),
  undefined,
);
export const { read: readNewsReadEvent } = newsReadStreams;
