// What work costs, on a machine that may be busy with other work: the processor time of this thread.

/** Does the work and gives its result and the milliseconds of processor time that this thread took meanwhile, everything else in it included. */
export async function withProcessorTime<T>(work: () => T | Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  const start = threadTime();
  const result = await work();
  return { result, ms: (threadTime() - start) / 1000 };
}

/** Microseconds of processor time of this thread. The kernel may bring a thread's account up to date only at each tick, of 4 ms; that of a thread that waits, at once. */
export function threadTime(): number {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0.01);
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
