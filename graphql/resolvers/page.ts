// Lists by page: cursors name the last entry of a page, concealed and bound to the viewer and the list they were made for.
import { badInput, type Context, pageSize } from "../context.ts";

export type PageArgs = { readonly first?: number | null; readonly after?: string | null };

type Paged<T> = {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | undefined };
};

/** A page of a list that goes on after an entry's id. `list` gives up to `limit` entries after `after`; undefined where there is no such entry. */
export function paged<T>(
  context: Context,
  name: unknown,
  args: PageArgs,
  list: (after: string | undefined, limit: number) => readonly T[] | undefined,
  idOf: (entry: T) => string,
): Paged<T> {
  const size = pageSize(args.first, 20);
  const binding = JSON.stringify([context.viewer.person, name]);
  const page = list(args.after ? openCursor(context, binding, args.after) : undefined, size + 1);
  if (!page) throw badCursor();
  const nodes = page.slice(0, size);
  const last = nodes.at(-1);
  return { nodes, pageInfo: { hasNextPage: page.length > size, endCursor: last && makeCursor(context, binding, idOf(last)) } };
}

export const makeCursor = ({ hub }: Context, binding: string, id: string): string => hub.keys.conceal(id, `cursor ${binding}`);

export function openCursor({ hub }: Context, binding: string, cursor: string): string {
  const id = hub.keys.unconceal(cursor, `cursor ${binding}`);
  if (id === undefined) throw badCursor();
  return id;
}

const badCursor = () => badInput("after: this cursor does not belong to this list. Start again from the first page.");
