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
  it("says where to sign in, in plain words, and nothing else", () => {
    const { subject, text } = noticeText("https://candour.example");
    const sentences = text.replace(/:\n\nhttps:\/\/candour\.example\n\n/, ". ").trim();
    expect([...wordFaultsIn(`${subject}.`), ...wordFaultsIn(sentences)]).toEqual([]);
  });
});
