// Inspects an uploaded file before it is stored. The type is found from its name and content; the media type that the browser sends is not read.
import { ACCEPTED_FILES, FILE_TYPES, type FileType, MAX_FILE_BYTES } from "../../../reference/accepted-files.ts";
import { type ContentKind, kindOfContent } from "./content-kind.ts";
import { inspectCsv } from "./csv-file.ts";
import { makeFileNameSafe } from "./file-name.ts";
import { inspectGif } from "./gif-file.ts";
import { inspectJpeg } from "./jpeg-file.ts";
import { refuseOldOffice } from "./office-container.ts";
import { inspectOffice } from "./office-file.ts";
import { inspectPdf } from "./pdf-file.ts";
import { inspectPng } from "./png-file.ts";
import { FileRefused, notAsNamed, type UploadProblem } from "./upload-problem.ts";

/** `name`: safe to keep and to save under. */
export type InspectedFile = { readonly kind: "accepted"; readonly name: string; readonly type: FileType };

/** Never throws, whatever the bytes are, and its work is bounded. */
export function inspectFile(name: string, content: Uint8Array): InspectedFile | UploadProblem {
  try {
    const safe = makeFileNameSafe(name);
    refuseSize(content);
    const type = typeNamed(safe.extension);
    refuseOtherKind(type, content);
    INSPECTIONS[type](content);
    return { kind: "accepted", name: safe.name, type };
  } catch (error) {
    if (error instanceof FileRefused) return { kind: "refused", code: error.code, message: error.message };
    throw error;
  }
}

function refuseSize({ length }: Uint8Array): void {
  if (length === 0) throw new FileRefused("FILE_EMPTY", "The file is empty. Choose another file.");
  if (length > MAX_FILE_BYTES)
    throw new FileRefused("FILE_TOO_LARGE", `The file must be smaller than ${MAX_FILE_BYTES / 1_000_000} MB.`);
}

const INSPECTIONS: Readonly<Record<FileType, (content: Uint8Array) => void>> = {
  pdf: inspectPdf,
  docx: (content) => inspectOffice(content, "docx"),
  xlsx: (content) => inspectOffice(content, "xlsx"),
  csv: inspectCsv,
  png: inspectPng,
  jpeg: inspectJpeg,
  gif: inspectGif,
};

/** The kind of content that files of a type begin with. */
const KINDS: Readonly<Record<FileType, ContentKind>> = {
  ...{ pdf: "pdf", png: "png", jpeg: "jpeg", gif: "gif" },
  ...{ docx: "zip", xlsx: "zip", csv: "other" },
};

/** Refuses content that does not begin as its type does. */
function refuseOtherKind(type: FileType, content: Uint8Array): void {
  const kind = kindOfContent(content);
  if (kind === KINDS[type]) return;
  if (kind === "ole" && (type === "docx" || type === "xlsx")) refuseOldOffice(content, type);
  const actual = FILE_TYPES.find((other) => other === kind);
  if (!actual) throw notAsNamed(type);
  const { label, extensions } = ACCEPTED_FILES[actual];
  throw new FileRefused(
    "FILE_NOT_AS_NAMED",
    `The file is a ${label}, but its name ends in .${ACCEPTED_FILES[type].extensions[0]}. Change the end of its name to .${extensions[0]}, and upload it again.`,
  );
}

/** What to save a file as whose own type is not accepted. */
const INSTEAD: Readonly<Record<string, FileType>> = {
  ...{ doc: "docx", docm: "docx", dot: "docx", dotx: "docx", dotm: "docx", odt: "docx", rtf: "docx" },
  ...{ xls: "xlsx", xlsm: "xlsx", xlsb: "xlsx", xltx: "xlsx", xltm: "xlsx", ods: "xlsx" },
  ...{
    ppt: "pdf",
    pptx: "pdf",
    pptm: "pdf",
    odp: "pdf",
    txt: "pdf",
    html: "pdf",
    htm: "pdf",
    msg: "pdf",
    eml: "pdf",
    pages: "pdf",
  },
  ...{ svg: "png", webp: "png", bmp: "png", tif: "png", tiff: "png", heic: "jpeg", heif: "jpeg", avif: "jpeg", tsv: "csv" },
};

function typeNamed(extension: string): FileType {
  const type = FILE_TYPES.find((one) => (ACCEPTED_FILES[one].extensions as readonly string[]).includes(extension));
  if (type) return type;
  const instead = Object.hasOwn(INSTEAD, extension) ? INSTEAD[extension] : undefined;
  const all = FILE_TYPES.map((one) => `.${ACCEPTED_FILES[one].extensions[0]}`);
  const accepted = `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
  throw new FileRefused(
    "FILE_TYPE_NOT_ACCEPTED",
    instead
      ? `Files that end in .${extension} cannot be uploaded. Save this one as .${ACCEPTED_FILES[instead].extensions[0]}, and upload it again.`
      : `The file must be a ${accepted}.`,
  );
}
