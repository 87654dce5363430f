// Repeats the first commands of a starting hub on a busy machine.
import { setTimeout as pause } from "node:timers/promises";
import { failureOf } from "../hub/failures.ts";

const RETRY_MS = 500;

/**
 * Repeats commands with fixed idempotency keys until none fails because the hub is not ready. On a busy machine a command can take longer than the allowed
 * lag between nodes. Throws every other error, and the last one when the hub stops.
 */
export async function retryUntilReady<T>(work: () => Promise<T>, isStopping: () => boolean, retryMs = RETRY_MS): Promise<T> {
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (failureOf(error).kind !== "not-ready" || isStopping()) throw error;
      await pause(retryMs);
    }
}
