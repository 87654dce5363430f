// Headings and words as people and their programs write them, to one form: no-break spaces, several blanks, typographic apostrophes, invisible
// characters, case and what is put after a heading are no difference.
import { searchForm } from "../text/forms.ts";

// Before anything else: an acute accent that stands alone becomes a blank and a mark in the search form.
const QUOTES = /['`"\u00B4\u02B9-\u02BF\u2018-\u201F\u2032-\u2037]/g;

/** The form in which headings, code words and labels are compared. */
export const wordForm = (text: string): string =>
  searchForm(text.replace(QUOTES, ""))
    .replace(/[\s_\p{Pd}\u2212]+/gu, " ")
    .replace(/[\s:*.†‡]+$/u, "")
    .trim();

/** One of the values, as it is written or by its label in full; otherwise its form with hyphens, which is then refused by the field's name. */
export function wordIn(cell: string, values: readonly string[], labels: Readonly<Record<string, string>> = {}): string {
  const form = wordForm(cell);
  const found = values.find((value) => wordForm(value) === form || wordForm(labels[value] ?? value) === form);
  return found ?? form.replaceAll(" ", "-");
}

/** A code, a figure or a day out of a cell: blanks of any kind are one, and invisible characters and those around it are nothing. */
export const tidy = (cell: string): string =>
  cell
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/[\s\p{Zs}]+/gu, " ")
    .trim();
