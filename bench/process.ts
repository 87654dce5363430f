// The hub as a process: how long it takes to start, and how much memory it uses.

import { tokensOf } from "./askers.ts";
import { compare, figureAlone, type Result, seconds } from "./harness.ts";
import { ask } from "./load.ts";
import { exportLedger } from "./mixed-load.ts";
import { counts, list } from "./questions.ts";
import { type HubServer, hubOn, residentMemory } from "./servers.ts";
import { followersOf } from "./streams.ts";
import { EVENTFUL, FEW, MANY, NONE, world } from "./world/kept.ts";
import { READER_KINDS } from "./world/readers.ts";

const STREAMS = 1_000;
const READING_SECONDS = 8;

/** Measures from the start of the process to its first response, with existing read models. */
export async function ready(): Promise<readonly Result[]> {
  const [eventful, empty] = [world(EVENTFUL), world(NONE)];
  const start = (dir: string) => async () => {
    let hub: Awaited<ReturnType<typeof hubOn>> | undefined;
    const took = await seconds(async () => {
      hub = await hubOn(dir);
      const [token = ""] = await tokensOf(hub, "adviser", 1);
      await ask({ url: hub.url, readers: 1, seconds: 0, next: () => ({ token, body: list() }), least: 1 });
    });
    await hub?.[Symbol.asyncDispose]();
    return 1e3 * took;
  };
  const work = "from start to the first list, a million events against a log of people and policy alone";
  const turns = { ours: start(eventful), theirs: start(empty) };
  return [await compare({ name: "ready", work, unit: "ms", rounds: 7, reach: { atMost: 1.5 }, ...turns })];
}

/** Measures after readers of every kind have read lists and counts for a while. */
export async function memory(): Promise<readonly Result[]> {
  const serving = (concerns: number) => async () => {
    await using hub = await hubOn(world(concerns));
    await readAndCount(hub);
    return residentMemory(hub.pid);
  };
  const work = `resident while serving, ${MANY.toLocaleString("en-GB")} concerns against ${FEW.toLocaleString("en-GB")}`;
  const turns = { ours: serving(MANY), theirs: serving(FEW) };
  return [await compare({ name: "memory", work, unit: "MB", rounds: 3, reach: { atMost: 1.3 }, ...turns })];
}

/** Measures after that what a hub in use takes: with a thousand streams, and after the export of a ledger. */
export async function memoryInUse(): Promise<readonly Result[]> {
  const work = `resident, ${MANY.toLocaleString("en-GB")} concerns, ${STREAMS} streams and an export`;
  console.error(`memory_mb: ${work}…`);
  const sizes: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await using hub = await hubOn(world(MANY));
    await readAndCount(hub);
    await using _ = await followersOf(hub, STREAMS);
    await exportLedger(hub);
    sizes.push(residentMemory(hub.pid));
  }
  return [figureAlone({ name: "memory_mb", work, unit: "MB", reach: { atMost: 400 } }, sizes)];
}

/** Readers of every kind read lists and counts for a while. */
async function readAndCount(hub: HubServer): Promise<void> {
  const tokens = (await Promise.all(READER_KINDS.map((kind) => tokensOf(hub, kind, 16)))).flat();
  let asked = 0;
  const next = () => {
    asked += 1;
    return { token: tokens[asked % tokens.length] as string, body: asked % 10 === 0 ? counts() : list() };
  };
  await ask({ url: hub.url, readers: 64, seconds: READING_SECONDS, next });
}
