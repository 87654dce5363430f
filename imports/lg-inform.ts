import { Buffer } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import { ExportReader, Refused } from "./lg-inform-reader.ts";

/** One metric, one value type and one period, for every area in the file. */
export type MetricSeries = {
  readonly metric: string;
  readonly label: string;
  readonly unit: string;
  readonly valueType: string;
  readonly period: { readonly id: string; readonly label: string };
  readonly values: readonly MetricValue[];
};

export type MetricValue = { readonly area: string; readonly areaLabel: string; readonly value: number | null };

export type ParsedExport = { readonly ok: true; readonly form: "full" | "reduced"; readonly series: readonly MetricSeries[] };

/** Where the file stops being an export: 1-based line and cell column, and a sentence a person can act on. */
export type MalformedCsv = { readonly ok: false; readonly line: number; readonly column: number; readonly message: string };

/** What the reduced form leaves out. A full export names its own metrics, so these are not looked at. */
export type ReducedFormOptions = {
  readonly metric?: string | undefined;
  readonly label?: string | undefined;
  readonly unit?: string | undefined;
  readonly valueType?: string | undefined;
};

export function parseLgInform(text: string | Buffer, options: ReducedFormOptions = {}): ParsedExport | MalformedCsv {
  try {
    return read(text, options);
  } catch (error) {
    if (error instanceof Refused) return error.malformed;
    throw error;
  }
}

const maximumBytes = 32 * 1024 * 1024;
// Every English council for some 3,000 columns, thousands commas included. Beyond it a file only exhausts memory: the
// library makes a string of every cell, so the commas are counted before it starts.
const maximumCommas = 2_000_000;

function read(text: string | Buffer, options: ReducedFormOptions): ParsedExport {
  // A string's UTF-8 form is never shorter than its length, so the size is known before a copy is made.
  if (text.length > maximumBytes) throw tooLarge();
  const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : text;
  if (bytes.length > maximumBytes) throw tooLarge();
  if (looksLikeUtf16(bytes)) throw new Refused(1, 1, 'the file looks like UTF-16; save it as "CSV UTF-8" and try again.');
  if (bytes.length > maximumCommas && moreThan(maximumCommas, ",", bytes)) {
    throw new Refused(1, 1, "the file holds more than 2 million commas; export fewer metrics or periods at a time.");
  }

  const reader = new ExportReader(options);
  // Where the next row begins. The library's own count is of the line where a row ends, and no cell here spans lines:
  // a quote that does was opened by mistake on the first of them.
  let lastLine = 0;
  let blanksBefore = 0;
  try {
    parse(bytes, {
      bom: true,
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines, empty_lines }) => {
        const line = lastLine + 1 + empty_lines - blanksBefore;
        if (cells.length > 1 || cells[0]?.trim() !== "") reader.take({ line, cells });
        lastLine = lines;
        blanksBefore = empty_lines;
        return undefined; // handed over already; keeping it would hold the file twice
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = lastLine + 1 + Number(error.empty_lines) - blanksBefore;
    const column = Number(error.index) + 1;
    throw new Refused(line, column, quoteSentences[error.code] ?? "the text is not CSV.", reader.nameOf(column - 1));
  }
  return reader.finish(lastLine);
}

const quoteSentences: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is opened here and never closed.",
  CSV_INVALID_CLOSING_QUOTE:
    'a quote is not closed where the cell ends, or a quote inside a cell is not doubled (""); look for a missing quote here.',
  INVALID_OPENING_QUOTE: "a quote stands inside a cell that does not begin with one.",
};

function tooLarge(): Refused {
  return new Refused(1, 1, "the file is larger than 32 MiB; export fewer metrics or periods at a time.");
}

/** Excel's "Unicode text": the byte order mark, or without one the zero byte that half of each Latin letter is. */
function looksLikeUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0;
}

function moreThan(limit: number, character: string, bytes: Buffer): boolean {
  const code = character.charCodeAt(0);
  let count = 0;
  for (const byte of bytes) if (byte === code && ++count > limit) return true;
  return false;
}
