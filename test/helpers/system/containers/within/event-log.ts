// Stands in for EventStoreDB in the test of the cluster's containers, with the same settings. The first container runs the stand-in with its three nodes;
// the other containers forward connections for the second and third node.
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { startStandIn } from "../../../kurrentdb-stand-in/start.ts";

const NAMES = ["event-log-1", "event-log-2", "event-log-3"];
const FIRST_PORT = 2113;
const setting = (name: string): string => process.env[`EVENTSTORE_${name}`] ?? "";
const index = NAMES.indexOf(setting("NODE_HOST_ADVERTISE_AS"));

if (index === 0) {
  const standIn = await startStandIn({
    nodes: 3,
    ports: NAMES.map((_, node) => FIRST_PORT + node),
    advertised: NAMES.map((address) => ({ address, port: FIRST_PORT })),
    file: "/var/lib/eventstore/journal",
    tls: {
      caFile: `${setting("TRUSTED_ROOT_CERTIFICATES_PATH")}/ca.crt`,
      certificate: readFileSync(setting("CERTIFICATE_FILE")),
      key: readFileSync(setting("CERTIFICATE_PRIVATE_KEY_FILE")),
    },
  });
  process.once("SIGTERM", async () => {
    await standIn.close();
    process.exit(0);
  });
} else {
  createServer((client) => {
    const node = connect(FIRST_PORT + index, NAMES[0]);
    for (const [from, to] of [
      [client, node],
      [node, client],
    ] as const) {
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
      from.pipe(to);
    }
  }).listen(FIRST_PORT);
  process.once("SIGTERM", () => process.exit(0));
}
