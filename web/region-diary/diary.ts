// A region's diary as a month and as a list.
import { monthInWords } from "../../text/dates-in-words.ts";
import type { AnswerOf } from "../documents.ts";
import { definePage, type PageRequest } from "../page.ts";
import { councilsWithMore, markClashes } from "./clashes.ts";
import { dateAfter, firstDayOf, isDate, isMonth, lastDayOf, monthAfter, monthOf, weeksOf } from "./month.ts";

/** Of the API's pages. */
const MOST_ENTRIES = 100;
const ENTRIES_OF_LIST = 20;
const DAYS_OF_LIST = 365;

const pathOf = (region = ""): string => `/regions/${encodeURIComponent(region)}/diary`;
const monthIn = ({ address, today }: PageRequest): string => address.month ?? monthOf(today);
/** The API refuses a period without days, as it refuses every date that does not exist. */
const NO_PERIOD = { from: "", to: "" };
const periodOf = (month: string) => (isMonth(month) ? { from: firstDayOf(month), to: lastDayOf(month) } : NO_PERIOD);

/** Undefined where there is no such region, or nothing of it that the person may see. */
function presentDiary({ regions, regionCouncils, diary, alignedSupport }: AnswerOf<"region-diary/diary.graphql">, code?: string) {
  const region = regionCouncils.nodes.length > 0 && regions.find((one) => one.code === code);
  if (!region) return undefined;
  const entries = markClashes(diary.nodes, alignedSupport);
  return { region, path: pathOf(code), entries, pageInfo: diary.pageInfo, withMoreClashes: councilsWithMore(alignedSupport) };
}

/** A month of the diary, this one unless the address names another. */
export const diaryMonth = definePage({
  path: "/regions/:region/diary",
  document: "region-diary/diary.graphql",
  template: "region-diary/month.njk",
  variables: (request) => ({
    region: request.address.region ?? "",
    ...periodOf(monthIn(request)),
    first: MOST_ENTRIES,
    after: null,
  }),
  present(data, request) {
    const shown = presentDiary(data, request.address.region);
    if (!shown) return undefined;
    const month = monthIn(request);
    const isOn = (date: string) => (entry: { readonly from: string; readonly to: string }) =>
      entry.from <= date && date <= entry.to;
    const dayOf = (date: string | undefined) =>
      date && { date, number: Number(date.slice(8)), entries: shown.entries.filter(isOn(date)) };
    return {
      ...shown,
      title: `Diary of ${shown.region.name}, ${monthInWords(month)}`,
      month,
      period: periodOf(month),
      former: monthAfter(month, -1),
      next: monthAfter(month, 1),
      weeks: weeksOf(month).map((week) => week.map(dayOf)),
    };
  },
});

function yearIn({ address: { from = "" }, today }: PageRequest) {
  const first = from || today;
  return isDate(first) ? { from: first, to: dateAfter(first, DAYS_OF_LIST) } : NO_PERIOD;
}

/** The diary of a year, from today unless the address names another day. */
export const diaryList = definePage({
  path: "/regions/:region/diary/list",
  document: "region-diary/diary.graphql",
  template: "region-diary/list.njk",
  variables: (request) => ({
    region: request.address.region ?? "",
    ...yearIn(request),
    first: ENTRIES_OF_LIST,
    after: request.address.after ?? null,
  }),
  present(data, request) {
    const shown = presentDiary(data, request.address.region);
    return shown && { ...shown, title: `Diary of ${shown.region.name}`, period: yearIn(request) };
  },
});
