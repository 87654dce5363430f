// Inspects uploaded files in a thread of its own, one after the other, because a file can be made that takes seconds to inspect. Time and memory of the
// thread are limited.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Inspection, InspectionRequest } from "./inspect-worker.ts";

export type InspectionThread = {
  /** Waits for earlier files. */
  inspect(name: string, content: Uint8Array): Promise<Inspection>;
  close(): Promise<void>;
};

/** In megabytes. What is unpacked of a file at a time is bounded, and is outside this limit. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 } as const;
const LONGEST_MS = 60_000;
/** The thread stays for further files, because its start takes longer than most inspections. */
const IDLE_MS = 60_000;

const TAKES_TOO_MUCH: Inspection = {
  kind: "refused",
  code: "FILE_DAMAGED",
  message: "The file could not be looked at. Open it, save it again or print it to a new PDF, and upload that.",
};

export function openInspectionThread(): InspectionThread {
  let last: Promise<unknown> = Promise.resolve();
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    const started = new Worker(new URL("./inspect-worker.ts", import.meta.url), { resourceLimits: LIMITS });
    // A thread that fails between files has ended, and the next file starts another.
    started.on("error", () => {});
    started.once("exit", () => {
      if (thread === started) thread = undefined;
    });
    return started;
  }

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = thread;
    thread = undefined;
    await ending?.terminate();
  }

  async function run(request: InspectionRequest): Promise<Inspection> {
    clearTimeout(idle);
    thread ??= start();
    const result = await answerOf(thread, request);
    if (result === TAKES_TOO_MUCH) await end();
    else idle = setTimeout(end, IDLE_MS).unref();
    return result;
  }

  return {
    inspect(name, content) {
      const next = last.then(() => run({ name, content }));
      last = next.catch(() => {});
      return next;
    },
    async close() {
      await last;
      await end();
    },
  };
}

/** Refuses a file whose inspection takes too long, or ends the thread. */
async function answerOf(thread: Worker, request: InspectionRequest): Promise<Inspection> {
  const listening = new AbortController();
  const { signal } = listening;
  thread.postMessage(request);
  try {
    return await Promise.race([
      once(thread, "message", { signal }).then(([result]): Inspection => result),
      once(thread, "exit", { signal }).then(() => TAKES_TOO_MUCH),
      sleep(LONGEST_MS, TAKES_TOO_MUCH, { signal }),
    ]);
  } catch (error) {
    if ((error as { readonly code?: string }).code === "ERR_WORKER_OUT_OF_MEMORY") return TAKES_TOO_MUCH;
    throw error;
  } finally {
    listening.abort();
  }
}
