// Copies the write-ahead logs of read models into their files in a thread of its own. In the thread that applies events, thousands of pages and the disk's
// confirmation take a second, in which commands wait.
import { statSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { WAL_BYTES } from "../../event-log/stores/database.ts";

export type WalCopier = {
  /** Called after each transaction: a write-ahead log that has become long is copied, unless that is under way. Never throws. */
  written(file: string): void;
  close(): Promise<void>;
};

/** The thread is started when it is first needed. If it fails, the thread that writes copies a log that is four times as long. */
export function openWalCopier(longestBytes = WAL_BYTES): WalCopier {
  let worker: Worker | undefined;
  let isClosed = false;
  const underWay = new Set<string>();

  function start(): Worker {
    const started = new Worker(new URL("./wal-copier-worker.ts", import.meta.url), { resourceLimits: LIMITS });
    started.unref();
    started.on("message", (file: string) => underWay.delete(file));
    started.on("error", () => {});
    started.once("exit", () => {
      underWay.clear();
      worker = undefined;
    });
    return started;
  }

  return {
    written(file) {
      if (isClosed || underWay.has(file)) return;
      try {
        const size = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
        if (size <= longestBytes) return;
        underWay.add(file);
        worker ??= start();
        worker.postMessage(file);
      } catch {
        // The transaction is done. The next one tries again, and a log that stays long is copied by the thread that writes.
        underWay.delete(file);
      }
    },
    async close() {
      isClosed = true;
      await worker?.terminate();
    },
  };
}

const LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 };
