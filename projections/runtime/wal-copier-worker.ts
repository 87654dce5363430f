// A worker thread that copies the write-ahead log of each file that it is sent, and sends the file's name back.
import { parentPort } from "node:worker_threads";
import { copyWal } from "../../event-log/stores/database.ts";

parentPort?.on("message", (file: string) => {
  try {
    copyWal(file);
  } catch {
    // The file was replaced, or the disk fails. The thread that writes the file notices that itself.
  }
  parentPort?.postMessage(file);
});
