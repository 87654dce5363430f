// The keyring as the hub uses it. Confidential text is sealed with AES-256-GCM under a key for each concern or person. Keys are wrapped by the
// master key and stored apart from the log. Destroying a key erases what it sealed from the log and every copy of it.

import type { Mark } from "../history.ts";
import { type Json, LogUnavailable } from "../port.ts";

/** `key` is a key's id; `box` is nonce, ciphertext and tag in base64url. */
export type Sealed = { readonly key: string; readonly box: string };

export type KeyStore = {
  /** A new key's id, its wrapped key already durable. Throws LogUnavailable when no key can be written and none is left. */
  newKey(): Promise<string>;
  /**
   * Makes keys local, so that the synchronous work right after it can seal and unseal under them. A keyring whose keys are all local does not
   * iterate. Throws LogUnavailable.
   */
  fetch(keys: Iterable<string>): Promise<void>;
  /** Throws KeyNotFetched, as `unseal` does. */
  seal(key: string, value: Json): Sealed;
  /** Undefined when its key was destroyed, or lost with an earlier epoch's keyring. Throws when the box was tampered with. */
  unseal(sealed: Sealed): Json | undefined;
  /** For good: the wrapped key is overwritten. True if there was one. */
  destroy(key: string): Promise<boolean>;
  /** A page of destroyed keys in the order of their ids, after one of them. What was derived from their text must go too. */
  destroyedKeys(after?: string): Promise<readonly string[]>;
  /** Listens for each key that is destroyed from now on, by whichever hub uses this keyring. A listener may be called again for the same key. */
  onDestroy(listener: (key: string) => void): void;
  /** A UUID-shaped id by HMAC-SHA-256 under a key made once for this keyring: another master key changes no id. */
  deriveId(...words: readonly string[]): string;
  /** Whether an earlier release made the keyring: its ids were derived without a key. */
  readonly isOfEarlierRelease: boolean;
  /** HMAC-SHA-256 digests that tell two bodies apart. The first is the one to store; earlier releases stored the others. */
  digests(body: string): readonly [string, ...string[]];
  /** A token that hides a text and its length, opened only under this label. Equal tokens would tell that nothing happened. */
  encryptToken(text: string, label: string): string;
  /** Undefined for anything that `encryptToken` did not make under this label. */
  decryptToken(token: string, label: string): string | undefined;
  /** Whether it was lost with the keyring of an earlier epoch: nothing can be sealed under it. Throws KeyNotFetched. */
  isLost(key: string): boolean;
  /** The last change of the keyring (keys made or destroyed) and its random token, which an older keyring does not hold. */
  mark(): Promise<Mark>;
  close(): Promise<void>;
};

/** The master key is not the one these keys were wrapped with: the hub must not start. */
export class WrongMasterKey extends Error {
  override name = "WrongMasterKey";
}

/** The wrapped key of a remote keyring is not local, or it is not known whether it still stands: fetch it, and do the work again. */
export class KeyNotFetched extends LogUnavailable {
  override name = "KeyNotFetched";
  readonly key: string;
  constructor(key: string, message = "A key is not local and has to be fetched first.") {
    super(message);
    this.key = key;
  }
}
