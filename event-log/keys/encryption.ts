// AES-256-GCM as the keyring uses it, and the names of keys.
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const derive = (master: Buffer, use: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync("sha256", master, "candour", use, 32)));

/** The label of a file's content under a key; no key has such a name. */
export const fileLabel = (key: string): string => `file ${key}`;

/** Nonce, ciphertext, tag. `label` is authenticated: a box cannot pass under another key's name. */
export function encrypt(key: KeyObject, plain: Uint8Array, label: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(label));
  const encrypted = cipher.update(plain);
  cipher.final();
  return Buffer.concat([nonce, encrypted, cipher.getAuthTag()]);
}

/** Throws for anything that was not encrypted under this key and label. */
export function decrypt(key: KeyObject, box: Uint8Array, label: string): Buffer {
  if (box.length < NONCE_BYTES + TAG_BYTES) throw new RangeError("A box is cut short.");
  const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(label))
    .setAuthTag(box.subarray(-TAG_BYTES));
  const plain = decipher.update(box.subarray(NONCE_BYTES, -TAG_BYTES));
  // It gives nothing more, and throws where the tag is not valid.
  decipher.final();
  return plain;
}

/** How many bytes of JSON a box in base64url holds. */
export const sealedBytes = (box: string): number => Math.floor((box.length * 3) / 4) - NONCE_BYTES - TAG_BYTES;

const PADDED_TO = 64;
/** To a multiple of so many bytes, so that texts of similar length have the same. */
export function padded(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([bytes], Math.ceil((bytes.length + 1) / PADDED_TO) * PADDED_TO);
}
/** No text ends with the NUL that pads it. */
export const unpadded = (bytes: Buffer): string => bytes.toString().replace(/\0+$/, "");

/** The label of a key that ids or digests are made with; no key of a stream has such a name. */
export const labelOf = (use: string): string => `derivation ${use}`;

/** Between the epoch and the rest of a key's id: base64url has no such character. */
const EPOCH_END = ".";
/** A later epoch's keys have it in their ids: a key of an earlier epoch may have been lost with its keyring. */
export const epochPrefix = (epoch: number): string => (epoch > 1 ? `${epoch}${EPOCH_END}` : "");
export const epochOf = (id: string): number => (id.includes(EPOCH_END) ? Number(id.slice(0, id.indexOf(EPOCH_END))) : 1);
