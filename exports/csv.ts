// CSV for spreadsheets: RFC 4180, with a byte order mark, without which Excel uses another character set.
import { stringify } from "csv-stringify/sync";

export const csvOf = <Row extends object>(rows: readonly Row[], columns: readonly (keyof Row & string)[]): string =>
  stringify([...rows], {
    columns: [...columns],
    header: true,
    bom: true,
    quoted: true,
    quoted_empty: true,
    record_delimiter: "\r\n",
    cast: { string: harmless },
  });

/** Puts an apostrophe before text that a spreadsheet would interpret as a formula, even after blanks. */
const harmless = (text: string): string => (/^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u.test(text) ? `'${text}` : text);
