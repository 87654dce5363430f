// Pauses between retries. They grow, so that a lasting fault costs little, and are bounded, so that its end is noticed soon.
import { setTimeout } from "node:timers/promises";

/** Resolves after so many milliseconds, and at once when `ended` is aborted. */
export type Wait = (ms: number, ended: AbortSignal) => Promise<void>;

export const wait: Wait = async (ms, ended) => {
  // It rejects only when it is aborted.
  await setTimeout(ms, undefined, { signal: ended, ref: false }).catch(() => {});
};

export type Pauses = { readonly firstMs: number; readonly longestMs: number };

/** After the first failure, the second and so on. */
export const pauseAfter = ({ firstMs, longestMs }: Pauses, failures: number): number =>
  Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
