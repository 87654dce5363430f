// The input schemas that commands share, and the conversion of an invalid input to a refusal. In messages `{field}` is replaced by the field's name in
// words.

import { z } from "zod";
import { holdsLostLetters, LETTERS_LOST } from "../text/decode.ts";
import { storedForm } from "../text/forms.ts";
import { MAX_NARRATIVE, MAX_SHORT_TEXT } from "../text/limits.ts";
import { fieldInWords } from "./field-words.ts";
import { type Refusal, type RefusalCode, refuse, refuseAll, refuseSaying } from "./refusals.ts";

/** Well-formed text without control characters, except for tabs and line ends. A lone surrogate would be stored as another character. */
const isText = (value: string): boolean => value.isWellFormed() && !/[^\P{Cc}\t\n\r]/u.test(value);
const NOT_TEXT = "Enter {field} without characters that are not text.";
/** Text without replacement characters, because a recorded text cannot be corrected in place. */
const isIntact = (value: string): boolean => !holdsLostLetters(value);
const NOT_INTACT = `Check {field}. ${LETTERS_LOST}`;

/** A trimmed string in its stored form. A string that is far too long is refused without further checks. */
const storedText = (most: number) => z.string().overwrite((value) => (value.length > most * 4 ? value : storedForm(value)));

/** Text as a person wrote it: trimmed, never empty. */
export const text = (most: number) =>
  storedText(most)
    .min(1)
    .max(most)
    .refine(isText, NOT_TEXT)
    .refine(isIntact, NOT_INTACT)
    .refine((value) => /[\p{L}\p{N}]/u.test(value), "Enter {field} in words or figures.");

export const shortText = text(MAX_SHORT_TEXT);
export const narrative = text(MAX_NARRATIVE);
/** The unchanged text of a file. */
export const intactText = (most: number) => z.string().max(most).refine(isIntact, NOT_INTACT);
/** An id or code from a client: it is looked up, never interpreted. */
export const id = z.string().min(1).max(128).refine(isText, NOT_TEXT).refine(isIntact, NOT_INTACT);
/** A date that can concern today's councils. Dates past the year 9999 do not compare as text. */
export const day = z.iso
  .date()
  .refine(
    (date) => date >= "1974-04-01" && date <= "2199-12-31",
    "Enter a date from 1 April 1974 to 31 December 2199 for {field}.",
  );
export const period = z.strictObject({ from: day, to: day });
/** A short text that may be empty. */
export const label = storedText(200).max(200).refine(isText, NOT_TEXT).refine(isIntact, NOT_INTACT);

/** The commands on one kind of stream, by name, each declared once. */
export type CommandDeclarations = Readonly<Record<string, CommandDeclaration>>;
export type CommandDeclaration = {
  readonly input: z.ZodType;
  /** The created record, whose id the command returns: a new stream, or the record that one of its events creates. */
  readonly creates: string;
  /** Given by the hub alone: no mutation has it. */
  readonly byHub?: true;
  /** Whether a full record still accepts the command; by default it does not. */
  readonly whenFull?: WhenFull;
};
/** `reserve`: from the reserve, for the council's statements. `always`: without a limit, for commands that end something. */
export type WhenFull = "refused" | "reserve" | "always";

/** Command name -> its parsed input, for one kind. */
export type InputOf<Commands extends CommandDeclarations> = {
  [Name in keyof Commands & string]: z.infer<Commands[Name]["input"]>;
};
/** A command of one kind: its name and its parsed input together. */
export type CommandOf<Commands extends CommandDeclarations> = {
  [Name in keyof Commands & string]: { readonly name: Name; readonly input: InputOf<Commands>[Name] };
}[keyof Commands & string];

export type Parsed<T> = { readonly kind: "parsed"; readonly input: T };

/** Returns the parsed input, or a refusal that names every invalid field. A schema's own messages have priority over these. */
export function parse<T>(
  schema: z.ZodType<T>,
  input: unknown,
  codeFor: (field: string) => RefusalCode = () => "INVALID_INPUT",
): Parsed<T> | Refusal {
  const result = schema.safeParse(input, { error: sentenceFor });
  if (result.success) return { kind: "parsed", input: result.data };
  const refusals = result.error.issues.flatMap((issue) => {
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => {
      const field = path.join(".");
      return refuseSaying(codeFor(field), field, issue.message.replace("{field}", fieldInWords(path)));
    });
  });
  return refuseAll(refusals) ?? refuse("INVALID_INPUT");
}

/** Returns the message for an invalid form, with `{field}` for the field. */
function sentenceFor(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "too_big":
      return `${issue.origin === "string" ? "Shorten" : "Reduce"} {field} to ${issue.maximum.toLocaleString("en-GB")}${issue.origin === "string" ? " characters" : ""} or fewer.`;
    case "invalid_format":
      return issue.format === "date" ? "Enter a real date for {field}." : "Check {field}.";
    case "unrecognized_keys":
      return "Leave out what this request does not use.";
    case "invalid_value":
    case "invalid_union":
      return "Select {field}.";
    default:
      return "Enter {field}.";
  }
}
