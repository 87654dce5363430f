// One row of a ledger. CSV has its columns, and the page shows them.
export const COLUMNS = [
  ...(["record", "when", "concern", "strand", "cause", "number", "what", "by", "role or body", "to"] as const),
  ...(["parts", "purpose", "until", "conditions", "text", "words at the time", "policy version", "permitted by"] as const),
  ...(["previous fingerprint", "id", "about", "subject"] as const),
];
export type Column = (typeof COLUMNS)[number];
/**
 * Columns that do not apply are left out. `isOfCouncil`: the reader is of the council. `isChange`: the reader changed something. `isLive`: the share is live.
 * `recordType`: the type in the schema of the record that an event is about.
 */
export type LedgerRow = Readonly<
  Partial<Record<Column | "recordType", string> & Record<"isOfCouncil" | "isChange" | "isLive", boolean>>
>;
