import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerInWords, dateIn, type FormField, findMissing, versionIn } from "./fields.ts";

const choices = [
  { value: "A", text: "First" },
  { value: "B", text: "Second" },
];
const date = (day: string, month: string, year: string) => ({ "on-day": day, "on-month": month, "on-year": year });

describe("A date of three inputs", () => {
  it("is the day that was written, with or without zeros and spaces", () => {
    const days = fc.date({ min: new Date("0001-01-01T12:00:00Z"), max: new Date("9999-12-31T12:00:00Z"), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.boolean(), (instant, areZerosLeftOut) => {
        const iso = instant.toISOString().slice(0, 10);
        const [year = "", month = "", day = ""] = iso.split("-").map((part) => (areZerosLeftOut ? String(Number(part)) : part));
        expect(dateIn(date(` ${day}`, month, `${year} `), "on")).toBe(iso);
      }),
    );
  });

  it.each([
    ["31", "2", "2025"],
    ["29", "2", "2025"],
    ["0", "1", "2025"],
    ["1", "13", "2025"],
    ["1", "1", "20255"],
    ["1", "May", "2025"],
    ["-1", "1", "2025"],
    ["", "", ""],
  ])("is none if there is no such day: %s %s %s", (day, month, year) => {
    expect(dateIn(date(day, month, year), "on")).toBe("");
  });
});

describe("What is missing of a form", () => {
  const field = (kind: "one" | "several"): FormField => ({ kind, name: "one", label: "One", choices, missing: "Select one." });

  it.each([
    ["one", "A", 0],
    ["one", undefined, 1],
    ["one", "C", 1],
    ["one", ["A", "B"], 1],
    ["several", ["A", "B"], 0],
    ["several", ["A", "C"], 1],
    ["several", [], 1],
  ] as const)("is a choice that is not among those offered: %s of %s", (kind, one, count) => {
    expect(findMissing([field(kind)], { one })).toHaveLength(count);
  });

  it("is a text of spaces, and nothing that can be left out", () => {
    const line: FormField = { kind: "line", name: "source", label: "Source" };
    expect(findMissing([{ ...line, missing: "Enter the source." }], { source: " \n" })).toEqual([
      { field: "source", message: "Enter the source." },
    ]);
    expect(findMissing([line], {})).toEqual([]);
  });
});

it("shows several choices by their texts, each on a line", () => {
  const field: FormField = { kind: "several", name: "all", label: "All", choices };
  expect(answerInWords(field, { all: ["A", "B"] })).toBe("First\nSecond");
  expect(answerInWords(field, {})).toBe("");
});

it("takes only a number as the version of a record", () => {
  expect([versionIn({ version: "3" }), versionIn({ version: "3e9" }), versionIn({})]).toEqual([3, null, null]);
});
