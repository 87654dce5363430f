// An uncaught error ends the process, because its state is unknown: with a clean shutdown and a timeout.
import { EXIT_FAULT } from "../hub/exit-codes.ts";
import { type Logger, nameOf } from "../hub/observability/logger.ts";

const CLOSING_MS = 10_000;

/** From now on an uncaught error has one log line; `close` has a timeout, and then the process exits with EXIT_FAULT. */
export function endOnUncaught(logger: Logger, close: () => Promise<void>): void {
  let isEnding = false;
  const end = (error: unknown) => {
    // Errors during the shutdown are not logged, because the first error is the cause.
    if (isEnding) return;
    isEnding = true;
    logger.fatal({ code: "UNCAUGHT", error: nameOf(error) }, "an uncaught error ends the hub");
    process.exitCode = EXIT_FAULT;
    const exit = () => process.exit(EXIT_FAULT);
    setTimeout(exit, CLOSING_MS).unref();
    close().then(exit, exit);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
