// Verifies the stores in a child process: some minutes after the start, then periodically. Readiness and metrics report the last result.
import { type ChildProcess, fork } from "node:child_process";
import { performance } from "node:perf_hooks";
import { every, inBackground, type Unheard } from "../../event-log/background.ts";
import type { FoundFolder } from "../folder/data-folder.ts";
import type { Health, Problem } from "../observability/health.ts";
import type { LogCode } from "../observability/log-codes.ts";
import { type Logger, nameOf } from "../observability/logger.ts";
import { type Trace, UNTRACED } from "../observability/trace.ts";
import type { BusyMessage, RestRatio, Verification, VerifyOrder } from "./verify-process.ts";

export type LastVerification = {
  /** The instant at which the run ended, in ISO 8601. */
  readonly at: string;
  readonly seconds: number;
  readonly flaws: number;
  /** Files that could not be checked. */
  readonly unchecked: number;
  readonly counts: Verification["counts"];
};

export type BackgroundVerification = ReturnType<typeof openVerification>;

type VerificationDeps = {
  readonly folder: FoundFolder;
  readonly hours: number;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly health: Pick<Health, "set">;
  readonly trace?: Trace;
  /** The share of time that the checking process may use. */
  readonly restRatio?: RestRatio;
};

/** With Node's compile cache, where there is one, loading the check takes a third of the time. */
const PASSED_ON: readonly string[] = ["TMPDIR", "TZ", "NODE_COMPILE_CACHE"];
const HOUR_MS = 3_600_000;
const FIRST_MS = 5 * 60_000;
const CHECK_EVERY_MS = 1_000;
/** The share of the serving thread's time above which the hub counts as busy. */
const BUSY_SHARE = 0.6;
const MEMORY_MB = 512;
const REST_RATIO: RestRatio = { idle: 3, busy: 25 };
/** The maximum number of flaws that are logged individually. */
const MAX_LOGGED_FLAWS = 20;

export function openVerification({
  folder,
  hours,
  now,
  logger,
  health,
  trace = UNTRACED,
  restRatio = REST_RATIO,
}: VerificationDeps) {
  const periodMs = hours * HOUR_MS;
  let last: LastVerification | undefined;
  /** The next run, by the monotonic clock. */
  let dueAt = performance.now() + Math.min(FIRST_MS, periodMs);
  let endedAt = performance.now();
  let running: Promise<LastVerification> | undefined;
  let child: ChildProcess | undefined;
  let timer: { stop(): void } | undefined;
  let load = performance.eventLoopUtilization();

  const unheard: Unheard = (code, error) =>
    logger.error({ code: code as LogCode, error: nameOf(error) }, "the stores could not be checked");
  const set = (problem: Problem | undefined) => health.set("verification", problem);

  function check(): void {
    const current = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(current, load);
    load = current;
    if (child?.connected) child.send({ isBusy: utilization > BUSY_SHARE } satisfies BusyMessage, () => {});
    if (performance.now() >= dueAt && !running) inBackground("VERIFICATION_FAILED", run, unheard);
    if (performance.now() - endedAt > 2 * periodMs)
      set({ code: "VERIFICATION_LATE", detail: { hours: Math.floor((performance.now() - endedAt) / HOUR_MS) } });
  }

  function verified(): Promise<Verification> {
    return new Promise((resolve, reject) => {
      // The process does not get the rest of the hub's environment, which may contain secrets.
      const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.includes(name)));
      const started = fork(new URL("./verify-process.ts", import.meta.url), {
        ...{ env, execArgv: [`--max-old-space-size=${MEMORY_MB}`], serialization: "advanced" },
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
      child = started;
      started.unref();
      started.channel?.unref();
      let result: Verification | undefined;
      started.once("message", (message) => {
        result = message as Verification;
      });
      started.once("error", reject);
      started.once("exit", (code, signal) => {
        child = undefined;
        if (result) resolve(result);
        else reject(new Error(`The process that checks the stores ended with ${signal ?? `code ${code}`}.`));
      });
      started.send({ folder, now: now().toISOString(), restRatio } satisfies VerifyOrder, (error) => {
        if (error) reject(error);
      });
    });
  }

  async function runOnce(): Promise<LastVerification> {
    const startedAt = performance.now();
    dueAt = startedAt + periodMs;
    let found: Verification;
    try {
      found = await verified();
    } catch (error) {
      if (!isClosed) set({ code: "VERIFICATION_FAILED" });
      // Retries before the next period, because the run had no result.
      dueAt = performance.now() + Math.min(periodMs, HOUR_MS);
      throw error;
    }
    endedAt = performance.now();
    const { count: flaws, counts, unchecked } = found;
    last = {
      at: now().toISOString(),
      seconds: Math.round((endedAt - startedAt) / 100) / 10,
      flaws,
      unchecked: unchecked.length,
      counts,
    };
    report(found, last);
    return last;
  }

  function report({ flaws, count, unchecked }: Verification, result: LastVerification): void {
    for (const flaw of flaws.slice(0, MAX_LOGGED_FLAWS)) logger.error({ code: "STORE_FLAW", ...flaw }, "a flaw in the stores");
    for (const file of unchecked)
      logger.warn({ code: "STORE_NOT_CHECKED", ...file }, "a file of the stores could not be checked");
    logger.info({ code: "STORES_VERIFIED", ...result }, "the stores were checked");
    const [first] = flaws;
    if (count > 0) set({ code: "STORE_FLAWS", detail: { flaws: count, ...(first && { file: first.file }) } });
    else set(unchecked.length > 0 ? { code: "STORES_NOT_CHECKED", detail: { files: unchecked.length } } : undefined);
  }

  const traced = () =>
    trace.job("verification", {}, async (span) => {
      const result = await runOnce();
      span.set({ "candour.flaws": result.flaws, "candour.unchecked": result.unchecked });
      return result;
    });

  let isClosed = false;
  function run(): Promise<LastVerification> {
    running ??= traced().finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    start() {
      timer ??= every(CHECK_EVERY_MS, "VERIFICATION_FAILED", check, unheard);
    },
    /** The last run that has ended since the hub started. */
    last: () => last,
    /** Runs now, or joins the current run. Throws when it fails. */
    run,
    async close() {
      isClosed = true;
      timer?.stop();
      child?.kill("SIGKILL");
      await running?.catch(() => {});
    },
  };
}
