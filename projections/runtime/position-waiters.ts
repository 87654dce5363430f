// Reads that wait until a read model has applied a position.
import type { Position } from "../../event-log/port.ts";

type Waiter = { readonly position: Position; readonly resolve: () => void; readonly reject: (error: Error) => void };

export function openPositionWaiters() {
  let waiters: readonly Waiter[] = [];
  let endPause = () => {};
  return {
    /** Resolves after a time, or as soon as a read waits. */
    pause: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, waiters.length > 0 ? 0 : ms);
        endPause = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    /** Ends the pause, if there is one. */
    endPause: () => endPause(),
    /** Resolves when `position` is reached. Rejects with `late` after `timeoutMs`. */
    wait: (position: Position, timeoutMs: number, late: () => Error): Promise<void> =>
      new Promise((resolve, reject) => {
        const done = (settle: () => void) => {
          clearTimeout(timer);
          waiters = waiters.filter((other) => other !== waiter);
          settle();
        };
        const waiter: Waiter = { position, resolve: () => done(resolve), reject: (error) => done(() => reject(error)) };
        const timer = setTimeout(() => waiter.reject(late()), timeoutMs);
        waiters = [...waiters, waiter];
        endPause();
      }),
    reached(position: Position): void {
      for (const waiter of waiters) if (waiter.position <= position) waiter.resolve();
    },
    reject(error: () => Error): void {
      for (const waiter of waiters) waiter.reject(error());
    },
  };
}
