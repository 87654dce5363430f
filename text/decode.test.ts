import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText, NotText } from "./decode.ts";

const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();
const words = fc.string({ unit: "grapheme" }).filter((text) => text.isWellFormed() && !/[\uFFFD\0\uFEFF]/.test(text));
function refusal(bytes: Uint8Array): NotText {
  try {
    decodeText(bytes);
  } catch (error) {
    if (error instanceof NotText) return error;
  }
  throw new Error("It was read.");
}

describe("A file's bytes", () => {
  it("are read as they were written, in UTF-8 with a mark or without and in UTF-16 with one", () => {
    fc.assert(
      fc.property(words, (text) => {
        const marked = `\uFEFF${text}`;
        for (const bytes of [Buffer.from(text), Buffer.from(marked), Buffer.from(marked, "utf16le"), utf16be(marked)])
          expect(decodeText(bytes)).toBe(text);
      }),
    );
  });

  it.each([
    ["Windows-1252", Buffer.from("one\nSi\u00f4n", "latin1"), 2],
    ["a letter lost before", Buffer.from("one\ntwo\nSi\uFFFDn"), 3],
    ["a letter cut off at the end", Buffer.from("Siô").subarray(0, 3), 1],
    ["UTF-16 without a mark", Buffer.from("one", "utf16le"), 1],
    ["UTF-16 with half a character", Buffer.from("\uFEFFa\ud800b", "utf16le"), 1],
    ["UTF-16 that is cut off", Buffer.from("\uFEFFone", "utf16le").subarray(0, 5), 1],
    ["a NUL", Buffer.from("one\ntwo\0"), 2],
    ["half of a surrogate pair as three bytes", Buffer.from([0x61, 0xed, 0xa0, 0x80]), 1],
  ])("of %s are refused with the line and how to save the file", (_, bytes, line) => {
    expect(refusal(bytes)).toMatchObject({ line, message: expect.stringMatching(/Save the file as UTF-8/) });
  });
});
