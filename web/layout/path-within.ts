// Where on the page of a concern a task is done.

/** A kind of task -> the page of what it is about, below the concern's. */
const PAGES: Readonly<Record<string, string>> = {
  AWARENESS_TO_ANSWER: "awareness",
  POSITION_WANTED: "shares",
  SHARE_OVERRIDDEN: "shares",
  SHARE_IN_ADVANCE: "shares",
  SHARE_TO_MAKE: "shares",
  OBJECTION_TO_SETTLE: "shares",
};

/** Empty if the task is done on the concern's own page. */
export function pathWithin({ kind, about }: { readonly kind?: string; readonly about?: string | null }): string {
  const page = kind && PAGES[kind];
  return page && about ? `/${page}/${encodeURIComponent(about)}` : "";
}
