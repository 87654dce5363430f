// The work of a reader thread: it takes what the serving thread sends, and answers it. docs/decisions/0062-readers-in-threads.md
import { parentPort, workerData } from "node:worker_threads";
import { sendTogether } from "../../event-log/send-together.ts";
import type { Hub } from "../hub.ts";
import { OnlyInServingThread } from "./only-in-serving-thread.ts";
import { openReaderHub } from "./reader-hub.ts";
import type {
  FromReader,
  HandedQuery,
  MessageFromReader,
  MessageToReader,
  ReaderAnswer,
  ReaderWorkerData,
  ToReader,
} from "./reader-messages.ts";

/** Resolves to the answer once what it discloses is durable, and to undefined if the serving thread has to execute the query, as if it rejects. */
type Execute = (query: HandedQuery) => Promise<ReaderAnswer | undefined>;

/** Call it once, in the code of the thread. */
export async function answerQueries(open: (hub: Hub) => Execute): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error("Queries are answered in a thread.");
  const { send } = sendTogether<MessageFromReader>((parts) => port.postMessage(parts satisfies FromReader));
  const recording = openRecording(send);
  const { hub, setNow, renew, take } = await openReaderHub(workerData as ReaderWorkerData, {
    append: recording.append,
    onDamaged: () => process.exit(),
  });
  const execute = open(hub);

  async function answer(number: number, query: HandedQuery): Promise<MessageFromReader> {
    try {
      const answer = await execute(query);
      return answer ? { kind: "answer", number, answer } : { kind: "returned", number, always: false };
    } catch (error) {
      return { kind: "returned", number, always: error instanceof OnlyInServingThread };
    }
  }

  async function receive(message: MessageToReader): Promise<void> {
    switch (message.kind) {
      case "report":
        take(message.report);
        return;
      case "query":
        setNow(message.now);
        send(await answer(message.number, message.query));
        return;
      case "recorded":
        recording.take(message);
        return;
      case "keyDestroyed":
        await hub.keys.noteDestroyed(message.key);
        send({ kind: "keyForgotten", number: message.number });
        return;
      case "ping":
        send({ kind: "pong" });
    }
  }
  port.on("message", (messages: ToReader) => {
    // A query sees whatever was committed before it was handed over.
    renew();
    for (const message of messages) receive(message);
  });
  port.on("messageerror", (error) => {
    throw error;
  });
  send({ kind: "ready" });
}

/** The serving thread puts on record what answers disclose. */
function openRecording(send: (message: MessageFromReader) => void) {
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  let records = 0;
  return {
    append(disclosures: Extract<MessageFromReader, { kind: "record" }>["disclosures"]): Promise<void> {
      records += 1;
      const recorded = Promise.withResolvers<void>();
      waiting.set(records, recorded);
      send({ kind: "record", number: records, disclosures });
      return recorded.promise;
    },
    take({ number, isDurable }: Extract<MessageToReader, { kind: "recorded" }>): void {
      const recorded = waiting.get(number);
      waiting.delete(number);
      if (isDurable) recorded?.resolve();
      else recorded?.reject(new Error("An answer was not recorded."));
    },
  };
}
