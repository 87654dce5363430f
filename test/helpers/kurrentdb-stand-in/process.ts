// Runs the stand-in as a separate process, which a test can kill and stop with signals. Run as: node process.ts <options as JSON>.
// Prints its ports as JSON when it is ready.
import { writeSync } from "node:fs";
import { type StandInOptions, startStandIn } from "./start.ts";

const standIn = await startStandIn(JSON.parse(process.argv[2] ?? "{}") as StandInOptions);
writeSync(1, `${JSON.stringify({ connectionString: standIn.connectionString, ports: standIn.ports })}\n`);
process.once("SIGTERM", async () => {
  for (const node of standIn.ports.keys()) await standIn.faults.stop(node);
  await standIn.close();
  // Without this, Node may wait forever for a write on a connection that was cut.
  process.exit(0);
});
