/** For the first page of a journey that keeps no draft. */
export const NO_DRAFT_NOTE =
  "You cannot save this half done: what you write is in the page alone, until you send it at the end. If you leave the page before that, it is lost.";
