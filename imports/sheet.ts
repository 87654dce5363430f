// Reads a spreadsheet that was saved as text: with commas, semicolons or tabs, in UTF-8, or in UTF-16 with a byte order mark as Excel's "Unicode text".
import { CsvError, parse } from "csv-parse/sync";
import { decodeLeniently } from "../text/decode.ts";

/** `line` is where the row begins and `lastLine` where it ends, as an editor counts them. */
export type SheetRow = { readonly line: number; readonly lastLine: number; readonly cells: readonly string[] };

/** The first fault: 1-based line and cell, and what to do. */
type SheetFault = { readonly line: number; readonly column: number; readonly sentence: string };

/** The rows up to the first fault, if there is one. Blank rows, and columns that are blank to the end, are left out. */
type Sheet = {
  readonly rows: readonly SheetRow[];
  readonly delimiter: string;
  readonly lastLine: number;
  readonly fault?: SheetFault;
};

const maximumBytes = 32 * 1024 * 1024;
// Every English council for some 3,000 columns, thousands commas included. Beyond it a file only exhausts memory: the
// library makes a string of every cell, so they are counted before it starts.
const maximumCells = 2_000_000;
const NAMES: Readonly<Record<string, string>> = { ",": "commas", ";": "semicolons", "\t": "tabs" };

export function readSheet(given: string | Uint8Array): Sheet {
  // A string's UTF-8 form is never shorter than its length.
  if (given.length > maximumBytes || (typeof given === "string" && Buffer.byteLength(given) > maximumBytes))
    return refused({ ...START, sentence: "the file is larger than 32 MiB; export fewer metrics or periods at a time." });
  if (typeof given !== "string" && (given[0] === 0 || given[1] === 0))
    return refused({ ...START, sentence: 'the file looks like UTF-16; save it as "CSV UTF-8" and try again.' });
  const whole = typeof given === "string" ? given.replace(/^\uFEFF/, "") : decodeLeniently(given);
  const { text, delimiter, skipped } = withoutSeparatorLine(whole);
  if (moreThan(maximumCells, delimiter, text)) {
    const sentence = `the file holds more than 2 million ${NAMES[delimiter]}; export fewer metrics or periods at a time.`;
    return refused({ ...START, sentence }, delimiter);
  }
  return parseRows(text, delimiter, skipped);
}

const START = { line: 1, column: 1 } as const;
const refused = (fault: SheetFault, delimiter = ","): Sheet => ({ rows: [], delimiter, lastLine: 0, fault });

/** Excel writes `sep=;` above a file, and takes it from there; otherwise the first of the three in the first row is what separates. */
function withoutSeparatorLine(whole: string): { readonly text: string; readonly delimiter: string; readonly skipped: number } {
  const [line, named] = whole.match(/^"?sep=([,;\t])"?[,;\t]*\r?\n/i) ?? [];
  if (line && named) return { text: whole.slice(line.length), delimiter: named, skipped: 1 };
  const start = whole.slice(0, 100_000).trimStart();
  const firstRow = start.replace(/"(?:[^"]|"")*"/g, "").split(/[\r\n]/)[0] ?? "";
  return { text: whole, delimiter: firstRow.match(/[,;\t]/)?.[0] ?? ",", skipped: 0 };
}

function parseRows(text: string, delimiter: string, skipped: number): Sheet {
  const rows: SheetRow[] = [];
  // Where the next row begins. The library's own count is of the line where a row ends.
  let lastLine = 0;
  let blanksBefore = 0;
  let fault: SheetFault | undefined;
  try {
    parse(text, {
      delimiter,
      record_delimiter: text.includes("\n") ? ["\r\n", "\n"] : ["\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines, empty_lines }) => {
        const line = lastLine + 1 + empty_lines - blanksBefore;
        if (cells.some(isFilled)) rows.push({ line: line + skipped, lastLine: lines + skipped, cells });
        lastLine = lines;
        blanksBefore = empty_lines;
        return undefined;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = lastLine + 1 + Number(error.empty_lines) - blanksBefore + skipped;
    fault = { line, column: Number(error.index) + 1, sentence: QUOTES[error.code] ?? "the text is not CSV." };
  }
  // One after the other: with all of a file's rows as arguments, a call would have too many.
  const width = rows.reduce((widest, { cells }) => Math.max(widest, cells.findLastIndex(isFilled) + 1), 0);
  const cut = rows.map((row) => (row.cells.length > width ? { ...row, cells: row.cells.slice(0, width) } : row));
  return { rows: cut, delimiter, lastLine: lastLine + skipped, ...(fault && { fault }) };
}

/** Whether a cell holds anything visible. */
export const isFilled = (cell: string): boolean => /[^\s\p{Default_Ignorable_Code_Point}]/u.test(cell);

const QUOTES: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is opened here and never closed.",
  CSV_INVALID_CLOSING_QUOTE:
    'a quote is not closed where the cell ends, or a quote inside a cell is not doubled (""); look for a missing quote here.',
  INVALID_OPENING_QUOTE: "a quote stands inside a cell that does not begin with one.",
};

function moreThan(limit: number, character: string, text: string): boolean {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) if (++count > limit) return true;
  return false;
}
