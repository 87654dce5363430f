// Which figures of a table are withheld, so that none of them can be worked out from those that are shown.
//
// The table is a network that concerns run round: every figure is an arc, and at every node what comes in goes out, which is all
// that ties figures together (a region's total is the sum of its cells). Somebody who knows the figures shown knows what runs over
// those arcs. A withheld figure can then be higher by what can be sent on from its head round to its tail over withheld arcs, and lower by
// what can be sent the other way: its range, exactly, and in whole numbers. More figures are withheld until every range is wide enough:
// - for anybody, who knows only that no count is negative: WIDTH, so that six values or more are possible;
// - for any two councils that put together what they know of themselves: not a single value, where a figure is all theirs.
// Hence every sum of withheld figures that can be worked out at all could be shown itself: it is not small, and of three councils or more.
import { cheapestRoute, type Network, type Room, send } from "./min-cost-flow.ts";

/** Smaller counts are withheld. Nought is one: if it were shown, what is withheld would narrow. */
export const SMALLEST = 5;
/** A count of fewer councils is withheld: of two, either would learn the other's. */
export const FEWEST_COUNCILS = 3;
/** The least difference between the lowest and the highest value that a withheld figure can have. */
const WIDTH = 5;

/** A figure between two nodes, and how much of it each council has: councils by number, the same in all figures. */
type Arc = { readonly from: string; readonly to: string; readonly byCouncil: readonly number[] };

export const countOf = ({ byCouncil }: Pick<Arc, "byCouncil">): number => byCouncil.reduce((sum, n) => sum + n, 0);
const councilsOf = ({ byCouncil }: Arc): readonly number[] => byCouncil.flatMap((n, council) => (n > 0 ? [council] : []));

/** A figure to widen, as somebody sees the table: how much less each figure could be. */
type Task = { readonly figure: number; readonly less: readonly number[]; readonly width: number };

/** For each figure whether it is withheld. Throws when the figures are no network to run round. */
export function withheld(figures: readonly Arc[]): readonly boolean[] {
  const network = networkOf(figures);
  const counts = figures.map(countOf);
  const councils = figures.map(councilsOf);
  const hidden = counts.map((count, figure) => count < SMALLEST || (councils[figure]?.length ?? 0) < FEWEST_COUNCILS);
  const forAnybody = (figure: number): Task => ({ figure, less: counts, width: WIDTH });
  const sensitive = hidden.flatMap((is, figure) => (is ? [figure] : []));
  // To withhold more only widens: a task done stays done. What is withheld on the way is a task in its turn.
  const tasks = [...sensitive.map(forAnybody), ...forCoalitions(figures, counts, councils)];
  for (const task of tasks)
    for (const other of widen(task)) {
      hidden[other] = true;
      tasks.push(forAnybody(other));
    }
  return hidden;

  /** Widens one figure's range along the routes that give up least, and returns what else has to be withheld for that. */
  function widen({ figure, less, width }: Task): readonly number[] {
    const { from, to } = network.arcs[figure] ?? { from: 0, to: 0 };
    const price = counts.map((count, other) => (hidden[other] ? 0 : count));
    const room = (): Room => ({ more: counts.map(() => Number.POSITIVE_INFINITY), less: [...less] });
    const higher = { from: to, to: from, room: room(), left: Number.POSITIVE_INFINITY };
    const lower = { from, to, room: room(), left: less[figure] ?? 0 };
    const given = new Set<number>();
    for (let wide = 0; wide < width; ) {
      const [first, second] = [higher, lower].map((way) => ({
        way,
        route: way.left > 0 ? cheapestRoute(network, way.room, price, way.from, way.to, figure) : undefined,
      }));
      const best = second?.route && (!first?.route || second.route.cost < first.route.cost) ? second : first;
      if (!best?.route) throw new Error("The figures are no network to run round.");
      const amount = Math.min(best.route.room, best.way.left, width - wide);
      send(best.way.room, best.route, amount);
      best.way.left -= amount;
      wide += amount;
      for (const { arc } of best.route.steps) {
        if (!hidden[arc]) given.add(arc);
        price[arc] = 0;
      }
    }
    return [...given];
  }
}

/**
 * What one council or two have all to themselves must not be a single value to them. Which two: the two of a figure, or any two that
 * have a figure each; a sum of withheld figures that is of two councils has such figures only, or noughts.
 */
function* forCoalitions(
  figures: readonly Arc[],
  counts: readonly number[],
  councils: readonly (readonly number[])[],
): Iterable<Task> {
  const groups = councils.filter(({ length }) => length > 0 && length < FEWEST_COUNCILS);
  const alone = [...new Set(groups.filter(({ length }) => length === 1).flat())];
  const pairs = alone.flatMap((one, index) => alone.slice(index + 1).map((other) => [one, other]));
  for (const group of new Map([...groups, ...pairs].map((each) => [each.toSorted().join(), each])).values()) {
    const less = figures.map(({ byCouncil }, figure) =>
      group.reduce((left, council) => left - (byCouncil[council] ?? 0), counts[figure] ?? 0),
    );
    for (const [figure, count] of counts.entries()) if (count > 0 && less[figure] === 0) yield { figure, less, width: 1 };
  }
}

function networkOf(figures: readonly Arc[]): Network {
  const names = [...new Set(figures.flatMap(({ from, to }) => [from, to]))];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const number = (name: string) => numbers.get(name) ?? 0;
  return { nodes: names.length, arcs: figures.map(({ from, to }) => ({ from: number(from), to: number(to) })) };
}
