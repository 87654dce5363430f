// The size at which OpenCRVS, a civil registry that is event-sourced as well, has published what it does: 1.2 million records, 10.6 million
// actions on them. Run by its name alone and once, since its world takes long to make; README.md says what their figures are.
import pino from "pino";
import { readConfig } from "../hub/config.ts";
import { openHub } from "../hub/hub.ts";
import { concernsToLog, recordReads } from "./askers.ts";
import { seconds } from "./harness.ts";
import { ask, type Load } from "./load.ts";
import { hubOn } from "./servers.ts";
import { quantile } from "./spread.ts";
import { world } from "./world/kept.ts";
import { longLife } from "./world/long-lives.ts";

const RECORDS = Math.round(1.2 * Number(process.env.BENCH_CONCERNS ?? 1_000_000));
const CLIENTS = 64;
const SECONDS = 20;

/** Prints what it finds. */
export async function openCrvs(): Promise<void> {
  const dir = world(RECORDS, "long-lives");
  console.log(await rebuilt(dir));
  await using hub = await hubOn(dir);
  console.log(await answered("records read with all parts", { url: hub.url, next: await recordReads(hub, RECORDS, longLife) }));
  // They stay in this world: nothing else is compared on it.
  console.log(await answered("concerns logged", { url: hub.url, next: await concernsToLog(hub, CLIENTS) }));
}

async function rebuilt(dir: string): Promise<string> {
  const config = readConfig({ CANDOUR_DATA_DIR: dir, CANDOUR_DEMONSTRATION: "false" });
  const hub = await openHub(config, pino({ level: "error" }));
  try {
    await hub.live();
    const events = Number(await hub.log.head());
    const took = await seconds(() => hub.rebuild());
    const records = RECORDS.toLocaleString("en-GB");
    return `every read model from ${whole(events)} events of ${records} records: ${whole(took)} s, ${whole(events / took)} events/s, ${whole(RECORDS / took)} records/s`;
  } finally {
    await hub.close();
  }
}

async function answered(what: string, { url, next }: Pick<Load, "url" | "next">): Promise<string> {
  const asking = { url, readers: CLIENTS, next };
  await ask({ ...asking, seconds: SECONDS / 4 });
  const took = await ask({ ...asking, seconds: SECONDS });
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => `${whole(quantile(took, part))} ms`);
  return `${what}, ${CLIENTS} at once: p50 ${p50}, p95 ${p95}, p99 ${p99}, ${whole(took.length / SECONDS)} a second`;
}

const whole = (number: number): string => Math.round(number).toLocaleString("en-GB");
