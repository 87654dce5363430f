// Compares the largest list over HTTP, with sign-in, policy, unsealed narrative and recorded disclosures, with
// servers that return the same shape from memory to anyone.
import { LIST_READERS, listReads } from "./askers.ts";
import { compareRates, type Result } from "./harness.ts";
import { answerTo, askedRate } from "./load.ts";
import type { Fields } from "./questions.ts";
import { hubOn, PEERS, peersWith, type Server } from "./servers.ts";
import { MANY, warmWorld } from "./world/kept.ts";

const SECONDS = 2;
const ROUNDS = 7;
/** The warm-up, until each kind of reader's rights are cached and all programs are compiled. */
const WARM_UPS = 4;

export async function listHttp(): Promise<readonly Result[]> {
  await using hub = await hubOn(warmWorld(MANY));
  const contest = async (name: string, fields: Fields, times: number, how: string, process?: number) => {
    const first = await listReads(hub, 1, fields);
    const pages = await Promise.all(
      Array.from({ length: LIST_READERS }, (_, reader) => answerTo<{ concerns: object }>(hub.url, first(reader, undefined))),
    );
    await using peers = await peersWith(PEERS, { lists: pages.map(({ concerns }) => concerns) });
    const figure = (server: Server) => {
      const next = listReads(hub, times, fields);
      return async () => askedRate(server, { readers: LIST_READERS, seconds: SECONDS, next: await next });
    };
    return await compareRates({
      ...{ name, unit: "lists/s", rounds: ROUNDS, warmUps: WARM_UPS, reaches: { process } },
      work: `20 of ${MANY.toLocaleString("en-GB")} concerns by 8 fields, ${LIST_READERS} readers, ${how}`,
      ours: figure(hub),
      theirs: peers.each(figure),
    });
  };
  return [
    ...(await contest("list_http", "headlines", 5, "headlines, each page read five times", 1)),
    ...(await contest("list_http_new", "headlines", 1, "headlines, every view new on record", 0.8)),
    ...(await contest("list_http_summaries", "summaries", 5, "with summaries, each page read five times")),
  ];
}
