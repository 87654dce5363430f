/** The ways in which data is disclosed: a read of one record, a page in a browser that shows it, its page for printing, a download of a file of it, a page of a list, a search, an inbox, the result of a command, an explanation, and so on. */
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
