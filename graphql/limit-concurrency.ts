// Limits how much work runs at the same time. The rest waits, first come, first served.

/** Returns a function that runs work at once while less than `max` is running, and otherwise after the work that waits already. */
export function limitConcurrency(max: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];

  return async (work) => {
    if (running >= max) await new Promise<void>((begin) => waiting.push(begin));
    else running += 1;
    try {
      return await work();
    } finally {
      // The next one starts in its stead, before any that comes later.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
