// The forms in which spreadsheets show what they took for a date.
import { searchForm } from "../text/forms.ts";
import { tidy } from "./words.ts";

// Months in the languages whose spreadsheets write dates here, in the form in which headings are compared: "dec", "decembre", "rhag".
const MONTH = [
  ...new Set(
    ["en-GB", "cy", "fr", "de", "es", "it", "nl", "pl", "pt"].flatMap((language) =>
      (["short", "long"] as const).flatMap((month) => {
        const { format } = new Intl.DateTimeFormat(language, { month, timeZone: "UTC" });
        return Array.from({ length: 12 }, (_, index) => searchForm(format(Date.UTC(2011, index))).replace(".", ""));
      }),
    ),
  ),
].join("|");
const MONTH_NAME = `(?:${MONTH}|sept)\\.?`;
// The forms in which a spreadsheet shows a cell that it interpreted as a date. "March 2012" may be a period's own label, "March-12" and "Dec 11" are not.
const DATES = new RegExp(
  [
    `(?:\\d{1,2}[- ])?${MONTH_NAME}-\\d{2,4}`, // Dec-11, 01-Dec-2011
    `${MONTH_NAME} '?\\d{2}`, // Dec 11
    `\\d{1,2}[-/ ]${MONTH_NAME}(?:[-/ ]\\d{2})?`, // 01-Dec, 1 Dec 11
    `${MONTH_NAME} \\d{1,2}, ?\\d{2,4}`, // Dec 1, 2011
    "\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}", // 01/12/2011
    "\\d{4}[-/.]\\d{2}[-/.]\\d{2}", // 2011-12-01
    ".*\\d[t ]\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?z?)?(?: ?[ap]m)?", // any date with a time of day
    "[2-5]\\d,?\\d{3}(?:[.,]\\d+)?", // the number by which it stores a date
    "#{6,}", // a column too narrow for a date
  ]
    .map((form) => `^${form}$`)
    .join("|"),
);
/** Whether a spreadsheet shows a date like this: it has then interpreted a label, and the label is lost. */
export const isDate = (label: string): boolean => DATES.test(searchForm(tidy(label)).replace(/[\p{Pd}\u2212]/gu, "-"));
