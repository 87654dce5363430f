// Pages of lists. A cursor contains only the last entry of its page, encrypted for the viewer and the list: a cursor that changed with other
// records would disclose their changes. After a restore from a backup a number may name another entry, so such cursors have a proof (`pagedByNumber`).
import { z } from "zod";
import { badInput, type Context, pageSize } from "../context.ts";

export type PageArgs = { readonly first?: number | null | undefined; readonly after?: string | null | undefined };

export type PageInfo = { readonly hasNextPage: boolean; readonly endCursor: () => string | undefined };
type Paged<T> = { readonly nodes: readonly T[]; readonly pageInfo: PageInfo };

/** Returns a page of a list. `list` returns up to `limit` entries after the one with the id `after`; undefined if there is no such entry. */
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
  const endCursor = () => last && makeCursor(context, binding, idOf(last));
  return { nodes, pageInfo: { hasNextPage: page.length > size, endCursor } };
}

/** `proof` differs from that of an entry with the same number in another history. */
export type EntryInCursor = { readonly number: string; readonly proof: string };

/** Returns a page of a list whose entries have numbers. `list` returns undefined if the number now belongs to another entry. */
export const pagedByNumber = <T>(
  context: Context,
  name: unknown,
  args: PageArgs,
  list: (after: EntryInCursor | undefined, limit: number) => readonly T[] | undefined,
  entryOf: (entry: T) => EntryInCursor,
): Paged<T> => {
  const after = (cursor: string | undefined, limit: number) => {
    const named = cursor === undefined ? undefined : parseEntry(cursor);
    return cursor !== undefined && !named ? undefined : list(named, limit);
  };
  const idOf = (entry: T) => {
    const { number, proof } = entryOf(entry);
    return JSON.stringify([number, proof]);
  };
  return paged(context, name, args, after, idOf);
};

const numberAndProof = z.tuple([z.string(), z.string()]);

/** The proof; undefined in cursors of earlier releases. */
function parseEntry(cursor: string): EntryInCursor | undefined {
  try {
    const [number, proof] = numberAndProof.parse(JSON.parse(cursor));
    return { number, proof };
  } catch {
    return undefined;
  }
}

/** A page of what a person gets about records. Each item discloses parts of its record. */
type ItemsPage<Item> = {
  readonly items: readonly Item[];
  /** Where the next page begins. */
  readonly end?: unknown;
  readonly more: boolean;
};

/** `page` is called if something of it is selected. `binding` is that of its cursors. `note` puts on record what an item discloses; `ofCouncil`: whether the page is of one council alone. */
export function pageOfItems<Item>(
  context: Context,
  page: () => ItemsPage<Item>,
  binding: string,
  note: (item: Item) => void,
  ofCouncil: boolean,
) {
  return {
    nodes() {
      const { items } = page();
      items.forEach(note);
      return items;
    },
    pageInfo() {
      const { items, end, more } = page();
      // Whether a page of one council has more tells that there are such items about it.
      if (ofCouncil) items.forEach(note);
      return { hasNextPage: more, endCursor: () => (end ? makeCursor(context, binding, JSON.stringify(end)) : undefined) };
    },
  };
}

export const makeCursor = ({ hub }: Context, binding: string, id: string): string =>
  hub.keys.encryptToken(id, `cursor ${binding}`);

export function openCursor({ hub }: Context, binding: string, cursor: string): string {
  const id = hub.keys.decryptToken(cursor, `cursor ${binding}`);
  if (id === undefined) throw badCursor();
  return id;
}

const badCursor = () => badInput("after: This cursor is not valid for this list. Start again from the first page.");
