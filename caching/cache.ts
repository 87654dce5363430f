// The one cache of the project: what was made once and is kept up to a bound, and what is made when it is first wanted.

export type BoundedCache<K, V> = {
  get(key: K): V | undefined;
  /** The value under a key, made and kept where there is none. What `make` throws is kept nowhere. */
  getOrMake(key: K, make: (key: K) => V): V;
  /** The entry is the newest from now on, also where the key had one. */
  set(key: K, value: V): void;
  /** Whether there was one. */
  delete(key: K): boolean;
  clear(): void;
};

/** The size of one entry and the most of all together, in a unit of the caller's. */
type SizeBound<K, V> = { readonly maxSize: number; readonly sizeOf: (key: K, value: V) => number };

/**
 * At most `maxEntries`, and `maxSize` where it is given: beyond, the oldest goes first. Reading makes nothing newer. An entry larger than
 * `maxSize` is not kept.
 */
export function boundedCache<K, V>(maxEntries: number, sizes?: SizeBound<K, V>): BoundedCache<K, V> {
  const entries = new Map<K, V>();
  let size = 0;
  let oldest: MapIterator<K> | undefined;
  let writes = 0;

  function remove(key: K): boolean {
    if (sizes && entries.has(key)) size -= sizes.sizeOf(key, entries.get(key) as V);
    return entries.delete(key);
  }

  function removeOldest(): void {
    // A new iterator passes every entry that was removed before: one for each removal would cost a hundred times as much in a large map.
    oldest ??= entries.keys();
    remove(oldest.next().value as K);
  }

  /** `key` has no entry. */
  function add(key: K, value: V): void {
    if (sizes) {
      const added = sizes.sizeOf(key, value);
      if (added > sizes.maxSize) return;
      size += added;
      while (size > sizes.maxSize) removeOldest();
    }
    // An iterator keeps the tables alive that its map has outgrown, so it is not kept for long.
    if (++writes % Math.ceil(maxEntries / 8) === 0) oldest = undefined;
    if (entries.size >= maxEntries) removeOldest();
    entries.set(key, value);
  }

  return {
    get: (key) => entries.get(key),
    getOrMake(key, make) {
      const known = entries.get(key);
      if (known !== undefined || entries.has(key)) return known as V;
      const made = make(key);
      remove(key);
      add(key, made);
      return made;
    },
    set(key, value) {
      remove(key);
      add(key, value);
    },
    delete(key) {
      const wasThere = remove(key);
      if (wasThere) oldest = undefined;
      return wasThere;
    },
    clear() {
      entries.clear();
      oldest = undefined;
      size = 0;
    },
  };
}

/** Made when it is first wanted, and then kept. What `make` throws is not: the next call makes it anew. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
