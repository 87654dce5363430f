// A diary's files, read back: what was written is found again, whatever the names of councils and providers are.
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOTED_DATE_KINDS } from "../services/council/events.ts";
import { daysAfter } from "../services/dates.ts";
import { VISIT_KINDS } from "../services/support/clashes.ts";
import { cases } from "../test/helpers/soak.ts";
import { diaryCalendar } from "./diary-calendar.ts";
import { diaryCsv } from "./diary-csv.ts";
import { DAY_WORDS, type ExportedDay } from "./diary-day.ts";

const AT = new Date("2026-03-02T12:34:56.789Z");
const day: ExportedDay = {
  ...{ id: "0c7d0000-0000-8000-8000-000000000001", kind: "presence", provider: "Local Government Association" },
  council: { code: "X00000004", name: "Tarrowshire" },
  ...{ from: "2026-06-15", to: "2026-06-18" },
};

/** Text with what has a meaning in either format, and characters of several octets. */
const text = fc
  .array(
    fc.constantFrom(
      "=",
      "+",
      "-",
      "@",
      "＝",
      '"',
      "'",
      ",",
      ";",
      "\\",
      "\n",
      "\\n",
      " ",
      "\t",
      ":",
      "é",
      "😀",
      "Tarrow",
      "shire",
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(""));
const days = fc
  .array(
    fc.record({
      id: fc.uuid(),
      what: fc.oneof(
        fc.record({ kind: fc.constantFrom(...VISIT_KINDS), provider: text }),
        fc.record({ kind: fc.constantFrom(...NOTED_DATE_KINDS), provider: fc.constant(undefined) }),
      ),
      code: text,
      name: text,
      in: fc.nat(500),
      lasts: fc.nat(60),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map(({ code, name, in: start, lasts, what, ...one }): ExportedDay => {
      const from = daysAfter("2026-01-15", start);
      return { ...one, ...what, council: { code, name }, from, to: daysAfter(from, lasts) };
    }),
  );

type Property = { readonly name: string; readonly value: string };
/** A calendar read by RFC 5545: unfolded lines, each with a name with its parameters and a value. */
function propertiesIn(calendar: string): readonly Property[] {
  expect(calendar.endsWith("\r\n")).toBe(true);
  const lines = calendar.split("\r\n").slice(0, -1);
  for (const line of lines) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\r\n]/);
  }
  return lines
    .join("\r\n")
    .replaceAll("\r\n ", "")
    .split("\r\n")
    .map((line) => {
      const [, name = "", value = ""] = /^([^:]*):(.*)$/su.exec(line) ?? [];
      return { name, value };
    });
}
const unescaped = (value: string) => value.replaceAll(/\\([\\;,nN])/g, (_, one: string) => (/n/i.test(one) ? "\n" : one));
function eventsIn(calendar: string): readonly ReadonlyMap<string, string>[] {
  const events: Map<string, string>[] = [];
  for (const { name, value } of propertiesIn(calendar)) {
    if (name === "BEGIN" && value === "VEVENT") events.push(new Map());
    else events.at(-1)?.set(name, value);
  }
  return events;
}

describe("A diary as a calendar", () => {
  it("has an event of whole days for each entry, which ends on the day after", () => {
    expect(diaryCalendar("Diary, East Midlands", [day], AT)).toBe(
      [
        ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Candour//Diary//EN", "CALSCALE:GREGORIAN"],
        ...["NAME:Diary\\, East Midlands", "BEGIN:VEVENT", "UID:0c7d0000-0000-8000-8000-000000000001"],
        ...["DTSTAMP:20260302T123456Z", "DTSTART;VALUE=DATE:20260615", "DTEND;VALUE=DATE:20260619"],
        ...["SUMMARY:Tarrowshire: Local Government Association\\, on site", "CATEGORIES:On site"],
        ...["CLASS:CONFIDENTIAL", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", ""],
      ].join("\r\n"),
    );
    expect(
      eventsIn(diaryCalendar("Diary", [{ ...day, from: "2026-12-31", to: "2026-12-31" }], AT))[0]?.get("DTEND;VALUE=DATE"),
    ).toBe("20270101");
  });

  it("says of a date that is noted of a council what falls on it, and names no provider", () => {
    const [event] = eventsIn(diaryCalendar("Diary", [{ ...day, kind: "budget", provider: undefined }], AT));
    expect(event?.get("SUMMARY")).toBe("Tarrowshire: budget day");
    expect(event?.get("CATEGORIES")).toBe("Budget day");
  });

  it("is the same for the same entries, but for when it was written", () => {
    const [first, later] = [AT, new Date("2026-03-03T09:00:00.000Z")].map((at) => diaryCalendar("Diary", [day], at));
    expect(first?.replace(/DTSTAMP:.*/, "")).toBe(later?.replace(/DTSTAMP:.*/, ""));
  });

  it("is read back as it was written, in lines of at most 75 octets", () => {
    fc.assert(
      fc.property(text, days, (name, all) => {
        const calendar = diaryCalendar(name, all, AT);
        const [title] = propertiesIn(calendar).filter((one) => one.name === "NAME");
        expect(unescaped(title?.value ?? "")).toBe(name);
        const events = eventsIn(calendar);
        expect(events).toHaveLength(all.length);
        for (const [n, { id, kind, council, provider, from, to }] of all.entries()) {
          const event = events[n];
          expect(event?.get("UID")).toBe(id);
          expect(unescaped(event?.get("SUMMARY") ?? "")).toBe(
            `${council.name}: ${[provider, DAY_WORDS[kind].toLowerCase()].filter((part) => part !== undefined).join(", ")}`,
          );
          expect(event?.get("DTSTART;VALUE=DATE")).toBe(from.replaceAll("-", ""));
          expect(event?.get("DTEND;VALUE=DATE")).toBe(daysAfter(to, 1).replaceAll("-", ""));
          expect(unescaped(event?.get("CATEGORIES") ?? "")).toBe(DAY_WORDS[kind]);
        }
      }),
      { numRuns: cases(200, 5_000) },
    );
  });

  it("has no control characters", () => {
    const odd = { ...day, provider: "a\u0000b\u0007c\rd\u007fe" };
    const [event] = eventsIn(diaryCalendar("Diary", [odd], AT));
    expect(event?.get("SUMMARY")).toBe("Tarrowshire: abc\\nde\\, on site");
  });
});

describe("A diary as CSV", () => {
  it("has a row for each entry", () => {
    expect(parse(diaryCsv([day]), { bom: true })).toEqual([
      ["first day", "last day", "what", "council", "council code", "provider", "id"],
      ["2026-06-15", "2026-06-18", "On site", "Tarrowshire", "X00000004", "Local Government Association", day.id],
    ]);
  });

  it("is read back as it was written, and no spreadsheet takes a cell for a formula", () => {
    fc.assert(
      fc.property(days, (all) => {
        const rows: Record<string, string>[] = parse(diaryCsv(all), { bom: true, columns: true });
        expect(rows).toHaveLength(all.length);
        for (const [n, { council, provider, from, to, id }] of all.entries()) {
          const row = rows[n] ?? {};
          expect(row).toMatchObject({ "first day": from, "last day": to, id });
          for (const [cell, written] of [
            [row.council, council.name],
            [row["council code"], council.code],
            [row.provider, provider ?? ""],
          ]) {
            expect([written, `'${written}`]).toContain(cell);
            expect(cell?.trimStart()[0] ?? "").not.toMatch(/[=+\-@＝]/u);
          }
        }
      }),
      { numRuns: cases(200, 5_000) },
    );
  });
});
