// What no answer and no line of the hub's log may hold, whatever was asked: traces, places in the source, names of the machinery,
// and words of what is recorded in confidence.
import { expect } from "vitest";

/** Words of the demonstration's concerns, and of those that tests log. */
const CONFIDENTIAL = [
  "Reserves have halved",
  "reversed by officers",
  "Named senior officer",
  "Caseloads in two",
  "late in two of five",
];
const PLACE = /node_modules|node:internal|file:\/\/|\/work\/|\/tmp\/|\/home\/|\.(?:ts|js|mjs|sqlite|cedar)\b|\bat \S+ \(/i;
const MACHINERY =
  /originalError|(?:Type|Range|Syntax|Reference|Zod|GraphQL)Error\b|sqlite|\bcedar\b|\bzod\b|\byoga\b|projection|follower|undefined|\[object/i;

/** `said` is an answer or the hub's log. In the log it may stand where an error arose, in one line; what it said may not. */
export function expectNothingInternal(said: unknown, where: "answer" | "log" = "answer"): void {
  const text = typeof said === "string" ? said : JSON.stringify(said);
  for (const words of CONFIDENTIAL) expect(text).not.toContain(words);
  expect(text).not.toMatch(/"stack"|(?:^|\\n)\s*at /m);
  if (where === "log") return;
  expect(text).not.toMatch(PLACE);
  expect(text).not.toMatch(MACHINERY);
}
