// A thread that builds read models: it opens the log and the keys for itself and fills new files.
import { parentPort, workerData } from "node:worker_threads";
import { openKeyStore } from "../event-log/sealing.ts";
import { openSqliteLog } from "../event-log/sqlite.ts";
import { UnreadableEvent } from "../services/stored-events.ts";
import { READ_MODELS } from "./all.ts";
import { buildFiles } from "./build.ts";

export type BuildOrder = {
  readonly wanted: readonly { readonly model: string; readonly file: string }[];
  readonly today: string;
  readonly logFile: string;
  readonly keysFile: string;
  readonly masterKey: Uint8Array;
};
/** What kept a model from being built: an event that cannot be read, or anything else. */
export type Failure = { readonly model: string; readonly unreadable: boolean; readonly message: string };

const order = workerData as BuildOrder;
const wanted = order.wanted.map(({ model: name, file }) => {
  const model = READ_MODELS.find((one) => one.name === name);
  if (!model) throw new Error(`There is no read model "${name}".`);
  return { model, file };
});
const log = openSqliteLog(order.logFile, "reading");
const keys = openKeyStore(order.keysFile, Buffer.from(order.masterKey), "reading");
const failed = await buildFiles(log, { keys, today: () => order.today }, wanted);
keys.close();
await log.close();
parentPort?.postMessage(
  [...failed].map(([model, error]): Failure => {
    const unreadable = error instanceof UnreadableEvent;
    return { model, unreadable, message: error instanceof Error ? error.message : "unknown" };
  }),
);
