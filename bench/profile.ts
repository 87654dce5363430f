// Where the processor's time goes: a profile of V8's, summed by our own files, by package, and by what Node itself does. Run by its name alone.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { concernsToLog, LIST_READERS, listReads } from "./askers.ts";
import { ask, type Load } from "./load.ts";
import { type HubServer, hubOn } from "./servers.ts";
import { copyOf, DATA, MANY, SOME, warmWorld } from "./world/kept.ts";

type Node = {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
};
type Profile = {
  readonly nodes: readonly Node[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
  readonly startTime: number;
};

const ROOT = join(import.meta.dirname, "..");

const WARM_UP = 12;
const SECONDS = 10;
/** Smaller shares are left out. */
const WORTH = 0.01;

/** Prints the distribution of time while lists are read, and while concerns are logged. */
export async function profile(): Promise<void> {
  console.log(await timesOf("list_http", warmWorld(MANY), (hub) => listReads(hub, 5, "headlines")));
  using copy = copyOf(SOME);
  console.log(await timesOf("command_http", copy.dir, (hub) => concernsToLog(hub, LIST_READERS)));
}

async function timesOf(name: string, dir: string, asking: (hub: HubServer) => Promise<Load["next"]>): Promise<string> {
  const folder = mkdtempSync(join(DATA, "profile-"));
  try {
    const began = performance.now();
    const hub = await hubOn(dir, ["--cpu-prof", `--cpu-prof-dir=${folder}`]);
    const load = { url: hub.url, readers: LIST_READERS, next: await asking(hub) };
    await ask({ ...load, seconds: WARM_UP });
    const from = (performance.now() - began) / 1000;
    const asked = await ask({ ...load, seconds: SECONDS });
    await hub[Symbol.asyncDispose]();
    const places = summarise(folder, from, from + SECONDS).filter(({ part }) => part >= WORTH);
    const lines = places.map(({ where, part }) => `${(100 * part).toFixed(1).padStart(5)} %  ${where}`);
    return [`${name}, profiled, ${Math.round(asked.length / SECONDS)} a second:`, ...lines, ""].join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Parts of the time that the serving thread was at work between two moments, largest first; by seconds since the process began. */
function summarise(folder: string, from: number, to: number): readonly { readonly where: string; readonly part: number }[] {
  // The name ends with the thread's number and that of the profile. The serving thread is the first.
  const [file = ""] = readdirSync(folder).filter((name) => /\.0\.\d+\.cpuprofile$/.test(name));
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Profile;
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame.url, callFrame.functionName)]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const times = new Map<string, number>();
  let [at, busy] = [0, 0];
  for (const [index, id] of samples.entries()) {
    const took = timeDeltas[index] ?? 0;
    at += took;
    if (at < from * 1e6 || at > to * 1e6) continue;
    const place = ownPlace(id, places, parents);
    if (place === "idle") continue;
    busy += took;
    times.set(place, (times.get(place) ?? 0) + took);
  }
  return [...times].map(([where, took]) => ({ where, part: took / busy })).sort((a, b) => b.part - a.part);
}

/** What Node does counts for the code that called it: a cipher for sealing, a statement for its query. */
function ownPlace(id: number, places: ReadonlyMap<number, string | undefined>, parents: ReadonlyMap<number, number>): string {
  for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
    const place = places.get(at);
    if (place) return place;
  }
  return "Node: sockets, HTTP, timers";
}

function placeOf(url: string, name: string): string | undefined {
  if (name === "(garbage collector)") return "garbage collection";
  if (name === "(idle)") return "idle";
  const path = url.startsWith("file:") ? relative(ROOT, new URL(url).pathname) : "";
  const [, inPackage] = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/) ?? [];
  return inPackage ?? (path === "" ? undefined : path);
}
