// Lists of concerns: pages by keyset, totals and facets under the same rights and filter, counted only when asked for.
import type { Filter } from "../../projections/register/queries.ts";
import { type Context, readerOf } from "../context.ts";
import { shown } from "../disclosing.ts";
import { enumName } from "../enums.ts";
import { type PageArgs, paged } from "./page.ts";

export function connection(context: Context, filter: Filter, args: PageArgs) {
  const { hub, viewer } = context;
  const register = hub.register.queries();
  const reader = readerOf(context);
  const list = (after: string | undefined, limit: number) => register.list(reader, filter, after, limit);
  let counts: ReturnType<typeof register.counts> | undefined;
  const counted = () => {
    counts ??= register.counts(reader, filter);
    // How many there are of one council tells of that council.
    if (filter.council !== undefined && counts.total > 0) context.disclosing.counted(filter.council);
    return counts;
  };
  const page = paged(context, filter, args, list, ({ state }) => state.id);
  return {
    ...page,
    nodes: page.nodes.map((listed) => shown(hub, viewer, filter.text === undefined ? "list" : "search", listed)),
    totalCount: () => counted().total,
    facets: () => {
      const { region, strand, cause, stage } = counted().facets;
      const named = (tallies: typeof strand) => tallies.map(({ value, count }) => ({ value: enumName(value), count }));
      return { region, strand: named(strand), cause: named(cause), stage: named(stage) };
    },
  };
}
