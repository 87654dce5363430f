// A document or workbook of Office: an archive of parts. Each part has a content type, and relationships lead to others and to what is elsewhere.
import type { InflateBudget } from "./bounded-inflate.ts";
import { type ContentKind, kindOfContent } from "./content-kind.ts";
import { inspectOfficeXml } from "./office-active-xml.ts";
import { type ContentTypes, readContentTypes } from "./office-content-types.ts";
import { inspectRelationships } from "./office-relationships.ts";
import { FileRefused, notAsNamed } from "./upload-problem.ts";
import { decodeXml, readXml } from "./xml-tokens.ts";
import { readZip, startOf, unpack, type ZipEntry } from "./zip-archive.ts";

type OfficeType = "docx" | "xlsx";

/** Of all parts that are looked at, with those of embedded workbooks. */
const MAX_LOOKED_AT_BYTES = 60_000_000;
const MAX_EMBEDDED = 50;

const MAIN: Readonly<Record<OfficeType, string>> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
};
const CONTENT_TYPES = "[content_types].xml";
/** Content types of parts that run, or that contain another program's file. */
const ACTIVE_TYPE = /macro|vba|activex|oleobject|dialogsheet|html|rtf|javascript|msdownload|webextension|sheet\.binary/;
/** Parts in which what runs or loads by itself is written. The cells and texts of a workbook are not among them. */
const LOOKED_INTO = /wordprocessingml\.|spreadsheetml\.(?:sheet\.main|connections|externallink|querytable)\b/;
/** Pictures, fonts, and XML; `bin` only with one of the types below. */
const EXTENSIONS =
  /\.(?:xml|rels|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|emz|wmz|svg|wdp|ico|odttf|fntdata|ttf|psmdcp|sigs|psdsxs|cer|bin|xlsx)$/;
const HARMLESS_BINARY = /\.(?:printersettings|customproperty)$/;

/** Throws FileRefused. */
export function inspectOffice(content: Uint8Array, type: OfficeType): void {
  const budget = { left: MAX_LOOKED_AT_BYTES };
  const embedded = inspectPackage(content, type, budget);
  if (embedded.length > MAX_EMBEDDED) throw containsOther();
  // Charts keep their figures in a workbook. Such a workbook contains no others.
  for (const entry of embedded) if (inspectPackage(unpack(entry, budget), "xlsx", budget).length > 0) throw containsOther();
}

/** Returns the embedded workbooks. */
function inspectPackage(content: Uint8Array, type: OfficeType, budget: InflateBudget): readonly ZipEntry[] {
  if (kindOfContent(content) !== "zip") throw containsOther();
  const entries = readZip(content).filter(({ name }) => !name.endsWith("/"));
  const list = entries.find(({ name }) => name.toLowerCase() === CONTENT_TYPES);
  if (!list) throw notAsNamed(type);
  const types = readContentTypes(decodeXml(unpack(list, budget)));
  const parts = entries.filter((entry) => entry !== list);
  for (const { name } of parts) refusePart(name.toLowerCase(), types);
  const mains = parts.filter(({ name }) => /\.main\+xml$/.test(types.of(name)));
  if (mains.length !== 1 || types.of(mains[0]?.name ?? "") !== MAIN[type]) throw notAsNamed(type);
  for (const entry of parts) inspectPart(entry, types, budget);
  return parts.filter(({ name }) => isWorkbook(name));
}

const isWorkbook = (name: string): boolean => /\.xlsx$/i.test(name);

function refusePart(name: string, types: ContentTypes): void {
  const type = types.of(name);
  if (ACTIVE_TYPE.test(type) || /vbaproject|vbadata/.test(name)) throw hasMacros(type, name);
  if (!EXTENSIONS.test(name)) throw containsOther();
  if (name.endsWith(".bin") && !HARMLESS_BINARY.test(type)) throw containsOther();
}

function inspectPart(entry: ZipEntry, types: ContentTypes, budget: InflateBudget): void {
  const name = entry.name.toLowerCase();
  if (name.endsWith(".rels")) inspectRelationships(readXml(decodeXml(unpack(entry, budget))));
  else if (LOOKED_INTO.test(types.of(name)) && !name.endsWith(".bin")) inspectOfficeXml(decodeXml(unpack(entry, budget)));
  else if (!MAY_BE_PACKED.test(name) && PACKED.includes(kindOfContent(startOf(entry)))) throw containsOther();
}

const PACKED: readonly ContentKind[] = ["zip", "ole", "program", "archive"];
/** Embedded workbooks are looked at by themselves, and metafiles are compressed. */
const MAY_BE_PACKED = /\.(?:xlsx|emz|wmz)$/;

const hasMacros = (type: string, name: string): FileRefused =>
  new FileRefused(
    "FILE_ACTIVE",
    /macro|vba/.test(type + name)
      ? "The file contains macros. Save it without them, as .docx or .xlsx, and upload it again."
      : "The file contains objects of other programs or controls. Remove them, or save it as a PDF, and upload it again.",
  );

const containsOther = (): FileRefused =>
  new FileRefused(
    "FILE_ACTIVE",
    "The file contains other files. Remove them, or save it as a PDF, and upload it again. Upload the others by themselves.",
  );
