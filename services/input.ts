// The forms of input that every command shares, and how a form that does not hold becomes a refusal.
import { z } from "zod";
import { holdsLostLetters, LETTERS_LOST } from "../text/decode.ts";
import { storedForm } from "../text/forms.ts";
import { type Refusal, type RefusalCode, refuse, refuseAll } from "./refusals.ts";

/** Whole characters, and no control characters but those of lines. Half a character would be stored as another. */
const isText = (value: string): boolean => value.isWellFormed() && !/[^\P{Cc}\t\n\r]/u.test(value);
const NOT_TEXT = "has characters that are not text";
/** Letters were lost before the text came here, and what is recorded is never corrected in place. */
const isIntact = (value: string): boolean => !holdsLostLetters(value);

/** A string in its stored form and trimmed. One that is far too long is left as it is: it is refused, and no work is spent on it. */
const storedText = (most: number) => z.string().overwrite((value) => (value.length > most * 4 ? value : storedForm(value)));

/** Text as a person wrote it: trimmed, never empty. */
const text = (most: number) =>
  storedText(most)
    .min(1, "must not be empty")
    .max(most, `must be at most ${most} characters`)
    .refine(isText, NOT_TEXT)
    .refine(isIntact, LETTERS_LOST)
    .refine((value) => /[\p{L}\p{N}]/u.test(value), "says nothing");

export const shortText = text(1_000);
export const narrative = text(10_000);
/** Text of a file, kept letter by letter. */
export const intactText = (most: number) => z.string().max(most).refine(isIntact, LETTERS_LOST);
/** An id or code from outside: looked up, never interpreted. */
export const id = z.string().min(1).max(128).refine(isText, NOT_TEXT).refine(isIntact, LETTERS_LOST);
/** A day that councils of today can have to do with. Further ones are slips of the pen, and past the year 9999 days no longer compare as text. */
export const day = z.iso
  .date()
  .refine((date) => date >= "1974-04-01" && date <= "2199-12-31", "must be a day from 1 April 1974 to the end of 2199");
export const period = z.strictObject({ from: day, to: day });
/** A word or two that may be left empty. */
export const label = storedText(200).max(200).refine(isText, NOT_TEXT).refine(isIntact, LETTERS_LOST);

/** A command of one kind: its name and its parsed input together. */
export type CommandOf<Commands extends Readonly<Record<string, z.ZodType>>> = {
  [Name in keyof Commands & string]: { readonly name: Name; readonly input: z.infer<Commands[Name]> };
}[keyof Commands & string];

export type Parsed<T> = { readonly kind: "parsed"; readonly input: T };

/** The parsed input, or a refusal that names every field that does not hold. */
export function parse<T>(
  schema: z.ZodType<T>,
  input: unknown,
  codeFor: (field: string) => RefusalCode = () => "INVALID_INPUT",
): Parsed<T> | Refusal {
  const result = schema.safeParse(input);
  if (result.success) return { kind: "parsed", input: result.data };
  const refusals = result.error.issues.flatMap((issue) => {
    const why = issue.message.endsWith("received undefined") ? "is missing" : issue.message;
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => {
      const field = path.join(".");
      return refuse(codeFor(field), field, `${field || "The input"}: ${why.endsWith(".") ? why : `${why}.`}`);
    });
  });
  return refuseAll(refusals) ?? refuse("INVALID_INPUT");
}
