/** The ways in which data is disclosed: a read of one record, a page of a list, a search, an inbox, the result of a command, an explanation, and so on. */
export const SURFACES = [
  "read",
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
