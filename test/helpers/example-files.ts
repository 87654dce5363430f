// Makes small files of each accepted type, with invented content and with what a test adds to them.
import { crc32, deflateSync } from "node:zlib";
import { strToU8, type ZipOptions, zipSync } from "fflate";

const concatenate = (...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part))));

/** `objects`: the text of further objects, without `obj` and `endobj`. `trailer`: further entries of its dictionary. */
export function makePdf(objects: readonly (string | Uint8Array)[] = [], trailer = ""): Uint8Array {
  const all = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
    makePdfStream("", "BT /F1 12 Tf (Inspection report of Wendlehaugh) Tj ET"),
    ...objects,
  ];
  let body = concatenate("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
  const places = all.map((object, index) => {
    const at = body.length;
    body = concatenate(body, `${index + 1} 0 obj\n`, object, "\nendobj\n");
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const size = all.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join("")}`;
  return concatenate(body, table, `trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${body.length}\n%%EOF\n`);
}

/** A stream whose data is as given. */
export const makeRawPdfStream = (dictionary: string, data: Uint8Array | string): Uint8Array =>
  concatenate(`<< ${dictionary} /Length ${data.length} >>\nstream\n`, data, "\nendstream");

export const makePdfStream = (dictionary: string, text: string): Uint8Array =>
  makeRawPdfStream(`${dictionary} /Filter /FlateDecode`, deflateSync(Buffer.from(text, "latin1")));

/** A stream that contains objects. */
export const makePdfObjectStream = (...objects: readonly string[]): Uint8Array => {
  let offset = 0;
  const pairs = objects.map((object, index) => {
    const pair = `${10 + index} ${offset}`;
    offset += object.length + 1;
    return pair;
  });
  const first = `${pairs.join(" ")} `;
  return makePdfStream(`/Type /ObjStm /N ${objects.length} /First ${first.length}`, first + objects.join("\n"));
};

export const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";
export const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export type Parts = Readonly<Record<string, string | Uint8Array>>;

export const makeZip = (parts: Parts, options: ZipOptions = {}): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, content]) => [name, typeof content === "string" ? strToU8(content) : content]),
    ),
    options,
  );

export const writeRelationships = (
  ...relationships: readonly { readonly type: string; readonly target: string; readonly external?: boolean }[]
): string =>
  `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relationships
    .map(
      ({ type, target, external }, index) =>
        `<Relationship Id="rId${index + 1}" Type="${type.includes(":") ? type : `${RELATIONSHIPS}/${type}`}" Target="${target}"${external ? ' TargetMode="External"' : ""}/>`,
    )
    .join("")}</Relationships>`;

/** `overrides`: name of a part -> its content type. Parts with the extensions xml, rels, png and xlsx have default types. */
export const writeContentTypes = (overrides: Readonly<Record<string, string>>): string =>
  `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="xlsx" ContentType="${EXCEL}.sheet"/>${Object.entries(
    overrides,
  )
    .map(([name, type]) => `<Override PartName="/${name}" ContentType="${type}"/>`)
    .join("")}</Types>`;

type Additions = { readonly parts?: Parts; readonly types?: Readonly<Record<string, string>>; readonly body?: string };

export const wordBody = (content: string): string =>
  `${HEAD}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${content}</w:body></w:document>`;

export function docxParts({
  parts = {},
  types = {},
  body = "<w:p><w:r><w:t>Letter to the council</w:t></w:r></w:p>",
}: Additions = {}): Parts {
  return {
    "[Content_Types].xml": writeContentTypes({ "word/document.xml": `${WORD}.document.main+xml`, ...types }),
    "_rels/.rels": writeRelationships({ type: "officeDocument", target: "word/document.xml" }),
    "word/document.xml": wordBody(body),
    "word/_rels/document.xml.rels": writeRelationships({ type: "hyperlink", target: "https://www.example.org/", external: true }),
    ...parts,
  };
}
export const makeDocx = (additions: Additions = {}): Uint8Array => makeZip(docxParts(additions));

function xlsxParts({ parts = {}, types = {}, body = "" }: Additions = {}): Parts {
  return {
    "[Content_Types].xml": writeContentTypes({
      "xl/workbook.xml": `${EXCEL}.sheet.main+xml`,
      "xl/worksheets/sheet1.xml": `${EXCEL}.worksheet+xml`,
      ...types,
    }),
    "_rels/.rels": writeRelationships({ type: "officeDocument", target: "xl/workbook.xml" }),
    "xl/workbook.xml": `${HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${body}<sheets><sheet name="Budget" sheetId="1" r:id="rId1" xmlns:r="${RELATIONSHIPS}"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": writeRelationships({ type: "worksheet", target: "worksheets/sheet1.xml" }),
    "xl/worksheets/sheet1.xml": `${HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><f>SUM(1,2)</f><v>3</v></c></row></sheetData></worksheet>`,
    ...parts,
  };
}
export const makeXlsx = (additions: Additions = {}): Uint8Array => makeZip(xlsxParts(additions));

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = concatenate(type, data);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length);
  frame.writeUInt32BE(crc32(body), 4);
  return concatenate(frame.subarray(0, 4), body, frame.subarray(4));
}

export function makePng({ width = 1, height = 1 } = {}): Uint8Array {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  const data = pngChunk("IDAT", deflateSync(Buffer.from([0, 255])));
  return concatenate("\x89PNG\r\n\x1A\n", pngChunk("IHDR", header), data, pngChunk("IEND", new Uint8Array()));
}

/** One pixel. */
export const makeGif = (): Uint8Array =>
  new Uint8Array(Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"));

/** One pixel. */
export const makeJpeg = (): Uint8Array =>
  new Uint8Array(
    Buffer.from(
      "FFD8FFDB004300030202020202030202020303030304060404040404080606050609080A0A090809090A0C0F0C0A0B0E0B09090D110D0E0F101011100A0C12131210130F101010FFC9000B080001000101011100FFCC000600101005FFDA0008010100003F00D2CF20FFD9",
      "hex",
    ),
  );

/** No whole document: its signature, and the name of the stream that contains the encrypted content. */
export const makeEncryptedOfficeFile = (): Uint8Array =>
  concatenate(
    "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    new Uint8Array(504),
    new Uint8Array(Buffer.from("EncryptedPackage", "utf16le")),
    new Uint8Array(512),
  );

export const makeOldOfficeFile = (): Uint8Array => concatenate("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", new Uint8Array(1_024));

export const append = (content: Uint8Array, more: Uint8Array | string): Uint8Array => concatenate(content, more);
