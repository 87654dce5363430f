import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { ACCEPTED_FILES, FILE_TYPES, MAX_FILE_BYTES } from "../../../reference/accepted-files.ts";
import * as files from "../../../test/helpers/example-files.ts";
import { inspectFile } from "./inspect-file.ts";
import { UPLOAD_PROBLEM_CODES } from "./upload-problem.ts";

const text = (content: string) => new Uint8Array(Buffer.from(content));
const examples = {
  pdf: files.makePdf(),
  docx: files.makeDocx(),
  xlsx: files.makeXlsx(),
  csv: text("Measure,Value\nChildren in care,-12\n"),
  png: files.makePng(),
  jpeg: files.makeJpeg(),
  gif: files.makeGif(),
};

describe("An uploaded file", () => {
  it.each(FILE_TYPES)("is accepted as %s with each of its extensions, whatever their case", (type) => {
    for (const extension of ACCEPTED_FILES[type].extensions)
      for (const name of [`Report.${extension}`, `Report.${extension.toUpperCase()}`])
        expect(inspectFile(`C:\\work\\${name}`, examples[type])).toEqual({ kind: "accepted", name, type });
  });

  it("is refused under the extension of every other type", () => {
    for (const type of FILE_TYPES)
      for (const other of FILE_TYPES.filter((one) => one !== type))
        expect(inspectFile(`Report.${ACCEPTED_FILES[other].extensions[0]}`, examples[type]), `${type} as ${other}`).toMatchObject(
          {
            kind: "refused",
            code: "FILE_NOT_AS_NAMED",
          },
        );
  });

  it("is refused with what to do about its name or its type", () => {
    expect(inspectFile("Report.docx", examples.pdf)).toMatchObject({
      message: "The file is a PDF, but its name ends in .docx. Change the end of its name to .pdf, and upload it again.",
    });
    expect(inspectFile("Report.xlsx", text("nothing"))).toMatchObject({
      message: "The file is not an Excel workbook, although its name says so. Save it as .xlsx, and upload it again.",
    });
  });

  it.each([
    ["page.html", "<html><script>alert(1)</script>"],
    ["picture.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"],
    ["data.xml", "<?xml version='1.0'?><a/>"],
    ["run.js", "alert(1)"],
    ["run.bat", "del *"],
    ["Report.pdf.exe", "MZ"],
    ["all.zip", "PK\x03\x04"],
    ["letter.docm", "PK\x03\x04"],
    ["letter", "%PDF-1.7"],
    ["constructor", "x"],
    ["__proto__.toString", "x"],
  ])("is refused with the name %s", (name, content) => {
    expect(inspectFile(name, text(content))).toMatchObject({ kind: "refused", code: "FILE_TYPE_NOT_ACCEPTED" });
  });

  it("is refused under any name if it is a page, a picture with scripts, a program, or another archive", () => {
    const others = [
      "<!doctype html><script>alert(1)</script>",
      "\uFEFF  \n<html>",
      "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
      "<?xml version='1.0'?><a/>",
      "#!/bin/sh\nrm -rf /\n",
      "MZ\x90\0\x03\0\0\0",
      "\x7FELF\x02\x01\x01\0",
      "Rar!\x1A\x07\0",
      "7z\xBC\xAF\x27\x1C\0\x04",
      "\x1F\x8B\x08\0",
      "MIME-Version: 1.0\nContent-Type: multipart/related\n",
      "ID;PWXL;N;E\nC;Y1;X1;E1+1\n",
    ];
    const isLatin = (other: string) => !other.startsWith("\uFEFF");
    for (const other of others)
      for (const type of FILE_TYPES)
        for (const bytes of [text(other), ...(isLatin(other) ? [new Uint8Array(Buffer.from(other, "latin1"))] : [])])
          expect(inspectFile(`Report.${ACCEPTED_FILES[type].extensions[0]}`, bytes), JSON.stringify(other)).toMatchObject({
            code: "FILE_NOT_AS_NAMED",
          });
    const archive = zipSync({ "run.exe": text("MZ") });
    for (const type of FILE_TYPES)
      expect(inspectFile(`Report.${ACCEPTED_FILES[type].extensions[0]}`, archive)).toMatchObject({ code: "FILE_NOT_AS_NAMED" });
  });

  it("is refused if it is empty or larger than 10 MB", () => {
    expect(inspectFile("Report.pdf", new Uint8Array())).toMatchObject({ code: "FILE_EMPTY" });
    const longest = new Uint8Array(MAX_FILE_BYTES).fill(0x61);
    expect(inspectFile("Table.csv", longest)).toMatchObject({ kind: "accepted" });
    expect(inspectFile("Table.csv", new Uint8Array(MAX_FILE_BYTES + 1).fill(0x61))).toMatchObject({ code: "FILE_TOO_LARGE" });
  });

  it("is accepted if its bytes are a view into a larger buffer", () => {
    for (const type of FILE_TYPES) {
      const larger = new Uint8Array(examples[type].length + 200).fill(0x50);
      larger.set(examples[type], 100);
      const content = larger.subarray(100, 100 + examples[type].length);
      expect(inspectFile(`Report.${ACCEPTED_FILES[type].extensions[0]}`, content)).toMatchObject({ kind: "accepted", type });
    }
  });

  const isAnswer = (name: string, content: Uint8Array) => {
    const answer = inspectFile(name, content);
    if (answer.kind === "accepted") return;
    expect(UPLOAD_PROBLEM_CODES).toContain(answer.code);
    expect(answer.message).toMatch(/^[A-Z].*\.$/);
  };

  it("gets an answer, and never an error, whatever its bytes are", () => {
    const starts = ["", "%PDF-1.7\n", "PK\x03\x04", "GIF89a", "\xFF\xD8\xFF", "\x89PNG\r\n\x1A\n", "\xFF\xFE"];
    fc.assert(
      fc.property(
        fc.constantFrom(...FILE_TYPES),
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 2_000 }),
        (type, start, rest) =>
          isAnswer(`Report.${ACCEPTED_FILES[type].extensions[0]}`, files.append(Buffer.from(start, "latin1"), rest)),
      ),
      { numRuns: 500 },
    );
  });

  it("gets an answer, and never an error, when bytes of a real one are changed, left out or repeated", () => {
    const rich = {
      ...examples,
      pdf: files.makePdf([files.makePdfObjectStream("<< /Type /Font >>", "<< /Type /Annot >>")]),
      docx: files.makeDocx({ parts: { "word/embeddings/Figures.xlsx": files.makeXlsx() } }),
    };
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.uint8Array({ maxLength: 8 }),
      length: fc.nat(40),
    });
    fc.assert(
      fc.property(fc.constantFrom(...FILE_TYPES), fc.array(change, { minLength: 1, maxLength: 4 }), (type, changes) => {
        let content: Uint8Array = rich[type];
        for (const { at, bytes, length } of changes) {
          const from = Math.floor(at * content.length);
          content = files.append(
            files.append(content.subarray(0, from), bytes),
            content.subarray(Math.min(content.length, from + length)),
          );
        }
        isAnswer(`Report.${ACCEPTED_FILES[type].extensions[0]}`, content);
      }),
      { numRuns: 1_000 },
    );
  });
});
