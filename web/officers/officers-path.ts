/** The page of a council's officers. */
export const officersPath = (council = ""): string => `/councils/${encodeURIComponent(council)}/officers`;
