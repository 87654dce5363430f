// Starts a thread that applies a log's events to its read models, calls it, and passes on what it reports. docs/decisions/0061-applying-threads.md
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { deserialiseError } from "../../../event-log/thread-errors.ts";
import type { Days } from "../../../services/decision-context.ts";
import { NotReady, READ_MODEL_ERRORS } from "../not-ready.ts";
import {
  type ApplyingCall,
  type ApplyingCalls,
  type ApplyingReport,
  type ApplyingWorkerData,
  type BlockedOn,
  type FromApplying,
  SUCCEEDED,
} from "./applying-messages.ts";

export type ApplyingThread = ReturnType<typeof startApplyingThread>;

type ThreadDeps = {
  readonly days: () => Days;
  /** Called with each report, in order. */
  readonly onReport: (report: ApplyingReport) => void;
  /** Called if the thread ends by itself. */
  readonly onEnded: (error: Error) => void;
};

/** What a page of events makes is soon garbage. With V8's own limit the threads took 90 MB more, and no less time. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

/** How long this thread waits for a call that it blocks for. */
const BLOCKING_MS = 10_000;

export function startApplyingThread(data: Omit<ApplyingWorkerData, "days">, { days, onReport, onEnded }: ThreadDeps) {
  const workerData: ApplyingWorkerData = { ...data, days: days() };
  const worker = new Worker(new URL("./applying-worker.ts", import.meta.url), { workerData, resourceLimits: LIMITS });
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  let calls = 0;
  let ended: Error | undefined;
  let isClosing = false;

  function end(cause?: unknown): void {
    if (ended) return;
    ended = isClosing
      ? new NotReady("The read models are closed.")
      : new Error("The thread that applies events to read models has ended.", { cause });
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
    if (!isClosing) onEnded(ended);
  }
  function answer({ number, failure }: Extract<FromApplying[number], { kind: "answer" }>): void {
    const call = waiting.get(number);
    waiting.delete(number);
    if (waiting.size === 0 && !isClosing) worker.unref();
    if (failure) call?.reject(deserialiseError(failure, READ_MODEL_ERRORS));
    else call?.resolve();
  }
  worker.on("message", (messages: FromApplying) => {
    for (const message of messages)
      if (message.kind === "answer") answer(message);
      else onReport(message);
  });
  worker.on("error", end);
  // A report is lost.
  worker.on("messageerror", (cause) => {
    end(cause);
    worker.terminate();
  });
  worker.once("exit", () => end());
  // A thread without calls does not keep the process alive, until it is closed: the process waits for its end.
  worker.unref();

  function post<Name extends keyof ApplyingCalls>(
    answer: ApplyingCall["answer"],
    name: Name,
    args: Parameters<ApplyingCalls[Name]>,
  ): number {
    calls += 1;
    worker.postMessage({ number: calls, answer, days: days(), name, args } as ApplyingCall);
    return calls;
  }

  /** Rejects with what the call throws, and if the thread has ended. */
  async function call<Name extends keyof ApplyingCalls>(name: Name, ...args: Parameters<ApplyingCalls[Name]>): Promise<void> {
    if (ended) throw ended;
    const called = Promise.withResolvers<void>();
    waiting.set(post("message", name, args), called);
    worker.ref();
    return called.promise;
  }

  return {
    call,
    /** Calls without waiting for an answer. A thread that has ended was reported. */
    tell<Name extends keyof ApplyingCalls>(name: Name, ...args: Parameters<ApplyingCalls[Name]>): void {
      if (!ended) post("none", name, args);
    },
    /** Calls, and blocks this thread until it is answered, as it did the work itself. Throws NotReady if the call fails, or takes too long. */
    callBlocking<Name extends keyof ApplyingCalls>(name: Name, ...args: Parameters<ApplyingCalls[Name]>): void {
      if (ended) throw ended;
      const outcome: BlockedOn = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      post(outcome, name, args);
      if (Atomics.wait(outcome, 0, 0, BLOCKING_MS) === "timed-out")
        throw new NotReady("The thread that applies events to read models does not answer.");
      if (Atomics.load(outcome, 0) !== SUCCEEDED) throw new NotReady("The thread that applies events to read models failed.");
    },
    async close(): Promise<void> {
      if (ended) return;
      isClosing = true;
      const exited = once(worker, "exit");
      await call("close").catch(() => {});
      await exited;
    },
  };
}
