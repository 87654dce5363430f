// Counts the concerns that a reader may see, over the classes of concerns with equal facts: the figure `count_flat` of bench/.
import { boundedCache } from "../../caching/cache.ts";
import { type Condition, holds } from "../../policies/engine/condition.ts";
import { READ_ACTIONS } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import type { Classes, FactsClass } from "../../projections/register/classes.ts";
import type { Reader } from "./authorised-concern.ts";
import { type Cell, type Counts, countsOf, FACETS } from "./facets.ts";

/** The number of kinds of readers whose visible classes are cached. */
const KINDS_OF_READERS = 200;

/** `cell` is an index, because sums by objects or texts would take three times as long. */
type Entry = { readonly class: FactsClass; readonly cell: number };

export function openClassCounts(classes: Pick<Classes, "all">) {
  const cells: Cell[] = [];
  const cellIndexes = new Map<string, number>();
  const visibleTo = boundedCache<string, { checked: number; readonly visible: Entry[] }>(KINDS_OF_READERS);
  let counted: readonly FactsClass[] | undefined;

  function cellOf({ facts }: FactsClass): number {
    const values = FACETS.map((name) => [name, facts[name]] as const);
    const key = values.join();
    const index = cellIndexes.get(key) ?? cells.push(Object.fromEntries(values) as Cell) - 1;
    cellIndexes.set(key, index);
    return index;
  }

  /** Returns the classes whose headline the reader may see. Only classes that are new since the last call are checked. */
  function visible({ person, rights }: Reader, all: readonly FactsClass[]): readonly Entry[] {
    const known = visibleTo.getOrMake(`${rights.version()} ${rights.classOf(person)}`, () => ({ checked: 0, visible: [] }));
    if (known.checked === all.length) return known.visible;
    const headline = conditionOf(rights.of(person, READ_ACTIONS.headline));
    for (const one of all.slice(known.checked))
      if (holds(headline, one.facts)) known.visible.push({ class: one, cell: cellOf(one) });
    known.checked = all.length;
    return known.visible;
  }

  function entriesFor(reader: Reader): readonly Entry[] {
    const all = classes.all();
    if (all !== counted) visibleTo.clear();
    counted = all;
    return visible(reader, all);
  }

  function count(reader: Reader, condition: Condition): Counts {
    const entries = entriesFor(reader);
    const sums = new Array<number>(cells.length).fill(0);
    const councils = new Set<string>();
    for (const { class: one, cell } of entries) {
      if (one.n === 0 || !(condition.kind === "always" || holds(condition, one.facts))) continue;
      sums[cell] = (sums[cell] ?? 0) + one.n;
      // Two councils are enough to know that there is not only one.
      if (councils.size < 2) councils.add(one.facts.council);
    }
    const rows = cells.map((cell, index) => ({ ...cell, n: sums[index] ?? 0 })).filter(({ n }) => n > 0);
    return countsOf(rows, councils);
  }

  /** Returns council -> the number of concerns about it that are not closed. */
  function openByCouncil(reader: Reader): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const { class: one } of entriesFor(reader))
      if (one.n > 0 && one.facts.stage !== "closed") sums.set(one.facts.council, (sums.get(one.facts.council) ?? 0) + one.n);
    return sums;
  }

  return { count, openByCouncil };
}
