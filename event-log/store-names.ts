/** The durable stores of a hub, in the order in which their marks are listed. */
export const STORE_NAMES = ["log", "disclosures", "keys"] as const;
export type StoreName = (typeof STORE_NAMES)[number];
