// Checks policies in a thread of its own, one at a time: it takes seconds, and Cedar and the search for dead policies would keep everybody
// waiting. The thread's memory and time are bounded, and whatever a policy does to Cedar there, the hub's own Cedar goes on.
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

export function openPolicyChecker(): PolicyChecker {
  let last: Promise<unknown> = Promise.resolve();
  let running: Worker | undefined;
  let closed = false;

  function run(order: CheckOrder): Promise<CheckResult> {
    if (closed) throw new CheckerClosed();
    const worker = new Worker(new URL("./check-worker.ts", import.meta.url), { workerData: order, resourceLimits: LIMITS });
    running = worker;
    return new Promise<CheckResult>((resolve, reject) => {
      const timer = setTimeout(() => {
        resolve(tooMuch("time"));
        worker.terminate().catch(reject);
      }, LONGEST_MS);
      worker.once("message", resolve);
      worker.once("error", (error: Error & { code?: string }) =>
        error.code === "ERR_WORKER_OUT_OF_MEMORY" ? resolve(tooMuch("memory")) : reject(error),
      );
      worker.once("exit", () => {
        clearTimeout(timer);
        running = undefined;
        reject(new CheckerClosed());
      });
    });
  }

  return {
    check(order) {
      const next = last.then(() => run(order));
      last = next.catch(() => {});
      return next;
    },
    async close() {
      closed = true;
      await running?.terminate();
      await last;
    },
  };
}

const tooMuch = (what: "time" | "memory"): CheckResult => ({
  verdict: {
    kind: "flawed",
    flaws: [{ code: "POLICY_INVALID", why: `The hub does not have enough ${what} to check this policy. Make it smaller.` }],
  },
});
