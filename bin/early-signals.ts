// Signals that arrive before signals.ts can handle them. This file imports nothing.

export const HANDLED_SIGNALS = ["SIGTERM", "SIGINT", "SIGUSR2", "SIGHUP"] as const;
export type HandledSignal = (typeof HANDLED_SIGNALS)[number];

export type EarlySignals = {
  /** Returns the signals in order. The caller must already listen, because without a listener Node drops an undelivered signal. */
  handOver(): readonly HandledSignal[];
};

type Source = { on(signal: string, listener: () => void): unknown; off(signal: string, listener: () => void): unknown };

export function catchEarlySignals(source: Source): EarlySignals {
  const arrived: HandledSignal[] = [];
  const listeners = HANDLED_SIGNALS.map((signal) => [signal, () => arrived.push(signal)] as const);
  for (const [signal, listener] of listeners) source.on(signal, listener);
  return {
    handOver() {
      for (const [signal, listener] of listeners) source.off(signal, listener);
      return arrived;
    },
  };
}
