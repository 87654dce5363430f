// The formats of an exported ledger.
import { keysOf } from "./keys-of.ts";

/** Format -> media type. */
export const LEDGER_MEDIA_TYPES = { json: "application/json", csv: "text/csv", html: "text/html" } as const;
export type LedgerFormat = keyof typeof LEDGER_MEDIA_TYPES;
export const LEDGER_FORMATS = keysOf(LEDGER_MEDIA_TYPES);
