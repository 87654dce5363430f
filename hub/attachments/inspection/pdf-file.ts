// A PDF. The whole file is searched for the names of what runs, sends or contains other files, and so are objects that are packed in streams. Nothing depends
// on where the file says that its objects are, because programs repair wrong places in their own ways.
import { hasArchiveAfter } from "./content-kind.ts";
import { patternOfNames } from "./pdf-names.ts";
import { findPdfStreams, unpackObjectStreams } from "./pdf-streams.ts";
import { damaged, FileRefused } from "./upload-problem.ts";

const ACTIVE = patternOfNames([
  ...["JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "FileAttachment", "RichMedia", "XFA", "SubmitForm"],
  ...["ImportData", "GoToE", "Rendition", "OnInstantiate"],
]);
/** Names of two letters also occur in compressed data, so they are looked for outside of it, with what follows them. */
const SHORT_ACTIVE = [
  patternOfNames(["JS"], "[\\0\\s]*(?:[(<]|\\d+\\s+\\d+\\s+R)"),
  patternOfNames(["EF"], "[\\0\\s]*(?:<<|\\d+\\s+\\d+\\s+R)"),
];
const ENCRYPTED = patternOfNames(["Encrypt"]);

/** Throws FileRefused. */
export function inspectPdf(content: Uint8Array): void {
  const text = Buffer.from(content.buffer, content.byteOffset, content.length).toString("latin1");
  const end = text.lastIndexOf("%%EOF");
  if (end < 0 || !text.includes("obj")) throw damaged();
  if (ENCRYPTED.test(text))
    throw new FileRefused(
      "FILE_ENCRYPTED",
      "The PDF has a password or is protected. Remove the protection, or print it to a new PDF, and upload that.",
    );
  if (ACTIVE.test(text)) throw isActive();
  if (hasArchiveAfter(content, end)) throw isActive();
  const streams = findPdfStreams(text);
  refuseShortNames(streams.outside);
  for (const objects of unpackObjectStreams(content, text, streams)) {
    if (ACTIVE.test(objects)) throw isActive();
    refuseShortNames(objects);
  }
}

function refuseShortNames(text: string): void {
  if (SHORT_ACTIVE.some((pattern) => pattern.test(text))) throw isActive();
}

const isActive = (): FileRefused =>
  new FileRefused(
    "FILE_ACTIVE",
    "The PDF contains scripts, other files, or a form that sends data. Print it to a new PDF (Print, then Save as PDF), and upload that.",
  );
