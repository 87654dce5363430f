// Measures processor time in addition to a rate, because a rate falls on a busy machine, while processor time hardly changes.
import { readFileSync } from "node:fs";

/** Microseconds of processor time, user and system: of the serving thread, and of its whole process with what runs beside it. */
export type ProcessorTime = { readonly thread: number; readonly process: number };

/** The rate per second, and the processor time of each unit. */
export type Rate = { readonly rate: number; readonly each: ProcessorTime };

/** Does `work`, and gives what it got through: per second, and per unit in processor time of a process; of this one without a `pid`. */
export async function rateOf(work: () => Promise<number> | number, pid?: number): Promise<Rate> {
  const read = pid === undefined ? ownTime : () => timeOf(pid);
  const [before, start] = [read(), performance.now()];
  const count = await work();
  const [seconds, after] = [(performance.now() - start) / 1000, read()];
  const each = { thread: (after.thread - before.thread) / count, process: (after.process - before.process) / count };
  return { rate: count / seconds, each };
}

function ownTime(): ProcessorTime {
  const [thread, whole] = [process.threadCpuUsage(), process.cpuUsage()];
  return { thread: thread.user + thread.system, process: whole.user + whole.system };
}

/** Linux counts a process's time in ticks of a hundredth of a second, and a thread's in nanoseconds; the main thread has the process's number. */
const TICK_US = 10_000;

function timeOf(pid: number): ProcessorTime {
  // The command's name stands in brackets and may hold anything; user and system time are the 12th and 13th field after it.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  const [nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ");
  return { thread: Number(nanoseconds) / 1e3, process: (Number(fields[11]) + Number(fields[12])) * TICK_US };
}
