/** The ways in which data is disclosed: a read of one record, a page in a browser that shows it, a page of a list, a search, an inbox, the result of a command, an explanation, and so on. */
export const SURFACES = [
  "read",
  "page",
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
