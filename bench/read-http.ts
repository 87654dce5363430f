// Compares reads of one concern with all its parts over HTTP, a different one each time, with servers that return such concerns from memory.
import { recordReads } from "./askers.ts";
import { compareRates, type Result } from "./harness.ts";
import { answerTo, askedRate } from "./load.ts";
import { hubOn, PEERS, peersWith, type Server } from "./servers.ts";
import { MANY, warmWorld } from "./world/kept.ts";
import { concernLife } from "./world/lives.ts";

const READERS = 64;
const SECONDS = 2;

export async function readHttp(): Promise<readonly Result[]> {
  await using hub = await hubOn(warmWorld(MANY));
  const next = await recordReads(hub, MANY, concernLife);
  const concerns = await Promise.all(Array.from({ length: 100 }, () => answerTo<{ concern: object }>(hub.url, next())));
  await using peers = await peersWith(PEERS, { concerns: concerns.map(({ concern }) => concern) });
  const figure = (server: Server) => () => askedRate(server, { readers: READERS, seconds: SECONDS, next });
  return await compareRates({
    name: "read_http",
    work: `one of ${MANY.toLocaleString("en-GB")} concerns with all parts, every view new, ${READERS} readers`,
    ...{ unit: "reads/s", rounds: 7, warmUps: 3, reaches: { process: 1 } },
    ours: figure(hub),
    theirs: peers.each(figure),
  });
}
