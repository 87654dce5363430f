// Operations that arrive together, and work for many subscribers, in slices of time: other requests run in between, however many there are.
import { setImmediate } from "node:timers/promises";

export type TimeSlices = {
  /** Runs work after all that came before it, in this slice or a later one. What the work promises is waited for by its caller alone. */
  readonly run: <T>(work: () => T) => Promise<Awaited<T>>;
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

  async function after<T>(before: Promise<unknown>, work: () => T): Promise<{ readonly result: T }> {
    await before;
    await giveWay();
    return { result: work() };
  }

  return {
    giveWay,
    async run<T>(work: () => T): Promise<Awaited<T>> {
      const begun = after(last, work);
      last = begun.then(forget, forget);
      const { result } = await begun;
      return await result;
    },
  };
}

const forget = (): void => {};
