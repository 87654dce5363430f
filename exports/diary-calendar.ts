// Writes a region's diary as iCalendar (RFC 5545): an event of whole days for each entry. The id of an entry is the event's, so that a calendar that
// imports the file again replaces what it has.
import { dayAfter } from "../services/dates.ts";
import { DAY_WORDS, type ExportedDay } from "./diary-day.ts";

/** The most octets of a line, without its end. */
const MAX_OCTETS = 75;

/** `at`: when the file is written. */
export const diaryCalendar = (name: string, days: readonly ExportedDay[], at: Date): string =>
  [
    ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Candour//Diary//EN", "CALSCALE:GREGORIAN", `NAME:${textOf(name)}`],
    ...days.flatMap((day) => eventOf(day, at)),
    "END:VCALENDAR",
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join("");

function eventOf({ id, kind, council, provider, from, to }: ExportedDay, at: Date): readonly string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${textOf(id)}`,
    `DTSTAMP:${at.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${dateOf(from)}`,
    // The end of an event is not part of it.
    `DTEND;VALUE=DATE:${dateOf(dayAfter(to))}`,
    `SUMMARY:${textOf(`${council.name}: ${provider === undefined ? "" : `${provider}, `}${DAY_WORDS[kind].toLowerCase()}`)}`,
    `CATEGORIES:${textOf(DAY_WORDS[kind])}`,
    // Others may be busy then, and not whoever keeps the calendar.
    ...["CLASS:CONFIDENTIAL", "TRANSP:TRANSPARENT", "END:VEVENT"],
  ];
}

const dateOf = (day: string): string => day.replaceAll("-", "");

/** A TEXT value of iCalendar: control characters other than tabs are removed, and line ends are escaped. */
const textOf = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll(/[^\P{Cc}\t]/gu, "");

/** Continues a long line on further ones, which begin with a blank. No character is divided. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MAX_OCTETS) {
      lines.push(current);
      [current, octets] = [" ", 1];
    }
    current += character;
    octets += size;
  }
  return [...lines, current].join("\r\n");
}
