// What a command costs the hub while a thousand people follow their inboxes: the command itself, finding out whose inbox shows something else after it, and
// telling them. Some clients read a page of their tasks with each message, others are told only that there is a change.
import { setTimeout } from "node:timers/promises";
import { concernsToLog } from "./askers.ts";
import { figureAlone, type Result } from "./harness.ts";
import { ask } from "./load.ts";
import { rateOf } from "./processor-time.ts";
import { type HubServer, hubOn } from "./servers.ts";
import { followersOf } from "./streams.ts";
import { copyOf, MANY } from "./world/kept.ts";

const CONCERNS = Math.min(MANY, 100_000);
const STREAMS = 1_000;
const WRITERS = 4;
const [ROUNDS, SECONDS] = [5, 4];
/** Messages of a second are sent after its end. */
const DELIVERY_MS = 2_000;

export async function commandWithInboxes(): Promise<readonly Result[]> {
  const work = `logConcern, ${WRITERS} clients, ${CONCERNS.toLocaleString("en-GB")} concerns`;
  console.error(`command_with_inboxes_ms: ${work}…`);
  using copy = copyOf(CONCERNS);
  await using hub = await hubOn(copy.dir);
  const next = await concernsToLog(hub, WRITERS);
  const figure = (name: string, of: string, figures: readonly number[], atMost?: number) =>
    figureAlone(
      { name, work: `${work}, ${of}`, unit: "ms of the process", reach: atMost === undefined ? undefined : { atMost } },
      figures,
    );
  const alone = await rounds(hub, next, () => 0);
  const results = [figure("command_followed_by_nobody_ms", "no inbox followed", alone.each)];
  for (const wanted of ["change", "page"] as const) {
    await using followers = await followersOf(hub, STREAMS, wanted);
    const { each, messages } = await rounds(hub, next, followers.messages);
    const of = `${STREAMS.toLocaleString("en-GB")} inboxes followed, ${messages.toFixed(1)} messages a command`;
    results.push(
      wanted === "change"
        ? figure("command_with_inboxes_ms", of, each, 8)
        : figure("command_with_pages_ms", `${of} with a page of tasks`, each),
    );
  }
  return results;
}

/** Milliseconds of processor time for each command, its messages included, in each round after one that is not counted; and messages for each command. */
async function rounds({ url, pid }: HubServer, next: Awaited<ReturnType<typeof concernsToLog>>, messages: () => number) {
  const each: number[] = [];
  let [commands, before] = [0, 0];
  for (let round = 0; round <= ROUNDS; round += 1) {
    if (round === 1) [commands, before] = [0, messages()];
    const { each: took } = await rateOf(async () => {
      const { length } = await ask({ url, readers: WRITERS, seconds: SECONDS, next });
      await setTimeout(DELIVERY_MS);
      commands += length;
      return length;
    }, pid);
    if (round > 0) each.push(took.process / 1e3);
  }
  return { each, messages: (messages() - before) / commands };
}
