// A keyring in memory. It has a key for every id, so that a test can seal without waiting for a new key; nothing is durable.
import { randomUUID } from "node:crypto";
import { encrypt } from "../../event-log/keys/encryption.ts";
import { openKeyring } from "../../event-log/keys/keyring.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { makeStartingKeys, wrappingKey } from "../../event-log/keys/starting-keys.ts";
import { DESTROYED_PAGE, type KeyListeners } from "../../event-log/keys/wrapped-keys.ts";

const MASTER = Buffer.alloc(32, 7);

/** A key id that every such keyring accepts. */
export const anyKey = (): string => randomUUID();

export function memoryKeys(): KeyStore {
  const stored = new Map<string, Uint8Array | null>();
  const wrapping = wrappingKey(MASTER);
  let listeners: KeyListeners | undefined;
  const find = (id: string): Uint8Array | null => {
    const found = stored.get(id);
    if (found !== undefined) return found;
    const made = encrypt(wrapping, Buffer.alloc(32, stored.size), id);
    stored.set(id, made);
    return made;
  };
  const storage = {
    ...{ epoch: 1, lostBefore: 0, find },
    assertUsable: () => {},
    fetch: async () => {},
    async insert(keys: readonly { readonly id: string; readonly wrapped: Uint8Array }[]) {
      for (const { id, wrapped } of keys) stored.set(id, wrapped);
    },
    async destroy(id: string) {
      const was = find(id) !== null;
      stored.set(id, null);
      await listeners?.destroyed(id);
      return was;
    },
    destroyedKeys: async (after: string) =>
      [...stored.keys()]
        .filter((id) => stored.get(id) === null && id > after)
        .sort()
        .slice(0, DESTROYED_PAGE),
    mark: async () => ["", ""] as const,
    listen(given: KeyListeners) {
      listeners = given;
    },
    forget() {},
    close: async () => {},
  };
  return openKeyring(storage, MASTER, makeStartingKeys(MASTER));
}
