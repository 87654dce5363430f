// Finds routes through a network of arcs with an existing flow: an arc can be used forwards if its flow may increase, and backwards if it may
// decrease.

export type Network = { readonly nodes: number; readonly arcs: readonly { readonly from: number; readonly to: number }[] };

/** The possible increase and decrease of each arc's flow. */
export type Room = { readonly more: number[]; readonly less: number[] };

type Step = { readonly arc: number; readonly forwards: boolean };
type Route = { readonly cost: number; readonly room: number; readonly steps: readonly Step[] };

/** Finds the cheapest route with capacity by the Bellman-Ford algorithm, without one given arc; undefined if there is none. */
export function cheapestRoute(
  { nodes, arcs }: Network,
  room: Room,
  cost: readonly number[],
  from: number,
  to: number,
  without: number,
): Route | undefined {
  const best = new Array<number>(nodes).fill(Number.POSITIVE_INFINITY);
  const arrival: Step[] = [];
  best[from] = 0;
  const reach = (here: number, there: number, arc: number, forwards: boolean): boolean => {
    const sum = (best[here] ?? 0) + (cost[arc] ?? 0);
    if (sum >= (best[there] ?? 0)) return false;
    best[there] = sum;
    arrival[there] = { arc, forwards };
    return true;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let arc = 0; arc < arcs.length; arc += 1) {
      const ends = arcs[arc];
      if (!ends || arc === without) continue;
      if ((room.more[arc] ?? 0) > 0 && reach(ends.from, ends.to, arc, true)) changed = true;
      if ((room.less[arc] ?? 0) > 0 && reach(ends.to, ends.from, arc, false)) changed = true;
    }
  }
  const sum = best[to] ?? Number.POSITIVE_INFINITY;
  if (sum === Number.POSITIVE_INFINITY) return undefined;
  const steps: Step[] = [];
  for (let node = to; node !== from; ) {
    const step = arrival[node];
    const ends = step && arcs[step.arc];
    if (!ends) throw new Error("A route has a gap.");
    steps.push(step);
    node = step.forwards ? ends.from : ends.to;
  }
  return { cost: sum, room: Math.min(...steps.map((step) => roomOn(room, step))), steps };
}

const roomOn = (room: Room, { arc, forwards }: Step): number => (forwards ? room.more : room.less)[arc] ?? 0;

/** Sends an amount along a route; an increase of an arc's flow can be reversed later. */
export function send(room: Room, { steps }: Route, amount: number): void {
  for (const { arc, forwards } of steps) {
    const sign = forwards ? 1 : -1;
    room.more[arc] = (room.more[arc] ?? 0) - sign * amount;
    room.less[arc] = (room.less[arc] ?? 0) + sign * amount;
  }
}
