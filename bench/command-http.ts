// Logging a concern over HTTP: signed in, checked, permitted, decided, sealed, chained, durable, in the read models and the answer on record;
// against Yoga that inserts the same input as one row, as durably and under the same group commit.
import { join } from "node:path";
import { concernsToLog } from "./askers.ts";
import { compare, type Result } from "./harness.ts";
import { askedRate } from "./load.ts";
import { hubOn, type Server, yogaWith } from "./servers.ts";
import { copyOf, SOME } from "./world/kept.ts";

const CLIENTS = 64;
const SECONDS = 2;

export async function commandHttp(): Promise<readonly Result[]> {
  using copy = copyOf(SOME);
  await using hub = await hubOn(copy.dir);
  await using yoga = await yogaWith({ file: join(copy.dir, "yoga", "rows.sqlite") });
  const next = await concernsToLog(hub, CLIENTS);
  const figure = (server: Server) => () => askedRate(server, { readers: CLIENTS, seconds: SECONDS, next });
  return [
    await compare({
      name: "command_http",
      work: `logConcern, ${CLIENTS} clients; theirs: one durable insert`,
      ...{ unit: "commands/s", rounds: 9, warmUps: 3, reach: { atLeast: 0.7 } },
      ours: figure(hub),
      theirs: figure(yoga),
    }),
  ];
}
