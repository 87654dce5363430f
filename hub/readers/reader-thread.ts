// One reader thread, from its start to its end: hands queries over to it, and puts on record what its answers disclose.
import { Worker } from "node:worker_threads";
import type { Disclosure } from "../../disclosure/events.ts";
import { every, inBackground, type Unheard } from "../../event-log/background.ts";
import { sendTogether } from "../../event-log/send-together.ts";
import type { ReportFeed } from "../../projections/runtime/threaded/report-feed.ts";
import type {
  FromReader,
  HandedQuery,
  MessageFromReader,
  MessageToReader,
  Now,
  ReaderWorkerData,
  ToReader,
} from "./reader-messages.ts";

export type ReaderThread = ReturnType<typeof startReaderThread>;
/** The answer, or that the serving thread has to execute the query. */
export type Executed = Extract<MessageFromReader, { kind: "answer" | "returned" }>;

export type ReaderThreadDeps = {
  readonly now: () => Now;
  /** Resolves when it is durable. Throws LogUnavailable. */
  readonly record: (disclosures: readonly Disclosure[]) => Promise<void>;
  readonly followReports: ReportFeed["follow"];
  readonly unheard: Unheard;
  /** How long a thread that is waited for may be silent before it is ended. */
  readonly silentMs?: number;
};

const SILENT_MS = 30_000;
/** A thread is ended when so many pings in succession have no answer. Time alone would not tell: the whole process may have been frozen. */
const MAX_UNANSWERED_PINGS = 10;

export function startReaderThread(
  worker: URL,
  workerData: ReaderWorkerData,
  { now, record, followReports, unheard, silentMs = SILENT_MS }: ReaderThreadDeps,
) {
  const thread = new Worker(worker, { workerData });
  const { send: post } = sendTogether<MessageToReader>((parts) => thread.postMessage(parts satisfies ToReader));
  const queries = new Map<number, (executed: Executed | undefined) => void>();
  const keysBeingForgotten = new Map<number, () => void>();
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<unknown>();
  let [lastNumber, unansweredPings] = [0, 0];
  let [isReady, hasEnded] = [false, false];

  const unfollow = followReports((report) => post({ kind: "report", report }));
  const silence = every(silentMs / MAX_UNANSWERED_PINGS, "READER_FAULT", endIfSilent, unheard);

  function end(cause?: unknown): void {
    if (hasEnded) return;
    [hasEnded, isReady] = [true, false];
    unfollow();
    silence.stop();
    for (const resolve of queries.values()) resolve(undefined);
    for (const resolve of keysBeingForgotten.values()) resolve();
    queries.clear();
    keysBeingForgotten.clear();
    ready.resolve();
    ended.resolve(cause);
  }

  /** A thread that goes on answers a ping, however long its queries take. */
  function endIfSilent(): void {
    if (hasEnded || (queries.size === 0 && keysBeingForgotten.size === 0)) return;
    if (unansweredPings < MAX_UNANSWERED_PINGS) {
      unansweredPings += 1;
      post({ kind: "ping" });
      return;
    }
    end(new Error("A reader thread does not answer."));
    inBackground("READER_FAULT", () => thread.terminate(), unheard);
  }

  async function recordFor(number: number, disclosures: readonly Disclosure[]): Promise<void> {
    const isDurable = await record(disclosures).then(
      () => true,
      // The query comes back, and is then held back by this thread.
      () => false,
    );
    if (!hasEnded) post({ kind: "recorded", number, isDurable });
  }

  function take(message: MessageFromReader): void {
    switch (message.kind) {
      case "ready":
        isReady = !hasEnded;
        ready.resolve();
        return;
      case "answer":
      case "returned":
        queries.get(message.number)?.(message);
        queries.delete(message.number);
        return;
      case "record":
        inBackground("READER_FAULT", () => recordFor(message.number, message.disclosures), unheard);
        return;
      case "keyForgotten":
        keysBeingForgotten.get(message.number)?.();
        keysBeingForgotten.delete(message.number);
        return;
      case "pong":
    }
  }
  thread.on("message", (messages: FromReader) => {
    unansweredPings = 0;
    for (const message of messages) take(message);
  });
  thread.on("error", end);
  thread.on("messageerror", (cause) => {
    end(cause);
    inBackground("READER_FAULT", () => thread.terminate(), unheard);
  });
  thread.once("exit", () => end());
  thread.unref();

  return {
    /** Resolves when it takes queries, or has ended. */
    ready: ready.promise,
    isReady: () => isReady,
    /** Resolves with the cause, if there is one, when the thread has ended. */
    ended: ended.promise,
    queriesUnderWay: () => queries.size,
    /** Undefined if the thread ends before it answers. */
    execute(query: HandedQuery): Promise<Executed | undefined> {
      if (!isReady) return Promise.resolve(undefined);
      lastNumber += 1;
      const number = lastNumber;
      return new Promise((resolve) => {
        queries.set(number, resolve);
        post({ kind: "query", number, now: now(), query });
      });
    },
    /** Resolves when the thread cannot unseal under the key any more. */
    keyDestroyed(key: string): Promise<void> {
      if (hasEnded) return Promise.resolve();
      lastNumber += 1;
      const number = lastNumber;
      post({ kind: "keyDestroyed", number, key });
      // A thread that is being started takes the message before its first query.
      return isReady ? new Promise((resolve) => keysBeingForgotten.set(number, resolve)) : Promise.resolve();
    },
    async close(): Promise<void> {
      end();
      await thread.terminate();
    },
  };
}
