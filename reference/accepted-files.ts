// The files that can be added to evidence, by what they are. One source for the check of what comes in, the API and the pages.
import { keysOf } from "./keys-of.ts";

type AcceptedFile = {
  /** In words, for people. */
  readonly label: string;
  readonly mediaType: string;
  /** In small letters, the usual one first. */
  readonly extensions: readonly [string, ...string[]];
};

export const ACCEPTED_FILES = {
  pdf: { label: "PDF", mediaType: "application/pdf", extensions: ["pdf"] },
  docx: {
    label: "Word document",
    mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extensions: ["docx"],
  },
  xlsx: {
    label: "Excel workbook",
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extensions: ["xlsx"],
  },
  csv: { label: "CSV table", mediaType: "text/csv", extensions: ["csv"] },
  png: { label: "PNG picture", mediaType: "image/png", extensions: ["png"] },
  jpeg: { label: "JPEG picture", mediaType: "image/jpeg", extensions: ["jpg", "jpeg"] },
  gif: { label: "GIF picture", mediaType: "image/gif", extensions: ["gif"] },
} as const satisfies Readonly<Record<string, AcceptedFile>>;

export type FileType = keyof typeof ACCEPTED_FILES;
export const FILE_TYPES = keysOf(ACCEPTED_FILES);
/** In words, for people. */
export const FILE_TYPE_LABELS = Object.fromEntries(FILE_TYPES.map((type) => [type, ACCEPTED_FILES[type].label])) as Readonly<
  Record<FileType, string>
>;

/** Of one file. */
export const MAX_FILE_BYTES = 10_000_000;

/** Of one piece of evidence. */
export const MAX_ATTACHMENTS = 5;

/** Whether a scanner looked at a file when it was uploaded. One in which it found something is not kept. */
export const FILE_SCAN_LABELS = { clean: "Checked for viruses", "not-scanned": "Not checked for viruses" } as const;
export const FILE_SCANS = keysOf(FILE_SCAN_LABELS);
export type FileScan = (typeof FILE_SCANS)[number];
