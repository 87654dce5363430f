// Reader threads execute queries, so that the serving thread is free for everything else. One that ends by itself is started again after a pause.
// docs/decisions/0062-readers-in-threads.md
import { boundedCache } from "../../caching/cache.ts";
import { inBackground } from "../../event-log/background.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { type Pauses, pauseAfter, type Wait, wait as waitByClock } from "../../event-log/pauses.ts";
import { type Logger, nameOf } from "../observability/logger.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import type { HandedQuery, ReaderAnswer, ReaderWorkerData } from "./reader-messages.ts";
import { type ReaderThread, type ReaderThreadDeps, startReaderThread } from "./reader-thread.ts";

export type Readers = {
  /** Undefined if the serving thread has to execute the query itself: from its beginning, because nothing of it was recorded or sent. */
  execute(query: HandedQuery): Promise<ReaderAnswer | undefined>;
  close(): Promise<void>;
};

export type ReadersDeps = ReaderThreadDeps & {
  readonly threads: number;
  readonly worker: URL;
  readonly workerData: () => ReaderWorkerData;
  readonly keys: Pick<KeyStore, "onDestroy">;
  /** Whether the serving thread itself could answer. */
  readonly canAnswer: () => boolean;
  readonly logger: Logger;
  readonly telemetry: Pick<Telemetry, "readerAnswered">;
  /** For tests: a query waits for a thread to start, and each is handed over that a thread can execute. */
  readonly always?: boolean;
  readonly wait?: Wait;
};

/** A thread takes so many queries at a time: enough that it has work while the serving thread goes through what has arrived, for `list_readers`. */
const QUERIES_AT_A_TIME = 64;
const RESTARTS: Pauses = { firstMs: 1_000, longestMs: 60_000 };
/** Queries that only the serving thread can execute, by their text and by which variables have a value: the same text with a search needs it, and without does not. */
const KEPT = { entries: 300, characters: 250_000 };
const keyOf = ({ query, operationName, variables }: HandedQuery): string =>
  `${operationName ?? ""} ${JSON.stringify(variables, withoutWords)} ${query}`;
const withoutWords = (_name: string, value: unknown): unknown =>
  typeof value === "string" ? value.trim() !== "" : typeof value === "number" ? 0 : value;

export function openReaders(deps: ReadersDeps): Readers {
  const { threads, worker, workerData, keys, canAnswer, logger, telemetry, always = false, wait = waitByClock } = deps;
  const running = new Map<number, ReaderThread>();
  const ending = new AbortController();
  const onlyHere = boundedCache<string, true>(KEPT.entries, { maxSize: KEPT.characters, sizeOf: (key) => key.length });

  async function run(index: number): Promise<void> {
    for (let failures = 1; !ending.signal.aborted; failures += 1) {
      const startedAt = performance.now();
      const thread = startReaderThread(worker, workerData(), deps);
      running.set(index, thread);
      const cause = await thread.ended;
      running.delete(index);
      if (ending.signal.aborted) return;
      logger.error({ code: "READER_ENDED", error: nameOf(cause) }, "a reader thread has ended; it is started again");
      if (performance.now() - startedAt > RESTARTS.longestMs) failures = 1;
      await wait(pauseAfter(RESTARTS, failures), ending.signal);
    }
  }
  for (let index = 0; index < threads; index += 1) inBackground("READER_FAULT", () => run(index), deps.unheard);

  keys.onDestroy(async (key) => {
    await Promise.all([...running.values()].map((thread) => thread.keyDestroyed(key)));
  });

  /** The thread with the fewest queries under way; undefined if the serving thread is to execute the next one. */
  function choose(): ReaderThread | undefined {
    const [first] = [...running.values()]
      .filter((thread) => thread.isReady())
      .sort((one, other) => one.queriesUnderWay() - other.queriesUnderWay());
    return first && (always || first.queriesUnderWay() < QUERIES_AT_A_TIME) ? first : undefined;
  }

  return {
    async execute(query) {
      const key = keyOf(query);
      if (onlyHere.get(key) || !canAnswer()) return undefined;
      if (always && running.size > 0 && !choose()) await Promise.race([...running.values()].map((thread) => thread.ready));
      const executed = await choose()?.execute(query);
      // A stream may have been withdrawn meanwhile, and the read models be without answers because that failed.
      const answer = executed?.kind === "answer" && canAnswer() ? executed.answer : undefined;
      if (executed) telemetry.readerAnswered(answer ? "answered" : "returned");
      if (executed?.kind === "returned" && executed.always) onlyHere.set(key, true);
      return answer;
    },
    async close() {
      ending.abort();
      await Promise.all([...running.values()].map((thread) => thread.close()));
    },
  };
}
