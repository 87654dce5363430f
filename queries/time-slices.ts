// Operations that arrive together, and work for many subscribers, in slices of time: other requests run in between, however many there are.
import { setImmediate } from "node:timers/promises";

export type TimeSlices = {
  /** Runs work after all that came before it, in this slice or a later one. */
  readonly run: <T>(work: () => T) => Promise<T>;
  readonly giveWay: ReturnType<typeof openTimeSlice>["giveWay"];
};

/** The length of a slice in milliseconds. */
const SLICE_MS = 10;

/** The current slice of one piece of work. It begins when this is called. */
export function openTimeSlice(steady: () => number = () => performance.now()) {
  let began = steady();
  const begin = (): void => {
    began = steady();
  };
  const isOver = (): boolean => steady() - began > SLICE_MS;
  return {
    isOver,
    /** Begins a new slice, after the work has waited for something else. */
    begin,
    /** Resolves when the work may continue: at once, or, if its slice is over, after other requests have run. */
    async giveWay(): Promise<void> {
      if (!isOver()) return;
      await setImmediate();
      begin();
    },
  };
}

export function openTimeSlices(steady?: () => number): TimeSlices {
  let last: Promise<unknown> = Promise.resolve();
  const { giveWay } = openTimeSlice(steady);

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
