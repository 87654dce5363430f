// A reader thread with faults on demand: a query with one of these comments makes it end, or never answer anything more.
import { parentPort } from "node:worker_threads";
import type { ToReader } from "../../hub/readers/reader-messages.ts";

await import("../../graphql/reader-worker.ts");
// It is called after the thread's own listener, which has begun to execute the query.
parentPort?.on("message", (messages: ToReader) => {
  for (const message of messages) {
    if (message.kind !== "query") continue;
    if (message.query.query.includes("# end")) process.exit(1);
    if (message.query.query.includes("# hang")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
});
