// Commands on one stream run one after the other: in parallel they would only make each other decide anew.

export type StreamQueue = {
  /** Runs `work` once the work that was queued on this stream before it has ended, however that ended. */
  run<T>(stream: string, work: () => Promise<T>): Promise<T>;
};

/** One for each hub: two hubs in one process have streams of the same name and nothing else in common. */
export function createStreamQueue(): StreamQueue {
  const lastOf = new Map<string, Promise<unknown>>();
  return {
    async run(stream, work) {
      const running = (lastOf.get(stream) ?? Promise.resolve()).then(work);
      const settled = running.catch(() => {});
      lastOf.set(stream, settled);
      try {
        return await running;
      } finally {
        if (lastOf.get(stream) === settled) lastOf.delete(stream);
      }
    },
  };
}
