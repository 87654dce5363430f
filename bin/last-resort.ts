// What nobody caught ends the process: nothing is known any more of the state it is in. It ends in order, and within a time.
import { type Logger, nameOf } from "../hub/observability/logger.ts";

/** EX_SOFTWARE of sysexits.h: an internal software error. */
export const UNCAUGHT = 70;
const CLOSING_MS = 10_000;

/** From now on an error that nobody catches is one line in the log; `close` has a time to end, and then the process ends with UNCAUGHT. */
export function endOnUncaught(logger: Logger, close: () => Promise<void>): void {
  let ending = false;
  const end = (error: unknown) => {
    // What follows from the first while everything is closed is not told: the first is what has to be mended.
    if (ending) return;
    ending = true;
    logger.fatal({ code: "UNCAUGHT", error: nameOf(error) }, "an error that nobody caught ends the hub");
    process.exitCode = UNCAUGHT;
    const exit = () => process.exit(UNCAUGHT);
    setTimeout(exit, CLOSING_MS).unref();
    close().then(exit, exit);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
