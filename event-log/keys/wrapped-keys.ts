// The storage of wrapped keys, as the keyring sees it: it knows neither the master key nor any unwrapped key.
import type { Mark } from "../history.ts";

export type WrappedKey = { readonly id: string; readonly wrapped: Uint8Array };

export type WrappedKeys = {
  /** New keys belong to this epoch. Keys of an epoch before `lostBefore` may be lost: see docs/decisions/0022-stores-know-each-other.md. */
  readonly epoch: number;
  readonly lostBefore: number;
  /** Called before each use of a key, even a cached one. Throws if the storage can no longer be used, and KeyNotFetched. */
  assertUsable(key: string): void;
  /** Null for a destroyed key, undefined for an id that was never stored. Throws KeyNotFetched. */
  find(id: string): Uint8Array | null | undefined;
  fetch(ids: Iterable<string>): Promise<void>;
  /** Stores the keys durably, all or none. Throws LogUnavailable. */
  insert(keys: readonly WrappedKey[]): Promise<void>;
  /** Resolves after the listeners were called, with true if the key existed. */
  destroy(id: string): Promise<boolean>;
  /** Another connection of this hub has destroyed the key: no copy of it in memory is used any more. */
  forget(id: string): void;
  destroyedKeys(after: string): Promise<readonly string[]>;
  mark(): Promise<Mark>;
  /** The keyring calls this once. */
  listen(listeners: KeyListeners): void;
  close(): Promise<void>;
};

export type KeyListeners = {
  /** Resolves when everything that depends on the key was erased. */
  readonly destroyed: (id: string) => Promise<void>;
  /** Another process has changed the storage, possibly any key. */
  readonly stale: () => void;
};

/** The maximum number of keys in a page of destroyed keys. */
export const DESTROYED_PAGE = 1_000;
