// Signals that come before there is anything that could heed them: signals.ts does so when it takes over. This file imports nothing.

export const HEEDED = ["SIGTERM", "SIGINT", "SIGUSR2", "SIGHUP"] as const;
export type Heeded = (typeof HEEDED)[number];

export type HeldSignals = {
  /**
   * What came until now, in order. Whoever calls listens already: with no listener left, Node gives up a signal that has come and that nobody has been
   * told of yet.
   */
  handOver(): readonly Heeded[];
};

type Source = { on(signal: string, listener: () => void): unknown; off(signal: string, listener: () => void): unknown };

export function holdSignals(source: Source): HeldSignals {
  const came: Heeded[] = [];
  const listeners = HEEDED.map((signal) => [signal, () => came.push(signal)] as const);
  for (const [signal, listener] of listeners) source.on(signal, listener);
  return {
    handOver() {
      for (const [signal, listener] of listeners) source.off(signal, listener);
      return came;
    },
  };
}
