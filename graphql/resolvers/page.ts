// Lists by page: cursors name the last entry that a page shows, concealed and bound to the viewer and the list they were made for. A number alone
// names another entry after a restore from a backup: such a cursor holds what tells the entry from it (`pagedByNumber`). It holds nothing of
// anything else, as a cursor that changes would tell that something happened elsewhere.
import { z } from "zod";
import { badInput, type Context, pageSize } from "../context.ts";

export type PageArgs = { readonly first?: number | null | undefined; readonly after?: string | null | undefined };

/** Where a page stands. Its cursor is made when it is asked for. */
export type PageInfo = { readonly hasNextPage: boolean; readonly endCursor: () => string | undefined };
type Paged<T> = { readonly nodes: readonly T[]; readonly pageInfo: PageInfo };

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
  const endCursor = () => last && makeCursor(context, binding, idOf(last));
  return { nodes, pageInfo: { hasNextPage: page.length > size, endCursor } };
}

/** What a cursor holds of an entry that has a number: with it, what no entry of another history has. */
export type EntryInCursor = { readonly number: string; readonly proof: string };

/** A page of a list whose entries have numbers. `list` gives undefined where the number is another entry's now. */
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

/** Undefined for anything else, as cursors that an earlier release made. */
function parseEntry(cursor: string): EntryInCursor | undefined {
  try {
    const [number, proof] = numberAndProof.parse(JSON.parse(cursor));
    return { number, proof };
  } catch {
    return undefined;
  }
}

export const makeCursor = ({ hub }: Context, binding: string, id: string): string =>
  hub.keys.encryptToken(id, `cursor ${binding}`);

export function openCursor({ hub }: Context, binding: string, cursor: string): string {
  const id = hub.keys.decryptToken(cursor, `cursor ${binding}`);
  if (id === undefined) throw badCursor();
  return id;
}

const badCursor = () => badInput("after: This cursor is not valid for this list. Start again from the first page.");
