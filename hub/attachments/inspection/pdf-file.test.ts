import { deflateRawSync, deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  append,
  makePdf,
  makePdfObjectStream,
  makePdfStream,
  makeRawPdfStream,
  makeZip,
} from "../../../test/helpers/example-files.ts";
import { inspectFile } from "./inspect-file.ts";

const outcome = (content: Uint8Array) => {
  const answer = inspectFile("Report.pdf", content);
  return answer.kind === "accepted" ? "accepted" : answer.code;
};
const SCRIPT = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";

describe("A PDF", () => {
  it("is accepted with links, packed objects and pictures", () => {
    expect(outcome(makePdf())).toBe("accepted");
    expect(outcome(makePdf(["<< /Type /Annot /A << /S /URI /URI (https://www.example.org/) >> >>"]))).toBe("accepted");
    expect(
      outcome(
        makePdf([
          makePdfObjectStream("<< /Type /Font >>", "<< /Type /Annot >>"),
          makePdfStream("/Subtype /Image", "\0".repeat(5_000)),
        ]),
      ),
    ).toBe("accepted");
    const references = makePdfStream(
      "/Type /XRef /W [1 2 1] /DecodeParms << /Predictor 12 /Columns 4 >>",
      "\x02\0\0\0\xFF\x02\x01\0\x10\0",
    );
    expect(outcome(makePdf([makePdfObjectStream("<< /Type /Font >>"), references]))).toBe("accepted");
  });

  it.each([
    ["a script", SCRIPT],
    ["a script with its name in codes", "<< /S /J#61va#53cript /JS 12 0 R >>"],
    ["a script with its whole name in codes", "<< /S /#4a#61#76#61#53#63#72#69#70#74 >>"],
    ["a script in the action of a rendition", "<< /S /Whatever /JS (app.alert\\(1\\)) >>"],
    ["an action that starts a program", "<< /S /Launch /F (cmd.exe) >>"],
    ["another file", "<< /Type /EmbeddedFile >>"],
    ["other files in its catalog", "<< /Names << /EmbeddedFiles << >> >> >>"],
    ["a file that only a specification names", "<< /Type /Filespec /EF << /F 9 0 R >> >>"],
    ["a file as an annotation", "<< /Subtype /FileAttachment >>"],
    ["video and sound", "<< /Subtype /RichMedia >>"],
    ["a form of XFA", "<< /AcroForm << /XFA 9 0 R >> >>"],
    ["a form that sends its data", "<< /S /SubmitForm /F (https://www.example.org/) >>"],
    ["an action that goes to another file within", "<< /S /GoToE >>"],
  ])("is refused with %s, also in a packed object and in data that no place leads to", (_, object) => {
    expect(outcome(makePdf([object]))).toBe("FILE_ACTIVE");
    expect(outcome(makePdf([makePdfObjectStream("<< /Type /Font >>", object)]))).toBe("FILE_ACTIVE");
    const inside = Buffer.from(`9 0 obj ${object} endobj`);
    if (!/\/(?:EF|JS) /.test(object) || /JavaScript/.test(object))
      expect(outcome(makePdf([makeRawPdfStream("", inside)]))).toBe("FILE_ACTIVE");
  });

  it("is refused with a script in packed objects whose stream does not say so", () => {
    const packed = deflateSync(Buffer.from(`  \n10 0 11 3 <<>> ${SCRIPT}`));
    const other = makePdfObjectStream("<< /Type /Font >>");
    for (const data of [
      packed,
      deflateSync(Buffer.from(`\0\0${"\n".repeat(3_000)}10 0 ${SCRIPT}`)),
      deflateSync(Buffer.from(`% 1\n10 0 ${SCRIPT}`)),
    ])
      expect(outcome(makePdf([other, makeRawPdfStream("/Filter /FlateDecode", data)]))).toBe("FILE_ACTIVE");
    // Programs ignore the checksum at the end.
    const withoutChecksum = Buffer.concat([packed.subarray(0, -4), Buffer.from("abcd")]);
    expect(outcome(makePdf([other, makeRawPdfStream("/Filter /FlateDecode", withoutChecksum)]))).toBe("FILE_ACTIVE");
    // Stored data may contain the word that ends a stream.
    const stored = deflateRawSync(Buffer.from(`10 0 (endstream) ${SCRIPT}`), { level: 0 });
    expect(
      outcome(makePdf([other, makeRawPdfStream("/Filter /FlateDecode", Buffer.concat([Buffer.from("78da", "hex"), stored]))])),
    ).toBe("FILE_ACTIVE");
  });

  it("is refused with objects packed in a way that cannot be checked", () => {
    const packed = deflateSync(Buffer.from(`10 0 ${SCRIPT}`));
    const other = makePdfObjectStream("<< /Type /Font >>");
    const hex = makeRawPdfStream(
      "/Type /ObjStm /N 1 /First 5 /Filter [/ASCIIHexDecode /FlateDecode]",
      `${packed.toString("hex")}>`,
    );
    expect(outcome(makePdf([hex]))).toBe("FILE_DAMAGED");
    expect(outcome(makePdf([other, makeRawPdfStream("/Filter /#4CZWDecode", "\x80\x0B\x60")]))).toBe("FILE_DAMAGED");
    const predicted = makePdfStream("/Type /ObjStm /N 1 /First 5 /DecodeParms << /Predictor 2 >>", "1\xFF");
    expect(outcome(makePdf([predicted]))).toBe("FILE_DAMAGED");
    expect(outcome(makePdf([other, makePdfStream("/N 1 /First 5", "\x0210 0 << /S")]))).toBe("FILE_DAMAGED");
    const cut = makeRawPdfStream("/Filter /FlateDecode", Buffer.concat([packed.subarray(0, -12), Buffer.alloc(40, 0xff)]));
    expect(outcome(makePdf([other, cut]))).toBe("FILE_DAMAGED");
  });

  it("is refused if it is encrypted", () => {
    expect(outcome(makePdf([], "/Encrypt 9 0 R"))).toBe("FILE_ENCRYPTED");
    expect(outcome(makePdf([makePdfStream("/Type /XRef /#45ncrypt 9 0 R", "")]))).toBe("FILE_ENCRYPTED");
  });

  it("is refused if it is an archive too, or is cut off", () => {
    expect(outcome(append(makePdf(), makeZip({ "run.exe": "MZ" })))).toBe("FILE_ACTIVE");
    expect(outcome(makePdf().subarray(0, 300))).toBe("FILE_DAMAGED");
    expect(outcome(new Uint8Array(Buffer.from("%PDF-1.7\nnothing")))).toBe("FILE_DAMAGED");
  });

  it("is inspected quickly, even if it unpacks to much more or has a million streams", () => {
    const bomb = deflateSync(Buffer.alloc(40_000_000, "1 "), { level: 1 });
    expect(outcome(makePdf([makePdfObjectStream("<< /Type /Font >>"), makeRawPdfStream("/Filter /FlateDecode", bomb)]))).toBe(
      "FILE_TOO_LARGE",
    );
    const many = `/ObjStm ${"stream\nx\x9C\x01".repeat(900_000)}`;
    expect(outcome(makePdf([many]))).toBe("FILE_DAMAGED");
    const names = "/J#61".repeat(1_900_000);
    expect(outcome(makePdf([names]))).toBe("accepted");
  });
});
