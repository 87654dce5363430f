// How long texts from people can be, in characters.

/** A line, or a few sentences. */
export const MAX_SHORT_TEXT = 1_000;
export const MAX_NARRATIVE = 10_000;
/** All files of a policy together. */
export const MAX_POLICY_TEXT = 500_000;
/** Words to search for. */
export const MAX_SEARCH_TEXT = 200;
