// A process that ends by an error that nobody caught: what is given as its first word says how, and as its second how closing goes.
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
