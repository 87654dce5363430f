// Compares a hub that has one reader thread beside the serving thread with one that has none: lists over HTTP, and the memory that the thread takes.
import { LIST_READERS, listReads } from "./askers.ts";
import { compareRates, figureAlone, type Result } from "./harness.ts";
import { askedRate } from "./load.ts";
import type { Fields } from "./questions.ts";
import { type HubServer, hubOn, residentMemory } from "./servers.ts";
import { copyOf, SOME } from "./world/kept.ts";

const SECONDS = 2;
const ROUNDS = 7;
const WARM_UPS = 4;

export async function readerThreads(): Promise<readonly Result[]> {
  using one = copyOf(SOME);
  using other = copyOf(SOME);
  await using two = await hubOn(one.dir, [], { CANDOUR_READERS: "2" });
  await using alone = await hubOn(other.dir, [], { CANDOUR_READERS: "1" });
  const contest = async (name: string, fields: Fields) => {
    const figure = (hub: HubServer) => {
      const next = listReads(hub, 5, fields);
      return async () => askedRate(hub, { readers: LIST_READERS, seconds: SECONDS, next: await next });
    };
    return await compareRates({
      ...{ name, unit: "lists/s", rounds: ROUNDS, warmUps: WARM_UPS, reaches: {} },
      work: `20 of ${SOME.toLocaleString("en-GB")} concerns by 8 fields, ${LIST_READERS} readers, ${fields}, each page read five times, CANDOUR_READERS 2 and 1`,
      ours: figure(two),
      theirs: { one: figure(alone) },
    });
  };
  return [
    ...(await contest("list_readers", "headlines")),
    ...(await contest("list_readers_summaries", "summaries")),
    figureAlone(
      { name: "memory_reader_mb", unit: "MB", work: "resident of the first beyond the second, afterwards", reach: undefined },
      [residentMemory(two.pid) - residentMemory(alone.pid)],
    ),
  ];
}
