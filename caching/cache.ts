// The one bounded cache of the project, and values that are made when they are first needed.

export type BoundedCache<K, V> = {
  get(key: K): V | undefined;
  /** What `make` throws is not cached. */
  getOrMake(key: K, make: (key: K) => V): V;
  /** The entry becomes the newest, also where the key had one. */
  set(key: K, value: V): void;
  /** Whether there was one. */
  delete(key: K): boolean;
  clear(): void;
};

/** Sizes in a unit of the caller's. */
type SizeBound<K, V> = { readonly maxSize: number; readonly sizeOf: (key: K, value: V) => number };

/** Beyond `maxEntries` or `maxSize` the oldest written entry goes first. A larger entry than `maxSize` is not kept. */
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
    // A new iterator passes every removed entry: one for each removal would cost a hundred times as much in a large map.
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

/** Made at the first call. What `make` throws is not kept: the next call tries again. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
