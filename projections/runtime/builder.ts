// Builds read models in worker threads, so that the hub continues to serve. Builds that are requested together share one read of the log.
import { Worker } from "node:worker_threads";
import { FaultElsewhere, type StoreFault } from "../../event-log/faults.ts";
import type { KeyringLocation } from "../../event-log/keys/location.ts";
import type { LogLocation } from "../../event-log/location.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import type { Days } from "../../services/decision-context.ts";
import { PLACEMENTS } from "./placement.ts";
import type { ReadModel, Tools } from "./read-model.ts";

export type BuildOrder = {
  readonly wanted: readonly { readonly model: string; readonly file: string }[];
  readonly days: Days;
  readonly log: LogLocation;
  readonly keyring: KeyringLocation;
  readonly masterKey: Uint8Array;
  readonly identity?: Identity;
};
/** `fault` is undefined for internal errors. */
export type BuildFailure = { readonly model: string; readonly fault: StoreFault | undefined; readonly message: string };

export type Builder = {
  /** Fills a new file from the log. */
  build(model: ReadModel<unknown>, file: string): Promise<void>;
  /** Ends the threads and their builds. */
  close(): Promise<void>;
};

type BuildSettings = Omit<BuildOrder, "wanted" | "days"> & Pick<Tools, "today" | "certainToday">;

type Waiting = {
  readonly model: ReadModel<unknown>;
  readonly file: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

export function openBuilder({ today, certainToday = today, ...settings }: BuildSettings): Builder {
  let waiting: Waiting[] = [];
  let isClosed = false;
  const working = new Set<Worker>();

  function start(): void {
    const due = waiting;
    waiting = [];
    for (const together of Map.groupBy(due, ({ model }) => PLACEMENTS[model.name].builtIn).values()) run(together);
  }

  function run(together: readonly Waiting[]): void {
    const rejectAll = (error: unknown) => {
      for (const { reject } of together) reject(error);
    };
    try {
      if (isClosed) throw new Error("Nothing is built any more.");
      const wanted = together.map(({ model, file }) => ({ model: model.name, file }));
      const order: BuildOrder = { ...settings, wanted, days: { today: today(), certainToday: certainToday() } };
      listen(new Worker(new URL("./build-worker.ts", import.meta.url), { workerData: order }), together, rejectAll);
    } catch (error) {
      rejectAll(error);
    }
  }

  function listen(worker: Worker, together: readonly Waiting[], rejectAll: (error: unknown) => void): void {
    working.add(worker);
    let failures: readonly BuildFailure[] | undefined;
    worker.once("message", (message: readonly BuildFailure[]) => {
      failures = message;
    });
    worker.once("error", rejectAll);
    worker.once("exit", (code) => {
      working.delete(worker);
      for (const { model, resolve, reject } of together) {
        const failure = failures?.find((one) => one.model === model.name);
        if (failures && !failure) resolve();
        else reject(failure ? errorOf(failure) : new Error(`The build of ${model.name} ended with code ${code}.`));
      }
    });
  }

  return {
    build: (model, file) =>
      new Promise((resolve, reject) => {
        waiting.push({ model, file, resolve, reject });
        if (waiting.length === 1) setImmediate(start);
      }),
    async close() {
      isClosed = true;
      await Promise.all([...working].map((worker) => worker.terminate()));
    },
  };
}

const errorOf = ({ fault, message }: BuildFailure): Error => (fault ? new FaultElsewhere(fault) : new Error(message));
