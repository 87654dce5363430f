// A read model built from the whole log in a thread of its own: it opens the log and the keys for itself and fills a new file.
import { workerData } from "node:worker_threads";
import { openKeyStore } from "../event-log/sealing.ts";
import { openSqliteLog } from "../event-log/sqlite.ts";
import { READ_MODELS } from "./all.ts";
import { openStore } from "./store.ts";

export type RebuildOrder = {
  readonly model: string;
  readonly file: string;
  readonly today: string;
  readonly logFile: string;
  readonly keysFile: string;
  readonly masterKey: Uint8Array;
};

const PAGE = 1_000;

const order = workerData as RebuildOrder;
const model = READ_MODELS.find(({ name }) => name === order.model);
if (!model) throw new Error(`There is no read model "${order.model}".`);
const log = openSqliteLog(order.logFile);
const keys = openKeyStore(order.keysFile, Buffer.from(order.masterKey));
const store = openStore(model, order.file, { keys, today: () => order.today });
for (;;) {
  const events = await log.readAll(store.position(), PAGE);
  if (events.length === 0) break;
  store.applyPage(events);
}
store.close();
keys.close();
await log.close();
