// The thread that writes a log's file, and waits for the disk. It answers calls in their order, the first answer being for its start.
import { parentPort, workerData } from "node:worker_threads";
import type { Ownership } from "../stores/owned-store.ts";
import { type SerialisedError, serialiseError } from "../thread-errors.ts";
import { type OwnedLogFile, ownLogFile } from "./owned-log-file.ts";

type LogThreadCall = {
  readonly [Name in keyof OwnedLogFile]: { readonly name: Name; readonly args: Parameters<OwnedLogFile[Name]> };
}[keyof OwnedLogFile];
export type LogThreadAnswer = { readonly result: unknown } | { readonly error: SerialisedError };

function answer(work: () => unknown): void {
  let answered: LogThreadAnswer;
  try {
    answered = { result: work() };
  } catch (error) {
    answered = { error: serialiseError(error) };
  }
  parentPort?.postMessage(answered);
}

answer(() => {
  const file = ownLogFile(workerData as Ownership);
  parentPort?.on("message", ({ name, args }: LogThreadCall) => {
    answer(() => (file[name] as (...given: typeof args) => unknown)(...args));
    if (name === "close") parentPort?.close();
  });
  // A call is lost, so the answers would no longer be those of their calls: the thread ends, and the hub with it.
  parentPort?.on("messageerror", (error) => {
    throw error;
  });
  return file.lastHeartbeat();
});
