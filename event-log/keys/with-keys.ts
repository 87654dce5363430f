// Synchronous work under keys that may be remote.
import { KeyNotFetched, type KeyStore } from "./port.ts";

/** A key that is missed again so often is evicted as fast as it is fetched. */
const MAX_MISSES = 10;

/**
 * Runs work that seals or unseals once its keys are local. Where one is not, the work is run again from its beginning, so it must change nothing
 * before it throws. Throws LogUnavailable.
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
      // All of them: an earlier one may have been evicted meanwhile.
      await keys.fetch(missed.keys());
    }
}

/** A pure read, run again with its keys where one was not local. It stays synchronous where every key is. */
export function readWithKeys<T>(
  keys: Pick<KeyStore, "fetch">,
  read: () => T,
  expected: () => Iterable<string> = () => [],
): T | Promise<Awaited<T>> {
  const again = (error: unknown): Promise<Awaited<T>> => {
    if (!(error instanceof KeyNotFetched)) throw error;
    return withKeys(keys, read, [error.key, ...expected()]);
  };
  try {
    const value = read();
    return value instanceof Promise ? value.catch(again) : value;
  } catch (error) {
    return again(error);
  }
}
