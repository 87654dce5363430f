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

/** Runs a pure read, and runs it again if a key was not local. It is synchronous if every key is local. */
export function readWithKeys<T>(
  keys: Pick<KeyStore, "fetch">,
  read: () => T,
  expected: () => Iterable<string> = () => [],
): T | Promise<Awaited<T>> {
  try {
    const value = read();
    return value instanceof Promise ? value.catch((error) => readAgain(keys, read, expected, error)) : value;
  } catch (error) {
    return readAgain(keys, read, expected, error);
  }
}

/** A function of its own, because nearly every read needs it not, and there is one for each field of an answer. */
function readAgain<T>(
  keys: Pick<KeyStore, "fetch">,
  read: () => T,
  expected: () => Iterable<string>,
  error: unknown,
): Promise<Awaited<T>> {
  if (!(error instanceof KeyNotFetched)) throw error;
  return withKeys(keys, read, [error.key, ...expected()]);
}
