// An error that nobody caught ends the process, as its state is unknown: in order, and within a time.
import { type Logger, nameOf } from "../hub/observability/logger.ts";

/** EX_SOFTWARE of sysexits.h: an internal software error. */
export const UNCAUGHT = 70;
const CLOSING_MS = 10_000;

/** From now on an uncaught error is one line in the log; `close` has a time to end, and then the process ends with UNCAUGHT. */
export function endOnUncaught(logger: Logger, close: () => Promise<void>): void {
  let isEnding = false;
  const end = (error: unknown) => {
    // Errors while everything is closed are not logged: the first is the one to mend.
    if (isEnding) return;
    isEnding = true;
    logger.fatal({ code: "UNCAUGHT", error: nameOf(error) }, "an error that nobody caught ends the hub");
    process.exitCode = UNCAUGHT;
    const exit = () => process.exit(UNCAUGHT);
    setTimeout(exit, CLOSING_MS).unref();
    close().then(exit, exit);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
