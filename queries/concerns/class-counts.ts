// Counts of what a reader may see, over the classes of concerns with equal facts: the figure `count_flat` of bench/.
import { boundedCache } from "../../caching/cache.ts";
import { type Condition, holds } from "../../policies/engine/condition.ts";
import { READ_ACTIONS } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import type { Classes, FactsClass } from "../../projections/register/classes.ts";
import type { Reader } from "./authorised-concern.ts";
import { type Cell, type Counts, countsOf, FACETS } from "./facets.ts";

/** Kinds of readers whose visible classes are kept. */
const KINDS_OF_READERS = 200;

type Entry = { readonly class: FactsClass; readonly cell: Cell };

export function openClassCounts(classes: Pick<Classes, "all">): (reader: Reader, condition: Condition) => Counts {
  const cells = new Map<string, Cell>();
  const visibleTo = boundedCache<string, { checked: number; readonly visible: Entry[] }>(KINDS_OF_READERS);
  let counted: readonly FactsClass[] | undefined;

  /** One object for equal values, so that counts add up by it. */
  function cellOf({ facts }: FactsClass): Cell {
    const key = FACETS.map((name) => facts[name]).join();
    const cell = cells.get(key) ?? (Object.fromEntries(FACETS.map((name) => [name, facts[name]])) as Cell);
    cells.set(key, cell);
    return cell;
  }

  /** The classes whose headline the reader may see: those that are new since the last time are checked, and no others. */
  function visible({ person, rights }: Reader, all: readonly FactsClass[]): readonly Entry[] {
    const known = visibleTo.getOrMake(`${rights.version()} ${rights.classOf(person)}`, () => ({ checked: 0, visible: [] }));
    if (known.checked === all.length) return known.visible;
    const headline = conditionOf(rights.of(person, READ_ACTIONS.headline));
    for (const one of all.slice(known.checked))
      if (holds(headline, one.facts)) known.visible.push({ class: one, cell: cellOf(one) });
    known.checked = all.length;
    return known.visible;
  }

  return (reader, condition) => {
    const all = classes.all();
    if (all !== counted) visibleTo.clear();
    counted = all;
    const sums = new Map<Cell, number>();
    const councils = new Set<string>();
    for (const { class: one, cell } of visible(reader, all)) {
      if (one.n === 0 || !(condition.kind === "always" || holds(condition, one.facts))) continue;
      sums.set(cell, (sums.get(cell) ?? 0) + one.n);
      councils.add(one.facts.council);
    }
    return countsOf(
      [...sums].map(([cell, n]) => ({ ...cell, n })),
      councils,
    );
  };
}
