// Starts the thread that writes a log's file, and calls it.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { LogUnavailable } from "../port.ts";
import { type Ownership, STORE_ERRORS, WriterEnded } from "../stores/owned-store.ts";
import { deserialiseError } from "../thread-errors.ts";
import type { LogThreadAnswer } from "./log-worker.ts";
import type { OwnedLogFile } from "./owned-log-file.ts";

export type LogThread = ReturnType<typeof startLogThread>;

/** `ended` is called if the thread ends by itself. */
export function startLogThread(ownership: Ownership, ended: (error: WriterEnded) => void) {
  const worker = new Worker(new URL("./log-worker.ts", import.meta.url), { workerData: ownership });
  /** In the order of the calls, which is that of the answers. */
  const pending: PromiseWithResolvers<unknown>[] = [];
  let error: LogUnavailable | undefined;
  let isClosing = false;

  function awaitAnswer<T>(): Promise<T> {
    const waiting = Promise.withResolvers<unknown>();
    pending.push(waiting);
    // A thread without work does not keep the process alive, until it is closed: the process waits for its end.
    worker.ref();
    return waiting.promise as Promise<T>;
  }

  function end(cause?: unknown): void {
    if (error) return;
    const fault = isClosing
      ? undefined
      : new WriterEnded(`The thread that writes the store "${ownership.store}" has ended.`, { cause });
    error = fault ?? new LogUnavailable(`The store "${ownership.store}" is closed.`);
    for (const { reject } of pending.splice(0)) reject(error);
    if (fault) ended(fault);
  }

  async function call<Name extends keyof OwnedLogFile>(
    name: Name,
    ...args: Parameters<OwnedLogFile[Name]>
  ): Promise<ReturnType<OwnedLogFile[Name]>> {
    if (error) throw error;
    // Before anything waits for the answer: the answer to the next call would otherwise be taken for that of a call that could not be sent.
    worker.postMessage({ name, args });
    return awaitAnswer();
  }

  worker.on("message", (answer: LogThreadAnswer) => {
    const waiting = pending.shift();
    if (pending.length === 0 && !isClosing) worker.unref();
    if ("error" in answer) waiting?.reject(deserialiseError(answer.error, STORE_ERRORS));
    else waiting?.resolve(answer.result);
  });
  worker.on("error", end);
  // An answer is lost, so the next one would be taken for it.
  worker.on("messageerror", (cause) => {
    end(cause);
    worker.terminate();
  });
  worker.once("exit", () => end());

  return {
    /** The last heartbeat in the file. Rejects if the thread could not open it. */
    opened: awaitAnswer<string>(),
    hasEnded: () => error !== undefined,
    /** Rejects with what the call throws, with WriterEnded if the thread has ended by itself, and with LogUnavailable once it is closed. */
    call,
    /** Closes the file and ends the thread. */
    async close(): Promise<void> {
      isClosing = true;
      const exited = once(worker, "exit");
      try {
        await call("close");
      } finally {
        await exited;
      }
    },
    async terminate(): Promise<void> {
      isClosing = true;
      await worker.terminate();
    },
  };
}
