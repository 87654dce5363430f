// Ids are derived, not random: the same command makes the same ids, so that a repeat finds its first outcome. The first id of a
// chain is keyed (`KeyStore.deriveId`), so that nobody can make or confirm an id by guessing a command's content.
import { createHmac, hash, type KeyObject } from "node:crypto";

/** A UUID-shaped id (version 8) by SHA-256. One word must be an id that cannot be guessed, unless none is confidential. */
export const deriveId = (...words: readonly string[]): string => uuidOf(hash("sha256", JSON.stringify(words)));

/** The same by HMAC-SHA-256. */
export const deriveKeyedId = (key: KeyObject, words: readonly string[]): string =>
  uuidOf(createHmac("sha256", key).update(JSON.stringify(words)).digest("hex"));

function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
