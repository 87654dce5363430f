// A remote storage of wrapped keys, simulated in memory, for tests of the code above it: hubs of one process share it, each through a connection that
// answers later. It can be disconnected, delayed, and lose notices at a chosen moment, which a real server cannot. A real server is
// tested in test/system/postgres-keys.test.ts.
import { setImmediate } from "node:timers/promises";
import type { KeyringChange, RemoteKeys } from "../../event-log/keys/remote-keys.ts";
import { DESTROYED_PAGE, type WrappedKey } from "../../event-log/keys/wrapped-keys.ts";
import { LogUnavailable } from "../../event-log/port.ts";

export function openRemoteMemory() {
  const stored = new Map<string, Uint8Array | null>();
  const changes: KeyringChange[] = [];
  const connections = new Set<() => void>();
  let isCut = false;
  let isGivingNotice = true;
  let counts = { selects: 0, inserts: 0 };
  let held: Promise<void> | undefined;

  async function answer<T>(work: () => T): Promise<T> {
    await setImmediate();
    if (isCut) throw new LogUnavailable("The keyring cannot be reached.");
    return work();
  }
  function change(key: string | null): void {
    changes.push({ number: changes.length + 1, key });
    if (isGivingNotice) for (const notify of connections) notify();
  }

  return {
    last: () => changes.length,
    selects: () => counts.selects,
    inserts: () => counts.inserts,
    cut(): void {
      isCut = true;
    },
    mend(): void {
      isCut = false;
    },
    loseNotices(): void {
      isGivingNotice = false;
    },
    /** Selects read at once, but answer only after the returned function is called. */
    holdSelects(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = undefined;
        resolve();
      };
    },
    connect(): RemoteKeys {
      let notify = () => {};
      return {
        ...{ epoch: 1, lostBefore: 0 },
        async select(ids) {
          counts = { ...counts, selects: counts.selects + 1 };
          const found = await answer(() => new Map(ids.flatMap((id) => (stored.has(id) ? [[id, stored.get(id) ?? null]] : []))));
          await held;
          return found as ReadonlyMap<string, Uint8Array | null>;
        },
        insert: (keys: readonly WrappedKey[]) =>
          answer(() => {
            counts = { ...counts, inserts: counts.inserts + 1 };
            for (const { id, wrapped } of keys) stored.set(id, wrapped);
            change(null);
          }),
        destroy: (id) =>
          answer(() => {
            if (!stored.get(id)) return false;
            stored.set(id, null);
            change(id);
            return true;
          }),
        destroyedKeys: (after) =>
          answer(() =>
            [...stored.keys()]
              .filter((id) => stored.get(id) === null && id > after)
              .sort()
              .slice(0, DESTROYED_PAGE),
          ),
        changesAfter: (number) => answer(() => changes.slice(number, number + 2)),
        mark: () => answer(() => [String(changes.length), ""] as const),
        onNotice(listener) {
          connections.delete(notify);
          notify = listener;
          connections.add(notify);
        },
        async close() {
          connections.delete(notify);
        },
      };
    },
  };
}
