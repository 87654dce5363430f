// A region's diary as a file.
import { diaryCalendar } from "./diary-calendar.ts";
import { diaryCsv } from "./diary-csv.ts";
import type { ExportedDay } from "./diary-day.ts";

/** Format -> its media type. */
export const DIARY_MEDIA_TYPES = { csv: "text/csv; charset=utf-8", ics: "text/calendar; charset=utf-8" } as const;
export type DiaryFormat = keyof typeof DIARY_MEDIA_TYPES;

type Diary = { readonly region: string; readonly from: string; readonly to: string; readonly days: readonly ExportedDay[] };

/** `at`: when it is written. */
export function diaryFile({ region, from, to, days }: Diary, format: DiaryFormat, at: Date) {
  const content = format === "csv" ? diaryCsv(days) : diaryCalendar(`Diary, ${region}`, days, at);
  return { name: `candour-diary-${from}-${to}.${format}`, mediaType: DIARY_MEDIA_TYPES[format], entries: days.length, content };
}
