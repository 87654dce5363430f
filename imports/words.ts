// Normalises headings and words: spaces, apostrophes, invisible characters, case and the signs after a heading.
import { searchForm } from "../text/forms.ts";

// Removed first: the search form turns a lone acute accent into a space and a mark.
const QUOTES = /['`"\u00B4\u02B9-\u02BF\u2018-\u201F\u2032-\u2037]/g;

/** The form in which headings, code words and labels are compared. */
export const wordForm = (text: string): string =>
  searchForm(text.replace(QUOTES, ""))
    .replace(/[\s_\p{Pd}\u2212]+/gu, " ")
    .replace(/[\s:*.†‡]+$/u, "")
    .trim();

/** The value that a cell names, by itself or by its label; otherwise the cell's form with hyphens, which the command then refuses. */
export function wordIn(cell: string, values: readonly string[], labels: Readonly<Record<string, string>> = {}): string {
  const form = wordForm(cell);
  const found = values.find((value) => wordForm(value) === form || wordForm(labels[value] ?? value) === form);
  return found ?? form.replaceAll(" ", "-");
}

/** A code, a figure or a date from a cell, trimmed, without invisible characters and with single spaces. */
export const tidy = (cell: string): string =>
  cell
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/[\s\p{Zs}]+/gu, " ")
    .trim();
