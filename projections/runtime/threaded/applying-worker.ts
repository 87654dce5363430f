// The thread that applies a log's events to its read models.
import { parentPort, workerData } from "node:worker_threads";
import { openApplier } from "./applier.ts";
import type { ApplyingCall, ApplyingWorkerData } from "./applying-messages.ts";

const applier = await openApplier(workerData as ApplyingWorkerData, (messages) => parentPort?.postMessage(messages));

parentPort?.on("message", async (call: ApplyingCall) => {
  await applier.answer(call);
  if (call.name === "close") parentPort?.close();
});
// A call is lost, so somebody would wait for its answer for ever: the thread ends, and the hub with it.
parentPort?.on("messageerror", (error) => {
  throw error;
});
