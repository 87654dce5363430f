// The event-log contract on EventStoreDB: with a stand-in for the server, and with a real server if KURRENTDB_URL names one.
import { describe } from "vitest";
import { openConnection } from "../../event-log/kurrentdb/connection.ts";
import { readServerAddress } from "../../event-log/kurrentdb/connection-string.ts";
import { openKurrentLog } from "../../event-log/kurrentdb/kurrentdb-log.ts";
import type { EventLog } from "../../event-log/port.ts";
import { eventLogContract } from "../helpers/event-log-contract.ts";
import { startStandIn } from "../helpers/kurrentdb-stand-in/start.ts";

const PREFIX = "candour.test.";

async function contractOver(connectionString: string, closeServer: () => Promise<void>) {
  const logs: EventLog[] = [];
  const connections: { close(): Promise<void> }[] = [];
  const reopen = async (vouched = false) => {
    const connection = openConnection(readServerAddress(connectionString));
    connections.push(connection);
    const log = openKurrentLog(connection, { prefix: PREFIX, node: `n${logs.length}`, vouched: () => vouched });
    logs.push(log);
    return log;
  };
  return {
    log: await reopen(),
    keepsRemovedEvents: true as const,
    reopen,
    async cleanup() {
      for (const log of logs) await log.close();
      for (const connection of connections) await connection.close();
      await closeServer();
    },
  };
}

eventLogContract("The log on EventStoreDB, over a stand-in for the server,", async () => {
  const standIn = await startStandIn();
  return contractOver(standIn.connectionString, standIn.close);
});

const url = process.env.KURRENTDB_URL;
describe.skipIf(!url)("A real server (needs KURRENTDB_URL)", () => {
  eventLogContract("The log on EventStoreDB, over it,", () => contractOver(url ?? "", async () => {}));
});
