// Limits how much work runs at the same time. The rest waits, first come, first served.

/**
 * Returns a function that runs work at once while less than `max` is running, and otherwise after the work that waits already. Work that is cancelled
 * while it waits never runs: the call rejects with the signal's reason.
 */
export function limitConcurrency(max: number): <T>(work: () => Promise<T>, cancelled?: AbortSignal) => Promise<T> {
  let running = 0;
  const waiting = new Set<() => void>();

  function waitForStart(cancelled: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      if (waiting.delete(resolve)) reject(cancelled?.reason);
    };
    waiting.add(resolve);
    cancelled?.addEventListener("abort", leave);
    return promise.finally(() => cancelled?.removeEventListener("abort", leave));
  }

  return async (work, cancelled) => {
    cancelled?.throwIfAborted();
    if (running >= max) await waitForStart(cancelled);
    else running += 1;
    try {
      return await work();
    } finally {
      // The next one starts in its stead, before any that comes later.
      const [start] = waiting;
      if (start) {
        waiting.delete(start);
        start();
      } else running -= 1;
    }
  };
}
