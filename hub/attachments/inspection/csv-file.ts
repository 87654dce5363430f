// A table as CSV. Programs for tables run formulas in it, whatever is quoted, and split lines at commas, semicolons, tabs or bars by the reader's country.

import { decodeCsv } from "./csv-text.ts";
import { FileRefused, notAsNamed } from "./upload-problem.ts";

const SEPARATORS = [",", ";", "\t", "|"];
/** Excel takes these beginnings for other kinds of files, in which more can run. Its line `sep=` names the separator. */
const OTHER_KIND = /^\s*(?:<|ID;P|TABLE\r?\n0,1|MIME-Version:|\{\\rtf|%PDF|BEGIN:V)/i;
const NAMED_SEPARATOR = /^sep=(.)\r?(?:\n|$)/i;
const SIGNS = "=+-@＝＋－＠";
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BLANK = /[\s\p{Cf}]/u;
/** Only so many characters of a cell are examined. Programs run no longer formula. */
const MAX_CELL = 32_767;

/** Throws FileRefused. */
export function inspectCsv(content: Uint8Array): void {
  const text = decodeCsv(content);
  if (OTHER_KIND.test(text.slice(0, 1_000))) throw notAsNamed("csv");
  if (!/[=+\-@＝＋－＠]/.test(text)) return;
  const named = NAMED_SEPARATOR.exec(text)?.[1];
  // Without any separator the lines are the cells.
  const separators = [...SEPARATORS, ...(named === undefined ? [] : [named])].filter((one) => text.includes(one));
  for (const separator of new Set(separators.length > 0 ? separators : [","])) {
    const at = findFormula(text, separator);
    if (at === undefined) continue;
    const line = lineOf(text, at);
    throw new FileRefused(
      "FILE_ACTIVE",
      `Line ${line} of the file has a formula. Replace formulas by their values (in Excel: Copy, then Paste Values), or put a letter before the sign, and upload it again.`,
    );
  }
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let index = 0; index < at; index++) if (text[index] === "\n" || (text[index] === "\r" && text[index + 1] !== "\n")) line++;
  return line;
}

/** Where the first cell with a formula begins in the text, if its lines are split into cells at this separator. Undefined if no cell has one. */
function findFormula(text: string, separator: string): number | undefined {
  const code = separator.charCodeAt(0);
  const endOfPlain = (from: number): number => {
    let at = from;
    for (; at < text.length; at++) {
      const letter = text.charCodeAt(at);
      if (letter === code || letter === LINE_FEED || letter === CARRIAGE_RETURN) break;
    }
    return at;
  };
  // The line that names the separator is no cell.
  for (let at = NAMED_SEPARATOR.exec(text)?.[0].length ?? 0; at < text.length; ) {
    const quote = text[at] === '"' ? endOfQuoted(text, at) : undefined;
    const end = endOfPlain(quote ?? at);
    if (mayBeFormula(text, at, end) && isFormula(valueOfCell(text, at, quote, end))) return at;
    at = end + 1;
  }
  return undefined;
}

/** The position after the closing quote; undefined if there is none. */
function endOfQuoted(text: string, open: number): number | undefined {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at + 1;
  return undefined;
}

/** Whether the first character of a cell that is neither blank nor a quote can begin a formula. A quick check, by which nearly all cells are passed. */
function mayBeFormula(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const letter = text[at] ?? "";
    if (isLetterOrDigit(text.charCodeAt(at))) return false;
    if (SIGNS.includes(letter)) return true;
    if (letter !== '"' && !BLANK.test(letter)) return false;
  }
  return false;
}

/** A digit, or a letter of the Latin alphabet: most cells begin with one. */
const isLetterOrDigit = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** A cell as a program for tables reads it: what follows the closing quote belongs to it. */
function valueOfCell(text: string, at: number, quote: number | undefined, end: number): string {
  if (quote === undefined) return text.slice(at, Math.min(end, at + MAX_CELL)).replaceAll('"', "");
  return (
    text.slice(at + 1, Math.min(quote - 1, at + MAX_CELL)).replaceAll('""', '"') +
    text.slice(quote, Math.min(end, quote + MAX_CELL))
  );
}

/** A call of a function, but not a plural: "item(s)", "child(ren)". */
const CALL = /\((?<=[\p{L}_][\p{L}\d_.]{0,60}\()(?!(?:s|es|ies|ren)\))/u;
/** Functions that reach out, which programs also accept with a space before the bracket. */
const REACHING_CALL =
  /\b(?:HYPERLINK|WEBSERVICE|FILTERXML|DDE|RTD|EXEC|REGISTER|REGISTER\.ID|IMPORT(?:XML|DATA|FEED|HTML|RANGE))\s{1,20}\(/i;

/** A negative number, a telephone number or an item of a list with dashes is not a formula, although it begins with a sign. */
function isFormula(cell: string): boolean {
  const value = cell.replace(/^[\s\p{Cf}]+/u, "");
  if (/^[=＝]/.test(value)) return true;
  if (!/^[+\-@＋－＠]/.test(value)) return false;
  // A request to another program by DDE: program|topic!item.
  const bar = value.indexOf("|");
  return CALL.test(value) || REACHING_CALL.test(value) || (bar >= 0 && value.lastIndexOf("!") > bar);
}
