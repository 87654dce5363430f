// Ids are derived, never drawn: the same command makes the same ids, so that a repeat finds what the first one did.
import { hash } from "node:crypto";

/** A UUID-shaped id (version 8) from the words given, by SHA-256. */
export function deriveId(...words: readonly string[]): string {
  const hex = hash("sha256", JSON.stringify(words));
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
