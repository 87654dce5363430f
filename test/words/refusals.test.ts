// What people read when the hub refuses something.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseConcernCommand } from "../../services/concern/commands.ts";
import { fieldInWords } from "../../services/field-words.ts";
import { parse } from "../../services/input.ts";
import { faultsOf, isRefusal, REFUSALS, type RefusalCode } from "../../services/refusals.ts";
import { EVERY_COMMAND } from "../helpers/every-command.ts";
import { saysWhatToDo, wordFaultsIn } from "../helpers/plain-words.ts";

/** What has been done cannot be done again, and what is gone is gone: nobody has anything to do. */
const NOTHING_TO_DO: readonly RefusalCode[] = [
  ...(["EVIDENCE_ALREADY_WITHDRAWN", "CORRECTION_RESOLVED", "CHALLENGE_ANSWERED", "CHALLENGE_REVIEWED"] as const),
  ...(["ESCALATION_CONFIRMED", "MILESTONE_MET", "REVIEW_DONE", "JUDGED_ALREADY", "ASSIGNMENT_ENDED"] as const),
  ...(["SUBMISSION_TOLD", "SUBMISSION_SET_ASIDE", "SIGNAL_ANSWERED", "SIGNAL_WITHDRAWN"] as const),
  ...(["NO_LEAD", "NO_OBJECTION", "COUNCIL_TOLD"] as const),
];

const refusals = Object.entries(REFUSALS) as readonly (readonly [RefusalCode, string])[];

describe("The sentence of a refusal", () => {
  it.each(refusals)("%s is in plain words", (_, sentence) => {
    expect(wordFaultsIn(sentence)).toEqual([]);
  });

  it("says what to do, unless there is nothing to do", () => {
    expect(refusals.flatMap(([code, sentence]) => (saysWhatToDo(sentence) ? [] : [code])).sort()).toEqual(
      [...NOTHING_TO_DO].sort(),
    );
  });
});

describe("The input of every command", () => {
  /** Every value that a field could wrongly have. */
  const WRONG = [undefined, null, 7, "", "…", "\ud800", "x".repeat(20_000), [], [7], {}, { "": 1 }, "\ufffd"];

  /** The names of a command's fields, those within others included. */
  const fieldsOf = (type: z.ZodType): readonly string[] => {
    const names = new Set<string>();
    JSON.stringify(z.toJSONSchema(type, { unrepresentable: "any", io: "input" }), (key, value) => {
      if (key === "properties") for (const name of Object.keys(value)) names.add(name);
      return value;
    });
    return [...names];
  };

  it.each(Object.entries(EVERY_COMMAND))("has fields that people have words for: %s", (_, { input: type }) => {
    for (const name of fieldsOf(type)) expect(wordFaultsIn(`Enter ${fieldInWords([name])}.`)).toEqual([]);
  });

  it.each(Object.entries(EVERY_COMMAND))("is refused in plain words that say what to do: %s", (_, { input: type }) => {
    for (const wrong of WRONG) {
      const names = fieldsOf(type);
      for (const input of [wrong, Object.fromEntries(names.map((name) => [name, wrong]))]) {
        const outcome = parse(type, input);
        const faults = isRefusal(outcome) ? faultsOf(outcome) : [];
        for (const { message } of faults)
          expect([message, ...wordFaultsIn(message), saysWhatToDo(message)]).toEqual([message, true]);
      }
    }
  });

  it("of a conclusion is refused with every field that is missing, and each says what to enter", () => {
    const outcome = parseConcernCommand("concludeConcern", { concern: "c", kind: "light-support" });
    expect(isRefusal(outcome) && faultsOf(outcome)).toEqual([
      { code: "CONCLUSION_INCOMPLETE", field: "causalFactors", message: "Enter the causes." },
      { code: "CONCLUSION_INCOMPLETE", field: "solutions", message: "Enter the solutions." },
    ]);
  });
});
