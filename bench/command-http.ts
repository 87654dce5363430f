// Logging a concern over HTTP: signed in, checked, permitted, decided, sealed, chained, durable, in the read models and the answer on record;
// against Yoga that inserts the same input as one row, as durably and under the same group commit.
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compare, type Result } from "./harness.ts";
import { ask } from "./load.ts";
import { concernsToLog } from "./questions.ts";
import { hubOn, yogaWith } from "./servers.ts";
import { DATA, SOME, world } from "./world/kept.ts";

const CLIENTS = 64;
const SECONDS = 2;

export async function commandHttp(): Promise<readonly Result[]> {
  const scratch = join(DATA, "command");
  rmSync(scratch, { recursive: true, force: true });
  cpSync(world(SOME), join(scratch, "hub"), { recursive: true });
  try {
    await using hub = await hubOn(join(scratch, "hub"));
    await using yoga = await yogaWith({ file: join(scratch, "yoga", "rows.sqlite") });
    const next = await concernsToLog(hub, CLIENTS);
    const figure = (url: string) => async () => (await ask({ url, readers: CLIENTS, seconds: SECONDS, next })).length / SECONDS;
    return [
      await compare({
        name: "command_http",
        work: `logConcern, ${CLIENTS} clients; theirs: one durable insert`,
        unit: "commands/s",
        rounds: 9,
        reach: { atLeast: 0.7 },
        ours: figure(hub.url),
        theirs: figure(yoga.url),
      }),
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
