// Group commit: appends that wait for the commit before theirs are committed together, in order.
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { type AppendOutcome, LogUnavailable } from "../port.ts";
import { isBusy, RETRY_MS, WAIT_MS } from "../stores/database.ts";
import type { PreparedAppend } from "./appender.ts";
import type { Committed } from "./group-writer.ts";

type Waiting = {
  readonly command: PreparedAppend;
  /** When it fails if another program keeps the file locked. */
  readonly until: number;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: Error) => void;
};

/**
 * `commit` is durable when it resolves. It is called in the asynchronous context of the group's first append, whose trace has the commit. `onCommitted` is
 * called after each commit that may have appended something.
 */
export function groupCommit(commit: (group: readonly PreparedAppend[]) => Promise<Committed>, onCommitted: () => void) {
  let waiting: Waiting[] = [];
  /** Runs work in the asynchronous context of the first append that waits. */
  let inFirstContext = AsyncLocalStorage.snapshot();
  let running: Promise<void> | undefined;
  let isClosed = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      // Commands whose append has just resolved, and those of the same moment, come into the next group.
      await new Promise(setImmediate);
      await commitWaiting();
    }
    running = undefined;
  }

  async function commitWaiting(): Promise<void> {
    const [group, inContext] = [waiting, inFirstContext];
    waiting = [];
    try {
      const { outcomes } = await inContext(() => commit(group.map(({ command }) => command)));
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index];
        if (outcome instanceof Error) reject(outcome);
        else if (outcome) resolve(outcome);
      }
    } catch (error) {
      if (isBusy(error)) {
        inFirstContext = inContext;
        return waitForLock(group, error);
      }
      const failure =
        error instanceof LogUnavailable ? error : new LogUnavailable("The event log could not be written.", { cause: error });
      for (const { reject } of group) reject(failure);
      if (error instanceof LogUnavailable) return;
    }
    onCommitted();
  }

  /** The group stays together, in order, and new commands join it. */
  async function waitForLock(group: readonly Waiting[], cause: unknown): Promise<void> {
    const now = performance.now();
    waiting = [...group, ...waiting];
    const late = waiting.filter(({ until }) => isClosed || until <= now);
    waiting = waiting.filter((one) => !late.includes(one));
    const why = isClosed ? "was closed while another program held its lock" : "is locked by another program";
    for (const { reject } of late) reject(new LogUnavailable(`The event log ${why}.`, { cause }));
    if (waiting.length > 0) await pause(RETRY_MS);
  }

  return {
    append: (command: PreparedAppend): Promise<AppendOutcome> =>
      new Promise((resolve, reject) => {
        // Not of each append: it takes some microseconds.
        if (waiting.length === 0) inFirstContext = AsyncLocalStorage.snapshot();
        waiting.push({ command, until: performance.now() + WAIT_MS, resolve, reject });
        running ??= run();
      }),
    /** Resolves when nothing waits any more. */
    async close(): Promise<void> {
      isClosed = true;
      await running;
    },
  };
}
