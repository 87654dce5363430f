// What work costs, on a machine that may be busy with other work: the processor time of this thread.

/** Does the work and gives its result and the milliseconds of processor time that this thread took meanwhile, everything else in it included. */
export async function withProcessorTime<T>(work: () => T | Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  const start = process.threadCpuUsage();
  const result = await work();
  const { user, system } = process.threadCpuUsage(start);
  return { result, ms: (user + system) / 1000 };
}
