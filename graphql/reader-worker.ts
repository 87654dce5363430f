// A reader thread: executes queries that the serving thread hands over. docs/decisions/0062-readers-in-threads.md
import { parentPort, workerData } from "node:worker_threads";
import { OnlyInServingThread } from "../hub/readers/only-in-serving-thread.ts";
import { openReaderHub } from "../hub/readers/reader-hub.ts";
import type {
  FromReader,
  HandedQuery,
  MessageFromReader,
  MessageToReader,
  ReaderWorkerData,
  ToReader,
} from "../hub/readers/reader-messages.ts";
import { sendTogether } from "../hub/readers/send-together.ts";
import { type Connection, contextOf } from "./context.ts";
import { openPipeline } from "./pipeline.ts";
import { buildSchema } from "./schema.ts";

type Disclosures = Extract<MessageFromReader, { kind: "record" }>["disclosures"];

const port = parentPort;
if (!port) throw new Error("This file is the code of a thread.");
const post = sendTogether<MessageFromReader>((parts) => port.postMessage(parts satisfies FromReader));

const recording = openRecording();
const { hub, setNow, renew, take } = await openReaderHub(workerData as ReaderWorkerData, {
  append: recording.append,
  onDamaged: () => process.exit(),
});
const pipeline = openPipeline(buildSchema(hub.policy.schema));

/** Only subscriptions and downloads use it. */
const CONNECTION: Connection = { expires: Number.POSITIVE_INFINITY, closed: () => new AbortController().signal };

async function execute(number: number, { person, correlation, ...query }: HandedQuery): Promise<MessageFromReader> {
  const context = contextOf(hub, person, correlation, CONNECTION);
  try {
    const text = await pipeline.executeForOtherThread(pipeline.read(query), context);
    if (text === undefined) return context.budget.isOver() ? { kind: "answer", number, answer: {} } : returned(number);
    await context.disclosing.record();
    return { kind: "answer", number, answer: { text } };
  } catch (error) {
    return returned(number, error instanceof OnlyInServingThread);
  }
}
const returned = (number: number, always = false): MessageFromReader => ({ kind: "returned", number, always });

async function receive(message: MessageToReader): Promise<void> {
  switch (message.kind) {
    case "report":
      take(message.report);
      return;
    case "query":
      setNow(message.now);
      post(await execute(message.number, message.query));
      return;
    case "recorded":
      recording.take(message);
      return;
    case "keyDestroyed":
      await hub.keys.noteDestroyed(message.key);
      post({ kind: "keyForgotten", number: message.number });
      return;
    case "ping":
      post({ kind: "pong" });
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
post({ kind: "ready" });

/** The serving thread puts on record what answers disclose. */
function openRecording() {
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  let records = 0;
  return {
    append(disclosures: Disclosures): Promise<void> {
      records += 1;
      const recorded = Promise.withResolvers<void>();
      waiting.set(records, recorded);
      post({ kind: "record", number: records, disclosures });
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
