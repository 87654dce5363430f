import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_FILE_NAME_LENGTH, makeFileNameSafe } from "./file-name.ts";

describe("The name of an uploaded file", () => {
  it.each([
    ["Letter of 3 May.pdf", "Letter of 3 May.pdf"],
    ["C:\\Users\\ines\\Desktop\\Letter.pdf", "Letter.pdf"],
    ["../../../etc/Letter.pdf", "Letter.pdf"],
    ["...Letter.pdf", "Letter.pdf"],
    ["Letter\r\n\t 1.pdf", "Letter 1.pdf"],
    ["Letter\0.pdf", "Letter.pdf"],
    ["Letter\u202Efdp.pdf", "Letterfdp.pdf"],
    ["Let\u200Bter\u00AD.pdf", "Letter.pdf"],
    ["Letter \u202E 1.pdf", "Letter 1.pdf"],
    ["Cafe\u0301.pdf", "Café.pdf"],
    ["Report.exe.PDF", "Report.exe.PDF"],
    ['a<b>:"c|?*.pdf', "a_b___c___.pdf"],
    ["Letter.pdf. . .", "Letter.pdf"],
    [".pdf", "pdf"],
    ["..", "file"],
    ["", "file"],
    ["CON.pdf", "_CON.pdf"],
    ["lpt1.old.pdf", "_lpt1.old.pdf"],
    ["\uD800Letter.pdf", "Letter.pdf"],
  ])("%j becomes %j", (given, safe) => {
    expect(makeFileNameSafe(given).name).toBe(safe);
  });

  it("keeps its extension when it is cut, and no character is cut in two", () => {
    const { name, extension } = makeFileNameSafe(`${"é🏛️".repeat(100)}.xlsx`);
    expect(name.length).toBeLessThanOrEqual(MAX_FILE_NAME_LENGTH);
    expect(name.length).toBeGreaterThan(MAX_FILE_NAME_LENGTH - 5);
    expect(name).toMatch(/(?:é|🏛️)\.xlsx$/u);
    expect(extension).toBe("xlsx");
  });

  it("is safe whatever was given, and stays as it is if it is made safe again", () => {
    const names = fc.oneof(
      fc.uint16Array({ maxLength: 400 }).map((codes) => String.fromCharCode(...codes)),
      fc.string({
        unit: fc.constantFrom(".", " ", "/", "\\", "\u202E", "\0", "a", "é", "e\u0301", "pdf", "CON"),
        maxLength: 300,
      }),
    );
    fc.assert(
      fc.property(names, (given) => {
        const { name } = makeFileNameSafe(given);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(MAX_FILE_NAME_LENGTH);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\]|^[. ]|[. ]$/u);
        expect(name).toBe(name.normalize("NFC"));
        expect(makeFileNameSafe(name).name).toBe(name);
      }),
    );
  });

  it("of a megabyte is made safe quickly", () => {
    const started = process.cpuUsage().user;
    makeFileNameSafe(`${". ".repeat(500_000)}a.pdf`);
    makeFileNameSafe(`${"\u0301".repeat(1_000_000)}.pdf`);
    expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
  });
});
