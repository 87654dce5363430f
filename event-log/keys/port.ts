// The keyring as the hub uses it. Confidential text is sealed with AES-256-GCM under a key for each concern or person. Keys are wrapped by the
// master key and stored apart from the log. Destroying a key erases what it sealed from the log and every copy of it.

import type { Mark } from "../history.ts";
import { type Json, LogUnavailable } from "../port.ts";

/** `key` is a key's id; `box` is nonce, ciphertext and tag in base64url. */
export type Sealed = { readonly key: string; readonly box: string };

export type KeyStore = {
  /** Returns the id of a new key, whose wrapped key is already durable. Throws LogUnavailable if no key can be written and the pool is empty. */
  newKey(): Promise<string>;
  /**
   * Fetches keys, so that the synchronous work right after it can seal and unseal under them. A keyring whose keys are all local does not
   * iterate. Throws LogUnavailable.
   */
  fetch(keys: Iterable<string>): Promise<void>;
  /** Throws KeyNotFetched, like `unseal`. */
  seal(key: string, value: Json): Sealed;
  /** Undefined if the value's key was destroyed, or lost with the keyring of an earlier epoch. Throws if the box was tampered with. */
  unseal(sealed: Sealed): Json | undefined;
  /** The same for the bytes of a file: nonce, ciphertext and tag. What was sealed as one cannot be opened as the other. */
  sealBytes(key: string, bytes: Uint8Array): Buffer;
  unsealBytes(key: string, sealed: Uint8Array): Buffer | undefined;
  /** Destroys a key permanently: its wrapped key is overwritten. Returns true if the key existed. */
  destroy(key: string): Promise<boolean>;
  /** A page of destroyed keys in the order of their ids, starting after the given id. Data derived from their text must be deleted too. */
  destroyedKeys(after?: string): Promise<readonly string[]>;
  /**
   * Calls the listener for each key that is destroyed from now on, by any hub that uses this keyring, possibly more than once for a key. `destroy` waits
   * for what it returns, and throws what it throws.
   */
  onDestroy(listener: (key: string) => void | Promise<void>): void;
  /** Another thread of this hub, with a keyring of its own, has destroyed a key: forgets it, and calls the listeners. */
  noteDestroyed(key: string): Promise<void>;
  /** A UUID-shaped id by HMAC-SHA-256 under a key made once for this keyring: another master key changes no id. */
  deriveId(...words: readonly string[]): string;
  /** Whether an earlier release created the keyring: its ids were derived without a key. */
  readonly isOfEarlierRelease: boolean;
  /** HMAC-SHA-256 digests that distinguish two bodies. The first is the one to store; earlier releases stored the others. */
  digests(body: string): readonly [string, ...string[]];
  /** An encrypted token that hides a text and its length, and opens only under this label. Equal texts get different tokens, so that repeats do not show. */
  encryptToken(text: string, label: string): string;
  /** Undefined for anything that `encryptToken` did not make under this label. */
  decryptToken(token: string, label: string): string | undefined;
  /** Whether the key was lost with the keyring of an earlier epoch: nothing can be sealed under it. Throws KeyNotFetched. */
  isLost(key: string): boolean;
  /** The last change of the keyring (keys made or destroyed) and its random token, which an older keyring does not hold. */
  mark(): Promise<Mark>;
  close(): Promise<void>;
};

/** The master key is not the one these keys were wrapped with: the hub must not start. */
export class WrongMasterKey extends Error {
  override name = "WrongMasterKey";
}

/** The wrapped key of a remote keyring is not local, or the hub cannot confirm that it still exists: fetch it, and repeat the work. */
export class KeyNotFetched extends LogUnavailable {
  override name = "KeyNotFetched";
  readonly key: string;
  constructor(key: string, message = "A key is not local and has to be fetched first.") {
    super(message);
    this.key = key;
  }
}
