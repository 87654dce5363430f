// A bounded cache of wrapped keys in a remote storage. A key that another hub destroys is removed from it, and no key is used for longer than `maxLagMs`
// after the hub last confirmed that it knows of every destroyed key.

import { boundedCache } from "../../caching/cache.ts";
import { every, inBackground } from "../background.ts";
import type { Mark } from "../history.ts";
import { KeyNotFetched } from "./port.ts";
import type { KeyListeners, WrappedKey, WrappedKeys } from "./wrapped-keys.ts";

/** `key`: the destroyed key; null if the change created keys. */
export type KeyringChange = { readonly number: number; readonly key: string | null };

/** Every method throws LogUnavailable. */
export type RemoteKeys = {
  readonly epoch: number;
  readonly lostBefore: number;
  /** Returns the keys that exist; null for a destroyed key. */
  select(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>>;
  insert(keys: readonly WrappedKey[]): Promise<void>;
  destroy(id: string): Promise<boolean>;
  destroyedKeys(after: string): Promise<readonly string[]>;
  /** Returns the next changes after a change, oldest first; empty if there are none. */
  changesAfter(number: number): Promise<readonly KeyringChange[]>;
  mark(): Promise<Mark>;
  /** Calls the listener when another hub has changed the keyring, and after a reconnect. */
  onNotice(listener: () => void): void;
  close(): Promise<void>;
};

export type RemoteSettings = {
  readonly maxLagMs: number;
  /** Called with the error of each failed confirmation, and with undefined at the first success after a failure. */
  readonly onConfirmed?: (error: unknown) => void;
  /** The maximum number of keys in memory. */
  readonly cached?: number;
};

const CACHED = 20_000;
const FETCH = 1_000;
const ABSENT = "absent";
const UNCONFIRMED = "The keyring has not confirmed for too long that no key was destroyed.";

/** `known`: the last change before any key was read. Confirms every quarter of `maxLagMs`, and whenever the storage sends a notice. */
export function cacheKeys(remote: RemoteKeys, known: number, settings: RemoteSettings): WrappedKeys {
  const { maxLagMs, onConfirmed = () => {}, cached = CACHED } = settings;
  const local = boundedCache<string, Uint8Array | null | typeof ABSENT>(cached);
  let listeners: KeyListeners | undefined;
  let lastKnown = known;
  let confirmedAt = Number.NEGATIVE_INFINITY;
  let confirming: Promise<void> | undefined;
  let hasFailed = false;
  let destructions = 0;
  /** Destroyed keys whose listeners have not succeeded yet: they may take long, and nobody who reads waits for them. */
  const untold = new Map<string, { readonly telling: Promise<void>; hasFailed: boolean }>();

  /** Tells the listeners. Rejects with what they throw; then they are told again with the next confirmation. */
  function tell(key: string): Promise<void> {
    const telling = (listeners?.destroyed(key) ?? Promise.resolve()).then(
      () => {
        untold.delete(key);
      },
      (error) => {
        one.hasFailed = true;
        hasFailed = true;
        onConfirmed(error);
        throw error;
      },
    );
    const one = { telling, hasFailed: false };
    untold.set(key, one);
    telling.catch(() => {});
    return telling;
  }

  /** Reads every change up to now. */
  async function readChanges(): Promise<void> {
    const asked = performance.now();
    for (let changes = await remote.changesAfter(lastKnown); changes.length > 0; changes = await remote.changesAfter(lastKnown))
      for (const { number, key } of changes) {
        if (key !== null) {
          forget(key);
          tell(key);
        }
        lastKnown = number;
      }
    confirmedAt = asked;
  }
  function forget(key: string): void {
    destructions += 1;
    local.set(key, null);
  }
  async function confirmOnce(): Promise<void> {
    try {
      await readChanges();
      for (const [key, one] of untold) if (one.hasFailed) tell(key);
      if (untold.size > 0) return;
      if (hasFailed) onConfirmed(undefined);
      hasFailed = false;
    } catch (error) {
      hasFailed = true;
      onConfirmed(error);
      throw error;
    }
  }
  function confirm(): Promise<void> {
    confirming ??= confirmOnce().finally(() => {
      confirming = undefined;
    });
    return confirming;
  }
  /** A confirmation that begins now, and not one under way. */
  const confirmAfresh = async (): Promise<void> => {
    await confirming?.catch(() => {});
    await confirm();
  };
  const isConfirmedWithin = (ms: number): boolean => performance.now() - confirmedAt < ms;

  let wanted = new Set<string>();
  let fetching: Promise<void> | undefined;
  /** All keys requested in one turn of the event loop are fetched together. */
  function fetchTogether(ids: Iterable<string>): Promise<void> {
    for (const id of ids) wanted.add(id);
    fetching ??= Promise.resolve().then(() => {
      const together = [...wanted];
      wanted = new Set();
      fetching = undefined;
      return fetchAll(together);
    });
    return fetching;
  }
  async function fetchAll(ids: readonly string[]): Promise<void> {
    for (let next = 0; next < ids.length; next += FETCH) {
      const page = ids.slice(next, next + FETCH);
      const before = destructions;
      const found = await remote.select(page);
      // A key destroyed during the fetch may be newer than the rows that were read.
      if (destructions !== before) next -= FETCH;
      else for (const id of page) local.set(id, found.get(id) === undefined ? ABSENT : (found.get(id) as Uint8Array | null));
    }
  }

  const timer = every(maxLagMs / 4, "KEYRING_UNCONFIRMED", confirm, () => {});
  remote.onNotice(() => inBackground("KEYRING_UNCONFIRMED", confirmAfresh, () => {}));

  return {
    epoch: remote.epoch,
    lostBefore: remote.lostBefore,
    assertUsable(key) {
      if (!isConfirmedWithin(maxLagMs)) throw new KeyNotFetched(key, UNCONFIRMED);
    },
    find(id) {
      const found = local.get(id);
      if (found === undefined) throw new KeyNotFetched(id);
      return found === ABSENT ? undefined : found;
    },
    async fetch(ids) {
      if (!isConfirmedWithin(maxLagMs / 2)) await confirm();
      const missing: string[] = [];
      for (const id of new Set(ids)) {
        const found = local.get(id);
        if (found === undefined || found === ABSENT) missing.push(id);
        // Set again, so that this key is not evicted before the others.
        else local.set(id, found);
      }
      if (missing.length > 0) await fetchTogether(missing);
    },
    insert: remote.insert,
    async destroy(id) {
      const wasThere = await remote.destroy(id);
      await confirmAfresh();
      const one = untold.get(id);
      await (one?.hasFailed ? tell(id) : one?.telling);
      return wasThere;
    },
    forget,
    destroyedKeys: remote.destroyedKeys,
    mark: remote.mark,
    listen(given) {
      listeners = given;
    },
    async close() {
      timer.stop();
      await confirming?.catch(() => {});
      await remote.close();
    },
  };
}
