// Commands at the start of a hub, on a machine that is too busy for them.
import { setTimeout as pause } from "node:timers/promises";
import { failureOf } from "../hub/failures.ts";

const RETRY_MS = 500;

/**
 * Repeats commands with fixed keys until none was refused because the hub was not ready. On a busy machine a command can take longer than the lag that
 * is allowed between nodes. Throws every other error, and the last one once the hub is stopping.
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
