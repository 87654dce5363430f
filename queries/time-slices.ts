// Operations that arrive together, and work for many subscribers, in slices of time: other requests run in between, however many there are.
import { setImmediate } from "node:timers/promises";

export type TimeSlices = {
  /** Runs work after all that came before it, in this slice or a later one. */
  readonly run: <T>(work: () => T) => Promise<T>;
  /** Resolves when the caller may go on: after other requests, if the slice is over. */
  readonly giveWay: () => Promise<void>;
};

/** The length of a slice in milliseconds. */
const SLICE_MS = 10;

export function openTimeSlices(steady: () => number = () => performance.now()): TimeSlices {
  let last: Promise<unknown> = Promise.resolve();
  let began = steady();

  async function giveWay(): Promise<void> {
    if (steady() - began <= SLICE_MS) return;
    await setImmediate();
    began = steady();
  }

  async function after<T>(before: Promise<unknown>, work: () => T): Promise<T> {
    await before;
    await giveWay();
    return work();
  }

  return {
    giveWay,
    run<T>(work: () => T): Promise<T> {
      const done = after(last, work);
      last = done.then(forget, forget);
      return done;
    },
  };
}

const forget = (): void => {};
