// Synchronous work that needs keys which may be remote.
import { KeyNotFetched, type KeyStore } from "./port.ts";

/** A key that is missing this many times is evicted as fast as it is fetched. */
const MAX_MISSES = 10;

/**
 * Runs work that seals or unseals after its keys were fetched. If a key is not local, the work runs again from the beginning, so it must change nothing
 * before it throws KeyNotFetched. Throws LogUnavailable.
 */
export async function withKeys<T>(
  keys: Pick<KeyStore, "fetch">,
  work: () => T,
  expected: Iterable<string> = [],
): Promise<Awaited<T>> {
  await keys.fetch(expected);
  const missed = new Map<string, number>();
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof KeyNotFetched)) throw error;
      const misses = (missed.get(error.key) ?? 0) + 1;
      if (misses > MAX_MISSES) throw error;
      missed.set(error.key, misses);
      // Fetches every missed key, because an earlier one may have been evicted meanwhile.
      await keys.fetch(missed.keys());
    }
}

/** Runs a pure read again, which has failed because a key was not local. Throws any other error that it has failed with. */
export function readAgain<T>(
  keys: Pick<KeyStore, "fetch">,
  error: unknown,
  read: () => T,
  expected: Iterable<string> = [],
): Promise<Awaited<T>> {
  if (!(error instanceof KeyNotFetched)) throw error;
  return withKeys(keys, read, [error.key, ...expected]);
}
