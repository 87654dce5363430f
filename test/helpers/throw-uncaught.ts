// A process that ends with an uncaught error: its first argument is the kind of error, and the second how the shutdown goes.
import { endOnUncaught } from "../../bin/uncaught-errors.ts";
import { createLogger } from "../../hub/observability/logger.ts";

const [, , how, closing] = process.argv;
endOnUncaught(createLogger("info"), async () => {
  process.stdout.write("closing\n");
  if (closing === "fails") throw new Error("It cannot be closed.");
  process.stdout.write("closed\n");
});
const said = new RangeError("Reserves have halved.");
setInterval(() => {}, 60_000);
setImmediate(() => {
  if (how === "rejected") Promise.reject(said);
  else throw said;
});
