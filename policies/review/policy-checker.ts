// Checks policies in a thread of its own, one at a time: Cedar and the search for dead policies would keep everybody waiting. The thread's
// memory and time are bounded, and whatever a policy does to Cedar there, the hub's own Cedar goes on.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { CheckOrder, CheckResult } from "./check-worker.ts";

export type PolicyChecker = {
  /** Waits for those before it. Throws CheckerClosed. */
  check(order: CheckOrder): Promise<CheckResult>;
  close(): Promise<void>;
};

class CheckerClosed extends Error {
  override name = "CheckerClosed";
}

/** A check of the hub's own policy takes some seconds and 60 MB of a thread's own memory. */
const LIMITS = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 16 } as const;
const LONGEST_MS = 300_000;
/** Who tries a policy out often publishes it then, or tries another: most of a first check is the start of the thread. */
const IDLE_MS = 60_000;
/** Cedar gives back nothing of what it has parsed. */
const MAX_CHECKS = 20;

export function openPolicyChecker(): PolicyChecker {
  let last: Promise<unknown> = Promise.resolve();
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let checks = 0;
  let closed = false;

  function start(): Worker {
    const started = new Worker(new URL("./check-worker.ts", import.meta.url), { resourceLimits: LIMITS });
    // A thread that fails between checks has ended: the next check starts another.
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
      // A thread that failed is about to end: the next check does not wait for an answer of it.
      await end();
      throw error;
    });
    // What is flawed may have harmed Cedar in the thread that read it: the next policy is checked in another.
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

/** Too little time or memory is an answer. Throws CheckerClosed where the thread is ended. */
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
