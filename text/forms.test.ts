import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseText, searchForm, searchWords } from "./forms.ts";

const SOFT_HYPHEN = "\u00AD";
const ZERO_WIDTH_SPACE = "\u200B";
const BYTE_ORDER_MARK = "\uFEFF";

describe("text as it is stored", () => {
  it("composes letters that were written in two characters", () => {
    expect(normaliseText("Cafe\u0301 Llanelwy\u0302")).toBe("Café Llanelwŷ");
  });

  it("has one kind of line end", () => {
    expect(normaliseText("one\r\ntwo\rthree\nfour")).toBe("one\ntwo\nthree\nfour");
  });

  it.each([
    ["a soft hyphen", `over${SOFT_HYPHEN}spend`],
    ["a zero-width space", `over${ZERO_WIDTH_SPACE}spend`],
    ["a word joiner", "over\u2060spend"],
    ["a joiner between Latin letters", "over\u200Dspend"],
    ["a variation selector after a Latin letter", "over\uFE0Fspend"],
    ["an override of direction", "\u202Eoverspend\u202C"],
    ["a byte order mark", `${BYTE_ORDER_MARK}overspend`],
    ["hidden tag characters", "over\u{E0061}\u{E0062}spend"],
  ])("leaves out %s", (_, text) => {
    expect(normaliseText(text)).toBe("overspend");
  });

  it.each([
    ["a joined emoji", "👩\u200D🏫"],
    ["a joined emoji with a skin tone and a variation selector", "👩🏽\u200D⚖\uFE0F"],
    ["the flag of England", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"],
    ["a keycap", "1\uFE0F\u20E3"],
    ["a Persian word with a non-joiner", "می\u200Cخواهم"],
    ["a no-break space", "£5\u00A0million"],
  ])("keeps %s", (_, text) => {
    expect(normaliseText(text)).toBe(text);
  });

  it("limits the number of marks on a letter, because sorting thousands would take seconds", () => {
    const marks = "\u0301\u0327";
    expect(normaliseText(`a${marks.repeat(5_000)}`)).toBe(normaliseText(`a${marks.repeat(15)}`));
    expect(searchForm(`a${marks.repeat(5_000)}b`)).toBe("ab");
  });

  it("is empty if no character is visible, whatever the number of characters", () => {
    for (const one of ["\u200B", "\u00AD", "\u200D", "\uFE0F", "\u{E0000}"])
      for (const many of [1, 2, 3]) expect(normaliseText(one.repeat(many))).toBe("");
  });

  it("is the same when it is made again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const once = normaliseText(text);
        expect(normaliseText(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});

describe("text as it is searched", () => {
  it.each([
    ["letters written in two ways", "Café", "Cafe\u0301"],
    ["diacritics", "Café", "cafe"],
    ["invisible characters", "overspend", `over${ZERO_WIDTH_SPACE}sp${SOFT_HYPHEN}end${BYTE_ORDER_MARK}`],
    ["capitals outside ASCII", "ÉLAN ŴYE ΣΊΣΥΦΟΣ", "élan ŵye σίσυφος"],
    ["a sharp s", "Straße", "STRASSE"],
    ["ligatures and full-width letters", "ﬁnance ＡＢＣ", "finance abc"],
    ["a dotted capital I", "İstanbul", "istanbul"],
  ])("does not tell %s apart", (_, one, other) => {
    expect(searchForm(one)).toBe(searchForm(other));
  });

  it("tells vowels of scripts apart that write them as marks", () => {
    expect(searchForm("कि")).not.toBe(searchForm("कु"));
  });

  it("is the same of a text and of the text as it is stored, and when it is made again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const form = searchForm(text);
        expect(searchForm(form)).toBe(form);
        expect(searchWords(normaliseText(text))).toEqual(searchWords(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it("has words of letters and digits in a row", () => {
    expect(searchWords("The council’s 2025-26 budget, over­spent by £3m.")).toEqual([
      "the",
      "council",
      "s",
      "2025",
      "26",
      "budget",
      "overspent",
      "by",
      "3m",
    ]);
  });
});
