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

// A cursor names the last concern of the page and is bound to the viewer and filter it was made for: it says nothing else, and
// nobody can make one.
const seal = ({ hub }: Context, binding: string, id: string): string => hub.keys.digest(`cursor ${binding} ${id}`).slice(0, 22);

const makeCursor = (context: Context, binding: string, id: string): string => `${id}.${seal(context, binding, id)}`;

function openCursor(context: Context, binding: string, cursor: string): string {
  const [id = "", mark] = cursor.split(".");
  if (mark !== seal(context, binding, id)) throw badCursor();
  return id;
}

const badCursor = () => badInput("after: this cursor does not belong to this list. Start again from the first page.");
