// Reads a spreadsheet that was saved as text: with commas, semicolons or tabs, in UTF-8, or in UTF-16 with a byte order mark like Excel's "Unicode text".
import { CsvError, parse } from "csv-parse/sync";
import { decodeLeniently } from "../text/decode.ts";

/** `line` is the first line of the row and `lastLine` the last, as an editor counts them. */
export type SheetRow = { readonly line: number; readonly lastLine: number; readonly cells: readonly string[] };

/** The first fault: 1-based line and cell, and what to do. */
type SheetFault = { readonly line: number; readonly column: number; readonly sentence: string };

/** Returns the rows up to the first fault, if there is one, without blank rows and blank columns at the end. */
type Sheet = {
  readonly rows: readonly SheetRow[];
  readonly delimiter: string;
  readonly lastLine: number;
  readonly fault?: SheetFault;
};

const maximumBytes = 32 * 1024 * 1024;
// Enough for every English council with about 3,000 columns, including thousands separators. A larger file only exhausts memory: the
// library creates a string for every cell, so cells are counted before it starts.
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

/** Excel writes `sep=;` at the start of a file, and reads the separator from it; otherwise the first of the three in the first row is the separator. */
function withoutSeparatorLine(whole: string): { readonly text: string; readonly delimiter: string; readonly skipped: number } {
  const [line, named] = whole.match(/^"?sep=([,;\t])"?[,;\t]*\r?\n/i) ?? [];
  if (line && named) return { text: whole.slice(line.length), delimiter: named, skipped: 1 };
  const start = whole.slice(0, 100_000).trimStart();
  const firstRow = start.replace(/"(?:[^"]|"")*"/g, "").split(/[\r\n]/)[0] ?? "";
  return { text: whole, delimiter: firstRow.match(/[,;\t]/)?.[0] ?? ",", skipped: 0 };
}

function parseRows(text: string, delimiter: string, skipped: number): Sheet {
  const rows: SheetRow[] = [];
  // The first line of the next row. The library counts the line on which a row ends.
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
  // Rows are added one by one, because a call with all rows of a file would have too many arguments.
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
