// SIGTERM and SIGINT stop the hub; SIGUSR2 rebuilds the read models, SIGHUP only those with quarantined streams.
import type { Hub } from "../hub/hub.ts";
import { type Logger, nameOf } from "../hub/observability/logger.ts";
import { type EarlySignals, HANDLED_SIGNALS, type HandledSignal } from "./early-signals.ts";

/** Longer than requests and streams have to end, plus the time to close the stores. */
const STOPPING_MS = 20_000;

/** The part of a process that signals need; tests pass their own. */
export type SignalSource = { on(signal: string, listener: () => void): unknown; exit(code: number): void };

/** The part of a hub that signals act on. */
type SignalTarget = Pick<Hub, "rebuild" | "retryQuarantine"> & { readonly quarantine: Pick<Hub["quarantine"], "size"> };

export type Signals = ReturnType<typeof handleSignals>;

/** `early` are signals that arrived before. */
export function handleSignals(logger: Logger, source: SignalSource = process, early?: EarlySignals) {
  let hub: SignalTarget | undefined;
  let close: (() => Promise<void>) | undefined;
  let stopping: { readonly why: string; readonly code: number } | undefined;
  let isRebuilding = false;

  function stop(why: string, code: number): void {
    if (stopping) return;
    stopping = { why, code };
    logger.info({ code: "STOPPING", why }, "the hub is stopping");
    setTimeout(() => {
      logger.error({ code: "STOP_FORCED" }, "the hub has not stopped in time and is ended");
      source.exit(code);
    }, STOPPING_MS).unref();
    // Before the hub is open there is nothing to close: `opened` closes it later.
    if (close) end(close, code);
  }

  function end(closing: () => Promise<void>, code: number): void {
    const began = performance.now();
    closing().then(
      () => {
        logger.info({ code: "STOPPED", ms: Math.round(performance.now() - began) }, "the hub has stopped");
        source.exit(code);
      },
      (error: unknown) => {
        logger.error({ code: "STOP_FORCED", error: nameOf(error) }, "the hub could not be closed in order and is ended");
        source.exit(code || 1);
      },
    );
  }

  /** `whyNot` returns why the signal has no effect on an open hub; undefined if it has one. */
  function rebuild(
    signal: string,
    work: (hub: SignalTarget) => Promise<void>,
    whyNot?: (hub: SignalTarget) => string | undefined,
  ) {
    const why = stopping
      ? "the hub is stopping"
      : !hub
        ? "the hub is starting"
        : isRebuilding
          ? "read models are being rebuilt already"
          : whyNot?.(hub);
    if (why || !hub) return logger.info({ code: "SIGNAL_IGNORED", signal, why }, "a signal has no effect");
    isRebuilding = true;
    const began = performance.now();
    logger.info({ code: "REBUILD_BEGUN" }, "rebuilding read models beside the live ones");
    work(hub)
      .then(
        () => logger.info({ code: "REBUILD_DONE", ms: Math.round(performance.now() - began) }, "the read models were rebuilt"),
        (error: unknown) =>
          logger.error({ code: "REBUILD_FAILED", error: nameOf(error) }, "the rebuild failed; the live ones stay"),
      )
      .finally(() => {
        isRebuilding = false;
      });
  }

  const handlers: Readonly<Record<HandledSignal, () => void>> = {
    SIGTERM: () => stop("SIGTERM", 0),
    SIGINT: () => stop("SIGINT", 0),
    SIGUSR2: () => rebuild("SIGUSR2", (open) => open.rebuild()),
    SIGHUP: () =>
      rebuild(
        "SIGHUP",
        (open) => open.retryQuarantine(),
        ({ quarantine }) =>
          quarantine.size() === 0 ? "nothing is in quarantine, and settings are read at the start alone" : undefined,
      ),
  };
  for (const signal of HANDLED_SIGNALS) source.on(signal, handlers[signal]);
  for (const signal of early?.handOver() ?? []) handlers[signal]();
  return {
    stop,
    /** Whether a signal that stops the hub has arrived. */
    isStopping: () => stopping !== undefined,
    /** Called when the hub is open, or will not be opened; `closing` closes the resources that are open by then. */
    opened(opened: SignalTarget | undefined, closing: () => Promise<void>) {
      hub = opened;
      close = closing;
      if (stopping) end(closing, stopping.code);
    },
  };
}
