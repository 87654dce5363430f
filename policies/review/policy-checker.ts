// Checks policies in a worker thread, one at a time, because Cedar and the search for dead policies would block other requests. The thread's
// memory and time are limited, and a policy that breaks Cedar there does not affect the hub's own Cedar.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { CheckOrder, CheckResult } from "./check-worker.ts";

export type PolicyChecker = {
  /** Waits for earlier checks. Throws CheckerClosed. */
  check(order: CheckOrder): Promise<CheckResult>;
  close(): Promise<void>;
};

class CheckerClosed extends Error {
  override name = "CheckerClosed";
}

/** A check of the hub's own policy takes some seconds and 60 MB of the thread's memory. */
const LIMITS = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 16 } as const;
const LONGEST_MS = 300_000;
/** The thread stays for further checks, because its start takes most of a first check, and a simulation is often followed by another or a publication. */
const IDLE_MS = 60_000;
/** The number of checks in one thread, because Cedar never frees parsed policies. */
const MAX_CHECKS = 20;

export function openPolicyChecker(): PolicyChecker {
  let last: Promise<unknown> = Promise.resolve();
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let checks = 0;
  let closed = false;

  function start(): Worker {
    const started = new Worker(new URL("./check-worker.ts", import.meta.url), { resourceLimits: LIMITS });
    // A thread that fails between checks has ended, and the next check starts another.
    started.on("error", () => {});
    started.once("exit", () => {
      if (thread === started) thread = undefined;
    });
    return started;
  }

  function end(): Promise<unknown> | undefined {
    clearTimeout(idle);
    const ending = thread;
    thread = undefined;
    checks = 0;
    return ending?.terminate();
  }

  async function run(order: CheckOrder): Promise<CheckResult> {
    if (closed) throw new CheckerClosed();
    clearTimeout(idle);
    thread ??= start();
    checks += 1;
    const result = await answerOf(thread, order).catch(async (error) => {
      // A failed thread is about to end, so the next check does not wait for its result.
      await end();
      throw error;
    });
    // A flawed policy may have broken Cedar in its thread, so the next policy is checked in another.
    if (result.verdict.kind === "flawed" || checks >= MAX_CHECKS) await end();
    else idle = setTimeout(end, IDLE_MS).unref();
    return result;
  }

  return {
    check(order) {
      const next = last.then(() => run(order));
      last = next.catch(() => {});
      return next;
    },
    async close() {
      closed = true;
      await end();
      await last;
    },
  };
}

/** Reports too little time or memory as a result. Throws CheckerClosed if the thread is ended. */
async function answerOf(thread: Worker, order: CheckOrder): Promise<CheckResult> {
  const listening = new AbortController();
  const { signal } = listening;
  thread.postMessage(order);
  try {
    return await Promise.race([
      once(thread, "message", { signal }).then(([result]): CheckResult => result),
      once(thread, "exit", { signal }).then(() => Promise.reject(new CheckerClosed())),
      sleep(LONGEST_MS, tooMuch("time"), { signal }),
    ]);
  } catch (error) {
    if ((error as { readonly code?: string }).code === "ERR_WORKER_OUT_OF_MEMORY") return tooMuch("memory");
    throw error;
  } finally {
    listening.abort();
  }
}

const tooMuch = (what: "time" | "memory"): CheckResult => ({
  verdict: {
    kind: "flawed",
    flaws: [{ code: "POLICY_INVALID", why: `The hub does not have enough ${what} to check this policy. Make it smaller.` }],
  },
});
