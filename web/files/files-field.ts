// The field of a form for the files of a piece of evidence.
import { ACCEPTED_FILES, FILE_TYPES, MAX_ATTACHMENTS, MAX_FILE_BYTES } from "../../reference/accepted-files.ts";
import type { AnswerOf } from "../documents.ts";
import type { FieldChoice, FormField } from "../steps/fields.ts";
import { ATTACHMENTS } from "../steps/steps.ts";
import { bytesInWords } from "../words.ts";

type Upload = AnswerOf<"add-evidence/choices.graphql">["viewer"]["uploads"][number];

const MEGABYTES = MAX_FILE_BYTES / 1_000_000;
const KINDS = FILE_TYPES.map((type) => ACCEPTED_FILES[type].label).join(", ");

/** The file extensions that browsers offer. */
const ACCEPT = FILE_TYPES.flatMap((type) => ACCEPTED_FILES[type].extensions.map((extension) => `.${extension}`)).join(",");

/** `uploads`: every file that the person has uploaded and not sent yet. */
export const filesField = (uploads: readonly FieldChoice[]): FormField => ({
  ...{ name: ATTACHMENTS, kind: "files", uploads, accept: ACCEPT, label: "Files" },
  hint: `Up to ${MAX_ATTACHMENTS} files of at most ${MEGABYTES} MB each: ${KINDS}. Without macros or scripts.`,
});

/** `Letter.pdf (PDF, 1.2 MB, not checked for viruses)`: the name of each upload on pages. */
export const uploadChoices = (
  uploads: readonly Upload[],
  { fileTypes, fileScans }: Readonly<Record<"fileTypes" | "fileScans", readonly FieldChoice[]>>,
): readonly FieldChoice[] => {
  const wordsOf = (choices: readonly FieldChoice[], value: string) =>
    choices.find((choice) => choice.value === value)?.text ?? value;
  return uploads.map(({ id, name, type, bytes, scan }) => ({
    value: id,
    text: `${name} (${wordsOf(fileTypes, type)}, ${bytesInWords(bytes)}, ${wordsOf(fileScans, scan).toLowerCase()})`,
  }));
};
