// Writes a ledger as CSV for spreadsheets: RFC 4180, with a byte order mark, without which Excel uses another character set.
import { stringify } from "csv-stringify/sync";
import { COLUMNS, type LedgerRow } from "./ledger-row.ts";

export const csv = (rows: readonly LedgerRow[]): string =>
  stringify([...rows], {
    columns: COLUMNS,
    header: true,
    bom: true,
    quoted: true,
    quoted_empty: true,
    record_delimiter: "\r\n",
    cast: { string: harmless },
  });

/** Puts an apostrophe before text that a spreadsheet would interpret as a formula, even after blanks. */
const harmless = (text: string): string => (/^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u.test(text) ? `'${text}` : text);
