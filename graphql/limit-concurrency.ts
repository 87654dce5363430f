// Work of which only so much runs at the same time. The rest waits, first come, first served.

/** Returns a function that runs work at once, or when its turn has come. */
export function limitConcurrency(max: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];

  return async (work) => {
    if (running >= max) await new Promise<void>((begin) => waiting.push(begin));
    else running += 1;
    try {
      return await work();
    } finally {
      // The next takes over the place, so that nobody who comes later gets it.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
