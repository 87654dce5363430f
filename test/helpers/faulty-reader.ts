// A reader thread with faults on demand: a query with one of these comments makes it end, never answer anything more,
// or answer it and say that keys are forgotten later, while it takes further messages.
import { parentPort } from "node:worker_threads";
import type { FromReader, ToReader } from "../../hub/readers/reader-messages.ts";

/** As in the test. */
const LATER_MS = 2_500;
const slow = new Set<number>();
if (parentPort) {
  const post = parentPort.postMessage.bind(parentPort);
  parentPort.postMessage = (messages: FromReader) => {
    const isSlow = messages.some(
      (message) => (message.kind === "answer" && slow.has(message.number)) || (message.kind === "keyForgotten" && slow.size > 0),
    );
    setTimeout(() => post(messages), isSlow ? LATER_MS : 0);
  };
}

await import("../../graphql/reader-worker.ts");
// It is called after the thread's own listener, which has begun to execute the query.
parentPort?.on("message", (messages: ToReader) => {
  for (const message of messages) {
    if (message.kind !== "query") continue;
    if (message.query.query.includes("# slow")) slow.add(message.number);
    if (message.query.query.includes("# end")) process.exit(1);
    if (message.query.query.includes("# hang")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
});
