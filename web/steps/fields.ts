// The fields of a form: how each is asked for, what of it is missing, and what was written.

import { dateInWords } from "../../text/dates-in-words.ts";
import type { FormFault, FormWords } from "../page.ts";
import { wordsIn } from "../page.ts";

/** `value` is the API's. */
export type FieldChoice = { readonly value: string; readonly text: string };

type FieldKind =
  /** `initial`: what stands there before anything is written; a date as the API has it. */
  | { readonly kind: "line" | "date"; readonly initial?: string }
  /** `most`: the API's limit of characters. */
  | { readonly kind: "text"; readonly most: number; readonly initial?: string }
  /** `menu`: one of many, as a list to select from. */
  | { readonly kind: "one" | "menu" | "several"; readonly choices: readonly FieldChoice[] }
  /** `uploads`: every file that the person has uploaded and not sent yet. `accept`: the file extensions that the browser offers. The answer is the ids of the files attached in this form. */
  | { readonly kind: "files"; readonly uploads: readonly FieldChoice[]; readonly accept: string };

export type FormField = FieldKind & {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What to do if it is missing; undefined where it can be left out. */
  readonly missing?: string;
};

export const DATE_HINT = "For example, 27 3 2026.";

export const YES_OR_NO: readonly FieldChoice[] = [
  { value: "yes", text: "Yes" },
  { value: "no", text: "No" },
];

/** The first and the last day of something. `last`: the name of the field of its last day. */
export const periodFields = (last: "to" | "until" = "to"): readonly FormField[] => [
  { name: "from", kind: "date", label: "First day", hint: DATE_HINT, missing: "Enter a real date for the first day." },
  { name: last, kind: "date", label: "Last day", missing: "Enter a real date for the last day." },
];

const DATE_PARTS = ["day", "month", "year"] as const;

/** The names of its inputs. */
export const inputsOf = ({ kind, name }: FormField): readonly string[] =>
  kind === "date" ? DATE_PARTS.map((part) => `${name}-${part}`) : [name];

/** Faults of required fields without a valid answer. A choice that is not offered and a date that does not exist count as missing. */
export const findMissing = (fields: readonly FormField[], words: FormWords): readonly FormFault[] =>
  fields.flatMap((field) => {
    const { name, missing = faultIfOptional(field, words) } = field;
    return isAnswered(field, words) || missing === undefined ? [] : [{ field: name, message: missing }];
  });

/** What is wrong with an answer that could have been left out. */
function faultIfOptional(field: FormField, words: FormWords): string | undefined {
  if (isWrongDate(field, words)) return "Enter a real date, or leave it empty.";
  return "choices" in field && severalIn(words, field.name).some((value) => value !== "")
    ? "Select only what is offered."
    : undefined;
}

/** Whether something was written that is no date. */
const isWrongDate = (field: FormField, words: FormWords): boolean =>
  field.kind === "date" && dateIn(words, field.name) === "" && inputsOf(field).some((name) => wordsIn(words, name).trim() !== "");

function isAnswered(field: FormField, words: FormWords): boolean {
  if (field.kind === "date") return dateIn(words, field.name) !== "";
  if (field.kind === "files") return severalIn(words, field.name).length > 0;
  return "choices" in field ? chosenOf(field, words).length > 0 : wordsIn(words, field.name).trim() !== "";
}

/** As the API has dates; empty if there is no such day. */
export function dateIn(words: FormWords, name: string): string {
  const [day = "", month = "", year = ""] = DATE_PARTS.map((part) => wordsIn(words, `${name}-${part}`).trim());
  const date = `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const instant = `${date}T12:00:00.000Z`;
  return /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(instant)) && new Date(instant).toISOString() === instant
    ? date
    : "";
}

/** All values of a field. */
export const severalIn = (words: FormWords, name: string): readonly string[] => [words[name] ?? []].flat();

/** The value of a choice, after `findMissing` found it among those that are offered. */
export const choiceIn = <Value extends string>(words: FormWords, name: string): Value => wordsIn(words, name) as Value;

/** Whether a choice is the selected one of a field. */
export const isSelected = (words: FormWords, name: string, value: string): boolean => wordsIn(words, name) === value;

/** The version of the record that a journey's first page had; null if there is none. */
export const versionIn = (words: FormWords): number | null => {
  const version = wordsIn(words, "version");
  return /^\d{1,9}$/.test(version) ? Number(version) : null;
};

/** Undefined where it was left empty. */
export const optionalIn = (words: FormWords, name: string): string | undefined => wordsIn(words, name).trim() || undefined;

function chosenOf({ name, choices, kind }: Extract<FormField, { choices: unknown }>, words: FormWords): readonly FieldChoice[] {
  const values = severalIn(words, name);
  const offered = values.flatMap((value) => choices.filter((choice) => choice.value === value));
  const areAllOffered = offered.length === values.length && (kind === "several" || values.length === 1);
  return areAllOffered ? offered : [];
}

/** An answer as it is shown before it is sent. */
export function answerInWords(field: FormField, words: FormWords): string {
  if (field.kind === "date") return dateIn(words, field.name) && dateInWords(dateIn(words, field.name));
  if ("choices" in field)
    return chosenOf(field, words)
      .map(({ text }) => text)
      .join("\n");
  if (field.kind === "files")
    return filesIn(field, words)
      .map(({ text }) => text)
      .join("\n");
  return wordsIn(words, field.name).trim();
}

/** The files attached in this form. One that was erased meanwhile stays listed, so that the person removes it: the API refuses a command that names it. */
export const filesIn = ({ name, uploads }: Extract<FormField, { kind: "files" }>, words: FormWords): readonly FieldChoice[] =>
  severalIn(words, name).map((value) => uploads.find((one) => one.value === value) ?? { value, text: NO_LONGER_THERE });
const NO_LONGER_THERE = "A file that is not there any more. Remove it.";

/** The values of an enumeration, as a document asks the schema for them. */
type EnumerationAnswer = { readonly enumValues?: readonly Described[] | null } | null | undefined;
type Described = { readonly name: string; readonly description?: string | null };

/** Each by its description in the schema. */
export const choicesOf = (enumeration: EnumerationAnswer): readonly FieldChoice[] =>
  (enumeration?.enumValues ?? []).map(({ name, description }) => ({
    value: name,
    text: (description ?? name).replace(/\.$/, ""),
  }));
