// What signals do, at any moment from the start on. SIGTERM and SIGINT stop the hub, SIGUSR2 builds the read models anew, SIGHUP those that
// cannot read something: no signal ends a hub that nobody wanted to end.
import type { Hub } from "../hub/hub.ts";
import { type Logger, nameOf } from "../hub/observability/logger.ts";
import { HEEDED, type Heeded, type HeldSignals } from "./held-signals.ts";

/** Longer than requests and streams have to end, and what is closed after them. */
const STOPPING_MS = 20_000;

/** The process, as far as it is needed; a test has its own. */
export type SignalSource = { on(signal: string, listener: () => void): unknown; exit(code: number): void };

/** What of a hub signals act on. */
export type Heeding = Pick<Hub, "rebuild" | "retryQuarantine"> & { readonly quarantine: Pick<Hub["quarantine"], "size"> };

export type Signals = ReturnType<typeof takeSignals>;

/** `held` are those that came before there was anybody to heed them. */
export function takeSignals(logger: Logger, source: SignalSource = process, held?: HeldSignals) {
  let hub: Heeding | undefined;
  let close: (() => Promise<void>) | undefined;
  let stopping: { readonly why: string; readonly code: number } | undefined;
  let rebuilding = false;

  function stop(why: string, code: number): void {
    if (stopping) return;
    stopping = { why, code };
    logger.info({ code: "STOPPING", why }, "the hub is stopping");
    setTimeout(() => {
      logger.error({ code: "STOP_FORCED" }, "the hub has not stopped in time and is ended");
      source.exit(code);
    }, STOPPING_MS).unref();
    // Before it is open there is nothing to close: `opened` does it.
    if (close) end(close);
  }

  function end(closing: () => Promise<void>): void {
    const began = performance.now();
    const code = stopping?.code ?? 0;
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

  function ignore(signal: string, why: string): void {
    logger.info({ code: "SIGNAL_IGNORED", signal, why }, "a signal has no effect");
  }

  /** Why it has no effect now, if it has none. */
  function whyNot(): string | undefined {
    if (stopping) return "the hub is stopping";
    if (!hub) return "the hub is starting";
    return rebuilding ? "read models are being built anew already" : undefined;
  }

  function onRebuild(): void {
    const why = whyNot();
    if (why || !hub) ignore("SIGUSR2", why ?? "");
    else rebuild(hub.rebuild());
  }
  function onRetry(): void {
    const why = whyNot();
    if (why || !hub) ignore("SIGHUP", why ?? "");
    else if (hub.quarantine.size() === 0) ignore("SIGHUP", "nothing is in quarantine, and settings are read at the start alone");
    else rebuild(hub.retryQuarantine());
  }

  function rebuild(work: Promise<void>): void {
    rebuilding = true;
    const began = performance.now();
    logger.info({ code: "REBUILD_BEGUN" }, "rebuilding read models beside the live ones");
    work
      .then(
        () => logger.info({ code: "REBUILD_DONE", ms: Math.round(performance.now() - began) }, "the read models were rebuilt"),
        (error: unknown) =>
          logger.error({ code: "REBUILD_FAILED", error: nameOf(error) }, "the rebuild failed; the live ones stay"),
      )
      .finally(() => {
        rebuilding = false;
      });
  }

  const heed: Readonly<Record<Heeded, () => void>> = {
    SIGTERM: () => stop("SIGTERM", 0),
    SIGINT: () => stop("SIGINT", 0),
    SIGUSR2: onRebuild,
    SIGHUP: onRetry,
  };
  for (const signal of HEEDED) source.on(signal, heed[signal]);
  for (const signal of held?.handOver() ?? []) heed[signal]();
  return {
    stop,
    /** Whether a signal came that ends the hub. */
    isStopping: () => stopping !== undefined,
    /** The hub is open, or is not to be opened: `closing` closes all there is of it by then. A signal that came before is heeded now. */
    opened(opened: Heeding | undefined, closing: () => Promise<void>) {
      hub = opened;
      close = closing;
      if (stopping) end(closing);
    },
  };
}
