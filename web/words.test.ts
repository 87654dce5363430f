import { buildSchema } from "graphql";
import { expect, it } from "vitest";
import { monthInWords } from "../text/dates-in-words.ts";
import {
  asSentence,
  dateOrDayInWords,
  momentOnPage,
  periodInWords,
  speakerInWords,
  stageName,
  valueAsName,
  whoAndDay,
  whoAndMoment,
} from "./words.ts";

it("writes a date, and the day and time of an instant in England, in summer too", () => {
  expect(dateOrDayInWords("2026-06-30")).toBe("30 June 2026");
  expect(dateOrDayInWords("2026-06-30T23:30:00.000Z")).toBe("1 July 2026");
  expect(momentOnPage("2026-06-30T23:30:00.000Z")).toBe("1 July 2026 at 00:30");
  expect(momentOnPage("2026-12-01T09:05:00.000Z")).toBe("1 December 2026 at 09:05");
});

it("writes a month, and a value that is a name", () => {
  expect(monthInWords("2026-03")).toBe("March 2026");
  expect(valueAsName("SHARING_RECORD")).toBe("Sharing record");
  expect(["AWARE", "SHARED"].map(stageName)).toEqual(["Council aware", "Shared"]);
});

it("writes who did something and when, and of what the hub did when alone", () => {
  const actor = { name: "Rowan Ashdown", inWords: "Principal Adviser, East Midlands" };
  const at = "2026-12-01T09:05:00.000Z";
  expect(whoAndDay({ actor, at })).toBe("Rowan Ashdown (Principal Adviser, East Midlands), 1 December 2026");
  expect(whoAndMoment({ actor: { name: null }, at })).toBe("A person whose name was erased, 1 December 2026 at 09:05");
  expect([whoAndDay({ actor: null, at }), whoAndMoment({ actor: null, at })]).toEqual([
    "1 December 2026",
    "1 December 2026 at 09:05",
  ]);
});

it("writes who spoke for a council as far as it is known: the person, the office, or the council", () => {
  const speaker = speakerInWords(buildSchema('type Query { office: Office } enum Office { "Leader." LEADER }'));
  expect(speaker({ actor: { name: "Rowan Ashdown", inWords: "Leader" }, office: "LEADER" })).toBe("Rowan Ashdown (Leader)");
  expect(speaker({ actor: null, office: "LEADER" })).toBe("Leader");
  expect([speaker({ actor: null, office: null }), speaker({ actor: null })]).toEqual(["The council", "The council"]);
});

it("writes a period of one day as that day", () => {
  expect(periodInWords({ from: "2026-06-30", to: "2026-06-30" })).toBe("30 June 2026");
  expect(periodInWords({ from: "2026-06-30", to: "2026-07-01" })).toBe("30 June 2026 to 1 July 2026");
});

it("ends words with one full stop", () => {
  for (const [words, sentence] of [
    ["The leader", "The leader."],
    ["The leader said so.", "The leader said so."],
    ["Who? ", "Who? "],
  ])
    expect(asSentence(words ?? "")).toBe(sentence);
});
