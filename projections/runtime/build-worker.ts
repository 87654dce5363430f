// A worker thread that builds read models. It opens the log and the keys itself.
import { parentPort, workerData } from "node:worker_threads";
import { openKeyringForReading } from "../../event-log/keys/location.ts";
import { openLogForReading } from "../../event-log/location.ts";
import { serialiseError } from "../../event-log/thread-errors.ts";
import { READ_MODELS } from "../all.ts";
import { type Built, buildFiles } from "./build.ts";
import type { BuildOrder, BuildResult } from "./builder.ts";
import { examining } from "./examine.ts";

const order = workerData as BuildOrder;

async function build(): Promise<Built> {
  const wanted = order.wanted.map(({ model: name, file }) => {
    const model = READ_MODELS.find((one) => one.name === name);
    if (!model) throw new Error(`There is no read model "${name}".`);
    return { model, file };
  });
  const log = await openLogForReading(order.log);
  const keys = await openKeyringForReading(order.keyring, Buffer.from(order.masterKey));
  const { today, certainToday } = order.days;
  const tools = {
    keys,
    today: () => today,
    certainToday: () => certainToday,
    examine: examining(keys, order.examinedSeals),
    ...(order.identity && { identity: order.identity }),
  };
  try {
    return await buildFiles(log, tools, wanted);
  } finally {
    await keys.close();
    await log.close();
  }
}

// If the whole job fails, each of its builds fails.
const { failed, hasQuarantine } = await build().catch(
  (error: unknown): Built => ({ failed: new Map(order.wanted.map(({ model }) => [model, error])), hasQuarantine: false }),
);
const failures = [...failed].map(([model, error]) => ({ model, failure: serialiseError(error) }));
parentPort?.postMessage({ failures, hasQuarantine } satisfies BuildResult);
