// Where wrapped keys are stored, as the keyring sees it: nothing here knows a master key or an unwrapped one.
import type { Mark } from "../history.ts";

export type WrappedKey = { readonly id: string; readonly wrapped: Uint8Array };

export type WrappedKeys = {
  /** New keys are of this epoch. Keys of an epoch before `lostBefore` may be lost: see docs/decisions/0022-stores-know-each-other.md. */
  readonly epoch: number;
  readonly lostBefore: number;
  /** Called before each use of a key, also of one that is cached. Throws where the storage was given up, and KeyNotFetched. */
  assertUsable(key: string): void;
  /** Null for a destroyed key, undefined for one that was never stored. Throws KeyNotFetched. */
  find(id: string): Uint8Array | null | undefined;
  fetch(ids: Iterable<string>): Promise<void>;
  /** Makes them durable, all or none. Throws LogUnavailable. */
  insert(keys: readonly WrappedKey[]): Promise<void>;
  /** Resolves when the listeners were called. True if there was one. */
  destroy(id: string): Promise<boolean>;
  destroyedKeys(after: string): Promise<readonly string[]>;
  mark(): Promise<Mark>;
  /** Called once. */
  listen(listeners: KeyListeners): void;
  close(): Promise<void>;
};

export type KeyListeners = {
  readonly destroyed: (id: string) => void;
  /** Something was changed elsewhere, which may be any key. */
  readonly stale: () => void;
};

/** The most keys of a page of destroyed ones. */
export const DESTROYED_PAGE = 1_000;
