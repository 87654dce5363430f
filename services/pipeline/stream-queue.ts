// Runs commands on one stream one after another, because in parallel all but one would fail to append and be decided again.

export type StreamQueue = {
  /** Runs `work` once all earlier work on this stream has succeeded or failed. */
  run<T>(stream: string, work: () => Promise<T>): Promise<T>;
};

/** Each hub has its own queue, because two hubs in one process can have streams with the same name. */
export function createStreamQueue(): StreamQueue {
  const lastOf = new Map<string, Promise<unknown>>();
  return {
    async run(stream, work) {
      const running = (lastOf.get(stream) ?? Promise.resolve()).then(work);
      const ended = running.catch(() => {});
      lastOf.set(stream, ended);
      try {
        return await running;
      } finally {
        if (lastOf.get(stream) === ended) lastOf.delete(stream);
      }
    },
  };
}
