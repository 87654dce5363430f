// Why an uploaded file is refused, with a sentence for the person who uploaded it.
import { ACCEPTED_FILES, type FileType } from "../../../reference/accepted-files.ts";

export const UPLOAD_PROBLEM_CODES = [
  "FILE_EMPTY",
  "FILE_TOO_LARGE",
  "FILE_TYPE_NOT_ACCEPTED",
  "FILE_NOT_AS_NAMED",
  "FILE_ACTIVE",
  "FILE_ENCRYPTED",
  "FILE_DAMAGED",
] as const;
export type UploadProblemCode = (typeof UPLOAD_PROBLEM_CODES)[number];

export type UploadProblem = { readonly kind: "refused"; readonly code: UploadProblemCode; readonly message: string };

/** Ends the inspection of a file. `inspectFile` turns it into an UploadProblem. */
export class FileRefused extends Error {
  override name = "FileRefused";
  readonly code: UploadProblemCode;

  constructor(code: UploadProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}

export const damaged = (): FileRefused =>
  new FileRefused("FILE_DAMAGED", "The file is damaged. Open it, save it again, and upload the new file.");

/** The content is not of the type that the name says. */
export function notAsNamed(type: FileType): FileRefused {
  const { label, extensions } = ACCEPTED_FILES[type];
  const article = /^[AEIOU]/.test(label) ? "an" : "a";
  return new FileRefused(
    "FILE_NOT_AS_NAMED",
    `The file is not ${article} ${label}, although its name says so. Save it as .${extensions[0]}, and upload it again.`,
  );
}

export const hasPassword = (): FileRefused =>
  new FileRefused("FILE_ENCRYPTED", "The file has a password. Remove the password, save the file, and upload it again.");

/** For files that unpack to so much that looking at them would keep the hub busy. */
export const unpacksToTooMuch = (): FileRefused =>
  new FileRefused("FILE_TOO_LARGE", "The file’s contents are too large when they are unpacked. Split it into smaller files.");
