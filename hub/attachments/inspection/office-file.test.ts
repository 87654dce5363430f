import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import {
  append,
  docxParts,
  EXCEL,
  makeDocx,
  makeEncryptedOfficeFile,
  makeOldOfficeFile,
  makeXlsx,
  makeZip,
  type Parts,
  WORD,
  wordBody,
  writeContentTypes,
  writeRelationships,
} from "../../../test/helpers/example-files.ts";
import { inspectFile } from "./inspect-file.ts";

const outcomeOf = (name: string) => (content: Uint8Array) => {
  const answer = inspectFile(name, content);
  return answer.kind === "accepted" ? "accepted" : answer.code;
};
const docx = outcomeOf("Letter.docx");
const xlsx = outcomeOf("Budget.xlsx");
const withRelationship = (type: string, target: string, external = true) =>
  makeDocx({ parts: { "word/_rels/settings.xml.rels": writeRelationships({ type, target, external }) } });
const instruction = (...pieces: readonly string[]) =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r>${pieces.map((piece) => `<w:r><w:instrText xml:space="preserve">${piece}</w:instrText></w:r>`).join("")}<w:r><w:fldChar w:fldCharType="separate"/></w:r>`;

describe("A document of Office", () => {
  it("is accepted with pictures, links, fields, settings of printers and the figures of charts", () => {
    const parts: Parts = {
      "word/media/image1.png": strToU8("\x89PNG"),
      "word/embeddings/Microsoft_Excel_Sheet1.xlsx": makeXlsx(),
      "word/charts/_rels/chart1.xml.rels": writeRelationships({
        type: "package",
        target: "../embeddings/Microsoft_Excel_Sheet1.xlsx",
      }),
      "word/printerSettings1.bin": strToU8("printer"),
    };
    const types = { "word/printerSettings1.bin": `${WORD}.printerSettings` };
    expect(
      docx(makeDocx({ parts, types, body: instruction(' HYPERLINK "https://www.example.org/dde" ') + instruction("PAGE") })),
    ).toBe("accepted");
    expect(xlsx(makeXlsx())).toBe("accepted");
    expect(docx(withRelationship("attachedTemplate", "file:///C:\\Templates\\Letter.dotx"))).toBe("accepted");
    expect(docx(withRelationship("hyperlink", "mailto:ines@example.org"))).toBe("accepted");
    expect(docx(withRelationship("hyperlink", "Annex%20A.docx"))).toBe("accepted");
    expect(
      docx(
        zipSync(Object.fromEntries(Object.entries(docxParts()).map(([name, text]) => [name, strToU8(String(text))])), {
          level: 0,
        }),
      ),
    ).toBe("accepted");
  });

  it("is accepted if its archive was written as a stream, with the sizes of each part after its data", () => {
    const sizesAfter = withDescriptors(docxParts());
    expect(docx(sizesAfter)).toBe("accepted");
    expect(docx(withDescriptors(docxParts({ body: instruction("DDEAUTO c:\\\\cmd.exe") })))).toBe("FILE_ACTIVE");
  });

  it.each([
    [
      "macros",
      { parts: { "word/vbaProject.bin": "x" }, types: { "word/vbaProject.bin": "application/vnd.ms-office.vbaProject" } },
    ],
    [
      "macros under another name",
      { parts: { "word/data.xml": "x" }, types: { "word/data.xml": "application/vnd.ms-office.vbaProject" } },
    ],
    [
      "controls",
      {
        parts: { "word/activeX/activeX1.xml": "<a/>" },
        types: { "word/activeX/activeX1.xml": "application/vnd.ms-office.activeX+xml" },
      },
    ],
    [
      "an object",
      {
        parts: { "word/embeddings/oleObject1.bin": "x" },
        types: { "word/embeddings/oleObject1.bin": "application/vnd.openxmlformats-officedocument.oleObject" },
      },
    ],
    ["an object without a type", { parts: { "word/embeddings/object1.bin": "x" } }],
    ["an object named a picture", { parts: { "word/media/image1.png": makeOldOfficeFile() } }],
    ["a program", { parts: { "word/media/run.exe": "MZ" } }],
    ["a program named a picture", { parts: { "word/media/image1.png": "MZ\x90" } }],
    ["an archive named a picture", { parts: { "word/media/image1.png": makeDocx() } }],
    ["an archive", { parts: { "word/all.zip": makeZip({ a: "b" }) } }],
    ["a document of the same kind", { parts: { "word/embeddings/Other.docx": makeDocx() } }],
    ["a page", { parts: { "word/page.html": "<html/>" } }],
    ["a page named otherwise", { parts: { "word/page.xml": "<html/>" }, types: { "word/page.xml": "text/html" } }],
  ])("is refused with %s", (_, additions) => {
    expect(docx(makeDocx(additions as Parameters<typeof makeDocx>[0]))).toBe("FILE_ACTIVE");
  });

  it("is refused with macros also where the document itself says so", () => {
    const parts = {
      ...docxParts(),
      "[Content_Types].xml": writeContentTypes({ "word/document.xml": "application/vnd.ms-word.document.macroEnabled.main+xml" }),
    };
    expect(inspectFile("Letter.docx", makeZip(parts))).toEqual({
      kind: "refused",
      code: "FILE_ACTIVE",
      message: "The file contains macros. Save it without them, as .docx or .xlsx, and upload it again.",
    });
    const sheet = {
      parts: { "xl/macrosheets/sheet1.xml": "<a/>" },
      types: { "xl/macrosheets/sheet1.xml": "application/vnd.ms-excel.macrosheet+xml" },
    };
    expect(xlsx(makeXlsx(sheet))).toBe("FILE_ACTIVE");
  });

  it.each([
    ["attachedTemplate", "https://www.example.org/letter.dotm"],
    ["attachedTemplate", "\\\\server\\letter.dotm"],
    ["attachedTemplate", "file://server/letter.dotm"],
    ["http://purl.oclc.org/ooxml/officeDocument/relationships/attachedTemplate", "https://www.example.org/letter.dotm"],
    ["oleObject", "mhtml:https://www.example.org/a.html!x-usc:https://www.example.org/a.html"],
    ["oleObject", "C:\\cmd.exe"],
    ["frame", "https://www.example.org/"],
    ["subDocument", "other.docx"],
    ["image", "https://www.example.org/picture.png"],
    ["image", "//server/picture.png"],
    ["image", "%5C%5Cserver%5Cpicture.png"],
    ["hyperlink", "javascript:alert(1)"],
    ["hyperlink", "java&#10;script:alert(1)"],
    ["hyperlink", "ms-msdt:/id"],
    ["anything", "https://www.example.org/"],
  ])("is refused with a relationship of the type %s to %s", (type, target) => {
    expect(docx(withRelationship(type, target))).toBe("FILE_ACTIVE");
  });

  it.each(["oleObject", "aFChunk", "frame", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "control"])(
    "is refused with a relationship of the type %s to a part of its own",
    (type) => {
      expect(docx(withRelationship(type, "part.xml", false))).toBe("FILE_ACTIVE");
    },
  );

  it("is refused with a relationship that hides how it is written", () => {
    const template = '<Relationship Id="a" Type="x/attachedTemplate" Target="https://www.example.org/a.dotm"';
    const utf16 = Buffer.from(`\uFEFF<Relationships>${template} TargetMode="External"/></Relationships>`, "utf16le");
    const written = [
      `<r:Relationships>${template.replace("<", "<r:")} TargetMode = 'External' ></r:Relationship></r:Relationships>`,
      `<Relationships>${template} TargetMode="&#69;xternal"/></Relationships>`,
      `<Relationships><!-- > -->${template} a=">" TargetMode="External"/></Relationships>`,
      new Uint8Array(utf16),
    ];
    for (const content of written) expect(docx(makeDocx({ parts: { "word/_rels/a.xml.rels": content } }))).toBe("FILE_ACTIVE");
    const faulty = [
      `<!DOCTYPE a [<!ENTITY e "External">]><Relationships>${template} TargetMode="&e;"/></Relationships>`,
      `<Relationships>${template} TargetMode="&e;"/></Relationships>`,
      `<Relationships>${template} TargetMode="Internal" x:TargetMode="External"/></Relationships>`,
      `<?xml version="1.0" encoding="utf-7"?><Relationships>${template}/></Relationships>`,
      new Uint8Array(utf16.subarray(2)),
      `<Relationships>${template}`,
    ];
    for (const content of faulty) expect(docx(makeDocx({ parts: { "word/_rels/a.xml.rels": content } }))).toBe("FILE_DAMAGED");
  });

  it.each([
    ["a field that starts a program", instruction("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe &quot;/k calc&quot;")],
    ["such a field in pieces", instruction(" D", "D", "E c:\\\\cmd.exe")],
    ["such a field in codes", instruction("&#68;&#x44;e cmd")],
    ["such a field as a section", instruction("<![CDATA[DDE cmd]]>")],
    ["such a field that is short", '<w:fldSimple w:instr=" ddeauto cmd"/>'],
    ["such a field under another prefix", '<x:instrText xmlns:x="w">DDE cmd</x:instrText>'],
    ["a link to another program", instruction("LINK Excel.Sheet.12 c:\\\\a.xlsx")],
    ["a picture from elsewhere", instruction("INCLUDEPICTURE &quot;https://www.example.org/a.png&quot;")],
    ["a text from a server", instruction("INCLUDETEXT &quot;\\\\\\\\server\\\\a.docx&quot;")],
    ["a page of another format", '<w:altChunk r:id="rId1"/>'],
    ["a video with a page of its own", '<wp15:webVideoPr embeddedHtml="&lt;script>"/>'],
  ])("is refused with %s, in its text and in a header", (_, body) => {
    expect(docx(makeDocx({ body }))).toBe("FILE_ACTIVE");
    const parts = { "word/header1.xml": wordBody(body) };
    expect(docx(makeDocx({ parts, types: { "word/header1.xml": `${WORD}.header+xml` } }))).toBe("FILE_ACTIVE");
  });

  it("is refused as a workbook that gets data from elsewhere by itself", () => {
    const part = (name: string, type: string, xml: string) =>
      makeXlsx({ parts: { [name]: xml }, types: { [name]: `${EXCEL}.${type}+xml` } });
    const external = (content: string) =>
      part("xl/externalLinks/externalLink1.xml", "externalLink", `<externalLink>${content}</externalLink>`);
    expect(xlsx(external("<externalBook/>"))).toBe("accepted");
    expect(xlsx(external('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'))).toBe("FILE_ACTIVE");
    expect(xlsx(external("<oleLink/>"))).toBe("FILE_ACTIVE");
    const connection = (attributes: string) =>
      part("xl/connections.xml", "connections", `<connections><connection id="1" ${attributes}/></connections>`);
    expect(xlsx(connection('refreshOnLoad="0"'))).toBe("accepted");
    expect(xlsx(connection('refreshOnLoad="1"'))).toBe("FILE_ACTIVE");
    expect(xlsx(connection('refreshOnLoad="true"'))).toBe("FILE_ACTIVE");
    expect(xlsx(connection('interval="5"'))).toBe("FILE_ACTIVE");
    expect(xlsx(makeXlsx({ body: '<workbookPr updateLinks="always"/>' }))).toBe("FILE_ACTIVE");
    expect(xlsx(makeXlsx({ body: '<workbookPr updateLinks="never"/>' }))).toBe("accepted");
    const toOther = writeRelationships({ type: "externalLinkPath", target: "file:///C:\\Budget.xlsx", external: true });
    expect(xlsx(makeXlsx({ parts: { "xl/externalLinks/_rels/externalLink1.xml.rels": toOther } }))).toBe("accepted");
  });

  it("is refused if an embedded workbook would be, or contains another one", () => {
    const withEmbedded = (workbook: Uint8Array) => makeDocx({ parts: { "word/embeddings/Figures.xlsx": workbook } });
    expect(docx(withEmbedded(makeXlsx({ body: '<workbookPr updateLinks="always"/>' })))).toBe("FILE_ACTIVE");
    expect(docx(withEmbedded(makeXlsx({ parts: { "xl/vbaProject.bin": "x" } })))).toBe("FILE_ACTIVE");
    expect(docx(withEmbedded(makeXlsx({ parts: { "xl/embeddings/Other.xlsx": makeXlsx() } })))).toBe("FILE_ACTIVE");
    expect(docx(withEmbedded(makeDocx()))).toBe("FILE_NOT_AS_NAMED");
    expect(docx(withEmbedded(makeEncryptedOfficeFile()))).toBe("FILE_ACTIVE");
  });

  it("is refused if it is encrypted, or of an older format", () => {
    expect(docx(makeEncryptedOfficeFile())).toBe("FILE_ENCRYPTED");
    expect(xlsx(makeEncryptedOfficeFile())).toBe("FILE_ENCRYPTED");
    expect(docx(makeOldOfficeFile())).toBe("FILE_NOT_AS_NAMED");
    expect(inspectFile("Budget.xlsx", makeOldOfficeFile())).toMatchObject({
      message: expect.stringContaining("as .xlsx in Office"),
    });
    const encrypted = Buffer.from(makeDocx());
    encrypted.writeUInt16LE(encrypted.readUInt16LE(6) | 1, 6);
    const listed = encrypted.indexOf("PK\x01\x02", 0, "latin1");
    encrypted.writeUInt16LE(encrypted.readUInt16LE(listed + 8) | 1, listed + 8);
    expect(docx(encrypted)).toBe("FILE_ENCRYPTED");
  });

  it("is refused if it is another archive", () => {
    for (const parts of [
      { "a.txt": "a" },
      { "[Content_Types].xml": writeContentTypes({}) },
      { mimetype: "application/vnd.oasis.opendocument.text" },
    ])
      expect(docx(makeZip(parts))).toBe("FILE_NOT_AS_NAMED");
    const template = {
      ...docxParts(),
      "[Content_Types].xml": writeContentTypes({ "word/document.xml": `${WORD}.template.main+xml` }),
    };
    expect(docx(makeZip(template))).toBe("FILE_NOT_AS_NAMED");
  });
});

describe("The archive of a document of Office is refused if programs would read it differently", () => {
  const listedAt = (archive: Buffer, name: string) => archive.lastIndexOf(name) - 46;
  const changed = (change: (archive: Buffer) => void, parts = docxParts()) => {
    const archive = Buffer.from(makeZip(parts));
    change(archive);
    return docx(archive);
  };

  it("with something before, after or between its parts", () => {
    expect(docx(append(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), makeDocx()))).toBe("FILE_DAMAGED");
    expect(docx(append(makeDocx(), "more"))).toBe("FILE_DAMAGED");
    const archive = Buffer.from(makeDocx());
    const directory = archive.indexOf("PK\x01\x02", 0, "latin1");
    const between = Buffer.concat([archive.subarray(0, directory), Buffer.from("between"), archive.subarray(directory)]);
    between.writeUInt32LE(directory + 7, between.length - 6);
    expect(docx(between)).toBe("FILE_DAMAGED");
  });

  it("with a part that only one of its two lists has, or has under another name or size", () => {
    expect(changed((archive) => archive.write("word/docXment.xml", archive.indexOf("word/document.xml")))).toBe("FILE_DAMAGED");
    expect(changed((archive) => archive.writeUInt32LE(5, listedAt(archive, "word/document.xml") + 24))).toBe("FILE_DAMAGED");
    expect(changed((archive) => archive.writeUInt32LE(5, listedAt(archive, "word/document.xml") + 16))).toBe("FILE_DAMAGED");
    expect(changed((archive) => archive.writeUInt32LE(0, listedAt(archive, "word/document.xml") + 42))).toBe("FILE_DAMAGED");
    expect(changed((archive) => archive.writeUInt16LE(archive.readUInt16LE(archive.length - 12) - 1, archive.length - 12))).toBe(
      "FILE_DAMAGED",
    );
    expect(changed((archive) => archive.writeUInt16LE(0xffff, archive.length - 12))).toBe("FILE_DAMAGED");
  });

  it("with two parts of one name, or with names that are no paths", () => {
    const renamed = (from: string, to: string) =>
      changed(
        (archive) => {
          for (let at = archive.indexOf(from); at >= 0; at = archive.indexOf(from, at + 1)) archive.write(to, at);
        },
        { ...docxParts(), "word/documenT.xm1": wordBody(""), "word/aaaaaaa.xml": "<a/>" },
      );
    expect(renamed("word/documenT.xm1", "word/documenT.xml")).toBe("FILE_DAMAGED");
    expect(renamed("word/aaaaaaa.xml", "../../../aaaaaa.xml")).toBe("FILE_DAMAGED");
    expect(renamed("word/aaaaaaa.xml", "/ord/aaaaaaa.xml")).toBe("FILE_DAMAGED");
    expect(renamed("word/aaaaaaa.xml", "word\\aaaaaaa.xml")).toBe("FILE_DAMAGED");
    expect(renamed("word/aaaaaaa.xml", "word/a\0aaaaa.xml")).toBe("FILE_DAMAGED");
  });

  it("and if it unpacks to too much, by what its lists say or by what comes out", () => {
    /** Both lists give the size. */
    const withSize = (name: string, size: number, parts: Parts) =>
      changed((archive) => {
        archive.writeUInt32LE(size, archive.indexOf(name) - 8);
        archive.writeUInt32LE(size, listedAt(archive, name) + 24);
      }, parts);
    expect(withSize("word/document.xml", 70_000_000, docxParts())).toBe("FILE_TOO_LARGE");
    expect(withSize("word/document.xml", 1_000, docxParts({ body: " ".repeat(5_000_000) }))).toBe("FILE_TOO_LARGE");
    expect(withSize("word/document.xml", 1_000, docxParts())).toBe("FILE_DAMAGED");
    const media = { ...docxParts(), "word/media/a.png": "a" };
    expect(withSize("word/media/a.png", 299_000_000, media)).toBe("accepted");
    expect(withSize("word/media/a.png", 300_000_001, media)).toBe("FILE_TOO_LARGE");
    const many = Object.fromEntries(Array.from({ length: 5_001 }, (_, index) => [`word/media/${index}.png`, "a"]));
    expect(
      docx(zipSync(Object.fromEntries(Object.entries(many).map(([name, text]) => [name, strToU8(text)])), { level: 0 })),
    ).toBe("FILE_TOO_LARGE");
  });
});

/** The same archive, as programs write it that do not know the size of a part before its end. */
function withDescriptors(parts: Parts): Uint8Array {
  const archive = Buffer.from(makeZip(parts));
  const end = archive.length - 22;
  const directory = archive.readUInt32LE(end + 16);
  const listed = Buffer.from(archive.subarray(directory, end));
  const written: Buffer[] = [];
  let moved = 0;
  for (let at = 0; at < listed.length; ) {
    const start = listed.readUInt32LE(at + 42);
    const length = listed.readUInt32LE(at + 20);
    const header = Buffer.from(
      archive.subarray(start, start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28)),
    );
    const sizes = Buffer.from(listed.subarray(at + 16, at + 28));
    header.writeUInt16LE(8, 6);
    header.fill(0, 14, 26);
    listed.writeUInt16LE(8, at + 8);
    listed.writeUInt32LE(start + moved, at + 42);
    const data = archive.subarray(start + header.length, start + header.length + length);
    written.push(header, data, Buffer.from("PK\x07\x08", "latin1"), sizes);
    moved += 16;
    at += 46 + listed.readUInt16LE(at + 28) + listed.readUInt16LE(at + 30) + listed.readUInt16LE(at + 32);
  }
  const last = Buffer.from(archive.subarray(end));
  last.writeUInt32LE(directory + moved, 16);
  return Buffer.concat([...written, listed, last]);
}
