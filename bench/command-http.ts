// Logging a concern over HTTP: signed in, checked, permitted, decided, sealed, chained, durable, in the read models and the answer on record;
// against Yoga that inserts the same input as one row, as durably and under the same group commit.
import { join } from "node:path";
import { concernsToLog } from "./askers.ts";
import { compareRates, type Result } from "./harness.ts";
import { askedRate } from "./load.ts";
import { hubOn, peersWith, type Server } from "./servers.ts";
import { copyOf } from "./world/kept.ts";

const CONCERNS = 100_000;
const CLIENTS = 64;
const SECONDS = 2;

export async function commandHttp(): Promise<readonly Result[]> {
  using copy = copyOf(CONCERNS);
  await using hub = await hubOn(copy.dir);
  await using peers = await peersWith(["yoga", "graphql-js"], { folder: join(copy.dir, "peers") });
  const next = await concernsToLog(hub, CLIENTS);
  const figure = (server: Server) => () => askedRate(server, { readers: CLIENTS, seconds: SECONDS, next });
  return await compareRates({
    name: "command_http",
    work: `logConcern, ${CLIENTS} clients, ${CONCERNS.toLocaleString("en-GB")} concerns before them; theirs: one durable insert`,
    ...{ unit: "commands/s", rounds: 7, warmUps: 3, reaches: { process: 0.4, thread: 0.6 } },
    ours: figure(hub),
    theirs: peers.each(figure),
  });
}
