// What a keyring is created with: a check of the master key, and keys for ids and digests. These keys are created once and wrapped like all others, so
// they stay the same when the master key changes.
import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { decrypt, derive, encrypt, labelOf } from "./encryption.ts";
import { WrongMasterKey } from "./port.ts";

/** What a derivation key is used for. */
export type DerivationUse = "ids" | "digests" | "former-digests";
export type StartingKeys = { readonly check: Uint8Array; readonly derivation: ReadonlyMap<DerivationUse, Uint8Array> };

const MASTER_BYTES = 32;
const CHECK = Buffer.from("candour");

/** Throws RangeError. */
export function wrappingKey(masterKey: Buffer): KeyObject {
  if (masterKey.length !== MASTER_BYTES) throw new RangeError(`The master key must be ${MASTER_BYTES} bytes.`);
  return derive(masterKey, "wrap");
}

/** Creates the starting keys of a new keyring. */
export function makeStartingKeys(masterKey: Buffer): StartingKeys {
  const wrapping = wrappingKey(masterKey);
  const wrap = (use: DerivationUse): [DerivationUse, Uint8Array] => [use, encrypt(wrapping, randomBytes(32), labelOf(use))];
  return { check: encrypt(wrapping, CHECK, "check"), derivation: new Map([wrap("ids"), wrap("digests")]) };
}

/** Earlier releases derived the digest key from the master key; digests that they stored are still compared. */
export const formerDigestKey = (masterKey: Buffer): Uint8Array =>
  encrypt(wrappingKey(masterKey), derive(masterKey, "digest").export(), labelOf("former-digests"));

/** Whether the keys of a keyring with this check are wrapped by this master key. */
export function isCheckUnder(masterKey: Buffer, check: Uint8Array): boolean {
  try {
    decrypt(wrappingKey(masterKey), check, "check");
    return true;
  } catch {
    return false;
  }
}

/** Throws WrongMasterKey. */
export function assertMasterKey(masterKey: Buffer, check: Uint8Array | undefined): void {
  if (!check || !isCheckUnder(masterKey, check))
    throw new WrongMasterKey("The master key is not the one that the keys of this keyring were wrapped with.");
}

/** Unwraps the keys for ids and digests. */
export function openStartingKeys(masterKey: Buffer, { check, derivation }: StartingKeys) {
  assertMasterKey(masterKey, check);
  const unwrap = (use: DerivationUse) => {
    const wrapped = derivation.get(use);
    return wrapped && createSecretKey(decrypt(wrappingKey(masterKey), wrapped, labelOf(use)));
  };
  const former = unwrap("former-digests");
  return {
    ids: unwrap("ids") as KeyObject,
    digests: [unwrap("digests") as KeyObject, ...(former ? [former] : [])] as const,
  };
}
