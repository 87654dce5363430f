// Where the processor's time goes: a profile of V8's, summed by our own files, by package, and by what Node itself does.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

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

/** Parts of the time that the process was at work between two moments, largest first; by seconds since the process began. */
export function summarise(
  folder: string,
  from: number,
  to: number,
): readonly { readonly where: string; readonly part: number }[] {
  const [file = ""] = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
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

/** What Node does on behalf of somebody counts as theirs, down to its own doors: a cipher for sealing, a statement for whoever asks. */
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
