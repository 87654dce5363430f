/** How something leaves the hub: a read of one, a page of a list, a search, what waits for somebody, a command's answer, an explanation, and so on. */
export const SURFACES = [
  "read",
  "list",
  "search",
  "count",
  "inbox",
  "command",
  "explain",
  "past",
  "ledger",
  "export",
  "live",
] as const;
export type Surface = (typeof SURFACES)[number];
