// What people read in their inbox and in the mail that points to it.
import { describe, expect, it } from "vitest";
import { noticeText } from "../../hub/mail/mail.ts";
import { TASK_KINDS, type TaskKind, taskInWords } from "../../services/tasks.ts";
import { saysWhatToDo, wordFaultsIn } from "../helpers/plain-words.ts";

describe("A task", () => {
  it.each(Object.keys(TASK_KINDS) as TaskKind[])("says what to do in plain words, with and without a day: %s", (kind) => {
    for (const sentence of [taskInWords(kind), taskInWords(kind, "2026-12-11")])
      expect([sentence, ...wordFaultsIn(sentence), saysWhatToDo(sentence)]).toEqual([sentence, true]);
  });

  it("says by when", () => {
    expect(taskInWords("reply-wanted", "2026-12-11")).toBe(
      "Your council has not replied to this concern. Reply by 11 December 2026.",
    );
    expect(taskInWords("position-wanted", "2026-12-11")).toBe(
      "Tell us by 11 December 2026 if you agree to this information being shared.",
    );
  });
});

describe("The mail of a notice", () => {
  const of = (tasks: number, news: number, more = false) =>
    noticeText("https://candour.example", { tasks: { count: tasks, more: false }, news: { count: news, more } });

  it("says in plain words how much waits, where to sign in, who sends it and why", () => {
    const { subject, text } = of(2, 3);
    const sentences = text
      .replace(/:\n\nhttps:\/\/candour\.example\n\n/, ". ")
      .replaceAll("\n\n", " ")
      .trim();
    expect([...wordFaultsIn(`${subject}.`), ...wordFaultsIn(sentences)]).toEqual([]);
  });

  it.each([
    [of(1, 0), "You have 1 task in Candour."],
    [of(0, 1), "You have 1 piece of unread news in Candour."],
    [of(2, 3), "You have 2 tasks and 3 pieces of unread news in Candour."],
    [of(0, 100, true), "You have 100 or more pieces of unread news in Candour."],
    [of(0, 1, true), "You have 1 or more pieces of unread news in Candour."],
  ])("counts what there is: %#", ({ text }, sentence) => {
    expect(text.split("\nSign in")[0]).toBe(sentence);
  });
});
