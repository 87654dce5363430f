/** How data was disclosed, as the record of disclosures and the ledger name it. */
export const SURFACES = [
  "read",
  "page",
  "print",
  "download",
  "list",
  "search",
  "count",
  "inbox",
  "news",
  "command",
  "explain",
  "past",
  "ledger",
  "export",
  "live",
] as const;
export type Surface = (typeof SURFACES)[number];
