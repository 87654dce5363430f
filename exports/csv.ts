// CSV for spreadsheets: RFC 4180, with a byte order mark, without which Excel uses another character set.
import { stringify } from "csv-stringify/sync";
import type { Pieces } from "./pieces.ts";

const ROWS_A_PIECE = 100;

export const csvOf = <Row extends object>(rows: readonly Row[], columns: readonly (keyof Row & string)[]): string =>
  [...csvPieces(rows, columns)].join("");

export function* csvPieces<Row extends object>(rows: readonly Row[], columns: readonly (keyof Row & string)[]): Pieces {
  for (let from = 0; from === 0 || from < rows.length; from += ROWS_A_PIECE)
    yield stringify(rows.slice(from, from + ROWS_A_PIECE), {
      columns: [...columns],
      header: from === 0,
      bom: from === 0,
      quoted: true,
      quoted_empty: true,
      record_delimiter: "\r\n",
      cast: { string: harmless },
    });
}

/** Puts an apostrophe before text that a spreadsheet would interpret as a formula, even after blanks. */
const harmless = (text: string): string => (/^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u.test(text) ? `'${text}` : text);
