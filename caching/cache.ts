// The project's bounded cache, and lazily created values.

export type BoundedCache<K, V> = {
  get(key: K): V | undefined;
  /** Errors that `make` throws are not cached. */
  getOrMake(key: K, make: (key: K) => V): V;
  /** The entry becomes the newest, even if the key already had one. */
  set(key: K, value: V): void;
  /** Returns whether there was an entry. */
  delete(key: K): boolean;
  clear(): void;
};

/** Sizes are in the caller's unit. */
type SizeBound<K, V> = { readonly maxSize: number; readonly sizeOf: (key: K, value: V) => number };

/** Over `maxEntries` or `maxSize` the cache removes the oldest written entry first. It does not keep an entry larger than `maxSize`. */
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
    // A new iterator skips every removed entry, so a new one for each removal would cost a hundred times as much in a large map.
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
    // An iterator keeps its map's outgrown tables in memory, so it is replaced often.
    if (++writes % Math.ceil(maxEntries / 8) === 0) oldest = undefined;
    if (entries.size >= maxEntries) removeOldest();
    entries.set(key, value);
  }

  return {
    get: (key) => entries.get(key),
    getOrMake(key, make) {
      const cached = entries.get(key);
      if (cached !== undefined || entries.has(key)) return cached as V;
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

/** Creates the value at the first call. If `make` throws, the next call tries again. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
