// Decides which figures of a table are withheld, so that none of them can be computed from the published ones.
//
// The table is a network flow of concerns: every figure is an arc, and at every node the inflow equals the outflow. These are the only
// dependencies between figures (a region's total is the sum of its cells). A reader of the published figures knows the flow on their
// arcs. A withheld figure can then be higher by the maximum flow from its head to its tail over withheld arcs, and lower by
// the maximum flow in the other direction: this is exactly its range, in whole numbers. More figures are withheld until every range is wide enough:
// - for every reader, who knows only that no count is negative: WIDTH, so that at least six values are possible;
// - for any two councils that combine their own data: more than a single value, if a figure is only theirs.
// Therefore every sum of withheld figures that can be computed at all could be published itself: it is not small, and of at least three councils.
import { cheapestRoute, type Network, type Room, send } from "./min-cost-flow.ts";

/** Smaller counts are withheld, including zero, because a published zero would narrow the range of withheld figures. */
const SMALLEST = 5;
/** A count of fewer councils is withheld, because each of two councils would learn the other's count. */
const FEWEST_COUNCILS = 3;
/** The minimum difference between the lowest and the highest possible value of a withheld figure. */
const WIDTH = 5;

/** A figure between two nodes, with each council's share of it. Councils have the same numbers in all figures. */
type Arc = { readonly from: string; readonly to: string; readonly byCouncil: readonly number[] };

export const countOf = ({ byCouncil }: Pick<Arc, "byCouncil">): number => byCouncil.reduce((sum, n) => sum + n, 0);
const councilsOf = ({ byCouncil }: Arc): readonly number[] => byCouncil.flatMap((n, council) => (n > 0 ? [council] : []));

/** A figure whose range must be widened for a certain reader, with the possible decrease of each figure for that reader. */
type Task = { readonly figure: number; readonly less: readonly number[]; readonly width: number };

/** Returns for each figure whether it is withheld. Throws if the figures are no circulation. */
export function withheld(figures: readonly Arc[]): readonly boolean[] {
  const network = networkOf(figures);
  const counts = figures.map(countOf);
  const councils = figures.map(councilsOf);
  const hidden = counts.map((count, figure) => count < SMALLEST || (councils[figure]?.length ?? 0) < FEWEST_COUNCILS);
  const forAnybody = (figure: number): Task => ({ figure, less: counts, width: WIDTH });
  const sensitive = hidden.flatMap((is, figure) => (is ? [figure] : []));
  // Withholding more figures only widens ranges, so a completed task stays complete. Figures that are withheld meanwhile become tasks too.
  const tasks = [...sensitive.map(forAnybody), ...forCoalitions(figures, counts, councils)];
  for (const task of tasks)
    for (const other of widen(task)) {
      hidden[other] = true;
      tasks.push(forAnybody(other));
    }
  return hidden;

  /** Widens one figure's range along the cheapest routes, and returns the other figures that must be withheld for that. */
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
 * A figure that belongs to only one or two councils must not be a single value for them. The pairs to check are the two councils of a figure, and any two that
 * have a figure each, because a sum of withheld figures of two councils contains only such figures, or zeros.
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
