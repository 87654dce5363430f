// Writes a ledger as CSV.
import type { GraphQLSchema } from "graphql";
import { csvOf } from "./csv.ts";
import { wordsOf } from "./field-words.ts";
import type { LedgerDocument } from "./ledger-document.ts";
import { COLUMNS } from "./ledger-row.ts";
import { ledgerRows } from "./ledger-rows.ts";
import { NAMES_WITH_IDS } from "./naming.ts";

export const csv = (schema: GraphQLSchema, ledger: LedgerDocument): string =>
  csvOf(ledgerRows(ledger, wordsOf(schema, ledger, NAMES_WITH_IDS)), COLUMNS);
