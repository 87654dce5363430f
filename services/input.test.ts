import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EVERY_COMMAND } from "../test/helpers/every-command.ts";
import { day, id, narrative, parse, shortText } from "./input.ts";
import { isRefusal } from "./refusals.ts";

const holds = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe.each([
  ["Short text", shortText, 1_000],
  ["A narrative", narrative, 10_000],
] as const)("%s", (_, text, most) => {
  it("is trimmed", () => {
    expect(text.parse("  Two budgets \n")).toBe("Two budgets");
  });

  it("is never empty or blank", () => {
    for (const blank of ["", " ", "\n\t", "\u00a0"]) expect(holds(text, blank)).toBe(false);
  });

  it("keeps lines and tabs, and any script", () => {
    for (const written of ["one\ntwo\n\tthree", "Fáilte", "£1,000 – “quoted”", "日本", "👩‍🏫 in post"])
      expect(text.parse(written)).toBe(written);
  });

  it("is stored in one form, whatever the encoding of its letters, lines and invisible characters", () => {
    expect(text.parse("Cafe\u0301\r\nover\u00adspend\ufeff")).toBe("Café\noverspend");
  });

  it("says something: a letter or a figure, and not marks or blanks that nobody sees", () => {
    for (const wrong of [".", "–", "\u200b", "\u2800", "\u2060", "…!"]) expect(holds(text, wrong)).toBe(false);
  });

  it("has no control characters and no half characters", () => {
    for (const wrong of ["a\u0000b", "a\u0007b", "a\u001bb", "a\u007fb", "a\u0085b", "a\ud800b", "\udc00a"])
      expect(holds(text, wrong)).toBe(false);
  });

  it("is refused if letters were lost, with advice on how to save the file", () => {
    expect(text.safeParse("Si\ufffdn").error?.issues[0]?.message).toMatch(/Save the file as UTF-8/);
    expect(parse(z.strictObject({ text }), { text: "Si\ufffdn" })).toMatchObject({ message: expect.stringMatching(/[^.]\.$/) });
  });

  it("has a greatest length, counted without what is trimmed", () => {
    expect(holds(text, ` ${"x".repeat(most)} `)).toBe(true);
    expect(holds(text, "x".repeat(most + 1))).toBe(false);
  });

  it("is text", () => {
    for (const other of [undefined, null, 1, true, ["x"], { text: "x" }]) expect(holds(text, other)).toBe(false);
  });
});

describe("An id", () => {
  it("is looked up as it came: of 1 to 128 characters, not trimmed", () => {
    expect(id.parse(" X00000001")).toBe(" X00000001");
    expect([holds(id, ""), holds(id, "x"), holds(id, "x".repeat(128)), holds(id, "x".repeat(129))]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe("Parsing an input", () => {
  const schema = z.strictObject({ name: shortText, tags: z.array(z.strictObject({ label: id })).default([]) });
  const refused = (input: unknown) => {
    const outcome = parse(schema, input);
    return isRefusal(outcome) ? outcome : expect.fail("It was accepted.");
  };

  it("returns the input in the command's form", () => {
    expect(parse(schema, { name: " Ines " })).toEqual({ kind: "parsed", input: { name: "Ines", tags: [] } });
  });

  it("that is not valid is refused by the path of each field, in a sentence, the first of them first", () => {
    expect(refused({ name: "Ines", tags: [{ label: "a" }, { label: "" }] })).toMatchObject({
      code: "INVALID_INPUT",
      field: "tags.1.label",
    });
    const first = { code: "INVALID_INPUT", field: "name", message: "Enter the name." };
    expect(refused({ name: " " })).toEqual({ kind: "refused", ...first });
    const tags = { code: "INVALID_INPUT", field: "tags" };
    expect(refused({ name: " ", tags: 1, other: 2 })).toMatchObject({
      ...first,
      faults: [first, { ...tags, message: "Enter the tags." }, { field: "other" }],
    });
  });

  it("with a thousand faults is refused with the first fifty", () => {
    const { faults } = refused({ name: "Ines", tags: Array.from({ length: 1_000 }, () => ({ label: "" })) });
    expect(faults?.map(({ field }) => field)).toEqual(Array.from({ length: 50 }, (_, n) => `tags.${n}.label`));
  });

  it("with fields that the command does not take is refused by their names", () => {
    expect(refused({ name: "Ines", admin: true })).toMatchObject({ field: "admin" });
  });

  it("with such a field within is refused by its whole path", () => {
    expect(refused({ name: "Ines", tags: [{ label: "a", admin: true }] })).toMatchObject({ field: "tags.0.admin" });
  });

  it("that is no object at all is refused as a whole", () => {
    for (const input of [undefined, null, "x", 1, []]) {
      expect(refused(input)).toMatchObject({ field: "", message: "Enter the details." });
    }
  });

  it("says what to do about each field, in words that are the hub's own", () => {
    const of = (type: z.ZodType, value: unknown) => {
      const outcome = parse(z.strictObject({ toldName: type }), { toldName: value });
      return isRefusal(outcome) ? outcome.message.replace("the name of the person who was told", "it") : "accepted";
    };
    const two = z.enum(["one", "two"]);
    expect([
      ...[undefined, null, 7, "", " "].map((value) => of(shortText, value)),
      ...[of(shortText, "x".repeat(1_001)), of(shortText, "a\u0000"), of(shortText, "…"), of(two, "three"), of(two, undefined)],
      ...[of(day, "31/03/2026"), of(day, "2200-01-01"), of(z.array(id).min(1), []), of(z.array(id).max(2), ["a", "b", "c"])],
      ...[of(z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") })]), {}), of(z.boolean(), "yes")],
    ]).toEqual([
      ...["Enter it.", "Enter it.", "Enter it.", "Enter it.", "Enter it."],
      ...["Shorten it to 1,000 characters or fewer.", "Enter it without characters that are not text."],
      ...["Enter it in words or figures.", "Select it.", "Select it."],
      ...["Enter a real date for it.", "Enter a date from 1 April 1974 to 31 December 2199 for it."],
      ...["Enter it.", "Reduce it to 2 or fewer.", "Select the kind.", "Enter it."],
    ]);
  });

  it("can be refused under a code of the field's own", () => {
    expect(parse(schema, {}, (field) => (field === "name" ? "VAGUE_CONCERN" : "INVALID_INPUT"))).toMatchObject({
      code: "VAGUE_CONCERN",
    });
  });

  it("never throws, and never repeats a value that was sent", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string({ minLength: 12 }), (anything, secret) => {
        parse(schema, anything);
        const long = `${secret}\u0000`;
        const outcome = parse(schema, { name: long, tags: [long] });
        expect(isRefusal(outcome) && !outcome.message.includes(secret)).toBe(true);
      }),
    );
  });
});

describe("A day", () => {
  it("is one that councils of today can have to do with, so that days compare as text", () => {
    for (const right of ["1974-04-01", "2026-02-28", "2199-12-31"]) expect(holds(day, right)).toBe(true);
    for (const wrong of ["1974-03-31", "0001-01-01", "2200-01-01", "9999-12-31", "2026-02-29", "31/03/2026", ""])
      expect(holds(day, wrong)).toBe(false);
  });
});

/** The paths of the lists in a JSON schema that can be of any length. */
function unboundedLists(schema: unknown, path: string): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = "type" in schema && schema.type === "array" && !("maxItems" in schema) ? [path] : [];
  return [...own, ...Object.entries(schema).flatMap(([name, inner]) => unboundedLists(inner, `${path}.${name}`))];
}

describe("The input of a command", () => {
  it.each(Object.entries(EVERY_COMMAND))("of %s has no list without a limit", (name, { input }) => {
    expect(unboundedLists(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }), name)).toEqual([]);
  });
});
