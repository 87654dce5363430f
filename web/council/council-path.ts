/** The address of a council's page, by the part of an address that names it. */
export const councilPath = (council = ""): string => `/councils/${encodeURIComponent(council)}`;
