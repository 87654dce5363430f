// Lists of concerns: pages by keyset, totals and facets under the same rights and filter, counted only when asked for.
import type { Filter } from "../../projections/register/queries.ts";
import { badInput, type Context, pageSize, readerOf } from "../context.ts";
import { enumName } from "../enums.ts";

export type PageArgs = { readonly first?: number | null; readonly after?: string | null };

export function connection(context: Context, filter: Filter, args: PageArgs) {
  const { hub } = context;
  const register = hub.register.queries();
  const reader = readerOf(context);
  const size = pageSize(args.first, 20);
  const binding = JSON.stringify([context.viewer.person, filter]);
  const after = args.after ? openCursor(context, binding, args.after) : undefined;
  const page = register.list(reader, filter, after, size + 1);
  if (!page) throw badCursor();
  const nodes = page.slice(0, size);
  const last = nodes.at(-1);
  let counts: ReturnType<typeof register.counts> | undefined;
  const counted = () => {
    counts ??= register.counts(reader, filter);
    return counts;
  };
  return {
    nodes,
    pageInfo: { hasNextPage: page.length > size, endCursor: last && makeCursor(context, binding, last.state.id) },
    totalCount: () => counted().total,
    facets: () => {
      const { region, strand, cause, stage } = counted().facets;
      const named = (tallies: typeof strand) => tallies.map(({ value, count }) => ({ value: enumName(value), count }));
      return { region, strand: named(strand), cause: named(cause), stage: named(stage) };
    },
  };
}

// A cursor names the last concern of the page, concealed and bound to the viewer and filter it was made for.
const makeCursor = ({ hub }: Context, binding: string, id: string): string => hub.keys.conceal(id, `cursor ${binding}`);

function openCursor({ hub }: Context, binding: string, cursor: string): string {
  const id = hub.keys.unconceal(cursor, `cursor ${binding}`);
  if (id === undefined) throw badCursor();
  return id;
}

const badCursor = () => badInput("after: this cursor does not belong to this list. Start again from the first page.");
