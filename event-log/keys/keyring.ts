// The keyring on top of a storage of wrapped keys: encryption, a cache of unwrapped keys, ids, digests and tokens.

import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { boundedCache } from "../../caching/cache.ts";
import { deriveKeyedId } from "../ids.ts";
import { decrypt, derive, encrypt, epochOf, epochPrefix, fileLabel, padded, unpadded } from "./encryption.ts";
import { openKeyPool } from "./key-pool.ts";
import type { KeyStore } from "./port.ts";
import { openStartingKeys, type StartingKeys, wrappingKey } from "./starting-keys.ts";
import type { WrappedKeys } from "./wrapped-keys.ts";

const CACHED = 10_000;

/** Throws WrongMasterKey. */
export function openKeyring(storage: WrappedKeys, masterKey: Buffer, starting: StartingKeys): KeyStore {
  const wrapping = wrappingKey(masterKey);
  const derivation = openStartingKeys(masterKey, starting);
  const opened = boundedCache<string, KeyObject>(CACHED);
  const listeners: ((key: string) => void | Promise<void>)[] = [];
  async function destroyed(id: string): Promise<void> {
    opened.delete(id);
    await Promise.all(listeners.map(async (listener) => listener(id)));
  }
  storage.listen({ destroyed, stale: opened.clear });

  function openKey(id: string): KeyObject | undefined {
    storage.assertUsable(id);
    const cached = opened.get(id);
    if (cached) return cached;
    const wrapped = storage.find(id);
    if (wrapped === undefined && epochOf(id) < storage.lostBefore) return undefined;
    if (wrapped === undefined) throw new Error("A sealed value names a key that this keyring never held.");
    if (wrapped === null) return undefined;
    const key = createSecretKey(decrypt(wrapping, wrapped, id));
    opened.set(id, key);
    return key;
  }

  const pool = openKeyPool(epochPrefix(storage.epoch), (made) =>
    storage.insert(made.map(({ id, key }) => ({ id, wrapped: encrypt(wrapping, key, id) }))),
  );

  return {
    async newKey() {
      await storage.fetch([]);
      const { id, key } = await pool.take();
      storage.assertUsable(id);
      opened.set(id, key);
      return id;
    },
    fetch: storage.fetch,
    seal(key, value) {
      const bytes = openKey(key);
      if (!bytes) throw new Error("Nothing can be sealed under a destroyed key.");
      return { key, box: encrypt(bytes, Buffer.from(JSON.stringify(value)), key).toString("base64url") };
    },
    unseal({ key, box }) {
      const bytes = openKey(key);
      return bytes && JSON.parse(decrypt(bytes, Buffer.from(box, "base64url"), key).toString());
    },
    sealBytes(key, content) {
      const bytes = openKey(key);
      if (!bytes) throw new Error("Nothing can be sealed under a destroyed key.");
      return encrypt(bytes, content, fileLabel(key));
    },
    unsealBytes(key, sealed) {
      const bytes = openKey(key);
      return bytes && decrypt(bytes, sealed, fileLabel(key));
    },
    async destroy(key) {
      opened.delete(key);
      return storage.destroy(key);
    },
    destroyedKeys: (after = "") => storage.destroyedKeys(after),
    onDestroy: (listener) => listeners.push(listener),
    async noteDestroyed(key) {
      storage.forget(key);
      await destroyed(key);
    },
    deriveId: (...words) => deriveKeyedId(derivation.ids, words),
    isOfEarlierRelease: derivation.digests.length > 1,
    digests(body) {
      const [current, ...former] = derivation.digests;
      const digest = (key: KeyObject) => createHmac("sha256", key).update(body).digest("base64url");
      return [digest(current), ...former.map(digest)];
    },
    ...openTokens(derive(masterKey, "conceal")),
    isLost: (key) => epochOf(key) < storage.lostBefore && storage.find(key) === undefined,
    mark: storage.mark,
    async close() {
      pool.close();
      await storage.close();
    },
  };
}

const CACHED_TOKENS = 2_000;

function openTokens(key: KeyObject): Pick<KeyStore, "encryptToken" | "decryptToken"> {
  /** The most recent tokens: a client that pages sends a token back soon after it received it. */
  const tokens = boundedCache<string, { readonly text: string; readonly label: string }>(CACHED_TOKENS);
  return {
    encryptToken(text, label) {
      const token = encrypt(key, padded(text), label).toString("base64url");
      tokens.set(token, { text, label });
      return token;
    },
    decryptToken(token, label) {
      const cached = tokens.get(token);
      if (cached?.label === label) return cached.text;
      try {
        const bytes = Buffer.from(token, "base64url");
        // Node ignores characters that are not base64url, and surplus bits: without this check several texts would decode to the same token.
        if (bytes.toString("base64url") !== token) return undefined;
        return unpadded(decrypt(key, bytes, label));
      } catch {
        return undefined;
      }
    },
  };
}
