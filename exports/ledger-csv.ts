// Writes a ledger as CSV.
import type { GraphQLSchema } from "graphql";
import { csvPieces } from "./csv.ts";
import { wordsOf } from "./field-words.ts";
import type { LedgerDocument } from "./ledger-document.ts";
import { COLUMNS } from "./ledger-row.ts";
import { ledgerRows } from "./ledger-rows.ts";
import { NAMES_WITH_IDS, namedIn } from "./naming.ts";
import type { Pieces } from "./pieces.ts";

export function* csv(schema: GraphQLSchema, ledger: LedgerDocument): Pieces {
  const named = yield* namedIn(ledger);
  const rows = yield* ledgerRows(ledger, wordsOf(schema, ledger, named, NAMES_WITH_IDS));
  yield* csvPieces(rows, COLUMNS);
}
