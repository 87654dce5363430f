// What a command costs the hub while a thousand people follow their inboxes: the command itself, finding out whose inbox shows something else after it, and
// reading these again for their messages. Against the same commands without anybody who follows.
import { setTimeout } from "node:timers/promises";
import { concernsToLog } from "./askers.ts";
import { figureAlone, type Result, resultOf } from "./harness.ts";
import { ask } from "./load.ts";
import { rateOf } from "./processor-time.ts";
import { type HubServer, hubOn } from "./servers.ts";
import { followersOf } from "./streams.ts";
import { copyOf, MANY } from "./world/kept.ts";

const CONCERNS = Math.min(MANY, 100_000);
const STREAMS = 1_000;
const WRITERS = 4;
const [ROUNDS, SECONDS, WARM_UP_SECONDS] = [5, 4, 4];
/** Messages of a second are sent after its end. */
const DELIVERY_MS = 2_000;

export async function commandWithInboxes(): Promise<readonly Result[]> {
  const of = `logConcern, ${WRITERS} clients, ${STREAMS.toLocaleString("en-GB")} inboxes followed`;
  console.error(`command_with_inboxes_ms: ${of}, ${CONCERNS.toLocaleString("en-GB")} concerns…`);
  using copy = copyOf(CONCERNS);
  await using hub = await hubOn(copy.dir);
  const next = await concernsToLog(hub, WRITERS);
  await ask({ url: hub.url, readers: WRITERS, seconds: WARM_UP_SECONDS, next });
  const alone: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) alone.push(await turn(hub, next));
  const followed: number[] = [];
  const opening = await rateOf(async () => STREAMS, hub.pid);
  await using followers = await followersOf(hub, STREAMS);
  await turn(hub, next);
  const told: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = followers.messages();
    followed.push(await turn(hub, next));
    told.push(followers.messages() - before);
  }
  void opening;
  console.error(`  ${told.join(", ")} messages`);
  return [
    figureAlone({ name: "command_with_inboxes_ms", work: of, unit: "ms of the process", reach: { atMost: 8 } }, followed),
    resultOf(
      { name: "command_with_inboxes", work: `${of}; theirs: by nobody`, unit: "ms of the process", reach: undefined },
      followed,
      alone,
    ),
  ];
}

/** Milliseconds of processor time for each command, its messages included. */
async function turn({ url, pid }: HubServer, next: Awaited<ReturnType<typeof concernsToLog>>): Promise<number> {
  const { each } = await rateOf(async () => {
    const { length } = await ask({ url, readers: WRITERS, seconds: SECONDS, next });
    await setTimeout(DELIVERY_MS);
    return length;
  }, pid);
  return each.process / 1e3;
}
