import { expect, it } from "vitest";
import { isDoneAtCouncil, isDoneBeforeReading, pathOfOwnTask, taskPath } from "./task-path.ts";

it("leads from a task about a share, a challenge or the like to its page, and from any other task to the concern", () => {
  expect(taskPath({ kind: "POSITION_WANTED", about: "s/1" })).toBe("/shares/s%2F1");
  expect(taskPath({ kind: "AWARENESS_TO_ANSWER", about: "r" })).toBe("/awareness/r");
  expect(taskPath({ kind: "CHALLENGE_TO_ANSWER", about: "c" })).toBe("/challenges/c/answer");
  expect(taskPath({ kind: "ESCALATION_TO_CONFIRM", about: "e" })).toBe("/escalations/e/confirm");
  expect(taskPath({ kind: "REPLY_WANTED", about: "r" })).toBe("");
  expect(taskPath({})).toBe("");
});

it("leads to the council for what is done from its page, if the address is known", () => {
  expect(isDoneAtCouncil({ kind: "CONTACT_STEP_DUE", council: { code: "X00000004" } })).toBe(true);
  expect(isDoneAtCouncil({ kind: "CONTACT_STEP_DUE", council: {} })).toBe(false);
  expect(isDoneAtCouncil({ kind: "REPLY_WANTED", council: { code: "X00000004" } })).toBe(false);
  expect(isDoneAtCouncil({ council: null })).toBe(false);
});

it("leads to a page about oneself for what is asked about oneself", () => {
  expect(pathOfOwnTask({ kind: "INTERESTS_TO_DECLARE" })).toBe("/your-interests");
  expect([pathOfOwnTask({ kind: "REPLY_WANTED" }), pathOfOwnTask({})]).toEqual([undefined, undefined]);
});

it("knows what is done before its concern can be read", () => {
  expect(isDoneBeforeReading({ kind: "CONDITIONS_TO_ACCEPT" })).toBe(true);
  expect(isDoneBeforeReading({ kind: "EFFECTIVENESS_TO_REVIEW" })).toBe(false);
});
