// Pauses between tries. They grow, so that a fault that lasts costs little, and are bounded, so that its end is noticed soon.
import { setTimeout } from "node:timers/promises";

/** Resolves after so many milliseconds, and at once when `ended` is aborted. Tests give one that needs no time. */
export type Wait = (ms: number, ended: AbortSignal) => Promise<void>;

export const wait: Wait = async (ms, ended) => {
  // It rejects when it is aborted, and for nothing else.
  await setTimeout(ms, undefined, { signal: ended, ref: false }).catch(() => {});
};

export type Pauses = { readonly firstMs: number; readonly longestMs: number };

/** After the first failure, the second and so on. */
export const pauseAfter = ({ firstMs, longestMs }: Pauses, failures: number): number =>
  Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
