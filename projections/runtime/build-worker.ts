// A worker thread that builds read models. It opens the log and the keys itself.
import { parentPort, workerData } from "node:worker_threads";
import { faultOf } from "../../event-log/faults.ts";
import { openKeyringForReading } from "../../event-log/keys/location.ts";
import { openLogForReading } from "../../event-log/location.ts";
import { READ_MODELS } from "../all.ts";
import { buildFiles } from "./build.ts";
import type { BuildFailure, BuildOrder } from "./builder.ts";

const order = workerData as BuildOrder;

async function build(): Promise<ReadonlyMap<string, unknown>> {
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
const failed = await build().catch((error: unknown) => new Map(order.wanted.map(({ model }) => [model, error])));
parentPort?.postMessage(
  [...failed].map(([model, error]): BuildFailure => {
    return { model, fault: faultOf(error), message: error instanceof Error ? error.message : "unknown" };
  }),
);
