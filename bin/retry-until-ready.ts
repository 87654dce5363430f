// Repeats the first commands of a starting hub on a busy machine.
import { setTimeout as pause } from "node:timers/promises";
import { failureOf, type HubFailure } from "../hub/failures.ts";

const RETRY_MS = 500;

/** Failures of a command that pass by themselves. If it was recorded, it gets its first outcome when it is repeated. */
const PASSING: ReadonlySet<HubFailure["kind"]> = new Set(["not-ready", "recorded-not-shown"]);

/**
 * Repeats commands with fixed idempotency keys until none fails because the hub is not ready. On a busy machine a command can take longer than the allowed
 * lag between nodes. Throws every other error, and the last one when the hub stops.
 */
export async function retryUntilReady<T>(work: () => Promise<T>, isStopping: () => boolean, retryMs = RETRY_MS): Promise<T> {
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (!PASSING.has(failureOf(error).kind) || isStopping()) throw error;
      await pause(retryMs);
    }
}
