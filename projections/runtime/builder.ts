// Builds read models in worker threads, so that the hub continues to serve. Builds that are requested together share one read of the log.
import { Worker } from "node:worker_threads";
import type { KeyringLocation } from "../../event-log/keys/location.ts";
import type { LogLocation } from "../../event-log/location.ts";
import type { EventLog } from "../../event-log/port.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import { deserialiseError, type SerialisedError } from "../../event-log/thread-errors.ts";
import type { Days } from "../../services/decision-context.ts";
import type { ExaminedSeals } from "./examine.ts";
import { removeStoreFile } from "./files.ts";
import { READ_MODEL_ERRORS } from "./not-ready.ts";
import { PLACEMENTS } from "./placement.ts";
import type { ReadModel, Tools } from "./read-model.ts";

export type BuildOrder = {
  readonly wanted: readonly { readonly model: string; readonly file: string }[];
  readonly days: Days;
  readonly log: LogLocation;
  readonly keyring: KeyringLocation;
  readonly masterKey: Uint8Array;
  readonly identity?: Identity;
  /** Another build examines the seals of these events. */
  readonly examinedSeals?: ExaminedSeals;
};
export type BuildResult = { readonly failures: readonly BuildFailure[]; readonly hasQuarantine: boolean };
type BuildFailure = { readonly model: string; readonly failure: SerialisedError };

export type Builder = {
  /** Fills a new file from the log. */
  build(model: ReadModel<unknown>, file: string): Promise<void>;
  /** Ends the threads and their builds. */
  close(): Promise<void>;
};

type BuildSettings = Omit<BuildOrder, "wanted" | "days" | "examinedSeals"> &
  Pick<Tools, "today" | "certainToday"> & { readonly source: Pick<EventLog, "abilities" | "head"> };

type Waiting = {
  readonly model: ReadModel<unknown>;
  readonly file: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

export function openBuilder({ today, certainToday = today, source, ...settings }: BuildSettings): Builder {
  let waiting: Waiting[] = [];
  let isClosed = false;
  const working = new Set<Worker>();

  function start(): void {
    const due = waiting;
    waiting = [];
    const byStreams = source.abilities.listsStreams ? due.filter(({ model }) => model.byStreams) : [];
    const others = due.filter((one) => !byStreams.includes(one));
    if (byStreams.length > 0 && others.length > 0) buildBoth(byStreams, others).catch((error) => rejectAll(due, error));
    else for (const together of byBuilder(due)) settleWith(run(together), together);
  }

  /**
   * Most of the cost of examining an event is unsealing it, so only builds by streams unseal: they read the events of a key together. If one of these finds a
   * stream that cannot be read, or fails, the others are built again and examine everything themselves.
   */
  async function buildBoth(byStreams: readonly Waiting[], others: readonly Waiting[]): Promise<void> {
    const examinedSeals = { categories: byStreams.flatMap(({ model }) => model.categories), until: await source.head() };
    const examinations = byBuilder(byStreams).map((together) => settleWith(run(together), together));
    const isReadable = Promise.all(examinations).then((results) =>
      results.every((result) => result !== undefined && result.failures.length === 0 && !result.hasQuarantine),
    );
    for (const together of byBuilder(others)) {
      const built = run(together, examinedSeals);
      settleWith(
        built.then(async (result) => ((await isReadable) ? result : rebuild(together))),
        together,
      );
    }
  }

  function rebuild(together: readonly Waiting[]): Promise<BuildResult> {
    for (const { file } of together) removeStoreFile(file);
    return run(together);
  }

  /** Resolves the builds, or rejects those that failed. Returns undefined if the job failed as a whole. */
  async function settleWith(job: Promise<BuildResult>, together: readonly Waiting[]): Promise<BuildResult | undefined> {
    try {
      const result = await job;
      for (const { model, resolve, reject } of together) {
        const failed = result.failures.find((one) => one.model === model.name);
        if (failed) reject(deserialiseError(failed.failure, READ_MODEL_ERRORS));
        else resolve();
      }
      return result;
    } catch (error) {
      rejectAll(together, error);
      return undefined;
    }
  }

  /** Runs a worker. Rejects if it ends without a result. */
  async function run(together: readonly Waiting[], examinedSeals?: ExaminedSeals): Promise<BuildResult> {
    if (isClosed) throw new Error("Nothing is built any more.");
    const wanted = together.map(({ model, file }) => ({ model: model.name, file }));
    const days = { today: today(), certainToday: certainToday() };
    const order: BuildOrder = { ...settings, wanted, days, ...(examinedSeals && { examinedSeals }) };
    const worker = new Worker(new URL("./build-worker.ts", import.meta.url), { workerData: order });
    working.add(worker);
    return new Promise((resolve, reject) => {
      let result: BuildResult | undefined;
      worker.once("message", (message: BuildResult) => {
        result = message;
      });
      worker.once("error", reject);
      worker.once("exit", (code) => {
        working.delete(worker);
        if (result) resolve(result);
        else reject(new Error(`The build of ${wanted.map(({ model }) => model).join(", ")} ended with code ${code}.`));
      });
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

const byBuilder = (models: readonly Waiting[]): readonly (readonly Waiting[])[] => [
  ...Map.groupBy(models, ({ model }) => PLACEMENTS[model.name].builtIn).values(),
];

function rejectAll(models: readonly Waiting[], error: unknown): void {
  for (const { reject } of models) reject(error);
}
