// Writes a ledger as CSV.
import { csvOf } from "./csv.ts";
import { COLUMNS, type LedgerRow } from "./ledger-row.ts";

export const csv = (rows: readonly LedgerRow[]): string => csvOf(rows, COLUMNS);
